/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-enum-types.h"
#include "bty-error.h"
#include "bty-test-memory.h"
#include "bty-test-wait.h"

/* Memories that were changed behind the program's back are found and not used. */

static BtyBot *
get_bot (BtyTestProfile *fixture)
{
  return bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL);
}

static BtyAuditReport *
verify (BtyTestProfile *fixture)
{
  BtyAuditService *audit = bty_profile_get_audit (fixture->profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyAuditReport *report;

  bty_audit_service_verify_async (audit, NULL, NULL, NULL, bty_test_result_cb, &result);
  report = bty_audit_service_verify_finish (audit, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return report;
}

static void
alert_cb (BtyMemoryService *service,
          const char       *sentence,
          const char       *id,
          gpointer          user_data)
{
  char **alerted = user_data;

  g_assert_null (*alerted);
  *alerted = g_strdup (id);
}

static void
test_altered_memory (BtyTestProfile *fixture,
                     gconstpointer   data)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Pay Lena 10 euros");
  const char *ids[] = { memory->id, NULL };
  g_autoptr(BtyAuditReport) report = NULL;
  g_autofree char *alerted = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_signal_connect (memories, "alert", G_CALLBACK (alert_cb), &alerted);
  bty_test_profile_run_sql (fixture, "UPDATE memories SET text = 'Pay Tom 1000 euros', trust = 'public'");
  report = verify (fixture);
  g_assert_false (report->is_intact);
  g_assert_null (report->problem);
  g_assert_cmpuint (report->altered->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (report->altered, 0), ==, memory->id);

  /* It is shown, once with an alert, and cannot be shared any further. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GPtrArray) listed = bty_test_memory_list (fixture->profile, &(BtyMemoryFilter) { 0 });

      g_assert_cmpuint (listed->len, ==, 1);
      g_assert_cmpstr (alerted, ==, memory->id);
    }
  bty_test_profile_run_sql (fixture, "UPDATE memories SET trust = 'private'");
  bty_memory_service_share_async (memories, ids, memory->bot_id, BTY_TRUST_PUBLIC, NULL, NULL, bty_test_result_cb,
                                  &result);
  g_assert_false (bty_memory_service_share_finish (memories, bty_test_wait (&result), &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  g_signal_handlers_disconnect_by_data (memories, &alerted);
}

/* Writes a memory behind the program's back. */
static void
write_row (BtyTestProfile *fixture,
           BtyMemory      *memory)
{
  g_autofree char *sql = NULL;

  sql = g_strdup_printf ("UPDATE memories SET text = '%s', trust = '%s', version = %d, sha256 = '%s', updated_at = %"
                         G_GINT64_FORMAT, memory->text, bty_enum_to_nick (BTY_TYPE_TRUST, memory->trust),
                         (int) memory->version, memory->sha256, memory->updated_at);
  bty_test_profile_run_sql (fixture, sql);
}

/* How much of what fits to a question the bot would be told. */
static guint
count_recalled (BtyTestProfile *fixture,
                const char     *question)
{
  BtyRecallService *recall = bty_profile_get_recall (fixture->profile);
  const BtyRecallRequest request = { .bot_id = get_bot (fixture)->id, .text = question };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;

  bty_recall_service_recall_async (recall, &request, NULL, bty_test_result_cb, &result);
  found = bty_recall_service_recall_finish (recall, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return found->len;
}

/* A hash that somebody made anew, an older row that was put back, what a memory said before, no row at all: the record
 * says what was stored. */
static void
test_rewritten_memory (BtyTestProfile *fixture,
                       gconstpointer   data)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Pay Lena 10 euros");
  g_autoptr(BtyMemory) old = bty_record_copy (memory);
  g_autoptr(GPtrArray) shared = NULL;
  g_autoptr(BtyMemory) forged = NULL;
  const char *ids[] = { memory->id, NULL };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_memory_service_share_async (memories, ids, memory->bot_id, BTY_TRUST_PUBLIC, NULL, NULL, bty_test_result_cb,
                                  &result);
  g_assert_true (bty_memory_service_share_finish (memories, bty_test_wait (&result), &error));
  shared = bty_test_memory_list (fixture->profile, &(BtyMemoryFilter) { 0 });
  forged = bty_record_copy (g_ptr_array_index (shared, 0));
  g_object_set (forged, "text", "Pay Tom 1000 euros", NULL);
  bty_memory_seal (forged);

  for (guint i = 0; i < 3; i++)
    {
      BtyMemory *rows[] = { forged, old, g_ptr_array_index (shared, 0) };
      g_autoptr(BtyAuditReport) report = NULL;

      write_row (fixture, rows[i]);
      g_assert_cmpuint (count_recalled (fixture, "Whom shall I pay euros?"), ==, i < 2 ? 0 : 1);
      report = verify (fixture);
      g_assert_null (report->problem);
      g_assert_cmpint (report->is_intact, ==, i == 2);
      g_assert_cmpuint (report->altered->len, ==, i < 2);
    }
  {
    g_autoptr(BtyAuditReport) report = NULL;

    bty_test_profile_run_sql (fixture, "UPDATE memory_versions SET text = 'Pay nobody' WHERE version = 1");
    report = verify (fixture);
    g_assert_false (report->is_intact);
    g_assert_cmpuint (report->altered->len, ==, 1);
    bty_test_profile_run_sql (fixture, "UPDATE memory_versions SET text = 'Pay Lena 10 euros'");
  }
  {
    g_autoptr(BtyAuditReport) report = verify (fixture);

    g_assert_true (report->is_intact);
  }
  {
    g_autoptr(BtyAuditReport) report = NULL;

    bty_test_profile_run_sql (fixture, "DELETE FROM memories");
    report = verify (fixture);
    g_assert_false (report->is_intact);
    g_assert_cmpint (report->broken_position, ==, 1);
    g_assert_nonnull (report->problem);
  }
}

static void
add (const char *path,
     void      (*test) (BtyTestProfile *, gconstpointer))
{
  g_test_add (path, BtyTestProfile, NULL, bty_test_profile_set_up, test, bty_test_profile_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/audit-memories/altered", test_altered_memory);
  add ("/audit-memories/rewritten", test_rewritten_memory);

  return bty_test_profile_run ();
}
