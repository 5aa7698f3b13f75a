/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-diff.h"

static const char marks[] = { ' ', '+', '-' };

/* Lines as single letters; the difference as marks before them. */
static const struct
{
  const char *old_text;
  const char *new_text;
  const char *diff;
} cases[] = {
  { "", "", "" },
  { "a", "a", " a" },
  { "", "a", "+a" },
  { "a", "", "-a" },
  { "abc", "abc", " a b c" },
  { "abc", "axc", " a-b+x c" },
  { "abc", "ac", " a-b c" },
  { "ac", "abc", " a+b c" },
  { "abc", "xyz", "-a-b-c+x+y+z" },
  { "ab", "ba", NULL },
  { "abcabba", "cbabac", NULL },
  { "aaaa", "aa", NULL },
  { "abcdefgh", "hgfedcba", NULL },
};

static char *
spread (const char *letters)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (const char *c = letters; *c != '\0'; c++)
    g_string_append_printf (text, "%s%c", c > letters ? "\n" : "", *c);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Joins the lines of one side again; checks by the way that the other side is not needed for it. */
static char *
get_side (GPtrArray   *diff,
          BtyDiffKind  without)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gboolean first = TRUE;

  for (guint i = 0; i < diff->len; i++)
    {
      BtyDiffLine *line = g_ptr_array_index (diff, i);

      if (line->kind == without)
        continue;
      g_string_append_printf (text, "%s%s", first ? "" : "\n", line->text);
      first = FALSE;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint
count_kind (GPtrArray   *diff,
            BtyDiffKind  kind)
{
  guint count = 0;

  for (guint i = 0; i < diff->len; i++)
    count += ((BtyDiffLine *) g_ptr_array_index (diff, i))->kind == kind ? 1 : 0;

  return count;
}

static void
assert_complete (GPtrArray  *diff,
                 const char *old_text,
                 const char *new_text)
{
  g_autofree char *old_side = get_side (diff, BTY_DIFF_ADDED);
  g_autofree char *new_side = get_side (diff, BTY_DIFF_REMOVED);

  g_assert_cmpstr (old_side, ==, old_text);
  g_assert_cmpstr (new_side, ==, new_text);
}

/* Lines that both have, in order: the length of the longest common subsequence. */
static guint
count_common (const char *a,
              const char *b)
{
  guint lengths[64][64] = { 0 };

  for (guint i = 1; i <= strlen (a); i++)
    for (guint j = 1; j <= strlen (b); j++)
      lengths[i][j] = a[i - 1] == b[j - 1] ? lengths[i - 1][j - 1] + 1 : MAX (lengths[i - 1][j], lengths[i][j - 1]);

  return lengths[strlen (a)][strlen (b)];
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *old_text = spread (cases[i].old_text);
      g_autofree char *new_text = spread (cases[i].new_text);
      g_autoptr(GPtrArray) diff = bty_diff_lines (old_text, new_text);
      g_autoptr(GString) shown = g_string_new (NULL);

      for (guint j = 0; j < diff->len; j++)
        {
          BtyDiffLine *line = g_ptr_array_index (diff, j);

          g_string_append_printf (shown, "%c%s", marks[line->kind], line->text);
        }
      assert_complete (diff, old_text, new_text);
      g_assert_cmpuint (count_kind (diff, BTY_DIFF_SAME), ==, count_common (cases[i].old_text, cases[i].new_text));
      if (cases[i].diff != NULL)
        g_assert_cmpstr (shown->str, ==, cases[i].diff);
    }
}

static void
test_is_shortest (void)
{
  for (guint round = 0; round < 5000; round++)
    {
      char old_letters[41] = "";
      char new_letters[41] = "";
      guint n_letters = g_test_rand_int_range (1, 8);
      g_autofree char *old_text = NULL;
      g_autofree char *new_text = NULL;
      g_autoptr(GPtrArray) diff = NULL;

      for (int i = g_test_rand_int_range (0, 41); i > 0; i--)
        old_letters[i - 1] = 'a' + g_test_rand_int_range (0, n_letters);
      for (int i = g_test_rand_int_range (0, 41); i > 0; i--)
        new_letters[i - 1] = 'a' + g_test_rand_int_range (0, n_letters);
      old_text = spread (old_letters);
      new_text = spread (new_letters);
      diff = bty_diff_lines (old_text, new_text);

      assert_complete (diff, old_text, new_text);
      g_assert_cmpuint (count_kind (diff, BTY_DIFF_SAME), ==, count_common (old_letters, new_letters));
    }
}

static char *
create_long_text (guint       n_lines,
                  guint       n_different,
                  const char *prefix)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (text, "%s%s %d", i > 0 ? "\n" : "", prefix, g_test_rand_int_range (0, n_different));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_long_texts (void)
{
  static const guint n_different[] = { 1, 50, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (n_different); i++)
    {
      g_autofree char *old_text = create_long_text (10000, n_different[i], "line");
      g_autofree char *new_text = create_long_text (10000, n_different[i], "line");
      g_autofree char *other = create_long_text (10000, n_different[i], "other");
      g_autofree char *longer = g_strconcat ("first\n", old_text, "\nlast", NULL);
      g_autoptr(GPtrArray) random = bty_diff_lines (old_text, new_text);
      g_autoptr(GPtrArray) nothing = bty_diff_lines (old_text, other);
      g_autoptr(GPtrArray) little = bty_diff_lines (old_text, longer);

      assert_complete (random, old_text, new_text);
      assert_complete (nothing, old_text, other);
      g_assert_cmpuint (count_kind (nothing, BTY_DIFF_SAME), ==, 0);
      assert_complete (little, old_text, longer);
      g_assert_cmpuint (count_kind (little, BTY_DIFF_ADDED), ==, 2);
      g_assert_cmpuint (count_kind (little, BTY_DIFF_REMOVED), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diff/cases", test_cases);
  g_test_add_func ("/diff/is-shortest", test_is_shortest);
  g_test_add_func ("/diff/long-texts", test_long_texts);

  return g_test_run ();
}
