/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"
#include "bty-sqlite-words.h"

#include <string.h>

/* $1 = a word in its forms on each line, $2 = how many texts at most. The functions are made by a migration. */
#define COUNT(table) \
  "SELECT word, count FROM " table "_count (string_to_array ($1, chr (10)), CAST ($2 AS BIGINT))"
#define FIND(table) \
  "SELECT word, seqs FROM " table "_find (string_to_array ($1, chr (10)), CAST ($2 AS BIGINT))"

typedef struct
{
  const char *table;
  const char *count;
  const char *find;
} Kind;

static const Kind *
find_kind (BtyFullTexts texts)
{
  static const Kind messages = { "message_words", COUNT ("message_words"), FIND ("message_words") };
  static const Kind memories = { "memory_words", COUNT ("memory_words"), FIND ("memory_words") };
  static const Kind chunks = { "chunk_words", COUNT ("chunk_words"), FIND ("chunk_words") };

  if (texts == BTY_FULL_TEXT_CHATS)
    return &messages;

  return texts == BTY_FULL_TEXT_MEMORIES ? &memories : &chunks;
}

/* Letters, digits and blanks only; of other words nothing is left. */
static void
append_line (GString    *lines,
             gboolean    is_first,
             const char *forms)
{
  g_autoptr(GPtrArray) expressions = bty_sqlite_words_split (forms);

  if (!is_first)
    g_string_append_c (lines, '\n');
  for (guint i = 0; i < expressions->len; i++)
    {
      const char *expression = g_ptr_array_index (expressions, i);
      int length = (int) (strlen (expression) - strlen ("\"\""));

      g_string_append_printf (lines, "%s%.*s", i > 0 ? " " : "", length, expression + 1);
    }
}

/* Those @words that are not known to be common, a line for each. Returns: their numbers */
static GArray *
choose_uncommon (BtyDatabase        *database,
                 const char         *table,
                 const char *const  *words,
                 gint64              limit,
                 GString            *lines)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", table, limit, words[i]);

      if (bty_sqlite_words_is_frequent (database, key))
        continue;
      append_line (lines, numbers->len == 0, words[i]);
      g_array_append_val (numbers, i);
    }

  return numbers;
}

static void
note_count (BtyDatabase *database,
            const char  *table,
            const char  *word,
            gint64       limit,
            gint64       count)
{
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", table, limit, word);

  if (count > limit)
    bty_sqlite_words_note_frequent (database, key);
}

/**
 * bty_postgres_count_words:
 *
 * See bty_database_count_words().
 *
 * Returns: whether they were counted
 */
gboolean
bty_postgres_count_words (BtyDatabase        *database,
                          BtyFullTexts        texts,
                          const char *const  *words,
                          gint64              limit,
                          gint64             *counts,
                          GError            **error)
{
  const Kind *kind = find_kind (texts);
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(GArray) numbers = choose_uncommon (database, kind->table, words, limit, lines);
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    counts[i] = limit + 1;
  for (guint i = 0; i < numbers->len; i++)
    counts[g_array_index (numbers, guint, i)] = 0;
  if (numbers->len == 0)
    return TRUE;

  rows = bty_database_query (database, kind->count, BTY_ARGS (BTY_TEXT (lines->str), BTY_INTEGER (limit + 1)), error);
  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      guint word = g_array_index (numbers, guint, bty_rows_get_integer (rows, 0));

      counts[word] = bty_rows_get_integer (rows, 1);
      note_count (database, kind->table, words[word], limit, counts[word]);
    }
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

static void
add_hits (GArray     *hits,
          guint       word,
          const char *seqs)
{
  while (seqs != NULL && *seqs != '\0')
    {
      char *end;
      BtyWordHit hit = { word, g_ascii_strtoll (seqs, &end, 10) };

      g_array_append_val (hits, hit);
      seqs = *end == ' ' ? end + 1 : end;
    }
}

/**
 * bty_postgres_find_words:
 *
 * See bty_database_find_words().
 *
 * Returns: (transfer full) (element-type BtyWordHit) (nullable): what was found
 */
GArray *
bty_postgres_find_words (BtyDatabase        *database,
                         BtyFullTexts        texts,
                         const char *const  *words,
                         gint64              limit,
                         GError            **error)
{
  g_autoptr(GArray) hits = g_array_new (FALSE, FALSE, sizeof (BtyWordHit));
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    append_line (lines, i == 0, words[i]);
  rows = bty_database_query (database, find_kind (texts)->find,
                             BTY_ARGS (BTY_TEXT (lines->str), BTY_INTEGER (limit)), error);
  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &row_error))
    add_hits (hits, (guint) bty_rows_get_integer (rows, 0), bty_rows_get_text (rows, 1));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&hits);
}
