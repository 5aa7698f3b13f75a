/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/* What somebody typed in order to find something is the same words on every engine. */

#define BTY_TYPED_WORDS_MIN_PREFIX 3 /* bytes: three letters of a to z, one character of languages without blanks */
#define BTY_TYPED_WORDS_MAX_RANKED 5000 /* rows that are ranked for one search */

/**
 * BtyTypedTerm:
 * @query: in the language of the engine
 * @count: how many rows it is in; who counts stops when they are too many to be ranked
 *
 * One word or one quoted phrase, as it is looked for.
 */
typedef struct
{
  char   *query;
  gint64  count;
} BtyTypedTerm;

GPtrArray    *bty_typed_words_split          (const char   *text) G_GNUC_WARN_UNUSED_RESULT;

gboolean      bty_typed_words_is_frequent    (BtyDatabase  *database,
                                              const char   *key);
void          bty_typed_words_note_frequent  (BtyDatabase  *database,
                                              const char   *key);

BtyTypedTerm *bty_typed_term_new             (const char   *query,
                                              gint64        count) G_GNUC_WARN_UNUSED_RESULT;
void          bty_typed_term_free            (gpointer      data);
void          bty_typed_terms_take           (GPtrArray    *terms,
                                              BtyTypedTerm *term);
guint         bty_typed_terms_count_rankable (GPtrArray    *terms,
                                              gint64        max_rows);
char         *bty_typed_terms_join           (GPtrArray    *terms,
                                              guint         n_terms,
                                              const char   *operator) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
