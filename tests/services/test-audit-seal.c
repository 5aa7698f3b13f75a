/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-memory.h"
#include "bty-test-wait.h"

#include <string.h>

/* The end of the record is sealed with a key of a real keyring, so that who can write the database, and nothing else,
 * cannot shorten the record or write it anew unnoticed. */

#define NOTHING_VOUCHES "Nothing outside the database"

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
  gint64 deadline = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  while (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM audit_seals"
                                            " WHERE position = (SELECT max(position) FROM audit_entries)") == 0
         && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  while (bty_audit_service_flush (bty_profile_get_audit (fixture->profile)) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
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
     void      (*test) (BtyTestProfile *, gconstpointer))
{
  g_test_add (path, BtyTestProfile, NULL, bty_test_profile_set_up, test, bty_test_profile_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/audit-seal/sealed", test_sealed);
  add ("/audit-seal/forged-seal", test_forged_seal);
  add ("/audit-seal/not-sealed-again", test_not_sealed_again);
  add ("/audit-seal/without-keyring", test_without_keyring);

  return g_test_run ();
}
