/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-words.h"

#include "bty-typed-words.h"

#include <string.h>

static gboolean
count_rows (BtyDatabase  *database,
            const char   *table,
            const char   *query,
            gint64        limit,
            gint64       *count,
            GError      **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s MATCH $1 LIMIT $2)",
                                          table, table);

  return bty_database_query_integer (database, sql, BTY_ARGS (BTY_TEXT (query), BTY_INTEGER (limit)), count, error);
}

/* A word that is nowhere may be the beginning of one. */
static BtyTypedTerm *
find_term (BtyDatabase  *database,
           const char   *table,
           const char   *expression,
           gint64        max_rows,
           GError      **error)
{
  g_autofree char *key = g_strconcat (table, " ", expression, NULL);
  g_autofree char *prefix = g_strconcat (expression, " *", NULL);
  gint64 count;

  if (bty_typed_words_is_frequent (database, key))
    return bty_typed_term_new (expression, BTY_TYPED_WORDS_MAX_RANKED + 1);
  if (!count_rows (database, table, expression, max_rows + 1, &count, error))
    return NULL;
  if (count > 0 || strlen (expression) - strlen ("\"\"") < BTY_TYPED_WORDS_MIN_PREFIX)
    g_clear_pointer (&prefix, g_free);
  else if (!count_rows (database, table, prefix, max_rows + 1, &count, error))
    return NULL;

  if (prefix == NULL && count > BTY_TYPED_WORDS_MAX_RANKED)
    bty_typed_words_note_frequent (database, key);

  return bty_typed_term_new (prefix != NULL ? prefix : expression, count);
}

static GPtrArray *
find_terms (BtyDatabase  *database,
            const char   *table,
            const char   *text,
            gint64        max_rows,
            GError      **error)
{
  g_autoptr(GPtrArray) expressions = bty_typed_words_split (text);
  g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func (bty_typed_term_free);

  for (guint i = 0; i < expressions->len; i++)
    {
      BtyTypedTerm *term = find_term (database, table, g_ptr_array_index (expressions, i), max_rows, error);

      if (term == NULL)
        return NULL;
      bty_typed_terms_take (terms, term);
    }

  return g_steal_pointer (&terms);
}

/**
 * bty_sqlite_words_prepare:
 * @self: (out caller-allocates): gets the question
 * @database: a connection
 * @table: a full-text table
 * @text: anything that somebody typed
 * @prefer_all: whether rows with all the words are wanted, if there are any, instead of those with any word
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it could be prepared
 */
gboolean
bty_sqlite_words_prepare (BtySqliteWords  *self,
                          BtyDatabase     *database,
                          const char      *table,
                          const char      *text,
                          gboolean         prefer_all,
                          GError         **error)
{
  gint64 max_rows = prefer_all ? BTY_TYPED_WORDS_MAX_RANKED : BTY_SQLITE_MAX_RECALLED;
  g_autoptr(GPtrArray) terms = find_terms (database, table, text, max_rows, error);
  guint n_terms;
  gint64 has_all = 0;

  if (terms == NULL)
    return FALSE;

  n_terms = bty_typed_terms_count_rankable (terms, max_rows);
  self->is_common = n_terms == 0 && terms->len > 0;
  if (self->is_common)
    n_terms = prefer_all ? terms->len : 1;

  if (prefer_all && n_terms > 1)
    {
      self->query = bty_typed_terms_join (terms, n_terms, " AND ");
      if (!count_rows (database, table, self->query, 1, &has_all, error))
        return FALSE;
    }
  if (has_all == 0)
    {
      g_free (self->query);
      self->query = n_terms > 0 ? bty_typed_terms_join (terms, self->is_common ? 1 : n_terms, " OR ")
                                : g_strdup ("\"\"");
    }

  return TRUE;
}

/**
 * bty_sqlite_words_clear:
 * @self: a question
 *
 * Frees what it holds.
 */
void
bty_sqlite_words_clear (BtySqliteWords *self)
{
  g_clear_pointer (&self->query, g_free);
}
