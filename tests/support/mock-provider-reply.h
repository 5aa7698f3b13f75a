/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * BtyMockRequest:
 *
 * What came over a connection, and how it is to be answered.
 */
typedef struct
{
  char          *method;
  char          *path;
  JsonObject    *headers;     /* names in lower case */
  GBytes        *body;
  JsonNode      *json;        /* the body; NULL if it is none */
  JsonObject    *behaviour;
  const char    *fault;       /* of this request; never NULL */
  GSocketConnection *connection;
  GCancellable  *cancellable; /* the server stops */
  gboolean     (*is_held) (gpointer server);
  gpointer       server;
} BtyMockRequest;

gboolean bty_mock_reply_send      (BtyMockRequest *request);
gboolean bty_mock_reply_send_json (BtyMockRequest *request,
                                   guint           status,
                                   JsonNode       *node);
gboolean bty_mock_reply_write     (BtyMockRequest *request,
                                   const char     *bytes,
                                   gssize          length);

G_END_DECLS
