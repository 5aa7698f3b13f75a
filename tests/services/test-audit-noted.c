/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-imported.h"
#include "bty-audit-memories.h"
#include "bty-audit-noted.h"
#include "bty-error.h"
#include "bty-export.h"
#include "bty-import.h"
#include "bty-memory-jobs.h"
#include "bty-memory-store.h"
#include "bty-memory-writing.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-time.h"
#include "bty-trust-store.h"
#include "bty-value-list.h"

/* What somebody writes into the data from outside is found and not sent, also with a hash that fits, and nothing that a
 * user does afterwards makes it look as if it had always been so. */

typedef struct
{
  BtyDatabase *database;
  BtyBot      *ada;
  BtyBot      *bert;
  BtyMemory   *memory;  /* of Ada, private */
} World;

static void
run_sql (BtyDatabase *database,
         const char  *sql)
{
  g_autoptr(GError) error = NULL;

  bty_database_execute (database, sql, BTY_NO_ARGS, &error);
  g_assert_no_error (error);
}

static BtyMemory *
remember (BtyDatabase *database,
          BtyBot      *bot,
          const char  *text)
{
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);
  g_autoptr(BtyMemoryStored) stored = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (memory, "origin", BTY_ORIGIN_INFERRED, NULL);
  stored = bty_memory_remember (database, memory, NULL, 0, "user", BTY_AUDIT_ADD, &error);
  g_assert_no_error (error);
  g_assert_cmpint (stored->outcome, ==, BTY_MEMORY_STORED);

  return g_object_ref (stored->memory);
}

static World
make_world (BtyTestStorage *storage)
{
  World world = { storage->database };

  world.ada = bty_test_add_bot (storage->database, "ada");
  world.bert = bty_test_add_bot (storage->database, "bert");
  world.memory = remember (storage->database, world.ada, "Tom keeps bees behind the house");

  return world;
}

static void
clear_world (World *world)
{
  g_object_unref (world->ada);
  g_object_unref (world->bert);
  g_object_unref (world->memory);
}

static BtyMemory *
get (World *world)
{
  g_autoptr(GError) error = NULL;
  BtyMemory *memory = bty_memory_store_get (world->database, world->memory->id, &error);

  g_assert_no_error (error);

  return memory;
}

/* Makes the hash beside the memory fit again, as anybody can. */
static void
forge_hash (World *world)
{
  g_autoptr(BtyMemory) memory = get (world);
  g_autoptr(GError) error = NULL;

  bty_memory_seal (memory);
  bty_memory_store_update (world->database, memory, &error);
  g_assert_no_error (error);
}

static BtyAuditReport *
verify (World *world)
{
  g_autoptr(GError) error = NULL;
  BtyAuditReport *report = bty_audit_report_new ();

  report->is_intact = TRUE;
  bty_audit_memories_check (world->database, report, &error);
  g_assert_no_error (error);

  return report;
}

static gboolean
is_sound (World  *world,
          BtyBot *reader)
{
  g_autoptr(GPtrArray) memories = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) sound = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (memories, bty_memory_store_get (world->database, world->memory->id, &error));
  g_assert_no_error (error);
  sound = bty_audit_noted_list_sound (world->database, memories, reader->id, &error);
  g_assert_no_error (error);

  return g_hash_table_contains (sound, world->memory->id);
}

static void
assert_sound (World    *world,
              gboolean  expected)
{
  g_autoptr(BtyAuditReport) report = verify (world);

  g_assert_cmpint (report->is_intact, ==, expected);
  g_assert_cmpuint (report->altered->len, ==, expected ? 0 : 1);
  g_assert_cmpint (is_sound (world, world->ada), ==, expected);
}

static const char *const changes[] = {
  "text = 'Tom keeps 9 bees'",
  "category = 'preference'",
  "importance = 5",
  "bot_id = (SELECT id FROM bots WHERE slug = 'bert')",
  "trust = 'public'",
  "version = 2",
  "origin = 'user'",
  "source = 'the tax office'",
  "session_id = 'some session'",
  "message_id = 'some message'",
  "parents = '[\"another\"]'",
  "event_at = 1000000",
  "expires_at = 4000000000000000",
  "valid_to = 4000000000000000",
  "created_at = 1000000",
  "deleted_at = 1000000",
};

static void
test_columns (BtyTestStorage *storage,
              gconstpointer   unused)
{
  World world = make_world (storage);

  assert_sound (&world, TRUE);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE memories SET %s", changes[i / 2]);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", sql);
      run_sql (storage->database, sql);
      if (i % 2 == 1)
        forge_hash (&world);
      assert_sound (&world, FALSE);

      bty_memory_store_update (storage->database, world.memory, &error);
      g_assert_no_error (error);
      assert_sound (&world, TRUE);
    }
  clear_world (&world);
}

