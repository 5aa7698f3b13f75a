/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-postgres-private.h"

G_BEGIN_DECLS

/**
 * BtyPostgresWords:
 * @query: a tsquery; matches nothing if nothing can be found
 * @terms: the words of @query, each a tsquery on a line
 * @weights: a number for each of @terms: the rarer it is the higher
 * @is_common: whether it matches so much that only the newest are looked at, unranked
 *
 * What somebody typed, as a question to the full text.
 */
typedef struct
{
  char     *query;
  char     *terms;
  char     *weights;
  gboolean  is_common;
} BtyPostgresWords;

gboolean  bty_postgres_words_prepare       (BtyPostgresWords     *self,
                                            BtyPostgresDatabase  *database,
                                            const char           *table,
                                            const char           *text,
                                            gboolean              prefer_all,
                                            GError              **error);
gboolean  bty_postgres_words_count         (BtyPostgresDatabase  *database,
                                            const char           *table,
                                            const char           *query,
                                            gint64                limit,
                                            gint64               *count,
                                            GError              **error);
void      bty_postgres_words_clear         (BtyPostgresWords     *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BtyPostgresWords, bty_postgres_words_clear)

G_END_DECLS
