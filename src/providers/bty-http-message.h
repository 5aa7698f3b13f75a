/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "bty-wire-format.h"

G_BEGIN_DECLS

SoupMessage *bty_http_message_new      (const BtyWireFormat  *format,
                                        BtyProviderConfig    *config,
                                        const char           *path,
                                        const char           *key,
                                        JsonNode             *body,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void         bty_http_message_wipe_key (SoupMessage          *message,
                                        const BtyWireFormat  *format);

gboolean     bty_http_message_has_answer     (SoupMessage  *message);
gboolean     bty_http_message_check_encoding (SoupMessage  *message,
                                              const char   *provider,
                                              GError      **error);
gboolean     bty_http_message_check_status   (SoupMessage  *message,
                                              const char   *provider,
                                              GByteArray   *body,
                                              GError      **error);

G_END_DECLS
