/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-attachment.h"
#include "bty-error.h"
#include "bty-export.h"
#include "bty-import.h"
#include "bty-json.h"
#include "bty-kinds.h"
#include "bty-test-chat.h"
#include "bty-test-rows.h"
#include "bty-test-storage.h"

#include <string.h>

#define N_ROWS 12
#define EXPORTED_AT 1234567890123456

static GString *
export (BtyDatabase *database)
{
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_begin_read (database, &error));
  bty_export_write (database, stream, EXPORTED_AT, NULL, NULL, &error);
  g_assert_no_error (error);
  bty_database_rollback (database);

  return g_string_new_len (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                           g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)));
}

static gboolean
import (BtyDatabase    *database,
        const GString  *text,
        BtyImportMode   mode,
        GError        **error)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data (text->str, text->len, NULL);
  g_autoptr(JsonNode) summary = NULL;

  g_assert_true (bty_database_begin (database, NULL));
  summary = bty_import_read (database, stream, text->len, mode, NULL, NULL, error);
  if (summary == NULL)
    bty_database_rollback (database);
  else
    g_assert_true (bty_database_commit (database, error));

  return summary != NULL;
}

static char *
summarize (BtyDatabase *database)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) summary = bty_export_summarize (database, NULL, NULL, &error);

  g_assert_no_error (error);

  return json_to_string (summary, FALSE);
}

/* What does not name the engine it comes from. */
static const char *
get_body (const GString *text)
{
  return strstr (text->str, "\"migrations\"");
}

/* Shows where two documents differ, and not all of both. */
static void
assert_same (const GString *a,
             const GString *b)
{
  const char *at_a = get_body (a);
  const char *at_b = get_body (b);

  while (*at_a != '\0' && *at_a == *at_b)
    at_a++, at_b++;
  if (*at_a != *at_b)
    g_test_message ("%.300s\n%.300s", at_a - MIN (at_a - a->str, 200), at_b - MIN (at_b - b->str, 200));
  g_assert_cmpint (*at_a, ==, *at_b);
}

/* From SQLite to where the test is and back: nothing is lost, whatever is in between. */
static void
test_there_and_back (BtyTestStorage *storage,
                     gconstpointer   unused)
{
  BtyTestStorage begin, end;
  g_autoptr(GError) error = NULL;
  GString *first, *second, *third;

  bty_test_storage_set_up (&begin, GINT_TO_POINTER (BTY_TEST_FILE));
  bty_test_storage_set_up (&end, GINT_TO_POINTER (BTY_TEST_FILE));
  bty_test_add_rows (begin.database, N_ROWS);
  first = export (begin.database);
  g_assert_true (import (storage->database, first, BTY_IMPORT_MERGE, &error));
  g_assert_no_error (error);
  second = export (storage->database);
  assert_same (first, second);
  g_assert_true (import (end.database, second, BTY_IMPORT_MERGE, &error));
  g_assert_no_error (error);
  third = export (end.database);
  assert_same (first, third);
  g_assert_cmpuint (first->len, ==, third->len);

  g_string_free (first, TRUE);
  g_string_free (second, TRUE);
  g_string_free (third, TRUE);
  bty_test_storage_tear_down (&begin, GINT_TO_POINTER (BTY_TEST_FILE));
  bty_test_storage_tear_down (&end, GINT_TO_POINTER (BTY_TEST_FILE));
}

static void
test_round_trip (BtyTestStorage *storage,
                 gconstpointer   unused)
{
  BtyTestStorage other;
  g_autoptr(GError) error = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *other_summary = NULL;
  GString *first, *second;

  bty_test_storage_set_up (&other, GINT_TO_POINTER (BTY_TEST_FILE));
  bty_test_add_rows (storage->database, N_ROWS);
  first = export (storage->database);
  g_assert_true (import (other.database, first, BTY_IMPORT_MERGE, &error));
  g_assert_no_error (error);
  second = export (other.database);
  assert_same (first, second);
  summary = summarize (storage->database);
  other_summary = summarize (other.database);
  g_assert_cmpstr (summary, ==, other_summary);

  /* Over itself it changes nothing, and neither does putting it in place of itself. */
  g_string_free (second, TRUE);
  g_assert_true (import (other.database, first, BTY_IMPORT_MERGE, &error));
  g_assert_true (import (other.database, first, BTY_IMPORT_REPLACE, &error));
  second = export (other.database);
  assert_same (first, second);

  g_string_free (first, TRUE);
  g_string_free (second, TRUE);
  bty_test_storage_tear_down (&other, GINT_TO_POINTER (BTY_TEST_FILE));
}

