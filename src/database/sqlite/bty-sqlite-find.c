/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-private.h"
#include "bty-typed-words.h"
#include "bty-word-choice.h"

#include <string.h>

/* $1 = any of these, $2 = how many at most. Neither the texts nor their lengths are read. */
#define COUNT(table) "SELECT count(*) FROM (SELECT 1 FROM " table " WHERE " table " MATCH $1 LIMIT $2)"
#define FIND(table) "SELECT rowid FROM " table " WHERE " table " MATCH $1 ORDER BY rowid DESC LIMIT $2"

#define NEWEST(table) "SELECT coalesce(max(seq), 0) FROM " table

typedef struct
{
  const char *table;
  const char *newest;
  const char *count;
  const char *find;
} Kind;

static const Kind *
find_kind (BtyFullTexts texts)
{
  static const Kind messages = {
    "message_words", NEWEST ("messages"), COUNT ("message_words"), FIND ("message_words"),
  };
  static const Kind memories = {
    "memory_words", NEWEST ("memories"), COUNT ("memory_words"), FIND ("memory_words"),
  };
  static const Kind chunks = {
    "chunk_words", NEWEST ("file_chunks"), COUNT ("chunk_words"), FIND ("chunk_words"),
  };

  if (texts == BTY_FULL_TEXT_CHATS)
    return &messages;

  return texts == BTY_FULL_TEXT_MEMORIES ? &memories : &chunks;
}

/* Any of the forms, each as it is, or as the beginning of a word. */
static char *
join_forms (const char *forms,
            gboolean    begins)
{
  g_autoptr(GPtrArray) expressions = bty_typed_words_split (forms);
  GString *query = g_string_new (NULL);

  for (guint i = 0; i < expressions->len; i++)
    {
      const char *expression = g_ptr_array_index (expressions, i);

      if (!begins || strlen (expression) >= BTY_TYPED_WORDS_MIN_PREFIX + strlen ("\"\""))
        g_string_append_printf (query, "%s%s%s", query->len > 0 ? " OR " : "", expression, begins ? " *" : "");
    }
  if (query->len == 0)
    g_string_append (query, "\"\"");

  return g_string_free (query, FALSE);
}

/* Counting up to the limit is most of what a long question costs, and it is the same common words again and again:
 * they are remembered. */
static gboolean
count_word (BtyDatabase  *database,
            const Kind   *kind,
            const char   *forms,
            gint64        limit,
            gint64       *count,
            GError      **error)
{
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", kind->table, limit, forms);

  *count = limit + 1;
  if (bty_typed_words_is_frequent (database, key))
    return TRUE;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *query = join_forms (forms, i > 0);

      if (!bty_database_query_integer (database, kind->count, BTY_ARGS (BTY_TEXT (query), BTY_INTEGER (limit + 1)),
                                       count, error))
        return FALSE;
      if (*count > 0)
        break;
    }
  if (*count > limit)
    bty_typed_words_note_frequent (database, key);

  return TRUE;
}

static gboolean
read_hits (BtyDatabase  *database,
           const char   *sql,
           const char   *query,
           guint         word,
           gint64        limit,
           GArray       *hits,
           GError      **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database, sql, BTY_ARGS (BTY_TEXT (query), BTY_INTEGER (limit)), error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      BtyWordHit hit = { word, bty_rows_get_integer (rows, 0) };

      g_array_append_val (hits, hit);
    }
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

static gboolean
find_word (BtyDatabase  *database,
           const Kind   *kind,
           const char   *forms,
           guint         word,
           gint64        limit,
           GArray       *hits,
           GError      **error)
{
  guint before = hits->len;

  for (guint i = 0; i < 2 && hits->len == before; i++)
    {
      g_autofree char *query = join_forms (forms, i > 0);

      if (!read_hits (database, kind->find, query, word, limit, hits, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bty_sqlite_database_find_words:
 *
 * See bty_database_find_words(). Counting takes a fourth of the time of reading.
 *
 * Returns: (transfer full) (element-type BtyWordHit) (nullable): what was found
 */
GArray *
bty_sqlite_database_find_words (BtyDatabase        *database,
                                BtyFullTexts        texts,
                                const char *const  *words,
                                gint64              limit,
                                gint64             *counts,
                                gint64             *n_texts,
                                GError            **error)
{
  g_autoptr(GArray) hits = g_array_new (FALSE, FALSE, sizeof (BtyWordHit));
  g_autoptr(GArray) chosen = NULL;
  const Kind *kind = find_kind (texts);
  guint n_words = 0;

  if (!bty_database_query_integer (database, kind->newest, BTY_NO_ARGS, n_texts, error))
    return NULL;
  for (; *n_texts > 0 && words[n_words] != NULL; n_words++)
    if (!count_word (database, kind, words[n_words], limit, &counts[n_words], error))
      return NULL;

  chosen = bty_word_choice_make (counts, n_words, limit);
  for (guint i = 0; i < chosen->len; i++)
    {
      guint word = g_array_index (chosen, guint, i);

      if (!find_word (database, kind, words[word], word, limit, hits, error))
        return NULL;
    }

  return g_steal_pointer (&hits);
}
