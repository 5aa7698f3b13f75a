/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-test-memory.h"
#include "bty-test-wait.h"

/* What is remembered is found, corrected, taken back and forgotten. */

static BtyBot *
get_bot (BtyTestProfile *fixture)
{
  return bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL);
}

static void
assert_texts (BtyTestProfile        *fixture,
              const BtyMemoryFilter *filter,
              const char            *expected)
{
  g_autoptr(GPtrArray) memories = bty_test_memory_list (fixture->profile, filter);
  g_autoptr(GString) texts = g_string_new (NULL);

  for (guint i = 0; i < memories->len; i++)
    g_string_append_printf (texts, "%s|", ((BtyMemory *) g_ptr_array_index (memories, i))->text);
  g_assert_cmpstr (texts->str, ==, expected);
}

static void
test_remembered (BtyTestProfile *fixture,
                 gconstpointer   data)
{
  g_autoptr(BtyBot) bert = bty_test_memory_add_bot (fixture->profile, "Bert");
  g_autoptr(BtyMemory) peanuts = bty_test_memory_add (fixture->profile, get_bot (fixture), "Lena hates peanuts.");
  g_autoptr(BtyMemory) tea = bty_test_memory_add (fixture->profile, get_bot (fixture), "I like green tea.");
  g_autoptr(BtyMemory) other = bty_test_memory_add (fixture->profile, bert, "Bert knows about peanuts.");

  assert_texts (fixture, &(BtyMemoryFilter) { .bot_id = get_bot (fixture)->id },
                "I like green tea.|Lena hates peanuts.|");
  assert_texts (fixture, &(BtyMemoryFilter) { .words = "peanut" }, "Lena hates peanuts.|Bert knows about peanuts.|");
  assert_texts (fixture, &(BtyMemoryFilter) { .words = "peanut", .reader_id = bert->id }, "Bert knows about peanuts.|");
  assert_texts (fixture, &(BtyMemoryFilter) { .limit = 1, .offset = 1 }, "I like green tea.|");
  assert_texts (fixture, &(BtyMemoryFilter) { .category = "decision" }, "");

  bty_test_profile_reopen (fixture);
  assert_texts (fixture, &(BtyMemoryFilter) { .words = "tea" }, "I like green tea.|");
}

static void
test_known (BtyTestProfile *fixture,
            gconstpointer   data)
{
  static const struct
  {
    const char      *text;
    BtyMemoryOutcome outcome;
  } steps[] = {
    { "I live in Berlin", BTY_MEMORY_STORED },
    { "I live in Berlin.", BTY_MEMORY_KNOWN },
    { "I live in Paris", BTY_MEMORY_SUPERSEDES },
    { "My sister Lena likes long walks at the sea", BTY_MEMORY_STORED },
    { "My sister Lena likes long walks at the sea in winter", BTY_MEMORY_MERGED },
    { "My sister Lena likes long walks at sea", BTY_MEMORY_KNOWN },
  };
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(BtyMemory) memory = bty_memory_new (get_bot (fixture)->id, steps[i].text);
      g_autoptr(BtyMemory) stored = NULL;
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      BtyMemoryOutcome outcome;

      bty_memory_service_add_async (memories, memory, NULL, NULL, bty_test_result_cb, &result);
      stored = bty_memory_service_add_finish (memories, bty_test_wait (&result), &outcome, &error);
      g_assert_no_error (error);
      g_test_message ("%s", steps[i].text);
      g_assert_cmpint (outcome, ==, steps[i].outcome);
    }
  assert_texts (fixture, &(BtyMemoryFilter) { 0 },
                "My sister Lena likes long walks at the sea in winter|I live in Paris|");
  assert_texts (fixture, &(BtyMemoryFilter) { .state = BTY_MEMORY_ENDED }, "I live in Berlin|");

  /* What ended can return. */
  {
    g_autoptr(GPtrArray) ended = bty_test_memory_list (fixture->profile,
                                                       &(BtyMemoryFilter) { .state = BTY_MEMORY_ENDED });
    const char *ids[] = { ((BtyMemory *) g_ptr_array_index (ended, 0))->id, NULL };
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    bty_memory_service_restore_async (memories, ids, NULL, NULL, bty_test_result_cb, &result);
    g_assert_true (bty_memory_service_restore_finish (memories, bty_test_wait (&result), &error));
    assert_texts (fixture, &(BtyMemoryFilter) { .offset = 1 }, "I live in Paris|I live in Berlin|");
  }
}