/* Every kind has rows, and every row is in the document. */
static void
test_complete (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  GString *text;
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);

  bty_test_add_rows (storage->database, N_ROWS);
  text = export (storage->database);
  root = bty_json_parse (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bty_json_get_text (root, "version"), ==, "1.0");
  g_assert_cmpint (bty_json_get_int (root, "exported_at", 0), ==, EXPORTED_AT);
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr(BtyRecordClass) class = bty_kind_ref_class (&kinds[i]);
      g_autofree char *path = g_strconcat ("data.", class->table, NULL);
      JsonNode *rows = bty_json_get (root, path);

      g_test_message ("%s", class->table);
      if (bty_kind_is_exported (&kinds[i]))
        g_assert_cmpuint (json_array_get_length (json_node_get_array (rows)), ==, N_ROWS);
      else
        g_assert_null (rows);
    }
  g_string_free (text, TRUE);
}

/* A private chat is gone when it is closed, so it must not be in a file either. */
static void
test_private (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "A secret", 1);
  g_autoptr(BtyMessage) message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "A secret");
  g_autoptr(GError) error = NULL;
  GString *text = export (storage->database);

  g_assert_nonnull (strstr (text->str, "A secret"));
  g_string_free (text, TRUE);
  g_object_set (session, "private", TRUE, NULL);
  g_assert_true (bty_database_update (storage->database, session, &error));
  text = export (storage->database);
  g_assert_null (strstr (text->str, "A secret"));
  g_string_free (text, TRUE);
}

/* History that is there stays; everything else is replaced by what comes. */
static void
test_merge (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) other = NULL;
  g_autoptr(BtyBot) found = NULL;
  g_autoptr(GError) error = NULL;
  GString *text = export (storage->database);

  other = bty_test_add_bot (storage->database, "ben");
  g_object_set (bot, "name", "Changed", NULL);
  g_assert_true (bty_database_update (storage->database, bot, &error));
  g_assert_true (import (storage->database, text, BTY_IMPORT_MERGE, &error));
  found = bty_database_get (storage->database, BTY_TYPE_BOT, bot->id, &error);
  g_assert_cmpstr (found->name, !=, "Changed");
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots"), ==, 2);
  g_assert_true (import (storage->database, text, BTY_IMPORT_REPLACE, &error));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots"), ==, 1);

  /* Another with the same name is no reason to lose either: what comes gets another one. */
  g_assert_true (bty_database_delete (storage->database, BTY_TYPE_BOT, bot->id, &error));
  g_object_set (bot, "id", "another", NULL);
  g_assert_true (bty_database_insert (storage->database, bot, &error));
  g_assert_true (import (storage->database, text, BTY_IMPORT_MERGE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots WHERE slug IN ('ada', 'ada-2')"), ==,
                   2);
  g_string_free (text, TRUE);
}

typedef struct
{
  const char *from;       /* replaced once … */
  const char *to;         /* … by this */
  const char *place;      /* which the error must name */
} Damage;

