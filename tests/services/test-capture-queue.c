/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-capture-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-time.h"

/* Which conversations wait to be looked through for what is worth remembering, and how far each was. */

static gboolean
is_due (BtyTestStorage *storage)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyCaptureJob) job = bty_capture_store_get_due (storage->database, bty_time_now (), &error);

  g_assert_no_error (error);

  return job != NULL;
}

static void
test_queue (BtyTestStorage *storage,
                    gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyCaptureJob) job = NULL;
  g_autoptr(GPtrArray) said = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < BTY_CAPTURE_TURNS; i++)
    {
      g_assert_false (is_due (storage));
      g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "Hm"));
      g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_ASSISTANT, "Hm!"));
      g_assert_true (bty_capture_store_note_turns (storage->database, session->id, bty_time_now (), &error));
    }
  g_assert_true (is_due (storage));
  job = bty_capture_store_get_due (storage->database, bty_time_now (), &error);
  said = bty_capture_store_list_said (storage->database, job, 100, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (said->len, ==, BTY_CAPTURE_TURNS);

  g_object_set (job,
                "seen-until", ((BtyMessage *) g_ptr_array_index (said, said->len - 1))->created_at,
                "due", FALSE,
                NULL);
  g_assert_true (bty_capture_store_note_seen (storage->database, job, &error));
  g_assert_true (bty_capture_store_note_end (storage->database, session->id, bty_time_now (), &error));
  g_assert_false (is_due (storage));
  g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "One more"));
  g_assert_true (bty_capture_store_note_turns (storage->database, session->id, bty_time_now (), &error));
  g_assert_false (is_due (storage));
  g_assert_true (bty_capture_store_note_left (storage->database, bty_time_now () + 1, bty_time_now (), &error));
  g_assert_true (is_due (storage));
}

/* A session of which a job is due. */
static BtyCaptureJob *
make_due (BtyTestStorage *storage,
          BtySession     *session)
{
  g_autoptr(GError) error = NULL;
  BtyCaptureJob *job;

  g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "Hm"));
  g_assert_true (bty_capture_store_note_turns (storage->database, session->id, bty_time_now (), &error));
  g_assert_true (bty_capture_store_note_end (storage->database, session->id, bty_time_now (), &error));
  job = bty_capture_store_get_due (storage->database, bty_time_now (), &error);
  g_assert_no_error (error);
  g_assert_nonnull (job);

  return job;
}

/* A clock that was months ahead and is set right delays nothing, and what is said then is looked at. */
static void
test_clock (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyCaptureJob) job = make_due (storage, session);
  g_autoptr(GPtrArray) said = NULL;
  g_autoptr(GError) error = NULL;
  gint64 ahead = bty_time_now () + 90 * G_TIME_SPAN_DAY;

  g_object_set (job, "attempts", (gint64) 1, "next-at", bty_time_now () + G_TIME_SPAN_HOUR, NULL);
  g_assert_true (bty_capture_store_note_failure (storage->database, job, &error));
  g_assert_false (is_due (storage));
  g_object_set (job, "next-at", ahead, NULL);
  g_assert_true (bty_capture_store_note_failure (storage->database, job, &error));
  g_assert_true (is_due (storage));

  g_object_set (job, "seen-until", ahead, "due", FALSE, NULL);
  g_assert_true (bty_capture_store_note_seen (storage->database, job, &error));
  g_assert_false (is_due (storage));
  g_clear_object (&job);
  job = make_due (storage, session);
  said = bty_capture_store_list_said (storage->database, job, 100, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (said->len, ==, 1);
}