static void
test_corrected (BtyTestProfile *fixture,
                gconstpointer   data)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Lena is 33");
  g_autoptr(BtyMemory) changed = bty_record_copy (memory);
  g_autoptr(BtyMemory) stored = NULL;
  g_autoptr(BtyMemory) back = NULL;
  g_autoptr(GPtrArray) versions = NULL;
  g_autoptr(GPtrArray) known = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (changed, "text", "Lena is 34", "importance", (gint64) 2, NULL);
  bty_memory_service_edit_async (memories, changed, NULL, NULL, bty_test_result_cb, &result);
  stored = bty_memory_service_edit_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (stored->version, ==, 2);
  g_assert_true (bty_memory_is_intact (stored));
  assert_texts (fixture, &(BtyMemoryFilter) { .words = "33" }, "");
  assert_texts (fixture, &(BtyMemoryFilter) { .words = "34" }, "Lena is 34|");

  /* What it said before is kept, told for its time, and can come back. */
  g_clear_object (&result);
  bty_memory_service_list_known_async (memories, memory->bot_id, stored->updated_at - 1, NULL, bty_test_result_cb,
                                       &result);
  known = bty_memory_service_list_known_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (known->len, ==, 1);
  g_assert_cmpstr (((BtyMemoryVersion *) g_ptr_array_index (known, 0))->text, ==, "Lena is 33");

  g_clear_object (&result);
  bty_memory_service_revert_async (memories, memory->id, 1, NULL, NULL, bty_test_result_cb, &result);
  back = bty_memory_service_revert_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->text, ==, "Lena is 33");
  g_assert_cmpint (back->version, ==, 3);

  g_clear_object (&result);
  bty_memory_service_list_versions_async (memories, memory->id, NULL, bty_test_result_cb, &result);
  versions = bty_memory_service_list_versions_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, ==, 3);
}

