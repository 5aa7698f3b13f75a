/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sse-parser.h"

#include "bty-error.h"

#include <string.h>

/* Events as "name=data|", so that they can be compared at once. */
static void
take_events (BtySseParser *parser,
             GString      *events)
{
  g_autoptr(GError) error = NULL;
  const char *name;
  const char *data;

  while (bty_sse_parser_next (parser, &name, &data, &error))
    g_string_append_printf (events, "%s=%s|", name, data);
  g_assert_no_error (error);
}

static char *
parse_in_two (const char *bytes,
              gsize       length,
              gsize       cut)
{
  g_autoptr(BtySseParser) parser = bty_sse_parser_new ();
  g_autoptr(GString) events = g_string_new (NULL);

  bty_sse_parser_push (parser, bytes, cut);
  take_events (parser, events);
  bty_sse_parser_push (parser, bytes + cut, length - cut);
  take_events (parser, events);

  return g_string_free (g_steal_pointer (&events), FALSE);
}

static char *
parse_bytewise (const char *bytes,
                gsize       length)
{
  g_autoptr(BtySseParser) parser = bty_sse_parser_new ();
  g_autoptr(GString) events = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      bty_sse_parser_push (parser, bytes + i, 1);
      take_events (parser, events);
    }

  return g_string_free (g_steal_pointer (&events), FALSE);
}

static const struct
{
  const char *name;
  const char *stream;
  const char *events;
} table[] = {
  { "one", "data: a\n\n", "=a|" },
  { "named", "event: ping\ndata: {}\n\n", "ping={}|" },
  { "name-after-data", "data: {}\nevent: ping\n\n", "ping={}|" },
  { "name-only-once", "event: ping\ndata: 1\n\ndata: 2\n\n", "ping=1|=2|" },
  { "name-without-data", "event: ping\n\ndata: 2\n\n", "=2|" },
  { "several-lines", "data: a\ndata: b\ndata:\ndata: c\n\n", "=a\nb\n\nc|" },
  { "empty-data", "data\n\ndata:\n\n", "=|=|" },
  { "one-space-goes", "data:a\n\ndata:  b\n\n", "=a|= b|" },
  { "crlf", "event: x\r\ndata: a\r\n\r\ndata: b\r\n\r\n", "x=a|=b|" },
  { "cr", "event: x\rdata: a\r\rdata: b\r\r", "x=a|=b|" },
  { "mixed", "data: a\r\ndata: b\r\n\ndata: c\n\r\n", "=a\nb|=c|" },
  { "comments", ": hello\n\n:\ndata: a\n: again\n\n", "=a|" },
  { "other-fields", "id: 1\nretry: 5\ndatax: 1\ndat: 2\ndata: a\n\n", "=a|" },
  { "bom", "\xef\xbb\xbf" "data: a\n\n", "=a|" },
  { "bom-once", "\xef\xbb\xbf" "data: a\n\n\xef\xbb\xbf" "data: b\n\n", "=a|" },
  { "utf8", "data: grün 日本 👩‍👩‍👧 e\xcc\x81\n\n", "=grün 日本 👩‍👩‍👧 e\xcc\x81|" },
  { "broken-utf8", "data: a\xff\xf0\x9f\n\n", "=a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd|" },
  { "no-end", "data: a\n\ndata: b\n", "=a|" },
  { "cut", "data: a\n\ndata: b", "=a|" },
  { "colon-in-data", "data: {\"a\": 1}\n\n", "={\"a\": 1}|" },
  { "many-blanks", "\n\n\r\n\r\rdata: a\n\n\n\n", "=a|" },
};

static void
test_split_anywhere (gconstpointer user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);
  gsize length = strlen (table[i].stream);
  g_autofree char *bytewise = parse_bytewise (table[i].stream, length);

  g_assert_cmpstr (bytewise, ==, table[i].events);
  for (gsize cut = 0; cut <= length; cut++)
    {
      g_autofree char *events = parse_in_two (table[i].stream, length, cut);

      g_assert_cmpstr (events, ==, table[i].events);
    }
}

static void
test_nul (void)
{
  static const char stream[] = "data: a\0b\n\n";
  g_autofree char *events = parse_bytewise (stream, sizeof stream - 1);

  g_assert_cmpstr (events, ==, "=a\xef\xbf\xbd" "b|");
}

static void
assert_refused (const char *start,
                const char *piece,
                guint       n_pieces)
{
  g_autoptr(BtySseParser) parser = bty_sse_parser_new ();
  g_autoptr(GError) error = NULL;
  const char *name;
  const char *data;

  bty_sse_parser_push (parser, start, strlen (start));
  for (guint i = 0; i < n_pieces && error == NULL; i++)
    {
      bty_sse_parser_push (parser, piece, strlen (piece));
      g_assert_false (bty_sse_parser_next (parser, &name, &data, &error));
    }
  g_assert_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE);
}

static void
test_limits (void)
{
  g_autofree char *kib = g_strnfill (1024, 'x');
  g_autofree char *line = g_strdup_printf ("data: %s\n", kib);
  g_autofree char *whole = g_strnfill (BTY_SSE_MAX_LINE - 6, 'x');
  g_autofree char *fits = g_strdup_printf ("data: %s\n\n", whole);
  g_autofree char *long_line = g_strdup_printf ("data: %sxxxxxxx\n\n", whole);
  g_autofree char *events = parse_in_two (fits, strlen (fits), 100);

  g_assert_cmpuint (strlen (events), ==, BTY_SSE_MAX_LINE - 6 + 2);
  assert_refused ("data: ", kib, 1025);
  assert_refused (": ", kib, 1025);
  assert_refused ("", line, 1025);
  assert_refused ("", long_line, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sse-parser/split/%s", table[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_split_anywhere);
    }
  g_test_add_func ("/sse-parser/nul", test_nul);
  g_test_add_func ("/sse-parser/limits", test_limits);

  return g_test_run ();
}
