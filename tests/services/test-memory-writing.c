/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-store.h"
#include "bty-candidate-store.h"
#include "bty-capture-store.h"
#include "bty-error.h"
#include "bty-memory-jobs.h"
#include "bty-memory-store.h"
#include "bty-memory-use.h"
#include "bty-memory-writing.h"
#include "bty-reply-prompt.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-time.h"
#include "bty-trust-store.h"

#include <math.h>
#include <string.h>

/* What belongs together is written together, on every engine. */

static BtyMemory *
remember (BtyTestStorage *storage,
          BtyBot         *bot,
          const char     *text)
{
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);
  g_autoptr(BtyMemoryStored) stored = NULL;
  g_autoptr(GError) error = NULL;

  stored = bty_memory_remember (storage->database, memory, NULL, 0, "user", BTY_AUDIT_ADD, &error);
  g_assert_no_error (error);

  return g_object_ref (stored->memory);
}

static BtyAuditReport *
verify (BtyTestStorage *storage)
{
  g_autoptr(BtyAuditVerifier) verifier = bty_audit_verifier_new ();
  g_autoptr(GError) error = NULL;

  bty_audit_store_verify (storage->database, verifier, &error);
  g_assert_no_error (error);

  return bty_audit_verifier_end (verifier);
}

/* What is forgotten leaves no row behind, and the chain whole. */
static void
test_forgotten (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) reply = bty_test_add_message (storage->database, session->id, BTY_ROLE_ASSISTANT, "Hello");
  g_autoptr(BtyMemory) memory = remember (storage, bot, "Lena hates peanuts");
  g_autoptr(BtyMemory) other = remember (storage, bot, "Something else entirely");
  g_autoptr(BtyMemory) changed = bty_record_copy (memory);
  g_autoptr(BtyMemory) stored = NULL;
  g_autoptr(GPtrArray) uses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(BtyAuditReport) report = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (changed, "text", "Lena hates nuts", NULL);
  stored = bty_memory_change (storage->database, changed, "user", &error);
  g_assert_no_error (error);
  g_ptr_array_add (uses, bty_memory_use_new (reply->id, memory->id, bot->id));
  g_assert_true (bty_memory_note_reading (storage->database, bot, reply->id, uses, &error));
  g_assert_true (bty_trust_store_exclude (storage->database, memory->id, session->id, TRUE, &error));
  {
    g_autoptr(BtyPrompt) prompt = bty_prompt_new ("model");
    g_autoptr(BtyReplyPrompt) sent = bty_reply_prompt_new (reply->id, "Lena hates nuts", prompt);

    g_assert_true (bty_database_insert (storage->database, sent, &error));
  }
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM vectors"), ==, 2);
  {
    g_autoptr(BtyMemory) read = bty_memory_store_get (storage->database, memory->id, &error);

    g_assert_cmpint (read->access_count, ==, 1);
    g_assert_true (bty_memory_is_intact (read));
    g_assert_nonnull (read->embedding_model);
  }

  g_assert_cmpint (bty_memory_forget (storage->database, memory->id, "user", &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memories"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memory_versions"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memory_uses"), ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM recall_exclusions"), ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM reply_prompts WHERE size > 0"),
                   ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM vectors"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memory_tombstones"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database,
                                   "SELECT count(*) FROM audit_entries WHERE details LIKE '%sha256%'"), ==, 1);
  report = verify (storage);
  g_assert_true (report->is_intact);
  g_assert_cmpint (report->n_entries, ==, 5);
  g_assert_cmpint (report->n_forgotten, ==, 2);

  g_assert_cmpint (bty_memory_forget (storage->database, memory->id, "user", &error), ==, -1);
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

/* What other bots may read is not extended by what they may not. */
static void
test_adding_to_shared (BtyTestStorage *storage,
                       gconstpointer   unused)
{
  static const char known[] = "My neighbour keeps honey bees behind the old garage and sells honey on Saturdays";
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) first = remember (storage, bot, known);
  g_autofree char *more = g_strconcat (known, " with Zelda", NULL);
  g_autofree char *still_more = g_strconcat (known, " with Zelda and Tom", NULL);
  g_autoptr(BtyMemory) shared = NULL;
  g_autoptr(BtyMemory) added = NULL;
  g_autoptr(BtyMemory) extended = NULL;
  g_autoptr(GError) error = NULL;

  shared = bty_memory_set_trust (storage->database, first->id, bot->id, BTY_TRUST_PUBLIC, "user", &error);
  g_assert_no_error (error);
  added = remember (storage, bot, more);
  g_assert_cmpstr (added->id, !=, first->id);
  g_assert_cmpint (added->trust, ==, BTY_TRUST_PRIVATE);
  g_clear_object (&shared);
  shared = bty_memory_store_get (storage->database, first->id, &error);
  g_assert_cmpstr (shared->text, ==, known);

  extended = remember (storage, bot, still_more);
  g_assert_cmpstr (extended->id, ==, added->id);
}

