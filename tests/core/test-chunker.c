/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chunker.h"

#include <string.h>

static BtyFileChunk *
get (GPtrArray *chunks,
     guint      i)
{
  return g_ptr_array_index (chunks, i);
}

static gboolean
is_blank (const char *begin,
          const char *end)
{
  for (; begin < end; begin = g_utf8_next_char (begin))
    if (!g_unichar_isspace (g_utf8_get_char (begin)))
      return FALSE;

  return TRUE;
}

/* Pieces are in order, none is too long, each is what its offsets say, and only blanks are in none. */
static void
check (const char *text,
       GPtrArray  *chunks)
{
  gint64 end = 0;

  for (guint i = 0; i < chunks->len; i++)
    {
      BtyFileChunk *chunk = get (chunks, i);
      g_autofree char *slice = NULL;

      g_assert_cmpint (chunk->position, ==, i);
      g_assert_cmpint (chunk->start_offset, >=, end);
      g_assert_cmpint (chunk->end_offset, >, chunk->start_offset);
      slice = g_strndup (text + chunk->start_offset, chunk->end_offset - chunk->start_offset);
      g_assert_cmpstr (chunk->text, ==, slice);
      g_assert_true (g_utf8_validate (chunk->text, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (chunk->text, -1), <=, BTY_CHUNK_MAX_LENGTH);
      g_assert_true (is_blank (text + end, text + chunk->start_offset));
      end = chunk->end_offset;
    }
  g_assert_true (is_blank (text + end, text + strlen (text)));
}

static void
test_markdown (void)
{
  const char *text = "Before.\n\n# One #\n\nFirst paragraph.\n\nSecond.\n## Two\nUnder two.\n\n"
                     "```\n# not a heading\n\ncode\n```\n\n#Neither\n\n# Three\n";
  g_autoptr(GPtrArray) chunks = bty_chunker_split (text, TRUE);

  check (text, chunks);
  g_assert_cmpuint (chunks->len, ==, 4);
  g_assert_cmpstr (get (chunks, 0)->text, ==, "Before.");
  g_assert_cmpstr (get (chunks, 0)->heading, ==, "");
  g_assert_cmpstr (get (chunks, 1)->text, ==, "# One #\n\nFirst paragraph.\n\nSecond.");
  g_assert_cmpstr (get (chunks, 1)->heading, ==, "One");
  g_assert_cmpstr (get (chunks, 2)->heading, ==, "One › Two");
  g_assert_nonnull (strstr (get (chunks, 2)->text, "# not a heading\n\ncode\n```\n\n#Neither"));
  g_assert_cmpstr (get (chunks, 3)->text, ==, "# Three");
  g_assert_cmpstr (get (chunks, 3)->heading, ==, "Three");
}

static void
test_plain (void)
{
  const char *text = "# no heading\n\n  two  \n\r\n\n";
  g_autoptr(GPtrArray) chunks = bty_chunker_split (text, FALSE);
  g_autoptr(GPtrArray) none = bty_chunker_split (" \n\t\n\u3000", FALSE);
  g_autoptr(GPtrArray) nothing = bty_chunker_split ("", TRUE);

  check (text, chunks);
  g_assert_cmpuint (chunks->len, ==, 1);
  g_assert_cmpstr (get (chunks, 0)->text, ==, "# no heading\n\n  two");
  g_assert_cmpstr (get (chunks, 0)->heading, ==, "");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (nothing->len, ==, 0);
}

/* Paragraphs stay whole, sentences stay whole when a paragraph cannot, then words, then letters with their marks. */
static void
test_cuts (void)
{
  g_autofree char *paragraph = g_strnfill (300, 'p');
  g_autofree char *letters = g_strnfill (1100, 'l');
  g_autofree char *two = g_strdup_printf ("%s\n\n%s", paragraph, paragraph);
  g_autofree char *sentences = g_strdup_printf ("%s. Then %s.", paragraph, paragraph);
  g_autofree char *words = g_strdup_printf ("%s %s", paragraph, paragraph);
  g_autoptr(GString) wide = g_string_new (NULL);
  g_autoptr(GString) marked = g_string_new (NULL);
  g_autoptr(GPtrArray) chunks = NULL;

  chunks = bty_chunker_split (two, FALSE);
  check (two, chunks);
  g_assert_cmpuint (chunks->len, ==, 2);
  g_assert_cmpstr (get (chunks, 1)->text, ==, paragraph);

  g_ptr_array_unref (chunks);
  chunks = bty_chunker_split (sentences, FALSE);
  check (sentences, chunks);
  g_assert_cmpuint (chunks->len, ==, 2);
  g_assert_true (g_str_has_suffix (get (chunks, 0)->text, "p."));
  g_assert_true (g_str_has_prefix (get (chunks, 1)->text, "Then "));

  g_ptr_array_unref (chunks);
  chunks = bty_chunker_split (words, FALSE);
  check (words, chunks);
  g_assert_cmpuint (chunks->len, ==, 2);
  g_assert_cmpstr (get (chunks, 0)->text, ==, paragraph);

  g_ptr_array_unref (chunks);
  chunks = bty_chunker_split (letters, FALSE);
  check (letters, chunks);
  g_assert_cmpuint (chunks->len, ==, 3);

  for (int i = 0; i < 500; i++)
    g_string_append (wide, i == 250 ? "。" : "字");
  for (int i = 0; i < 100; i++)
    g_string_append (wide, "字");
  g_ptr_array_unref (chunks);
  chunks = bty_chunker_split (wide->str, FALSE);
  check (wide->str, chunks);
  g_assert_true (g_str_has_suffix (get (chunks, 0)->text, "。"));

  g_string_append (marked, "a");
  for (int i = 0; i < 600; i++)
    g_string_append (marked, "e\u0301");
  g_ptr_array_unref (chunks);
  chunks = bty_chunker_split (marked->str, FALSE);
  check (marked->str, chunks);
  g_assert_false (g_unichar_ismark (g_utf8_get_char (get (chunks, 1)->text)));
}

/* Whatever is in a text, nothing of it is lost. */
static void
test_random (void)
{
  static const char *const parts[] = {
    "word", " ", " ", "\n", "\n\n", "# ", "## ", "###### ", "```", "~~~", ". ", "字", "。", "e\u0301", "\u0301", "𝄞",
    "\t", "\r\n", "    ", "#", "a much longer piece of text that has several words in it",
  };

  for (int run = 0; run < 300; run++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GPtrArray) chunks = NULL;
      int n_parts = g_test_rand_int_range (0, 1500);

      for (int i = 0; i < n_parts; i++)
        g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);
      chunks = bty_chunker_split (text->str, g_test_rand_bit ());
      check (text->str, chunks);
    }
}

/* A long line takes no longer for each of its pieces. */
static void
test_long (void)
{
  gsize size = 10 * 1024 * 1024;
  g_autofree char *text = g_strnfill (size, 'x');
  g_autoptr(GPtrArray) chunks = bty_chunker_split (text, TRUE);

  g_assert_cmpuint (chunks->len, ==, size / BTY_CHUNK_MAX_LENGTH);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chunker/markdown", test_markdown);
  g_test_add_func ("/chunker/plain", test_plain);
  g_test_add_func ("/chunker/cuts", test_cuts);
  g_test_add_func ("/chunker/random", test_random);
  g_test_add_func ("/chunker/long", test_long);

  return g_test_run ();
}
