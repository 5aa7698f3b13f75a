/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-words.h"

#include <string.h>

#define MAX_TERMS 32
#define MAX_FREQUENT 4096 /* words that are remembered as such */

/* One word or one quoted phrase. */
typedef struct
{
  char   *expression;
  gint64  count; /* rows it is in, at most one more than can be ranked */
} Term;

static void
free_term (gpointer data)
{
  Term *term = data;

  g_free (term->expression);
  g_free (term);
}

/* What the tokenizer takes for a part of a word; everything else parts words. */
static gboolean
is_in_word (gunichar character)
{
  return g_unichar_isalnum (character) || g_unichar_ismark (character)
         || g_unichar_type (character) == G_UNICODE_PRIVATE_USE;
}

static void
add_expression (GPtrArray *expressions,
                GString   *words)
{
  g_strchomp (words->str);
  if (*words->str != '\0' && expressions->len < MAX_TERMS)
    {
      g_autofree char *expression = g_strdup_printf ("\"%s\"", words->str);

      if (!g_ptr_array_find_with_equal_func (expressions, expression, g_str_equal, NULL))
        g_ptr_array_add (expressions, g_steal_pointer (&expression));
    }
  g_string_truncate (words, 0);
}

/**
 * bty_sqlite_words_split:
 * @text: anything that somebody typed
 *
 * Only letters, digits and marks get into the result, so that nothing in it can be an operator.
 *
 * Returns: (transfer full) (element-type utf8): the words, and the phrases that were put into quotation
 *   marks, each as an expression of the full text's language
 */
GPtrArray *
bty_sqlite_words_split (const char *text)
{
  g_autoptr(GPtrArray) expressions = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) words = g_string_new (NULL);
  gboolean in_quotes = FALSE;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (is_in_word (character))
        {
          g_string_append_unichar (words, character);
          continue;
        }
      if (character == '"')
        in_quotes = !in_quotes && strchr (at + 1, '"') != NULL;
      if (!in_quotes || character == '"')
        add_expression (expressions, words);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  add_expression (expressions, words);

  return g_steal_pointer (&expressions);
}

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

/* Returns: (transfer none): the words that are remembered, each with the name of its table */
static GHashTable *
get_frequent (BtyDatabase *database)
{
  static GQuark quark;
  GHashTable *frequent;

  if (quark == 0)
    quark = g_quark_from_static_string ("bty-sqlite-frequent-words");
  frequent = g_object_get_qdata (G_OBJECT (database), quark);
  if (frequent == NULL)
    {
      frequent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_object_set_qdata_full (G_OBJECT (database), quark, frequent, (GDestroyNotify) g_hash_table_unref);
    }

  return frequent;
}

/**
 * bty_sqlite_words_is_frequent:
 * @database: a connection
 * @key: names a word, and the table it was counted in
 *
 * Counting up to the limit is most of what a long question costs, and it is the same words again and again.
 *
 * Returns: whether it was noted
 */
gboolean
bty_sqlite_words_is_frequent (BtyDatabase *database,
                              const char  *key)
{
  return g_hash_table_contains (get_frequent (database), key);
}

/**
 * bty_sqlite_words_note_frequent:
 * @database: a connection
 * @key: names a word, and the table it was counted in
 *
 * Has it count as frequent until the database is opened again, even if it becomes rarer.
 */
void
bty_sqlite_words_note_frequent (BtyDatabase *database,
                                const char  *key)
{
  GHashTable *frequent = get_frequent (database);

  if (g_hash_table_size (frequent) >= MAX_FREQUENT)
    g_hash_table_remove_all (frequent);
  g_hash_table_add (frequent, g_strdup (key));
}

static Term *
create_term (const char *expression,
             gint64      count)
{
  Term *term = g_new0 (Term, 1);

  term->expression = g_strdup (expression);
  term->count = count;

  return term;
}

