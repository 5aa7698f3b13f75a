/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-words.h"

#include "bty-typed-words.h"

#include <math.h>
#include <string.h>

#define MANY_ROWS 1e6 /* a word that is in so many is worth nothing */
#define FREQUENT_FOR (5 * G_TIME_SPAN_MINUTE)

/* From now on @table shows the rows that match @query, and no others. */
static gboolean
ask (BtyPostgresDatabase  *database,
     const char           *table,
     const char           *query,
     GError              **error)
{
  g_autofree char *setting = g_strconcat ("boternity.", table, NULL);

  return bty_database_execute (BTY_DATABASE (database), "SELECT set_config ($1, $2, FALSE)",
                               BTY_ARGS (BTY_TEXT (setting), BTY_TEXT (query)), error);
}

/**
 * bty_postgres_words_count:
 * @database: a connection
 * @table: a table of words
 * @query: a tsquery
 * @limit: where to stop
 * @count: (out): how many rows match, at most @limit
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were counted
 */
gboolean
bty_postgres_words_count (BtyPostgresDatabase  *database,
                          const char           *table,
                          const char           *query,
                          gint64                limit,
                          gint64               *count,
                          GError              **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM (SELECT 1 FROM %s LIMIT $1) AS found", table);

  return ask (database, table, query, error)
         && bty_database_query_integer (BTY_DATABASE (database), sql, BTY_ARGS (BTY_INTEGER (limit)), count, error);
}

/* Counts the rows with one word, up to one more than are ranked. What is in so many rows is not counted again for a
 * while: reading them is most of what a search for frequent words takes, and hardly ever are they fewer soon. */
static gboolean
count_word (BtyPostgresDatabase  *database,
            const char           *table,
            const char           *query,
            gint64               *count,
            GError              **error)
{
  const gint64 limit = BTY_TYPED_WORDS_MAX_RANKED + 1;
  g_autofree char *word = g_strconcat (table, " ", query, NULL);
  gint64 *seen = g_hash_table_lookup (database->frequent, word);
  gint64 now = g_get_monotonic_time ();

  if (seen != NULL && now - *seen < FREQUENT_FOR)
    {
      *count = limit;
      return TRUE;
    }
  if (!bty_postgres_words_count (database, table, query, limit, count, error))
    return FALSE;

  if (*count == limit)
    g_hash_table_replace (database->frequent, g_steal_pointer (&word), g_memdup2 (&now, sizeof now));
  else
    g_hash_table_remove (database->frequent, word);

  return TRUE;
}

/* A word that is nowhere may be the beginning of one, if @may_begin. */
static BtyTypedTerm *
find_term (BtyPostgresDatabase  *database,
           const char           *table,
           const char           *query,
           gboolean              may_begin,
           GError              **error)
{
  g_autofree char *prefix = g_strconcat (query, ":*", NULL);
  gint64 count;

  if (!count_word (database, table, query, &count, error))
    return NULL;
  if (count > 0 || !may_begin)
    g_clear_pointer (&prefix, g_free);
  else if (!count_word (database, table, prefix, &count, error))
    return NULL;

  return bty_typed_term_new (prefix != NULL ? prefix : query, count);
}

/* What was typed, in the words of the server: each expression as a tsquery, which is empty if nothing is left of it. */
static GPtrArray *
stem_expressions (BtyPostgresDatabase  *database,
                  GPtrArray            *expressions,
                  GError              **error)
{
  g_autoptr(GPtrArray) queries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  if (expressions->len == 0)
    return g_steal_pointer (&queries);

  for (guint i = 0; i < expressions->len; i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", (const char *) g_ptr_array_index (expressions, i));
  rows = bty_database_query (BTY_DATABASE (database),
                             "SELECT CAST (phraseto_tsquery ('boternity', boternity_fold (line)) AS TEXT)"
                             " FROM unnest (string_to_array ($1, chr (10))) WITH ORDINALITY AS lines (line, number)"
                             " ORDER BY number",
                             BTY_ARGS (BTY_TEXT (lines->str)), error);
  while (rows != NULL && bty_rows_next (rows, &row_error))
    g_ptr_array_add (queries, g_strdup (bty_rows_get_text (rows, 0)));
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return rows != NULL && row_error == NULL ? g_steal_pointer (&queries) : NULL;
}

static GPtrArray *
find_terms (BtyPostgresDatabase  *database,
            const char           *table,
            const char           *text,
            GError              **error)
{
  g_autoptr(GPtrArray) expressions = bty_typed_words_split (text);
  g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func (bty_typed_term_free);
  g_autoptr(GPtrArray) queries = stem_expressions (database, expressions, error);

  if (queries == NULL)
    return NULL;

  for (guint i = 0; i < queries->len; i++)
    {
      gsize length = strlen (g_ptr_array_index (expressions, i)) - strlen ("\"\"");
      const char *query = g_ptr_array_index (queries, i);
      BtyTypedTerm *term;

      if (*query == '\0')
        continue;
      term = find_term (database, table, query, length >= BTY_TYPED_WORDS_MIN_PREFIX, error);
      if (term == NULL)
        return NULL;
      bty_typed_terms_take (terms, term);
    }

  return g_steal_pointer (&terms);
}

static void
weigh_terms (BtyPostgresWords *self,
             GPtrArray        *terms,
             guint             n_terms)
{
  GString *lines = g_string_new (NULL);
  GString *weights = g_string_new (NULL);

  for (guint i = 0; i < n_terms; i++)
    {
      BtyTypedTerm *term = g_ptr_array_index (terms, i);
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_dtostr (number, sizeof number, log (MANY_ROWS / term->count));
      g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", term->query);
      g_string_append_printf (weights, "%s%s", i > 0 ? " " : "", number);
    }
  self->terms = g_string_free (lines, FALSE);
  self->weights = g_string_free (weights, FALSE);
}

/**
 * bty_postgres_words_prepare:
 * @self: (out caller-allocates): gets the question
 * @database: a connection
 * @table: a table of words
 * @text: anything that somebody typed
 * @prefer_all: whether rows with all the words are wanted, if there are any, instead of those with any word
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it could be prepared, and @table shows what matches
 */
gboolean
bty_postgres_words_prepare (BtyPostgresWords     *self,
                            BtyPostgresDatabase  *database,
                            const char           *table,
                            const char           *text,
                            gboolean              prefer_all,
                            GError              **error)
{
  g_autoptr(GPtrArray) terms = find_terms (database, table, text, error);
  guint n_terms;
  gint64 has_all = 0;

  if (terms == NULL)
    return FALSE;

  n_terms = bty_typed_terms_count_rankable (terms, BTY_TYPED_WORDS_MAX_RANKED);
  self->is_common = n_terms == 0 && terms->len > 0;
  if (self->is_common)
    n_terms = prefer_all ? terms->len : 1;
  weigh_terms (self, terms, n_terms);

  if (prefer_all && n_terms > 1)
    {
      self->query = bty_typed_terms_join (terms, n_terms, " & ");
      if (!bty_postgres_words_count (database, table, self->query, 1, &has_all, error))
        return FALSE;
    }
  if (has_all == 0)
    {
      g_free (self->query);
      self->query = bty_typed_terms_join (terms, self->is_common ? 1 : n_terms, " | ");
    }

  return ask (database, table, self->query, error);
}

/**
 * bty_postgres_words_clear:
 * @self: a question
 *
 * Frees what it holds.
 */
void
bty_postgres_words_clear (BtyPostgresWords *self)
{
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->terms, g_free);
  g_clear_pointer (&self->weights, g_free);
}
