/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

GError *bty_wire_error_new       (const char *provider,
                                  guint       status,
                                  JsonNode   *body) G_GNUC_WARN_UNUSED_RESULT;
void    bty_wire_error_hide_key  (GError     *error,
                                  const char *key);

G_END_DECLS