/* What is said while a session is looked through waits for the next time. */
static void
test_meanwhile (BtyTestStorage *storage,
                        gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyCaptureJob) job = make_due (storage, session);
  g_autoptr(GPtrArray) said = NULL;
  g_autoptr(GError) error = NULL;
  gint64 turns;

  said = bty_capture_store_list_said (storage->database, job, 100, &error);
  g_object_set (job, "seen-until", ((BtyMessage *) g_ptr_array_index (said, said->len - 1))->created_at, "due", FALSE,
                NULL);
  for (guint i = 0; i < BTY_CAPTURE_TURNS; i++)
    {
      g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "Meanwhile"));
      g_assert_true (bty_capture_store_note_turns (storage->database, session->id, bty_time_now (), &error));
      g_assert_true (bty_capture_store_note_seen (storage->database, job, &error));
      g_assert_no_error (error);
      g_assert_cmpint (is_due (storage), ==, i + 1 == BTY_CAPTURE_TURNS);
      g_assert_true (bty_database_query_integer (storage->database, "SELECT turns FROM capture_jobs", BTY_NO_ARGS,
                                                 &turns, &error));
      g_assert_cmpint (turns, ==, i + 1);
    }
}

/* What is said to a bot that was told meanwhile to capture nothing is not looked at later either. */
static void
test_switched_off (BtyTestStorage *storage,
                           gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyCaptureJob) job = make_due (storage, session);
  g_autoptr(GPtrArray) said = NULL;
  g_autoptr(GPtrArray) later = NULL;
  g_autoptr(GError) error = NULL;

  said = bty_capture_store_list_said (storage->database, job, 100, &error);
  g_object_set (bot, "capture", BTY_CAPTURE_OFF, NULL);
  g_assert_true (bty_database_update (storage->database, bot, &error));
  g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "Meanwhile"));
  g_assert_true (bty_capture_store_note_turns (storage->database, session->id, bty_time_now (), &error));
  g_object_set (job, "seen-until", ((BtyMessage *) g_ptr_array_index (said, said->len - 1))->created_at, "due", TRUE,
                NULL);
  g_assert_true (bty_capture_store_note_seen (storage->database, job, &error));
  g_clear_object (&job);
  job = bty_capture_store_get_due (storage->database, bty_time_now (), &error);
  later = bty_capture_store_list_said (storage->database, job, 100, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (later->len, ==, 0);
}

/* What was deleted is not looked through, unless it comes back. */
static void
test_deleted (BtyTestStorage *storage,
                      gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyCaptureJob) job = make_due (storage, session);
  g_autoptr(GError) error = NULL;
  gboolean is_there;

  for (guint i = 0; i < 2; i++)
    {
      BtyRecord *deleted = i == 0 ? BTY_RECORD (session) : BTY_RECORD (bot);

      g_object_set (deleted, "deleted-at", bty_time_now (), NULL);
      g_assert_true (bty_database_update (storage->database, deleted, &error));
      g_assert_false (is_due (storage));
      g_assert_true (bty_capture_store_is_there (storage->database, job, &is_there, &error));
      g_assert_false (is_there);
      g_object_set (deleted, "deleted-at", BTY_UNSET, NULL);
      g_assert_true (bty_database_update (storage->database, deleted, &error));
      g_assert_true (is_due (storage));
    }
}

/* What was given up waits until more is said, and not for the next hour. */
static void
test_given_up (BtyTestStorage *storage,
                       gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyCaptureJob) job = make_due (storage, session);
  g_autoptr(GPtrArray) said = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (job, "due", FALSE, "last-error", "No", NULL);
  g_assert_true (bty_capture_store_note_failure (storage->database, job, &error));
  g_assert_true (bty_capture_store_note_left (storage->database, bty_time_now () + 1, bty_time_now (), &error));
  g_assert_false (is_due (storage));
  g_object_unref (make_due (storage, session));
  said = bty_capture_store_list_said (storage->database, job, 100, &error);
  g_assert_cmpuint (said->len, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/capture-queue/clock", test_clock);
  bty_test_storage_add ("/capture-queue/queue", test_queue);
  bty_test_storage_add ("/capture-queue/meanwhile", test_meanwhile);
  bty_test_storage_add ("/capture-queue/switched-off", test_switched_off);
  bty_test_storage_add ("/capture-queue/deleted", test_deleted);
  bty_test_storage_add ("/capture-queue/given-up", test_given_up);

  return g_test_run ();
}
