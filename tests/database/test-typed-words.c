/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-typed-words.h"

static void
assert_split (const char *text,
              const char *expected)
{
  g_autoptr(GPtrArray) expressions = bty_typed_words_split (text);
  g_autofree char *joined = NULL;

  g_ptr_array_add (expressions, NULL);
  joined = g_strjoinv (" ", (char **) expressions->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

static void
test_split (void)
{
  assert_split ("", "");
  assert_split (" \t\n", "");
  assert_split ("!?*", "");
  assert_split ("hello", "\"hello\"");
  assert_split ("hello hello HELLO", "\"hello\" \"HELLO\"");
  assert_split ("it's AND-OR (NOT)", "\"it\" \"s\" \"AND\" \"OR\" \"NOT\"");
  assert_split ("content:word*", "\"content\" \"word\"");
  assert_split ("Größe 語 e\xcc\x81t", "\"Größe\" \"語\" \"e\xcc\x81t\"");
  assert_split ("say \"good  morning!\" now", "\"say\" \"good morning\" \"now\"");
  assert_split ("\"\" \"!\" \"open end", "\"open\" \"end\"");
  assert_split ("a\"b\"c", "\"a\" \"b\" \"c\"");
  assert_split ("NEAR(a b, 5) ^c* + -d", "\"NEAR\" \"a\" \"b\" \"5\" \"c\" \"d\"");
  assert_split ("هل تعلم 黑洞 🙂", "\"هل\" \"تعلم\" \"黑洞\"");
  assert_split ("bad \xff\xfe bytes", "\"bad\" \"bytes\"");
}

static void
test_many_words (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GPtrArray) expressions = NULL;

  for (int i = 0; i < 10000; i++)
    g_string_append_printf (text, "word%d ", i);
  expressions = bty_typed_words_split (text->str);
  g_assert_cmpuint (expressions->len, ==, 32);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/typed-words/split", test_split);
  g_test_add_func ("/typed-words/many-words", test_many_words);

  return g_test_run ();
}
