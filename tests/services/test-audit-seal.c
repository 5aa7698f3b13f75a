/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-storage.h"
#include "bty-test-memory.h"
#include "bty-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

/* The end of the record is sealed with a key of a real keyring, so that who can write the database, and nothing else,
 * cannot shorten the record or write it anew unnoticed. */

#define NOTHING_VOUCHES "Nothing outside the database"
#define RECORD_IS_EMPTY "The record is empty"

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

static gboolean
says (BtyAuditReport *report,
      const char     *text)
{
  for (guint i = 0; i < report->unproven->len; i++)
    if (strstr (g_ptr_array_index (report->unproven, i), text) != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Remembers something and waits until the record is sealed; it is a few seconds after the last change. */
static void
remember_and_seal (BtyTestProfile *fixture,
                   const char     *text)
{
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, get_bot (fixture), text);
  guint waker = g_timeout_add (50, wake_cb, NULL);

  bty_test_wait_until (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM audit_seals WHERE position ="
                                                 " (SELECT max(position) FROM audit_entries)") > 0);
  bty_test_wait_until (!bty_audit_service_flush (bty_profile_get_audit (fixture->profile)));
  g_source_remove (waker);
}

static gboolean
has_keyring (void)
{
  if (g_strcmp0 (g_getenv ("BTY_TEST_KEYRING"), "unlocked") == 0)
    return TRUE;
  g_test_skip ("This needs an unlocked keyring");

  return FALSE;
}

static void
test_sealed (BtyTestProfile *fixture,
             gconstpointer   data)
{
  g_autoptr(BtyAuditReport) sealed = NULL;
  g_autoptr(BtyAuditReport) shortened = NULL;

  if (!has_keyring ())
    return;

  remember_and_seal (fixture, "Lena hates peanuts");
  remember_and_seal (fixture, "Something else entirely");
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT position FROM audit_seals"), ==, 2);
  sealed = verify (fixture);
  g_assert_true (sealed->is_intact);
  g_assert_false (says (sealed, NOTHING_VOUCHES));

  /* Without its end, the chain itself is whole. */
  bty_test_profile_run_sql (fixture, "DELETE FROM audit_entries WHERE position > 1");
  shortened = verify (fixture);
  g_assert_false (shortened->is_intact);
  g_assert_cmpint (shortened->broken_position, ==, 2);
}

static void
test_forged_seal (BtyTestProfile *fixture,
                  gconstpointer   data)
{
  g_autoptr(BtyAuditReport) report = NULL;

  if (!has_keyring ())
    return;

  remember_and_seal (fixture, "Lena hates peanuts");
  bty_test_profile_run_sql (fixture, "UPDATE audit_seals SET seal = hash");
  report = verify (fixture);
  g_assert_false (report->is_intact);
  g_assert_nonnull (report->problem);
}

/* A record that is not the one that was sealed is not sealed over. */
static void
test_not_sealed_again (BtyTestProfile *fixture,
                       gconstpointer   data)
{
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(BtyAuditReport) report = NULL;

  if (!has_keyring ())
    return;

  remember_and_seal (fixture, "Lena hates peanuts");
  remember_and_seal (fixture, "Something else entirely");
  bty_test_profile_run_sql (fixture, "DELETE FROM audit_entries WHERE position > 1");
  bty_test_profile_run_sql (fixture, "DELETE FROM audit_seals");
  memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Third of all");
  while (bty_audit_service_flush (bty_profile_get_audit (fixture->profile)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM audit_seals"), ==, 0);
}

/* What the window does when somebody restores a backup. */
static void
restore (BtyTestProfile *fixture,
         const char     *backup)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyRestored) restored = NULL;

  bty_profile_close (fixture->profile);
  bty_storage_restore_async (fixture->dir, backup, NULL, NULL, bty_test_result_cb, &result);
  restored = bty_storage_restore_finish (bty_test_wait (&result), &error);
  g_assert_no_error (error);
  bty_test_profile_reopen (fixture);
}