static void
test_inbox (BtyTestProfile *fixture,
            gconstpointer   data)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(BtyMemory) known = bty_test_memory_add (fixture->profile, get_bot (fixture), "Known already");
  g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) inbox = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  const char *id[] = { NULL, NULL };

  g_ptr_array_add (candidates, bty_memory_candidate_new (known->bot_id, "From a file", BTY_ORIGIN_EXTERNAL));
  g_ptr_array_add (candidates, bty_memory_candidate_new (known->bot_id, "Known already", BTY_ORIGIN_INFERRED));
  g_ptr_array_add (candidates, bty_memory_candidate_new (known->bot_id, "password: hunter22", BTY_ORIGIN_INFERRED));
  bty_memory_service_propose_async (memories, candidates, NULL, bty_test_result_cb, &result);
  g_assert_cmpint (bty_memory_service_propose_finish (memories, bty_test_wait (&result), &error), ==, 2);
  assert_texts (fixture, &(BtyMemoryFilter) { 0 }, "Known already|");
  bty_test_settle ();
  g_assert_cmpuint (bty_memory_service_get_inbox_count (memories), ==, 2);

  g_clear_object (&result);
  bty_memory_service_list_inbox_async (memories, NULL, NULL, bty_test_result_cb, &result);
  inbox = bty_memory_service_list_inbox_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (inbox->len, ==, 2);
  g_assert_null (strstr (((BtyMemoryCandidate *) g_ptr_array_index (inbox, 1))->text, "hunter22"));

  g_clear_object (&result);
  id[0] = ((BtyMemoryCandidate *) g_ptr_array_index (inbox, 1))->id;
  bty_memory_service_reject_async (memories, id, NULL, NULL, bty_test_result_cb, &result);
  g_assert_true (bty_memory_service_reject_finish (memories, bty_test_wait (&result), &error));

  g_ptr_array_set_size (inbox, 1);
  g_clear_object (&result);
  bty_memory_service_accept_async (memories, inbox, NULL, NULL, bty_test_result_cb, &result);
  g_assert_true (bty_memory_service_accept_finish (memories, bty_test_wait (&result), &error));
  assert_texts (fixture, &(BtyMemoryFilter) { .origin = "approved" }, "From a file|");
  assert_texts (fixture, &(BtyMemoryFilter) { .origin = "external" }, "");

  /* Nothing is approved twice. */
  g_clear_object (&result);
  bty_memory_service_accept_async (memories, inbox, NULL, NULL, bty_test_result_cb, &result);
  g_assert_false (bty_memory_service_accept_finish (memories, bty_test_wait (&result), &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
test_merged_and_forgotten (BtyTestProfile *fixture,
                           gconstpointer   data)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(BtyMemory) a = bty_test_memory_add (fixture->profile, get_bot (fixture), "Alpha beta gamma");
  g_autoptr(BtyMemory) b = bty_test_memory_add (fixture->profile, get_bot (fixture), "Delta epsilon zeta");
  g_autoptr(BtyMemory) c = bty_test_memory_add (fixture->profile, get_bot (fixture), "Something else");
  g_autoptr(BtyMemory) merged = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemoryCounts counts;

  bty_memory_service_merge_async (memories, a->id, b->id, NULL, NULL, NULL, bty_test_result_cb, &result);
  merged = bty_memory_service_merge_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (merged->text, ==, "Alpha beta gamma\nDelta epsilon zeta");
  g_clear_object (&result);
  bty_memory_service_count_async (memories, a->bot_id, NULL, bty_test_result_cb, &result);
  g_assert_true (bty_memory_service_count_finish (memories, bty_test_wait (&result), &counts, &error));
  g_assert_cmpint (counts.n_live, ==, 2);
  g_assert_cmpint (counts.n_ended, ==, 1);

  /* Both say it, so both go. */
  g_assert_cmpint (bty_test_memory_forget (fixture->profile, b->id), ==, 2);
  assert_texts (fixture, &(BtyMemoryFilter) { .state = BTY_MEMORY_NOT_DELETED }, "Something else|");
}

static void
test_deleted (BtyTestProfile *fixture,
              gconstpointer   data)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Gone for now");
  const char *ids[] = { memory->id, NULL };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      bty_memory_service_delete_async (memories, ids, NULL, NULL, bty_test_result_cb, &result);
      g_assert_true (bty_memory_service_delete_finish (memories, bty_test_wait (&result), &error));
      assert_texts (fixture, &(BtyMemoryFilter) { 0 }, "");
      assert_texts (fixture, &(BtyMemoryFilter) { .words = "gone" }, "");
      if (i > 0)
        break;
      g_clear_object (&result);
      bty_memory_service_restore_async (memories, ids, NULL, NULL, bty_test_result_cb, &result);
      g_assert_true (bty_memory_service_restore_finish (memories, bty_test_wait (&result), &error));
      assert_texts (fixture, &(BtyMemoryFilter) { 0 }, "Gone for now|");
    }
}

static void
test_refused (BtyTestProfile *fixture,
              gconstpointer   data)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(BtyBot) bert = bty_test_memory_add_bot (fixture->profile, "Bert");
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Shared with all");
  const char *ids[] = { memory->id, NULL };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_test_memory_share (fixture->profile, memory, BTY_TRUST_PUBLIC);
  assert_texts (fixture, &(BtyMemoryFilter) { .reader_id = bert->id }, "Shared with all|");

  bty_memory_service_revoke_async (memories, ids, bert->id, NULL, NULL, bty_test_result_cb, &result);
  g_assert_false (bty_memory_service_revoke_finish (memories, bty_test_wait (&result), &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
  g_clear_error (&error);
  g_clear_object (&result);
  bty_memory_service_revoke_async (memories, ids, memory->bot_id, NULL, NULL, bty_test_result_cb, &result);
  g_assert_true (bty_memory_service_revoke_finish (memories, bty_test_wait (&result), &error));
  assert_texts (fixture, &(BtyMemoryFilter) { .reader_id = bert->id }, "");

  /* No bot raises trust by itself. */
  g_clear_object (&result);
  bty_memory_service_share_async (memories, ids, memory->bot_id, BTY_TRUST_PUBLIC, "ada", NULL, bty_test_result_cb,
                                  &result);
  g_assert_false (bty_memory_service_share_finish (memories, bty_test_wait (&result), &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
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

  add ("/memory-service/remembered", test_remembered);
  add ("/memory-service/known", test_known);
  add ("/memory-service/corrected", test_corrected);
  add ("/memory-service/inbox", test_inbox);
  add ("/memory-service/merged-and-forgotten", test_merged_and_forgotten);
  add ("/memory-service/deleted", test_deleted);
  add ("/memory-service/refused", test_refused);

  return bty_test_profile_run ();
}
