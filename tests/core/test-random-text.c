/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "bty-diff.h"
#include "bty-slug.h"
#include "bty-title.h"
#include "bty-visible-text.h"

#define ROUNDS 10000

/* Pieces that have meant something to a parser somewhere. */
static const char *pieces[] = {
  "\"", "'", "''", "*", "^", ":", "-", "+", "(", ")", "{", "}", "NEAR(", " AND ", " OR ", " NOT ", "rank:", ";--", "%",
  "_", "\n", "\r\n", "\t", " ", "<b>", "&amp;", "```", "[a](b)", "\\", "/", "..", "\u202e", "\u2066", "\u200b",
  "\u200d", "\ufe0f", "\ufeff", "\U000e0041", "\u0301",
  "👩‍👩‍👧", "🏴", "شكرا", "日本", "ß", "İ", "ﬁ", "Ⅷ", "½", "\u0f0b", "\ue000",
};

static gunichar
pick_character (void)
{
  for (;;)
    {
      gunichar c = g_test_rand_bit () ? g_test_rand_int_range (1, 0x80) : g_test_rand_int_range (1, 0x110000);

      if (g_unichar_validate (c))
        return c;
    }
}

static char *
create_text (void)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (int i = g_test_rand_int_range (0, 40); i > 0; i--)
    {
      if (g_test_rand_int_range (0, 3) == 0)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      else
        g_string_append_unichar (text, pick_character ());
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_visible_text (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *text = create_text ();
      g_autofree char *visible = bty_visible_text (text);
      g_autofree char *again = bty_visible_text (visible);

      g_assert_true (g_utf8_validate (visible, -1, NULL));
      g_assert_cmpuint (strlen (visible), >=, strlen (text));
      g_assert_null (strstr (visible, "\u202e"));
      g_assert_null (strstr (visible, "\u2066"));
      g_assert_null (strstr (visible, "\ufeff"));
      g_assert_cmpstr (again, ==, visible);
    }
}

static void
test_visible_text_from_bytes (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      guint8 bytes[64];
      gsize size = g_test_rand_int_range (0, sizeof bytes + 1);
      g_autofree char *visible = NULL;

      for (gsize j = 0; j < size; j++)
        bytes[j] = g_test_rand_int_range (0, 256);
      visible = bty_visible_text_from_bytes (bytes, size);

      g_assert_true (g_utf8_validate (visible, -1, NULL));
      g_assert_true (size == 0 || *visible != '\0');
    }
}

static void
test_slug_and_title (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *text = create_text ();
      g_autofree char *answer = create_text ();
      g_autofree char *slug = bty_slug_from_name (text);
      g_autofree char *title = bty_title_from_exchange (text, answer);

      g_assert_cmpuint (strspn (slug, "abcdefghijklmnopqrstuvwxyz0123456789-"), ==, strlen (slug));
      g_assert_cmpuint (strlen (slug), >, 0);
      g_assert_false (g_str_has_prefix (slug, "-") || g_str_has_suffix (slug, "-"));
      g_assert_true (g_utf8_validate (title, -1, NULL));
      g_assert_null (strchr (title, '\n'));
    }
}

static void
test_diff (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *old_text = create_text ();
      g_autofree char *new_text = create_text ();
      g_autoptr(GPtrArray) diff = bty_diff_lines (old_text, new_text);
      g_autoptr(GString) old_side = g_string_new (NULL);
      g_autoptr(GString) new_side = g_string_new (NULL);

      for (guint j = 0; j < diff->len; j++)
        {
          BtyDiffLine *line = g_ptr_array_index (diff, j);

          if (line->kind != BTY_DIFF_ADDED)
            g_string_append_printf (old_side, "%s\n", line->text);
          if (line->kind != BTY_DIFF_REMOVED)
            g_string_append_printf (new_side, "%s\n", line->text);
        }
      g_string_truncate (old_side, old_side->len - (old_side->len > 0 ? 1 : 0));
      g_string_truncate (new_side, new_side->len - (new_side->len > 0 ? 1 : 0));
      g_assert_cmpstr (old_side->str, ==, old_text);
      g_assert_cmpstr (new_side->str, ==, new_text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random-text/visible-text", test_visible_text);
  g_test_add_func ("/random-text/visible-text-from-bytes", test_visible_text_from_bytes);
  g_test_add_func ("/random-text/slug-and-title", test_slug_and_title);
  g_test_add_func ("/random-text/diff", test_diff);

  return g_test_run ();
}