/* A memory that nobody remembered. */
static void
test_row (BtyTestStorage *storage,
          gconstpointer   unused)
{
  World world = make_world (storage);
  g_autoptr(BtyMemory) forged = bty_memory_new (world.ada->id, "Greta sells kites");
  g_autoptr(BtyAuditReport) report = NULL;
  g_autoptr(GError) error = NULL;

  bty_memory_store_insert (storage->database, forged, "user", &error);
  g_assert_no_error (error);
  report = verify (&world);
  g_assert_cmpuint (report->altered->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (report->altered, 0), ==, forged->id);
  g_set_object (&world.memory, forged);
  g_assert_false (is_sound (&world, world.ada));
  clear_world (&world);
}

static gboolean
edit (World  *world,
      gint64  importance,
      GError **error)
{
  g_autoptr(BtyMemory) memory = get (world);
  g_autoptr(BtyMemory) stored = NULL;

  g_object_set (memory, "importance", importance, NULL);
  stored = bty_memory_change (world->database, memory, "user", error);

  return stored != NULL;
}

static gboolean
share (World     *world,
       BtyTrust   trust,
       GError   **error)
{
  g_autoptr(BtyMemory) stored = bty_memory_set_trust (world->database, world->memory->id, world->ada->id, trust, "user",
                                                      error);

  return stored != NULL;
}

static gboolean
run_job (World    *world,
         gpointer (*func) (BtyDatabase *, gpointer, GCancellable *, GError **),
         gint64    number,
         GError  **error)
{
  const char *ids[] = { world->memory->id, NULL };
  BtyMemoryJob job = { .actor = (char *) "user", .id = world->memory->id, .ids = (char **) ids, .number = number };
  gpointer result = func (world->database, &job, NULL, error);

  if (func == bty_memory_revert_on_db)
    g_clear_object (&result);

  return result != NULL || (error != NULL && *error == NULL);
}

static void
alter (World      *world,
       const char *change)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE memories SET %s", change);

  run_sql (world->database, sql);
  forge_hash (world);
  assert_sound (world, FALSE);
}