/* What was altered outside is not used: who says it again is heard, and does not make it whole by that. */
static void
test_altered (BtyTestStorage *storage,
              gconstpointer   unused)
{
  static const char known[] = "My neighbour keeps honey bees behind the old garage and sells honey on Saturdays";
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) first = remember (storage, bot, known);
  g_autoptr(BtyMemory) again = NULL;
  g_autoptr(BtyMemory) altered = NULL;
  g_autofree char *more = g_strconcat (known, " with Zelda", NULL);
  g_autoptr(BtyMemory) extended = NULL;
  g_autoptr(GPtrArray) twice = NULL;
  BtyMemoryJob job = { .bot_id = bot->id };
  g_autoptr(GError) error = NULL;

  bty_database_execute (storage->database, "UPDATE memories SET importance = 5", BTY_NO_ARGS, &error);
  g_assert_no_error (error);
  again = remember (storage, bot, known);
  g_assert_cmpstr (again->id, !=, first->id);
  extended = remember (storage, bot, more);
  g_assert_cmpstr (extended->id, ==, again->id);
  altered = bty_memory_store_get (storage->database, first->id, &error);
  g_assert_false (bty_memory_is_intact (altered));
  g_assert_cmpstr (altered->text, ==, known);

  twice = bty_memory_list_duplicates_on_db (storage->database, &job, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (twice->len, ==, 0);
  g_assert_null (bty_memory_merge (storage->database, again->id, first->id, NULL, "user", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
}

/* Says @text for the reply that was made with @memory. */
static void
note_sent (BtyTestStorage *storage,
           BtyBot         *bot,
           BtyMemory      *memory,
           const char     *text)
{
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) reply = bty_test_add_message (storage->database, session->id, BTY_ROLE_ASSISTANT, "Hello");
  g_autoptr(GPtrArray) uses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(BtyPrompt) prompt = bty_prompt_new ("model");
  g_autoptr(BtyReplyPrompt) sent = bty_reply_prompt_new (reply->id, text, prompt);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (uses, bty_memory_use_new (reply->id, memory->id, bot->id));
  bty_memory_note_reading (storage->database, bot, reply->id, uses, &error);
  g_assert_no_error (error);
  bty_database_insert (storage->database, sent, &error);
  g_assert_no_error (error);
}

static void
merge_and_undo (BtyTestStorage *storage,
                BtyBot         *bot,
                BtyMemory      *kept,
                BtyMemory      *ended)
{
  const char *ids[] = { ended->id, NULL };
  BtyMemoryJob revert = { .actor = (char *) "user", .id = kept->id, .number = 1 };
  BtyMemoryJob restore = { .actor = (char *) "user", .ids = (char **) ids };
  g_autoptr(BtyMemory) merged = NULL;
  g_autoptr(BtyMemory) reverted = NULL;
  g_autoptr(GError) error = NULL;

  merged = bty_memory_merge (storage->database, kept->id, ended->id, NULL, "user", &error);
  g_assert_no_error (error);
  note_sent (storage, bot, merged, merged->text);
  reverted = bty_memory_revert_on_db (storage->database, &revert, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reverted->text, ==, kept->text);
  g_assert_nonnull (bty_memory_restore_on_db (storage->database, &restore, NULL, &error));
  g_assert_no_error (error);
}

/* After a merge that was undone each is its own again: one that is forgotten takes along what the other said while they
 * were one, and nothing else. */
static void
test_merged_and_undone (BtyTestStorage *storage,
                        gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) kept = remember (storage, bot, "Max lives in Bonn");
  g_autoptr(BtyMemory) ended = remember (storage, bot, "My sister is Mallory");
  g_autoptr(BtyMemory) last = remember (storage, bot, "The ferry leaves at seven");
  g_autoptr(BtyMemory) left = NULL;
  g_autoptr(BtyAuditReport) report = NULL;
  g_autoptr(GError) error = NULL;

  merge_and_undo (storage, bot, kept, ended);
  g_assert_cmpint (bty_memory_forget (storage->database, ended->id, "user", &error), ==, 1);
  g_assert_no_error (error);
  left = bty_memory_store_get (storage->database, kept->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (left->text, ==, "Max lives in Bonn");
  g_assert_true (bty_memory_is_live (left, bty_time_now ()));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memory_versions"
                                   " WHERE text LIKE '%Mallory%'"), ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM reply_prompts WHERE size > 0"),
                   ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM entities WHERE name LIKE '%Mallory%'"),
                   ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM entities WHERE name = 'Bonn'"), >, 0);

  /* The one that was kept may be forgotten as well, and takes no other along. */
  merge_and_undo (storage, bot, left, last);
  g_assert_cmpint (bty_memory_forget (storage->database, left->id, "user", &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memories"
                                   " WHERE text = 'The ferry leaves at seven' AND valid_to IS NULL"), ==, 1);
  report = verify (storage);
  g_assert_true (report->is_intact);
}