static const Damage damages[] = {
  { "\"version\":\"1.0\"", "\"version\":\"2.0\"", "version" },
  { "\"version\":\"1.0\",", "", "version" },
  { "\"version\":\"1.0\",", "\"version\":\"1.0\",\"version\":\"1.0\",", "exported_at" },
  { "\"migrations\":", "\"migrations\":9", "migrations" },
  { "\"bots\":[", "\"robots\":[", "data.robots" },
  { "\"souls\":[", "\"bots\":[", "data.bots" },
  { "\"souls\":[", "\"settings\":[", "data.settings" },
  { "\"description\":", "\"descriptions\":", "data.bots[0].descriptions" },
  { "\"description\":", "\"name\":\"x\",\"description\":", "data.bots[0].name" },
  { "\"id\":\"bots-00001\"", "\"id\":\"bots-00000\"", "data.bots[1]" },
  { "\"id\":\"bots-00001\"", "\"id\":1", "data.bots[1].id" },
  { "\"id\":\"bots-00001\"", "\"id\":null", "data.bots[1].id" },
  { "\"id\":\"bots-00001\"", "\"id\":\"\"", "data.bots[1]" },
  { "\"status\":\"active\"", "\"status\":\"asleep\"", "data.bots[0].status" },
  { "\"created_at\":", "\"created_at\":0.5,\"x\":", "data.settings[0].created_at" },
  { "\"created_at\":", "\"created_at\":99999999999999999999,\"x\":", "data.settings[0].created_at" },
  { "\"local_only\":", "\"local_only\":1,\"x\":", "data.bots[0].local_only" },
  { "\"tags\":[]", "\"tags\":[1]", "data.bots[0].tags" },
  { "\"tags\":[]", "\"tags\":{}", "data.bots[0].tags" },
  { "\"data\":\"AA==\"", "\"data\":\"AA=\"", "data.attachments[1].data" },
  { "\"data\":\"AA==\"", "\"data\":\"A!==\"", "data.attachments[1].data" },
  { "Grüße", "Gruesse", "sha256.settings" },
  { "Grüße", "Gr\\ud800e", "data.settings[1].value" },
  { "Grüße", "Gr\\u0000e", "data.settings[1].value" },
  { "Grüße", "Gr\\xe", "data.settings[1].value" },
  { "Grüße", "Gr\xff" "e", "data.settings[1].value" },
  { "\"bot_id\":\"bots-00003\"", "\"bot_id\":\"nobody\"", "data.souls[3]" },
  { "\"counts\":{\"settings\":12", "\"counts\":{\"settings\":13", "counts.settings" },
  { "\"counts\":{\"settings\":12,", "\"counts\":{", "counts.settings" },
  { "\"counts\":{", "\"counts\":{\"robots\":1,", "counts" },
  { "\n\"sha256\":{\"settings\":\"", "\n\"sha256\":{\"settings\":\"0", "sha256.settings" },
  { "\n\"sha256\":", "\n\"md5\":", "sha256" },
  { "\"}}\n", "\"}}\n{}", "" },
  { "\"}}\n", "\"},\"x\":1}\n", "" },
  { ",\n\"migrations\"", "\n\"migrations\"", "migrations" },
  { "\"exported_at\":", "\"exported_at\" ", "exported_at" },
};

static GString *
replace (const GString *text,
         const char    *from,
         const char    *to)
{
  const char *found = strstr (text->str, from);
  GString *changed = g_string_new_len (text->str, found - text->str);

  g_assert_nonnull (found);
  g_string_append (changed, to);
  g_string_append_len (changed, found + strlen (from), text->str + text->len - found - strlen (from));

  return changed;
}

/* The line in which something stands. */
static char *
name_line (const GString *text,
           const char    *from)
{
  const char *found = strstr (text->str, from);
  guint line = 1;

  for (const char *at = text->str; at < found; at++)
    line += *at == '\n';

  return g_strdup_printf ("Line %u, ", line);
}

static void
assert_refused (BtyTestStorage *storage,
                GString        *text,
                const char     *line,
                const char     *place)
{
  g_autofree char *before = summarize (storage->database);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (import (storage->database, text, BTY_IMPORT_REPLACE, &error));
  g_test_message ("%s", error->message);
  g_assert_cmpint (error->domain, ==, BTY_ERROR);
  g_assert_true (g_str_has_prefix (error->message, line));
  g_assert_nonnull (strstr (error->message, place));
  after = summarize (storage->database);
  g_assert_cmpstr (before, ==, after);
}