/* What is done with an altered memory does not make it whole. */
static void
test_kept_altered (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  World world = make_world (storage);
  g_autoptr(BtyMemory) same = NULL;
  g_autoptr(BtyMemory) merged = NULL;
  g_autoptr(GError) error = NULL;

  alter (&world, "text = 'Tom keeps 9 bees', trust = 'trusted'");
  g_assert_false (edit (&world, 2, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_false (share (&world, BTY_TRUST_PUBLIC, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  g_clear_error (&error);
  assert_sound (&world, FALSE);

  g_assert_true (share (&world, BTY_TRUST_PRIVATE, &error));
  alter (&world, "text = 'Tom keeps 9 bees'");
  g_assert_true (run_job (&world, bty_memory_delete_on_db, 0, &error));
  assert_sound (&world, FALSE);
  g_assert_true (run_job (&world, bty_memory_restore_on_db, 0, &error));
  assert_sound (&world, FALSE);

  /* What says the same, or more, is another memory, and none is made of both. */
  same = remember (storage->database, world.ada, "Tom keeps 9 bees and feeds them");
  assert_sound (&world, FALSE);
  merged = bty_memory_merge (storage->database, same->id, world.memory->id, NULL, "user", &error);
  g_assert_null (merged);
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  clear_world (&world);
}

/* Its owner writes it anew, goes back, or takes back who may read it. */
static void
test_mended (BtyTestStorage *storage,
             gconstpointer   unused)
{
  World world = make_world (storage);
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(BtyMemory) written = NULL;
  g_autoptr(GError) error = NULL;

  run_sql (storage->database, "UPDATE memories SET trust = 'public'");
  assert_sound (&world, FALSE);
  g_assert_true (share (&world, BTY_TRUST_PRIVATE, &error));
  assert_sound (&world, TRUE);

  alter (&world, "text = 'Tom keeps 9 bees', trust = 'public'");
  g_assert_true (run_job (&world, bty_memory_revert_on_db, 1, &error));
  assert_sound (&world, TRUE);
  memory = get (&world);
  g_assert_cmpstr (memory->text, ==, "Tom keeps bees behind the house");
  g_assert_cmpint (memory->trust, ==, BTY_TRUST_PRIVATE);

  alter (&world, "text = 'Tom keeps 9 bees', trust = 'public'");
  g_object_set (memory, "text", "Tom keeps hens", NULL);
  written = bty_memory_change (storage->database, memory, "user", &error);
  g_assert_no_error (error);
  g_assert_cmpint (written->trust, ==, BTY_TRUST_PRIVATE);
  assert_sound (&world, TRUE);

  /* Nothing goes back to what was never said. */
  run_sql (storage->database, "UPDATE memory_versions SET text = 'Tom keeps 9 bees' WHERE version = 1");
  g_assert_false (run_job (&world, bty_memory_revert_on_db, 1, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  clear_world (&world);
}

static void
set_trusted (World    *world,
             gboolean  trusted)
{
  g_autoptr(GError) error = NULL;

  bty_memory_set_trusted (world->database, world->bert->id, world->ada->id, trusted, "user", &error);
  g_assert_no_error (error);
}

static void
assert_trusted (World    *world,
                gboolean  expected)
{
  g_autoptr(BtyAuditReport) report = verify (world);

  g_assert_cmpint (report->is_intact, ==, expected);
  g_assert_cmpint (report->problem == NULL, ==, expected);
  g_assert_cmpint (is_sound (world, world->bert), ==, expected);
}

/* Who writes another bot on a list from outside lets nobody read more. */
static void
test_trust_list (BtyTestStorage *storage,
                 gconstpointer   unused)
{
  World world = make_world (storage);
  g_autoptr(GError) error = NULL;
  gboolean changed;

  g_assert_true (share (&world, BTY_TRUST_TRUSTED, &error));
  for (guint i = 0; i < 2; i++)
    {
      bty_trust_store_set (storage->database, world.bert->id, world.ada->id, TRUE, &changed, &error);
      g_assert_no_error (error);
      assert_trusted (&world, FALSE);
      g_assert_true (is_sound (&world, world.ada));

      /* When the user says so, too, it is meant; and the second time it was taken back. */
      set_trusted (&world, TRUE);
      assert_trusted (&world, TRUE);
      set_trusted (&world, FALSE);
    }
  bty_trust_store_set (storage->database, world.bert->id, world.ada->id, TRUE, &changed, &error);
  g_assert_true (share (&world, BTY_TRUST_PUBLIC, &error));
  g_assert_true (is_sound (&world, world.bert));
  clear_world (&world);
}

static GBytes *
export_all (BtyDatabase *database)
{
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr(GError) error = NULL;

  bty_export_write (database, stream, 1, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static void
import (BtyDatabase *database,
        GBytes      *bytes)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr(GHashTable) unsound = NULL;
  g_autoptr(JsonNode) summary = NULL;
  g_autoptr(GError) error = NULL;

  bty_database_begin (database, &error);
  unsound = bty_audit_imported_list_unsound (database, &error);
  g_assert_no_error (error);
  summary = bty_import_read (database, stream, g_bytes_get_size (bytes), BTY_IMPORT_MERGE, NULL, NULL, &error);
  g_assert_no_error (error);
  bty_audit_imported_note (database, unsound, &error);
  g_assert_no_error (error);
  bty_database_commit (database, &error);
  g_assert_no_error (error);
}

/* An older export is put back, which is no forgery, and what it says can be changed again. */
static void
test_import (BtyTestStorage *storage,
             gconstpointer   unused)
{
  World world = make_world (storage);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(GError) error = NULL;

  set_trusted (&world, TRUE);
  g_assert_true (share (&world, BTY_TRUST_TRUSTED, &error));
  bytes = export_all (storage->database);
  g_assert_true (edit (&world, 2, &error));
  g_assert_true (edit (&world, 5, &error));
  set_trusted (&world, FALSE);

  import (storage->database, bytes);
  assert_trusted (&world, TRUE);
  assert_sound (&world, TRUE);
  memory = get (&world);
  g_assert_cmpint (memory->importance, ==, 4);
  g_assert_true (edit (&world, 3, &error));
  assert_sound (&world, TRUE);

  /* What was altered before stays so. */
  alter (&world, "text = 'Tom keeps 9 bees'");
  g_bytes_unref (bytes);
  bytes = export_all (storage->database);
  import (storage->database, bytes);
  assert_sound (&world, FALSE);
  clear_world (&world);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/audit-noted/columns", test_columns);
  bty_test_storage_add ("/audit-noted/row", test_row);
  bty_test_storage_add ("/audit-noted/kept-altered", test_kept_altered);
  bty_test_storage_add ("/audit-noted/mended", test_mended);
  bty_test_storage_add ("/audit-noted/trust-list", test_trust_list);
  bty_test_storage_add ("/audit-noted/import", test_import);

  return g_test_run ();
}
