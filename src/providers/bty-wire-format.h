/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "bty-prompt.h"
#include "bty-provider-config.h"
#include "bty-provider.h"
#include "bty-reply.h"

G_BEGIN_DECLS

/**
 * BtyWireReply:
 *
 * A reply while it is being read, whatever the format.
 */
typedef struct
{
  /* Owned */
  BtyReply     *reply;

  /* Borrowed */
  const char   *provider;     /* its name, for errors */
  BtyDeltaFunc  delta_func;   /* NULL = nobody watches */
  gpointer      delta_data;

  gboolean      may_end;      /* nothing of the text is missing: an end without a last word is clean */
  gboolean      is_complete;  /* the provider's last word came: nothing more is to be read */
} BtyWireReply;

/**
 * BtyWireFormat:
 *
 * How one kind of service is spoken to: pure functions, without any network.
 */
typedef struct
{
  const char *default_base_url;
  const char *version_path;  /* added to a base URL without a path of its own; NULL = nothing */
  const char *chat_path;
  const char *models_path;
  const char *key_header;
  const char *key_prefix;    /* before the key in @key_header */
  const char *extra_header;  /* sent with every request unless the settings have it; NULL = none */
  const char *extra_value;

  /* Returns: (transfer full): the body of a request for a reply */
  JsonNode * (*build_body)   (BtyProviderConfig  *config,
                              BtyPrompt          *prompt);
  /* One event of a stream. FALSE = the reply has failed. */
  gboolean   (*parse_event)  (BtyWireReply       *reply,
                              const char         *name,
                              const char         *data,
                              GError            **error);
  /* A reply that came in one piece. FALSE = the reply has failed. */
  gboolean   (*parse_body)   (BtyWireReply       *reply,
                              JsonNode           *body,
                              GError            **error);
} BtyWireFormat;

extern const BtyWireFormat bty_openai_format;
extern const BtyWireFormat bty_anthropic_format;

char      *bty_wire_format_dup_url      (const BtyWireFormat  *self,
                                         BtyProviderConfig    *config,
                                         const char           *path);
const char *bty_wire_format_get_model   (BtyProviderConfig    *config,
                                         BtyPrompt            *prompt);
char     **bty_wire_format_parse_models (JsonNode             *body);
gboolean   bty_wire_format_is_done_mark (const char           *data);

void       bty_wire_reply_init          (BtyWireReply         *self,
                                         const char           *provider,
                                         BtyDeltaFunc          delta_func,
                                         gpointer              delta_data);
void       bty_wire_reply_clear         (BtyWireReply         *self);
void       bty_wire_reply_add           (BtyWireReply         *self,
                                         BtyDelta              delta,
                                         const char           *text);
void       bty_wire_reply_set_model     (BtyWireReply         *self,
                                         const char           *model);
void       bty_wire_reply_set_stop      (BtyWireReply         *self,
                                         const char           *stop_reason);
JsonNode  *bty_wire_reply_parse_json    (BtyWireReply         *self,
                                         const char           *text,
                                         gssize                length,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode  *bty_wire_reply_parse_body    (BtyWireReply         *self,
                                         GByteArray           *body,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
BtyReply  *bty_wire_reply_take          (BtyWireReply         *self,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BtyWireReply, bty_wire_reply_clear)

G_END_DECLS
