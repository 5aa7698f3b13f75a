/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"
#include "bty-typed-words.h"
#include "bty-word-choice.h"

#include <string.h>

/* $1 = a word in its forms on each line, $2 = how many texts at most. The functions are made by a migration. */
#define CALL(function) \
  "SELECT word, count, seqs FROM " function " (string_to_array ($1, chr (10)), CAST ($2 AS BIGINT))"

/* The same in one question with that for the newest text. */
#define FIND(table, function) \
  "SELECT CAST (-1 AS BIGINT), coalesce (max (seq), 0), CAST (NULL AS BYTEA) FROM " table " UNION ALL " \
  CALL (function) " WHERE (SELECT max (seq) FROM " table ") IS NOT NULL"

/* Numbers in the server's form: five of 32 bits that say how many there are, and each of 64 with its size before it. */
#define SEQS_HEAD (5 * sizeof (guint32))
#define SEQS_COUNT (3 * sizeof (guint32))
#define SEQ_HEAD sizeof (guint32)

typedef struct
{
  const char *table;
  const char *find;
  const char *newest;
} Kind;

static const Kind *
find_kind (BtyFullTexts texts)
{
  static const Kind messages = {
    "message_words", FIND ("messages", "message_words_find"), CALL ("message_words_newest"),
  };
  static const Kind memories = {
    "memory_words", FIND ("memories", "memory_words_look_up"), CALL ("memory_words_newest"),
  };
  static const Kind chunks = {
    "chunk_words", FIND ("file_chunks", "chunk_words_find"), CALL ("chunk_words_newest"),
  };

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
  g_autoptr(GPtrArray) expressions = bty_typed_words_split (forms);

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
choose_uncommon (BtyDatabase       *database,
                 const char        *table,
                 const char *const *words,
                 gint64             limit,
                 GString           *lines)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", table, limit, words[i]);

      if (bty_typed_words_is_frequent (database, key))
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
    bty_typed_words_note_frequent (database, key);
}

static guint64
read_number (const guint8 *data,
             gsize         size)
{
  guint64 number = 0;

  for (gsize i = 0; i < size; i++)
    number = number << 8 | data[i];

  return number;
}

/* What the server sends may be several lists, one behind the other. */
static void
add_hits (GArray *hits,
          guint   word,
          GBytes *seqs)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (seqs, &size);
  const guint8 *end = data + size;

  while (end - data >= (gssize) SEQS_HEAD)
    {
      guint64 n = read_number (data + SEQS_COUNT, sizeof (guint32));

      data += SEQS_HEAD;
      for (; n > 0 && end - data >= (gssize) (SEQ_HEAD + sizeof (gint64)); n--)
        {
          BtyWordHit hit = { word, (gint64) read_number (data + SEQ_HEAD, sizeof (gint64)) };

          g_array_append_val (hits, hit);
          data += SEQ_HEAD + sizeof (gint64);
        }
    }
}

/* Nothing, if there are too many. */
static GBytes *
dup_seqs (BtyRows *rows)
{
  BtyValue value = bty_rows_get_value (rows, 2);

  return value.type == BTY_VALUE_BLOB ? g_bytes_new (value.blob.data, value.blob.size) : g_bytes_new (NULL, 0);
}

/* Counts each of the words and finds the numbers of its texts, unless there are too many. */
static gboolean
find_all (BtyDatabase        *database,
          const Kind         *kind,
          const char *const  *words,
          gint64              limit,
          gint64             *counts,
          gint64             *n_texts,
          GBytes            **seqs,
          GError            **error)
{
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(GArray) numbers = NULL;
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  *n_texts = 0;
  for (guint i = 0; words[i] != NULL; i++)
    counts[i] = limit + 1;
  numbers = choose_uncommon (database, kind->table, words, limit, lines);
  for (guint i = 0; i < numbers->len; i++)
    counts[g_array_index (numbers, guint, i)] = 0;
  rows = bty_database_query (database, kind->find, BTY_ARGS (BTY_TEXT (lines->str), BTY_INTEGER (limit)), error);
  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      gint64 number = bty_rows_get_integer (rows, 0);
      guint word;

      if (number < 0)
        {
          *n_texts = bty_rows_get_integer (rows, 1);
          continue;
        }
      word = g_array_index (numbers, guint, number);
      counts[word] = bty_rows_get_integer (rows, 1);
      seqs[word] = dup_seqs (rows);
      note_count (database, kind->table, words[word], limit, counts[word]);
    }
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

static GBytes *
dup_newest (BtyDatabase  *database,
            const Kind   *kind,
            const char   *forms,
            gint64        limit,
            GError      **error)
{
  g_autoptr(GString) line = g_string_new (NULL);
  g_autoptr(BtyRows) rows = NULL;

  append_line (line, TRUE, forms);
  rows = bty_database_query (database, kind->newest, BTY_ARGS (BTY_TEXT (line->str), BTY_INTEGER (limit)), error);
  if (rows == NULL || !bty_rows_next (rows, error))
    return NULL;

  return dup_seqs (rows);
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
                         gint64             *counts,
                         gint64             *n_texts,
                         GError            **error)
{
  const Kind *kind = find_kind (texts);
  guint n_words = g_strv_length ((char **) words);
  g_autoptr(GPtrArray) seqs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr(GArray) hits = g_array_new (FALSE, FALSE, sizeof (BtyWordHit));
  g_autoptr(GArray) chosen = NULL;

  g_ptr_array_set_size (seqs, (int) n_words);
  if (!find_all (database, kind, words, limit, counts, n_texts, (GBytes **) seqs->pdata, error))
    return NULL;

  chosen = bty_word_choice_make (counts, n_words, limit);
  for (guint i = 0; i < chosen->len; i++)
    {
      guint word = g_array_index (chosen, guint, i);

      if (counts[word] > limit)
        {
          g_bytes_unref (seqs->pdata[word]);
          seqs->pdata[word] = dup_newest (database, kind, words[word], limit, error);
          if (seqs->pdata[word] == NULL)
            return NULL;
        }
      add_hits (hits, word, seqs->pdata[word]);
    }

  return g_steal_pointer (&hits);
}
