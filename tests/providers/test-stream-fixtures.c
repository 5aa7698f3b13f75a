/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-json.h"
#include "bty-sse-parser.h"
#include "bty-wire-format.h"

#include <string.h>

/* Recorded streams, cut in two at every byte and once into single bytes: the result is always the one beside
 * the stream. */

typedef struct
{
  const BtyWireFormat *format;
  char                *stream;
  gsize                length;
  JsonNode            *expected;
} Fixture;

typedef struct
{
  GString *text;
  GString *thinking;
} Seen;

static void
delta_cb (BtyDelta    delta,
          const char *text,
          gpointer    user_data)
{
  Seen *seen = user_data;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_string_append (delta == BTY_DELTA_TEXT ? seen->text : seen->thinking, text);
}

static gboolean
feed (const Fixture  *fixture,
      BtySseParser   *parser,
      BtyWireReply   *reply,
      const char     *bytes,
      gsize           length,
      GError        **error)
{
  const char *name;
  const char *data;

  bty_sse_parser_push (parser, bytes, length);
  while (!reply->is_complete && bty_sse_parser_next (parser, &name, &data, error))
    if (!fixture->format->parse_event (reply, name, data, error))
      return FALSE;

  return error == NULL || *error == NULL;
}

/* Reads the stream in pieces that end at @cut, and every @step bytes. */
static BtyReply *
read_stream (const Fixture  *fixture,
             gsize           cut,
             gsize           step,
             Seen           *seen,
             GError        **error)
{
  g_autoptr(BtySseParser) parser = bty_sse_parser_new ();
  g_auto(BtyWireReply) reply = { 0 };
  gsize end;

  bty_wire_reply_init (&reply, "Mock", delta_cb, seen);
  for (gsize at = 0; at < fixture->length; at = end)
    {
      end = MIN (at < cut ? cut : at + step, fixture->length);
      if (!feed (fixture, parser, &reply, fixture->stream + at, end - at, error))
        return NULL;
    }

  return bty_wire_reply_take (&reply, error);
}

static void
check_reply (const Fixture *fixture,
             BtyReply      *reply,
             Seen          *seen)
{
  JsonNode *expected = fixture->expected;

  g_assert_cmpstr (reply->text->str, ==, bty_json_get_text (expected, "text"));
  g_assert_cmpstr (reply->thinking->str, ==, bty_json_get_text (expected, "thinking"));
  g_assert_cmpstr (seen->text->str, ==, reply->text->str);
  g_assert_cmpstr (seen->thinking->str, ==, reply->thinking->str);
  g_assert_cmpstr (reply->model, ==, bty_json_get_text (expected, "model"));
  g_assert_cmpstr (reply->stop_reason, ==, bty_json_get_text (expected, "stop_reason"));
  g_assert_cmpint (reply->input_tokens, ==, bty_json_get_int (expected, "input_tokens", -2));
  g_assert_cmpint (reply->output_tokens, ==, bty_json_get_int (expected, "output_tokens", -2));
  g_assert_cmpint (reply->cached_tokens, ==, bty_json_get_int (expected, "cached_tokens", -2));
}

static void
check_cut (const Fixture *fixture,
           gsize          cut,
           gsize          step)
{
  Seen seen = { g_string_new (NULL), g_string_new (NULL) };
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyReply) reply = read_stream (fixture, cut, step, &seen, &error);
  const char *expected_error = bty_json_get_text (fixture->expected, "error");

  if (expected_error != NULL)
    {
      gint64 maximum;
      gint64 requested;

      g_assert_null (reply);
      g_assert_nonnull (error);
      g_assert_cmpstr (bty_error_to_nick (error), ==, expected_error);
      bty_error_get_context_length (error, &maximum, &requested);
      g_assert_cmpint (maximum, ==, bty_json_get_int (fixture->expected, "maximum", -1));
      g_assert_cmpint (requested, ==, bty_json_get_int (fixture->expected, "requested", -1));
    }
  else
    {
      g_assert_no_error (error);
      check_reply (fixture, reply, &seen);
    }

  g_string_free (seen.text, TRUE);
  g_string_free (seen.thinking, TRUE);
}

static void
test_fixture (gconstpointer user_data)
{
  const char *path = user_data;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".sse"));
  g_autofree char *expected_path = g_strconcat (stem, ".json", NULL);
  g_autofree char *expected = NULL;
  g_autoptr(GError) error = NULL;
  Fixture fixture = {
    .format = g_str_has_prefix (name, "openai") ? &bty_openai_format : &bty_anthropic_format,
  };

  g_file_get_contents (path, &fixture.stream, &fixture.length, &error);
  g_assert_no_error (error);
  g_file_get_contents (expected_path, &expected, NULL, &error);
  g_assert_no_error (error);
  fixture.expected = bty_json_parse (expected, -1, &error);
  g_assert_no_error (error);

  for (gsize cut = 0; cut <= fixture.length; cut++)
    check_cut (&fixture, cut, fixture.length);
  check_cut (&fixture, 0, 1);
  check_cut (&fixture, 0, 7);

  g_free (fixture.stream);
  json_node_unref (fixture.expected);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = NULL;
  g_autoptr(GDir) files = NULL;
  guint n_fixtures = 0;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "fixtures", "streams", NULL);
  files = g_dir_open (folder, 0, NULL);
  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *test_path = g_strconcat ("/stream-fixtures/", name, NULL);

      if (!g_str_has_suffix (name, ".sse"))
        continue;
      g_test_add_data_func_full (test_path, g_build_filename (folder, name, NULL), test_fixture, g_free);
      n_fixtures++;
    }
  g_assert_cmpuint (n_fixtures, >=, 40);

  return g_test_run ();
}
