/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtySqlToken:
 * @start: where it begins in the text
 * @length: its length in bytes
 * @is_apart: whether something parts it from the token before
 *
 * A word, a number, a quoted text or name, or one sign.
 */
typedef struct
{
  const char *start;
  gsize       length;
  gboolean    is_apart;
} BtySqlToken;

GArray   *bty_sql_tokens_new       (const char   *sql) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_sql_tokens_are       (GArray       *tokens,
                                    guint         first,
                                    const char   *words);
guint     bty_sql_tokens_find      (GArray       *tokens,
                                    guint         first,
                                    guint         last,
                                    const char   *words);
guint     bty_sql_tokens_find_end  (GArray       *tokens,
                                    guint         open);
char     *bty_sql_tokens_join      (GArray       *tokens,
                                    guint         first,
                                    guint         last) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