static char *
back_up (BtyTestProfile *fixture)
{
  g_autofree char *backup = g_build_filename (fixture->dir, "backup", NULL);
  g_autoptr(BtyWorkflow) workflow = bty_storage_backup (fixture->profile, backup);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_job_service_wait_async (bty_profile_get_jobs (fixture->profile), workflow, NULL, bty_test_result_cb, &result);
  bty_job_service_wait_finish (bty_profile_get_jobs (fixture->profile), bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return g_steal_pointer (&backup);
}

static gboolean
accept_restore (BtyTestProfile  *fixture,
                GError         **error)
{
  BtyAuditService *audit = bty_profile_get_audit (fixture->profile);
  g_autoptr(GAsyncResult) result = NULL;

  bty_audit_service_accept_restore_async (audit, NULL, NULL, bty_test_result_cb, &result);

  return bty_audit_service_accept_restore_finish (audit, bty_test_wait (&result), error);
}

/* A record that was put back with an older backup is sealed again when the user says that it was so, and says so from
 * then on. Until then it is broken, whoever put the backup there. */
static void
test_restored (BtyTestProfile *fixture,
               gconstpointer   data)
{
  g_autofree char *backup = NULL;
  g_autoptr(BtyAuditReport) broken = NULL;
  g_autoptr(BtyAuditReport) accepted = NULL;
  g_autoptr(BtyAuditReport) later = NULL;
  g_autoptr(GError) error = NULL;

  if (!has_keyring ())
    return;

  remember_and_seal (fixture, "Lena hates peanuts");
  g_assert_false (accept_restore (fixture, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
  g_clear_error (&error);
  backup = back_up (fixture);
  remember_and_seal (fixture, "Something else entirely");

  restore (fixture, backup);
  broken = verify (fixture);
  g_assert_false (broken->is_intact);
  g_assert_cmpint (broken->restored_at, !=, 0);
  g_assert_true (accept_restore (fixture, &error));
  g_assert_no_error (error);
  accepted = verify (fixture);
  g_assert_true (accepted->is_intact);
  g_assert_cmpint (accepted->restored_at, ==, 0);
  g_assert_true (says (accepted, "restored from a backup"));

  /* It is sealed as ever, and what is cut off is missed again. */
  remember_and_seal (fixture, "Third of all");
  bty_test_profile_run_sql (fixture, "DELETE FROM audit_entries"
                                     " WHERE position = (SELECT max(position) FROM audit_entries)");
  later = verify (fixture);
  g_assert_false (later->is_intact);
  g_assert_cmpint (later->restored_at, ==, 0);
}

/* A backup from before the first seal has none; the keyring still knows that there was one. */
static void
test_restored_unsealed (BtyTestProfile *fixture,
                        gconstpointer   data)
{
  g_autofree char *backup = g_build_filename (fixture->dir, "boternity.db", NULL);
  g_autoptr(BtyAuditReport) broken = NULL;
  g_autoptr(BtyAuditReport) accepted = NULL;
  g_autoptr(GError) error = NULL;

  if (!has_keyring ())
    return;

  remember_and_seal (fixture, "Lena hates peanuts");
  remember_and_seal (fixture, "Something else entirely");
  restore (fixture, backup);
  bty_test_profile_run_sql (fixture, "DELETE FROM memories WHERE id IN"
                                     " (SELECT memory_id FROM audit_entries WHERE position > 1)");
  bty_test_profile_run_sql (fixture, "DELETE FROM audit_entries WHERE position > 1");
  bty_test_profile_run_sql (fixture, "DELETE FROM audit_seals");
  broken = verify (fixture);
  g_assert_false (broken->is_intact);
  g_assert_cmpint (broken->broken_position, ==, 2);
  g_assert_cmpint (broken->restored_at, !=, 0);
  g_assert_true (accept_restore (fixture, &error));
  g_assert_no_error (error);
  accepted = verify (fixture);
  g_assert_true (accepted->is_intact);
}

/* A profile in which nothing was recorded is not accused of anything, and it is said what that does not prove. */
static void
test_new (BtyTestProfile *fixture,
          gconstpointer   data)
{
  g_autoptr(BtyAuditReport) report = NULL;
  g_autoptr(BtyAuditReport) later = NULL;

  report = verify (fixture);
  g_assert_true (report->is_intact);
  g_assert_null (report->problem);
  g_assert_true (says (report, RECORD_IS_EMPTY));
  bty_profile_close (fixture->profile);
  bty_test_profile_reopen (fixture);
  later = verify (fixture);
  g_assert_true (later->is_intact);
}

/* A backup from before the first entry has nothing in it, the keyring knows that there was something. That is sealed
 * over neither by itself nor by what is remembered next, but when the user says that it was so. */
static void
test_restored_empty (BtyTestProfile *fixture,
                     gconstpointer   data)
{
  gboolean is_older = GPOINTER_TO_INT (data);
  g_autofree char *backup = NULL;
  g_autoptr(BtyAuditReport) empty = NULL;
  g_autoptr(BtyAuditReport) grown = NULL;
  g_autoptr(BtyAuditReport) accepted = NULL;
  g_autoptr(BtyAuditReport) later = NULL;
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(GError) error = NULL;

  if (!has_keyring ())
    return;

  /* An older version of the program did not know the name of a record before it began. */
  if (is_older)
    bty_test_profile_run_sql (fixture, "DELETE FROM settings WHERE key = 'record_chain'");
  backup = back_up (fixture);
  remember_and_seal (fixture, "Lena hates peanuts");
  remember_and_seal (fixture, "Something else entirely");
  restore (fixture, backup);
  empty = verify (fixture);
  g_assert_false (empty->is_intact);
  g_assert_cmpint (empty->n_entries, ==, 0);
  g_assert_cmpint (empty->broken_position, ==, 2);
  g_assert_cmpint (empty->restored_at, !=, 0);
  g_assert_false (says (empty, RECORD_IS_EMPTY));

  memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Third of all");
  while (bty_audit_service_flush (bty_profile_get_audit (fixture->profile)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM audit_seals"), ==, 0);
  grown = verify (fixture);
  g_assert_false (grown->is_intact);
  g_assert_cmpint (grown->restored_at, !=, 0);

  restore (fixture, backup);
  g_assert_true (accept_restore (fixture, &error));
  g_assert_no_error (error);
  accepted = verify (fixture);
  g_assert_true (accepted->is_intact);
  g_assert_true (says (accepted, "in which there was none yet"));
  remember_and_seal (fixture, "Fourth of all");
  later = verify (fixture);
  g_assert_true (later->is_intact);
}

/* An older copy that was put there by hand is noticed too, and it is said how a new seal can begin. */
static void
test_replaced (BtyTestProfile *fixture,
               gconstpointer   data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "boternity.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *backup = NULL;
  g_autofree char *copy = NULL;
  g_autoptr(BtyAuditReport) replaced = NULL;
  g_autoptr(BtyAuditReport) restored = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  if (!has_keyring ())
    return;

  backup = back_up (fixture);
  remember_and_seal (fixture, "Lena hates peanuts");
  bty_profile_close (fixture->profile);
  bty_test_settle ();
  g_file_get_contents (backup, &copy, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, copy, length, &error);
  g_assert_no_error (error);
  g_unlink (wal);
  bty_test_profile_reopen (fixture);
  replaced = verify (fixture);
  g_assert_false (replaced->is_intact);
  g_assert_cmpint (replaced->restored_at, ==, 0);
  g_assert_true (says (replaced, "restore that copy with Boternity"));
  g_assert_false (accept_restore (fixture, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);

  restore (fixture, backup);
  restored = verify (fixture);
  g_assert_false (restored->is_intact);
  g_assert_cmpint (restored->restored_at, !=, 0);
}

/* A program that ends at once, as a command does, makes the first seal of all. */
static void
test_ends_at_once (BtyTestProfile *fixture,
                   gconstpointer   data)
{
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(BtyMemory) second = NULL;
  g_autoptr(BtyAuditReport) report = NULL;
  gboolean is_unlocked = g_strcmp0 (g_getenv ("BTY_TEST_KEYRING"), "unlocked") == 0;

  memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Lena hates peanuts");
  bty_profile_close (fixture->profile);
  bty_test_profile_reopen (fixture);
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM audit_seals WHERE position = 1"), ==,
                   is_unlocked ? 1 : 0);

  /* One that comes later leaves the keyring alone, whether it answered or not. */
  second = bty_test_memory_add (fixture->profile, get_bot (fixture), "Something else entirely");
  bty_profile_close (fixture->profile);
  bty_test_profile_reopen (fixture);
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM audit_seals WHERE position = 2"), ==, 0);
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM settings WHERE key = 'first_seal_asked'"),
                   ==, 1);
  report = verify (fixture);
  g_assert_true (report->is_intact);
  g_assert_cmpint (says (report, NOTHING_VOUCHES), !=, is_unlocked);
}

/* What was restored and then changed is not sealed over. */
static void
test_restored_and_changed (BtyTestProfile *fixture,
                           gconstpointer   data)
{
  g_autofree char *backup = g_build_filename (fixture->dir, "boternity.db", NULL);
  g_autoptr(BtyAuditReport) report = NULL;
  g_autoptr(GError) error = NULL;

  if (!has_keyring ())
    return;

  remember_and_seal (fixture, "Lena hates peanuts");
  restore (fixture, backup);
  bty_test_profile_run_sql (fixture, "UPDATE audit_entries SET actor = 'nobody'");
  report = verify (fixture);
  g_assert_false (report->is_intact);
  g_assert_cmpint (report->restored_at, ==, 0);
  g_assert_false (accept_restore (fixture, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
}

static void
test_without_keyring (BtyTestProfile *fixture,
                      gconstpointer   data)
{
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(BtyAuditReport) report = NULL;

  if (g_strcmp0 (g_getenv ("BTY_TEST_KEYRING"), "unlocked") == 0)
    {
      g_test_skip ("This needs that there is no keyring");
      return;
    }
  memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Lena hates peanuts");
  report = verify (fixture);
  g_assert_true (report->is_intact);
  g_assert_true (says (report, NOTHING_VOUCHES));
}

static void
add (const char *path,
     gboolean    flag,
     void      (*test) (BtyTestProfile *, gconstpointer))
{
  g_test_add (path, BtyTestProfile, GINT_TO_POINTER (flag), bty_test_profile_set_up, test, bty_test_profile_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/audit-seal/sealed", FALSE, test_sealed);
  add ("/audit-seal/forged-seal", FALSE, test_forged_seal);
  add ("/audit-seal/not-sealed-again", FALSE, test_not_sealed_again);
  add ("/audit-seal/restored", FALSE, test_restored);
  add ("/audit-seal/restored-unsealed", FALSE, test_restored_unsealed);
  add ("/audit-seal/new", FALSE, test_new);
  add ("/audit-seal/restored-empty", FALSE, test_restored_empty);
  add ("/audit-seal/restored-empty/older", TRUE, test_restored_empty);
  add ("/audit-seal/replaced", FALSE, test_replaced);
  add ("/audit-seal/ends-at-once", FALSE, test_ends_at_once);
  add ("/audit-seal/restored-and-changed", FALSE, test_restored_and_changed);
  add ("/audit-seal/without-keyring", FALSE, test_without_keyring);

  return g_test_run ();
}
