/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-slug.h"

static const struct
{
  const char *name;
  const char *slug;
} names[] = {
  { "Ada", "ada" },
  { "Ada Lovelace", "ada-lovelace" },
  { "  --Ada__2!  ", "ada-2" },
  { "Müßiggänger", "mussigganger" },
  { "Œuvre d’été", "oeuvre-d-ete" },
  { "../../etc/passwd", "etc-passwd" },
  { "a\nb\tc", "a-b-c" },
  { "艾达", "bot" },
  { "🤖", "bot" },
  { "", "bot" },
  { "---", "bot" },
  { "\xff\xfe", "bot" },
  { NULL, "bot" },
  { "123", "123" },
  { "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff",
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeee" },
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *slug = bty_slug_from_name (names[i].name);

      g_assert_cmpstr (slug, ==, names[i].slug);
    }
}

static gboolean
is_taken (const char *slug,
          gpointer    user_data)
{
  return g_strv_contains (user_data, slug);
}

static void
test_unique (void)
{
  static const char *taken[] = { "ada", "ada-2", "ada-3", "bot-2", NULL };
  static const char *cases[][2] = {
    { "ada", "ada-4" },
    { "ada-2", "ada-2-2" },
    { "bot", "bot" },
    { "eve", "eve" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *slug = bty_slug_make_unique (cases[i][0], is_taken, (gpointer) taken);

      g_assert_cmpstr (slug, ==, cases[i][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slug/names", test_names);
  g_test_add_func ("/slug/unique", test_unique);

  return g_test_run ();
}