/* Whatever is wrong with a file is told, with its place, and nothing of it is stored. */
static void
test_damaged (BtyTestStorage *storage,
              gconstpointer   unused)
{
  GString *text;

  bty_test_add_rows (storage->database, N_ROWS);
  text = export (storage->database);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      GString *damaged = replace (text, damages[i].from, damages[i].to);

      g_autofree char *from = g_strescape (damages[i].from, NULL);
      g_autofree char *to = g_strescape (damages[i].to, NULL);
      g_autofree char *line = name_line (text, damages[i].from);

      g_test_message ("%s -> %s", from, to);
      assert_refused (storage, damaged, strchr (damages[i].place, '[') != NULL ? line : "Line ", damages[i].place);
      g_string_free (damaged, TRUE);
    }
  g_string_free (text, TRUE);
}

static void
test_truncated (BtyTestStorage *storage,
                gconstpointer   unused)
{
  GString *text;

  bty_test_add_rows (storage->database, 2);
  text = export (storage->database);
  g_string_truncate (text, text->len - 1);
  while (text->len > 0)
    {
      g_string_truncate (text, text->len - MIN (text->len, 1 + text->len / 40));
      assert_refused (storage, text, "Line ", "it ends in the middle");
    }
  g_string_free (text, TRUE);
}

/* Deeper than any stack of a recursive parser. */
static void
test_deep (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autofree char *deep = g_strnfill (10000, '[');
  GString *text = g_string_new ("{\"version\":\"1.0\",\n\"exported_at\":1,\n\"source_engine\":\"x\",\n"
                                "\"migrations\":1,\n\"data\":{\"settings\":[],\"bots\":[{\"tags\":");

  g_string_append (text, deep);
  assert_refused (storage, text, "Line 5, ", "data.bots[0].tags");
  g_string_truncate (text, 0);
  g_string_append (text, deep);
  assert_refused (storage, text, "Line 1, ", "{");
  g_string_free (text, TRUE);
}

/* 50 MiB in one row, which is more than any buffer on the way. */
static void
test_large (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(BtyMessage) message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "m");
  gsize size = 50 * 1024 * 1024;
  guint8 *data = g_malloc (size);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(BtyAttachment) attachment = NULL;
  g_autoptr(BtyAttachment) found = NULL;
  g_autoptr(GError) error = NULL;
  GString *text;

  for (gsize i = 0; i < size; i++)
    data[i] = (i * 2654435761u) >> 13;
  bytes = g_bytes_new_take (data, size);
  attachment = bty_attachment_new ("large", "application/octet-stream", bytes);
  g_object_set (attachment, "message-id", message->id, NULL);
  g_assert_true (bty_database_insert (storage->database, attachment, &error));
  text = export (storage->database);
  g_assert_true (import (storage->database, text, BTY_IMPORT_REPLACE, &error));
  g_string_free (text, TRUE);
  found = bty_database_get (storage->database, BTY_TYPE_ATTACHMENT, attachment->id, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (found->data, bytes));
}

static void
test_fresh (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(GError) error = NULL;
  gboolean is_fresh = FALSE;

  g_assert_true (bty_import_is_fresh (storage->database, &is_fresh, &error));
  g_assert_true (is_fresh);
  g_object_unref (bty_test_add_session (storage->database, bot->id, "s", 1));
  g_assert_true (bty_import_is_fresh (storage->database, &is_fresh, &error));
  g_assert_false (is_fresh);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/transfer/there-and-back", test_there_and_back);
  bty_test_storage_add ("/transfer/round-trip", test_round_trip);
  bty_test_storage_add ("/transfer/complete", test_complete);
  bty_test_storage_add ("/transfer/private", test_private);
  bty_test_storage_add ("/transfer/merge", test_merge);
  bty_test_storage_add ("/transfer/damaged", test_damaged);
  bty_test_storage_add ("/transfer/truncated", test_truncated);
  bty_test_storage_add ("/transfer/deep", test_deep);
  bty_test_storage_add ("/transfer/large", test_large);
  bty_test_storage_add ("/transfer/fresh", test_fresh);

  return g_test_run ();
}
