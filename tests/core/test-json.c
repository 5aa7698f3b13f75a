/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-json.h"

#include "bty-error.h"

#include <math.h>

static char *
nest (guint depth)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
  g_string_append (text, "1");
  for (guint i = depth; i > 0; i--)
    g_string_append (text, (i - 1) % 2 == 0 ? "]" : "}");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const struct
{
  const char *text;
  gssize      length;
  gboolean    valid;
} texts[] = {
  { "{}", -1, TRUE },
  { "[]", -1, TRUE },
  { "null", -1, TRUE },
  { "1", -1, TRUE },
  { "\"a\"", -1, TRUE },
  { " {\"a\": [1, 2]} ", -1, TRUE },
  { "\"[[[[\\\"[[[[\"", -1, TRUE },
  { "{}garbage", 2, TRUE },
  { "", -1, FALSE },
  { NULL, 0, FALSE },
  { "   ", -1, FALSE },
  { "{", -1, FALSE },
  { "]", -1, FALSE },
  { "{\"a\"}", -1, FALSE },
  { "{\"a\":", -1, FALSE },
  { "\"\xff\"", -1, FALSE },
  { "\"\xc3\"", -1, FALSE },
  { "[1]\0[2]", 7, FALSE },
  { "\"a", -1, FALSE },
  { "<html>", -1, FALSE },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = bty_json_parse (texts[i].text, texts[i].length, &error);

      g_test_message ("text %u", i);
      if (texts[i].valid)
        {
          g_assert_no_error (error);
          g_assert_nonnull (node);
          g_assert_true (json_node_is_immutable (node));
        }
      else
        {
          g_assert_null (node);
          g_assert_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE);
        }
    }
}

static void
test_depth (void)
{
  static const guint depths[] = { 1, 63, 64, 65, 66, 1000, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autofree char *text = nest (depths[i]);
      g_autoptr(JsonNode) node = bty_json_parse (text, -1, NULL);

      g_assert_cmpint (node != NULL, ==, depths[i] <= BTY_JSON_MAX_DEPTH);
    }
}

static void
test_get (void)
{
  g_autoptr(JsonNode) root = bty_json_parse ("{\"a\":[{\"b\":\"x\"},5,2.9,null,true,-1e300],\"0\":\"zero\",\"\":7}",
                                             -1, NULL);

  g_assert_cmpstr (bty_json_get_text (root, "a.0.b"), ==, "x");
  g_assert_cmpstr (bty_json_get_text (root, "0"), ==, "zero");
  g_assert_null (bty_json_get_text (root, "a"));
  g_assert_null (bty_json_get_text (root, "a.1"));
  g_assert_null (bty_json_get_text (root, "a.0.b.c"));
  g_assert_null (bty_json_get_text (NULL, "a"));

  g_assert_cmpint (bty_json_get_int (root, "a.1", -7), ==, 5);
  g_assert_cmpint (bty_json_get_int (root, "a.2", -7), ==, 2);
  g_assert_cmpint (bty_json_get_int (root, "a.3", -7), ==, -7);
  g_assert_cmpint (bty_json_get_int (root, "a.4", -7), ==, -7);
  g_assert_cmpint (bty_json_get_int (root, "a.5", -7), <, 0);
  g_assert_cmpint (bty_json_get_int (root, "a.0.b", -7), ==, -7);
  g_assert_cmpint (bty_json_get_int (root, "a.99", -7), ==, -7);

  g_assert_null (bty_json_get (root, "a.-1"));
  g_assert_null (bty_json_get (root, "a.1x"));
  g_assert_null (bty_json_get (root, "a.99999999999999999999"));
  g_assert_null (bty_json_get (root, "a.3"));
  g_assert_nonnull (bty_json_get (root, "a.0"));
}