/* An id that came with an import means itself alone, whatever its characters mean to the database. */
static void
test_odd_id (BtyTestStorage *storage,
             gconstpointer   unused)
{
  static const char *const ids[] = { "%", "_", "!", "\"", "\\" };
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) kept = remember (storage, bot, "Max lives in Bonn");
  g_autoptr(BtyMemory) ended = remember (storage, bot, "My sister is Mallory");
  gint64 n_versions;
  g_autoptr(GError) error = NULL;

  merge_and_undo (storage, bot, kept, ended);
  n_versions = bty_test_count (storage->database, "SELECT count(*) FROM memory_versions");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(BtyMemory) odd = bty_memory_new (bot->id, "The ferry leaves at seven");
      g_autoptr(BtyMemory) child = bty_memory_new (bot->id, "Ferries leave early");

      g_object_set (odd, "id", ids[i], NULL);
      bty_memory_derive_from (child, odd);
      g_assert_true (bty_memory_store_insert (storage->database, odd, "user", &error));
      g_assert_true (bty_memory_store_insert (storage->database, child, "user", &error));
      g_assert_cmpint (bty_memory_forget (storage->database, odd->id, "user", &error), ==, 2);
      g_assert_no_error (error);
      g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memory_versions"), ==, n_versions);
    }
}

/* A bot that is deleted for good takes what it remembered along, and the audit tells so. */
static void
test_deleted_bot (BtyTestStorage *storage,
                  gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) memory = remember (storage, bot, "Lena hates peanuts");
  g_autoptr(BtyAuditReport) report = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (bot, "deleted-at", (gint64) 5, NULL);
  g_assert_true (bty_database_update (storage->database, bot, &error));
  g_assert_true (bty_memory_forget_deleted (storage->database, 5, &error));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memories"), ==, 1);
  g_assert_true (bty_memory_forget_deleted (storage->database, 6, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memories"), ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM audit_entries WHERE action = 'forget'"),
                   ==, 1);
  report = verify (storage);
  g_assert_true (report->is_intact);
}

static void
test_lists (BtyTestStorage *storage,
            gconstpointer   unused)
{
  static const BtyMemoryFilter filters[] = {
    { 0 },
    { .category = "fact", .origin = "user", .trust = "private" },
    { .since = 1, .before = G_MAXINT64 },
    { .state = BTY_MEMORY_NOT_DELETED, .order = BTY_MEMORY_BY_IMPORTANCE },
    { .order = BTY_MEMORY_BY_USE, .limit = 10 },
    { .words = "peanuts tea" },
    { .words = "pean" },
  };
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) memory = remember (storage, bot, "Lena hates peanuts with tea");
  g_autoptr(GPtrArray) known = NULL;
  g_autoptr(GError) error = NULL;
  gint64 count;

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      BtyMemoryFilter filter = filters[i];

      for (guint by_bot = 0; by_bot < 2; by_bot++)
        {
          g_autoptr(GPtrArray) list = NULL;

          filter.bot_id = by_bot ? bot->id : NULL;
          filter.reader_id = by_bot ? bot->id : NULL;
          list = bty_memory_store_list (storage->database, &filter, bty_time_now (), &error);
          g_assert_no_error (error);
          g_assert_cmpuint (list->len, ==, 1);
          g_assert_true (bty_memory_store_count (storage->database, &filter, bty_time_now (), &count, &error));
          g_assert_cmpint (count, ==, 1);
        }
    }
  known = bty_memory_store_list_known (storage->database, bot->id, bty_time_now (), 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (known->len, ==, 1);
}

static void
test_proposed (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemoryCandidate) candidate = bty_memory_candidate_new (bot->id, " I like tea \n", BTY_ORIGIN_EXTERNAL);
  g_autoptr(BtyMemoryCandidate) again = bty_memory_candidate_new (bot->id, "i like  tea.", BTY_ORIGIN_EXTERNAL);
  g_autoptr(GPtrArray) inbox = NULL;
  g_autoptr(GError) error = NULL;
  gboolean proposed;
  gint64 count;

  g_assert_true (bty_memory_propose (storage->database, candidate, NULL, 0, &proposed, &error));
  g_assert_true (proposed);
  g_assert_true (bty_memory_propose (storage->database, again, NULL, 0, &proposed, &error));
  g_assert_false (proposed);
  g_assert_true (bty_candidate_store_count (storage->database, bot->id, &count, &error));
  g_assert_cmpint (count, ==, 1);
  inbox = bty_candidate_store_list (storage->database, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((BtyMemoryCandidate *) g_ptr_array_index (inbox, 0))->text, ==, "I like tea");
}

