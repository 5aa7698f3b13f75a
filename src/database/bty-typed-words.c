/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-typed-words.h"

#include <string.h>

#define MAX_TERMS 32
#define MAX_FREQUENT 4096 /* words that are remembered as such */

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
 * bty_typed_words_split:
 * @text: anything that somebody typed
 *
 * Only letters, digits and marks get into the result, so that nothing in it can be an operator.
 *
 * Returns: (transfer full) (element-type utf8): the words, and the phrases that were put into quotation
 *   marks, each as an expression of the full text's language
 */
GPtrArray *
bty_typed_words_split (const char *text)
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

/* Returns: (transfer none): the words that are remembered, each with the name of its table */
static GHashTable *
get_frequent (BtyDatabase *database)
{
  static GQuark quark;
  GHashTable *frequent;

  if (quark == 0)
    quark = g_quark_from_static_string ("bty-frequent-words");
  frequent = g_object_get_qdata (G_OBJECT (database), quark);
  if (frequent == NULL)
    {
      frequent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_object_set_qdata_full (G_OBJECT (database), quark, frequent, (GDestroyNotify) g_hash_table_unref);
    }

  return frequent;
}

/**
 * bty_typed_words_is_frequent:
 * @database: a connection
 * @key: names a word, and the table it was counted in
 *
 * Counting up to the limit is most of what a long question costs, and it is the same words again and again.
 *
 * Returns: whether it was noted
 */
gboolean
bty_typed_words_is_frequent (BtyDatabase *database,
                             const char  *key)
{
  return g_hash_table_contains (get_frequent (database), key);
}

/**
 * bty_typed_words_note_frequent:
 * @database: a connection
 * @key: names a word, and the table it was counted in
 *
 * Has it count as frequent until the database is opened again, even if it becomes rarer.
 */
void
bty_typed_words_note_frequent (BtyDatabase *database,
                               const char  *key)
{
  GHashTable *frequent = get_frequent (database);

  if (g_hash_table_size (frequent) >= MAX_FREQUENT)
    g_hash_table_remove_all (frequent);
  g_hash_table_add (frequent, g_strdup (key));
}

/**
 * bty_typed_term_new:
 * @query: in the language of the engine
 * @count: how many rows it is in
 *
 * Returns: (transfer full): a term
 */
BtyTypedTerm *
bty_typed_term_new (const char *query,
                    gint64      count)
{
  BtyTypedTerm *term = g_new0 (BtyTypedTerm, 1);

  term->query = g_strdup (query);
  term->count = count;

  return term;
}

/**
 * bty_typed_term_free:
 * @data: (transfer full): a term
 *
 * Frees it.
 */
void
bty_typed_term_free (gpointer data)
{
  BtyTypedTerm *term = data;

  g_free (term->query);
  g_free (term);
}

/**
 * bty_typed_terms_take:
 * @terms: (element-type BtyTypedTerm): those of a question, the rarest first
 * @term: (transfer full): one more
 *
 * Puts it in its place; what is in no row is left out.
 */
void
bty_typed_terms_take (GPtrArray    *terms,
                      BtyTypedTerm *term)
{
  guint at = terms->len;

  if (term->count == 0)
    {
      bty_typed_term_free (term);
      return;
    }
  while (at > 0 && ((BtyTypedTerm *) g_ptr_array_index (terms, at - 1))->count > term->count)
    at--;
  g_ptr_array_insert (terms, at, term);
}

/**
 * bty_typed_terms_count_rankable:
 * @terms: (element-type BtyTypedTerm): those of a question, the rarest first
 * @max_rows: how many rows can be ranked
 *
 * Ranking looks at every row that has any of the words, so the most frequent ones are left out.
 *
 * Returns: how many of the rarest can be ranked; 0 = even one is too much
 */
guint
bty_typed_terms_count_rankable (GPtrArray *terms,
                                gint64     max_rows)
{
  gint64 rows = 0;
  guint n_terms = 0;

  while (n_terms < terms->len)
    {
      rows += ((BtyTypedTerm *) g_ptr_array_index (terms, n_terms))->count;
      if (rows > max_rows)
        break;
      n_terms++;
    }

  return n_terms;
}

/**
 * bty_typed_terms_join:
 * @terms: (element-type BtyTypedTerm): those of a question, the rarest first
 * @n_terms: how many of them
 * @operator: of the engine
 *
 * Returns: (transfer full): what looks for them together
 */
char *
bty_typed_terms_join (GPtrArray  *terms,
                      guint       n_terms,
                      const char *operator)
{
  GString *query = g_string_new (NULL);

  for (guint i = 0; i < n_terms; i++)
    g_string_append_printf (query, "%s(%s)", i > 0 ? operator : "",
                            ((BtyTypedTerm *) g_ptr_array_index (terms, i))->query);

  return g_string_free (query, FALSE);
}
