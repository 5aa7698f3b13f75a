/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

#define BTY_SQLITE_MAX_RECALLED 1000 /* rows that are ranked for one recall, which comes before every reply */

/**
 * BtySqliteWords:
 * @query: what is put behind MATCH; matches nothing if nothing can be found
 * @is_common: whether it matches so much that only the newest are looked at, unranked
 *
 * What somebody typed, as a question to the full text.
 */
typedef struct
{
  char     *query;
  gboolean  is_common;
} BtySqliteWords;

gboolean bty_sqlite_words_prepare (BtySqliteWords  *self,
                                   BtyDatabase     *database,
                                   const char      *table,
                                   const char      *text,
                                   gboolean         prefer_all,
                                   GError         **error);
void     bty_sqlite_words_clear   (BtySqliteWords  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BtySqliteWords, bty_sqlite_words_clear)

G_END_DECLS