/* What a model says of a text with a secret in it is stored neither with what waits nor with what is remembered. */
static void
test_secret_facts (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  static const struct
  {
    const char *text;
    const char *facts;
  } cases[] = {
    { "My password is hunter2hunter2", "[{\"from\": \"user\", \"type\": \"knows\", \"to\": \"hunter2hunter2\"}]" },
    { "Lena pays by card", "[{\"from\": \"Lena\", \"type\": \"has\", \"to\": \"4111 1111 1111 1111\"}]" },
  };
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(GError) error = NULL;
  gint64 n_secret;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BtyMemoryCandidate) candidate = bty_memory_candidate_new (bot->id, cases[i].text, BTY_ORIGIN_INFERRED);
      g_autoptr(JsonNode) facts = json_from_string (cases[i].facts, &error);
      g_autoptr(BtyMemory) memory = NULL;
      g_autoptr(BtyMemoryStored) stored = NULL;
      gboolean proposed;

      g_assert_no_error (error);
      g_object_set (candidate, "facts", facts, NULL);
      memory = bty_memory_candidate_make_memory (candidate);
      g_assert_true (bty_memory_propose (storage->database, candidate, NULL, 0, &proposed, &error));
      stored = bty_memory_remember (storage->database, memory, NULL, 0, "ada", BTY_AUDIT_ADD, &error);
      g_assert_no_error (error);
    }
  g_assert_true (bty_database_query_integer (storage->database,
                                             "SELECT (SELECT count(*) FROM memory_candidates WHERE facts IS NOT NULL)"
                                             " + (SELECT count(*) FROM memories WHERE facts IS NOT NULL)",
                                             BTY_NO_ARGS, &n_secret, &error));
  g_assert_cmpint (n_secret, ==, 0);
}

/* What models were asked for memory is told from the beginning of a time on. */
static void
test_work (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(BtyMemoryWork) old = bty_memory_work_new ("bot", NULL, "A");
  g_autoptr(BtyMemoryWork) known = bty_memory_work_new ("bot", NULL, "A");
  g_autoptr(BtyMemoryWork) unknown = bty_memory_work_new ("bot", NULL, "B");
  BtyMemoryWorkSum sum;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (bty_capture_store_sum_work (storage->database, 0, &sum, &error));
  g_assert_cmpint (sum.n_calls, ==, 0);
  g_assert_cmpint (sum.input_tokens, ==, 0);

  g_object_set (old, "created-at", (gint64) 5, "input-tokens", (gint64) 7, "cost", 3.0, NULL);
  g_object_set (known, "created-at", (gint64) 10, "input-tokens", (gint64) 100, "output-tokens", (gint64) 20,
                "cost", 0.25, NULL);
  g_object_set (unknown, "created-at", (gint64) 11, "input-tokens", (gint64) 1, "cost", (double) NAN, NULL);
  g_assert_true (bty_capture_store_add_work (storage->database, old, &error));
  g_assert_true (bty_capture_store_add_work (storage->database, known, &error));
  g_assert_true (bty_capture_store_add_work (storage->database, unknown, &error));
  g_assert_true (bty_capture_store_sum_work (storage->database, 10, &sum, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sum.n_calls, ==, 2);
  g_assert_cmpint (sum.n_unknown, ==, 1);
  g_assert_cmpint (sum.input_tokens, ==, 101);
  g_assert_cmpint (sum.output_tokens, ==, 20);
  g_assert_cmpfloat (sum.cost, ==, 0.25);
  text = bty_memory_work_describe (&sum);
  g_assert_nonnull (strstr (text, "2 calls"));
  g_assert_nonnull (strstr (text, "101"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/memory-writing/forgotten", test_forgotten);
  bty_test_storage_add ("/memory-writing/adding-to-shared", test_adding_to_shared);
  bty_test_storage_add ("/memory-writing/altered", test_altered);
  bty_test_storage_add ("/memory-writing/merged-and-undone", test_merged_and_undone);
  bty_test_storage_add ("/memory-writing/odd-id", test_odd_id);
  bty_test_storage_add ("/memory-writing/deleted-bot", test_deleted_bot);
  bty_test_storage_add ("/memory-writing/lists", test_lists);
  bty_test_storage_add ("/memory-writing/proposed", test_proposed);
  bty_test_storage_add ("/memory-writing/secret-facts", test_secret_facts);
  bty_test_storage_add ("/memory-writing/work", test_work);

  return g_test_run ();
}
