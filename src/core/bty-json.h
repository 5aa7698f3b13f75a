/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define BTY_JSON_MAX_DEPTH 64

#define BTY_JSON_REAL_SIZE (G_ASCII_DTOSTR_BUF_SIZE + 2)

const char *bty_json_format_real
                                (double       real,
                                 char        *text);
char       *bty_json_to_text    (JsonNode    *node,
                                 gboolean     pretty) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *bty_json_parse      (const char  *text,
                                 gssize       length,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean    bty_json_measure    (const char  *text,
                                 gsize        length,
                                 guint       *max_depth);

JsonNode   *bty_json_get        (JsonNode    *node,
                                 const char  *path);
const char *bty_json_get_text   (JsonNode    *node,
                                 const char  *path);
gint64      bty_json_get_int    (JsonNode    *node,
                                 const char  *path,
                                 gint64       fallback);
gint64      bty_json_get_count  (JsonNode    *node,
                                 const char  *path,
                                 gint64       fallback);

G_END_DECLS