/* A word that is nowhere may be the beginning of one. */
static Term *
find_term (BtyDatabase  *database,
           const char   *table,
           const char   *expression,
           gint64        max_rows,
           GError      **error)
{
  g_autofree char *key = g_strconcat (table, " ", expression, NULL);
  g_autofree char *prefix = g_strconcat (expression, " *", NULL);
  gint64 count;

  if (bty_sqlite_words_is_frequent (database, key))
    return create_term (expression, BTY_SQLITE_MAX_RANKED + 1);
  if (!count_rows (database, table, expression, max_rows + 1, &count, error))
    return NULL;
  if (count > 0 || strlen (expression) - strlen ("\"\"") < BTY_SQLITE_MIN_PREFIX)
    g_clear_pointer (&prefix, g_free);
  else if (!count_rows (database, table, prefix, max_rows + 1, &count, error))
    return NULL;

  if (prefix == NULL && count > BTY_SQLITE_MAX_RANKED)
    bty_sqlite_words_note_frequent (database, key);

  return create_term (prefix != NULL ? prefix : expression, count);
}

static int
compare_counts (gconstpointer a,
                gconstpointer b)
{
  gint64 count_a = (*(const Term *const *) a)->count;
  gint64 count_b = (*(const Term *const *) b)->count;

  return (count_a > count_b) - (count_a < count_b);
}

static GPtrArray *
find_terms (BtyDatabase  *database,
            const char   *table,
            const char   *text,
            gint64        max_rows,
            GError      **error)
{
  g_autoptr(GPtrArray) expressions = bty_sqlite_words_split (text);
  g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func (free_term);

  for (guint i = 0; i < expressions->len; i++)
    {
      Term *term = find_term (database, table, g_ptr_array_index (expressions, i), max_rows, error);

      if (term == NULL)
        return NULL;
      if (term->count > 0)
        g_ptr_array_add (terms, term);
      else
        free_term (term);
    }
  g_ptr_array_sort (terms, compare_counts);

  return g_steal_pointer (&terms);
}

/* Ranking looks at every row that has any of the words, so the most frequent ones are left out. Returns
 * how many of the rarest can be ranked; 0 = even one is too much. */
static guint
count_rankable (GPtrArray *terms,
                gint64     max_rows)
{
  gint64 rows = 0;
  guint n_terms = 0;

  while (n_terms < terms->len)
    {
      rows += ((Term *) g_ptr_array_index (terms, n_terms))->count;
      if (rows > max_rows)
        break;
      n_terms++;
    }

  return n_terms;
}

static char *
join_terms (GPtrArray  *terms,
            guint       n_terms,
            const char *operator)
{
  GString *query = g_string_new (NULL);

  for (guint i = 0; i < n_terms; i++)
    {
      if (i > 0)
        g_string_append (query, operator);
      g_string_append (query, ((Term *) g_ptr_array_index (terms, i))->expression);
    }

  return g_string_free (query, FALSE);
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
  gint64 max_rows = prefer_all ? BTY_SQLITE_MAX_RANKED : BTY_SQLITE_MAX_RECALLED;
  g_autoptr(GPtrArray) terms = find_terms (database, table, text, max_rows, error);
  guint n_terms;
  gint64 has_all = 0;

  if (terms == NULL)
    return FALSE;

  n_terms = count_rankable (terms, max_rows);
  self->is_common = n_terms == 0 && terms->len > 0;
  if (self->is_common)
    n_terms = prefer_all ? terms->len : 1;

  if (prefer_all && n_terms > 1)
    {
      self->query = join_terms (terms, n_terms, " AND ");
      if (!count_rows (database, table, self->query, 1, &has_all, error))
        return FALSE;
    }
  if (has_all == 0)
    {
      g_free (self->query);
      self->query = n_terms > 0 ? join_terms (terms, self->is_common ? 1 : n_terms, " OR ") : g_strdup ("\"\"");
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