static void
test_numbers_out_of_range (void)
{
  g_autoptr(JsonNode) root = bty_json_parse ("[1e300, -1e300, 9223372036854775807]", -1, NULL);

  g_assert_cmpint (bty_json_get_int (root, "0", 0), >, G_GINT64_CONSTANT (9000000000000000000));
  g_assert_cmpint (bty_json_get_int (root, "1", 0), <, -G_GINT64_CONSTANT (9000000000000000000));
  g_assert_cmpint (bty_json_get_int (root, "2", 0), ==, G_MAXINT64);
  g_assert_cmpint (bty_json_get_count (root, "0", 7), ==, G_MAXINT);
  g_assert_cmpint (bty_json_get_count (root, "1", 7), ==, 7);
  g_assert_cmpint (bty_json_get_count (root, "2", 7), ==, G_MAXINT);
  g_assert_cmpint (bty_json_get_count (root, "3", 7), ==, 7);
}

/* Escapes that stand for no character. */
static void
test_escapes (void)
{
  static const struct
  {
    const char *json;
    const char *text;
  } table[] = {
    { "[\"\\ud83d\\ude42\"]", "🙂" },
    { "[\"\\uD83D\\uDE42\\u00e9\"]", "🙂é" },
    { "[\"\\ud83d\"]", "\357\277\275" },
    { "[\"\\ude42x\"]", "\357\277\275x" },
    { "[\"\\ud83dx\"]", "\357\277\275x" },
    { "[\"\\ud83d\\u0041\"]", "\357\277\275A" },
    { "[\"\\ud83d\\ud83d\\ude42\"]", "\357\277\275🙂" },
    { "[\"a\\u0000b\"]", "a\357\277\275b" },
    { "[\"\\\\ud83d\"]", "\\ud83d" },
    { "[\"\\\\\\ude42\"]", "\\\357\277\275" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = bty_json_parse (table[i].json, -1, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (bty_json_get_text (node, "0"), ==, table[i].text);
    }
  g_assert_null (bty_json_parse ("[\"\\", -1, NULL));
  g_assert_null (bty_json_parse ("[\"\\u12", -1, NULL));
  g_assert_null (bty_json_parse ("[\"\\ud83d\\", -1, NULL));
}

/* The shortest form that is read as the same bits, outside of texts only. */
static void
test_numbers_are_short (void)
{
  static const struct
  {
    const char *json;
    const char *text;
  } table[] = {
    { "[0.7,0.69999999999999996]", "[0.7,0.7]" },
    { "[0.1,0.30000000000000004,2.5,-3.0,-0.0]", "[0.1,0.30000000000000004,2.5,-3.0,-0.0]" },
    { "[1e300,5e-324,123456789.12345679]", "[1e+300,5e-324,123456789.12345679]" },
    { "{\"a\":1,\"b\":-9223372036854775807}", "{\"a\":1,\"b\":-9223372036854775807}" },
    { "{\"0.69999999999999996\":\"a \\\" 0.69999999999999996\"}",
      "{\"0.69999999999999996\":\"a \\\" 0.69999999999999996\"}" },
    { "[true,null,\"\\\\\",0.2]", "[true,null,\"\\\\\",0.2]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(JsonNode) node = bty_json_parse (table[i].json, -1, NULL);
      g_autofree char *text = bty_json_to_text (node, FALSE);

      g_assert_cmpstr (text, ==, table[i].text);
    }

  for (guint i = 0; i < 10000; i++)
    {
      union { guint64 bits; double real; } number = { (guint64) g_random_int () << 32 | g_random_int () };
      char text[BTY_JSON_REAL_SIZE];

      if (isfinite (number.real))
        g_assert_cmpfloat (g_ascii_strtod (bty_json_format_real (number.real, text), NULL), ==, number.real);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/parse", test_parse);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/get", test_get);
  g_test_add_func ("/json/numbers-out-of-range", test_numbers_out_of_range);
  g_test_add_func ("/json/escapes", test_escapes);
  g_test_add_func ("/json/numbers-are-short", test_numbers_are_short);

  return g_test_run ();
}
