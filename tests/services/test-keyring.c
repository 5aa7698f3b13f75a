/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-keyring.h"
#include "bty-test-wait.h"

/* Runs against a real keyring on a session bus of its own. */

#define KEY "sk-test-1234567890"


static char *
look_up (BtyKeyring  *keyring,
         const char  *provider,
         const char  *key_env,
         GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_keyring_lookup_async (keyring, provider, key_env, TRUE, NULL, bty_test_result_cb, &result);

  return bty_keyring_lookup_finish (keyring, bty_test_wait (&result), error);
}

static gboolean
store (BtyKeyring  *keyring,
       const char  *provider,
       const char  *key,
       gboolean     this_run_only,
       GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_keyring_store_async (keyring, provider, key, this_run_only, NULL, bty_test_result_cb, &result);

  return bty_keyring_store_finish (keyring, bty_test_wait (&result), error);
}

static gboolean
clear (BtyKeyring  *keyring,
       const char  *provider,
       GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_keyring_clear_async (keyring, provider, NULL, bty_test_result_cb, &result);

  return bty_keyring_clear_finish (keyring, bty_test_wait (&result), error);
}

/* A key is found again by another run of the program, until it is cleared. */
static void
test_key_is_kept (void)
{
  g_autoptr(BtyKeyring) first = bty_keyring_new ();
  g_autoptr(BtyKeyring) second = bty_keyring_new ();
  g_autoptr(GError) error = NULL;
  char *key;

  g_assert_true (store (first, "A “odd” näme", KEY, FALSE, &error));
  g_assert_no_error (error);
  key = look_up (second, "A “odd” näme", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, KEY);
  bty_key_free (key);

  g_assert_true (clear (second, "A “odd” näme", &error));
  g_assert_no_error (error);
  g_assert_null (look_up (first, "A “odd” näme", NULL, &error));
  g_assert_no_error (error);
}

/* A key for this run only reaches no other run and is preferred. */
static void
test_key_for_this_run (void)
{
  g_autoptr(BtyKeyring) first = bty_keyring_new ();
  g_autoptr(BtyKeyring) second = bty_keyring_new ();
  g_autoptr(GError) error = NULL;
  char *key;

  g_assert_true (store (first, "B", KEY, TRUE, &error));
  g_assert_true (bty_keyring_has_for_this_run (first, "B"));
  key = look_up (first, "B", NULL, &error);
  g_assert_cmpstr (key, ==, KEY);
  bty_key_free (key);
  g_assert_null (look_up (second, "B", NULL, &error));
  g_assert_no_error (error);
}

/* A key that is named by a variable is read from there and never stored. */
static void
test_key_in_environment (void)
{
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();
  g_autoptr(GError) error = NULL;
  char *key;

  g_setenv ("BTY_TEST_KEY", KEY, TRUE);
  key = look_up (keyring, "C", "BTY_TEST_KEY", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, KEY);
  bty_key_free (key);
  g_assert_null (look_up (keyring, "C", NULL, &error));
  g_assert_no_error (error);

  g_unsetenv ("BTY_TEST_KEY");
  g_assert_null (look_up (keyring, "C", "BTY_TEST_KEY", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_AUTHENTICATION);
}

static void
test_bad_keys_are_refused (void)
{
  static const char *keys[] = { "", "two\nlines", "two\rlines", "\xff\xfe" };
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (store (keyring, "D", keys[i], FALSE, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
      g_assert_null (strstr (error->message, "lines"));
    }
}

/* Without a keyring, or when it is locked and stays so, the person is told, and nothing is stored. */
static void
test_keyring_fails (void)
{
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (store (keyring, "E", KEY, FALSE, &error));
  g_assert_true (bty_error_is_of_keyring (error));
  g_assert_null (strstr (error->message, KEY));
  g_assert_false (bty_keyring_has_for_this_run (keyring, "E"));

  /* It still works for this run. */
  g_clear_error (&error);
  g_assert_true (store (keyring, "E", KEY, TRUE, &error));
  g_assert_no_error (error);
}

/* @how: "open", or %NULL to lock it */
static void
turn_keyring (const char *how)
{
  g_autoptr(GError) error = NULL;
  const char *argv[] = { TURN_KEYRING, how, NULL };
  g_autoptr(GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

/* A key that is there but locked is not taken for one that is missing, whatever is done with it, and nobody is asked
 * for the password without having wanted that. */
static void
test_locked_key (void)
{
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  char *key;

  g_assert_true (store (keyring, "H", KEY, FALSE, &error));
  g_assert_no_error (error);
  turn_keyring (NULL);

  g_assert_null (look_up (keyring, "H", NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  /* One that is locked may hide what is in it. */
  g_assert_null (look_up (keyring, "not there", NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  g_assert_false (store (keyring, "H", "another key", FALSE, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  g_assert_false (clear (keyring, "H", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);

  /* Nothing is there that could ask the person. */
  bty_keyring_unlock_async (keyring, NULL, bty_test_result_cb, &result);
  g_assert_false (bty_keyring_unlock_finish (keyring, bty_test_wait (&result), &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);

  turn_keyring ("open");
  g_clear_object (&result);
  bty_keyring_unlock_async (keyring, NULL, bty_test_result_cb, &result);
  g_assert_true (bty_keyring_unlock_finish (keyring, bty_test_wait (&result), &error));
  g_assert_no_error (error);
  key = look_up (keyring, "H", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, KEY);
  bty_key_free (key);
}

/* Starts a keyring that does not do what it is for. */
static GSubprocess *
hold_keyring (const char *how)
{
  g_autoptr(GError) error = NULL;
  const char *argv[] = { SILENT_KEYRING, how, NULL };
  GSubprocess *holder = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_autoptr(GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (holder));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_cmpstr (line, ==, "holding");

  return holder;
}

static void
check_given_up (GError *error,
                gint64  begun)
{
  g_assert_error (error, BTY_ERROR, BTY_ERROR_KEYRING);
  g_assert_nonnull (strstr (error->message, "five seconds"));
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 4 * G_TIME_SPAN_SECOND);
}

static void
let_go (GSubprocess *holder)
{
  g_autoptr(GError) error = NULL;

  /* It is ended by another thread: a process that outlived this one would hold its output open for ever. */
  g_subprocess_force_exit (holder);
  g_subprocess_wait (holder, NULL, &error);
  g_assert_no_error (error);
}

/* One that ends while it is asked is not said to be missing, and the next one is asked as if nothing had been. */
static void
test_dying_keyring (void)
{
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_autoptr(GSubprocess) holder = hold_keyring ("dies");

      g_assert_null (look_up (keyring, "I", NULL, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_KEYRING);
      g_assert_nonnull (strstr (error->message, "failed while it was asked"));
      g_clear_error (&error);
      let_go (holder);
    }
}

/* A keyring that takes calls and never answers is given up after five seconds. */
static void
test_hanging_keyring (void)
{
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();
  g_autoptr(GSubprocess) holder = hold_keyring (NULL);
  g_autoptr(GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();

  g_assert_null (look_up (keyring, "F", NULL, &error));
  check_given_up (error, begun);

  /* Nobody else waits for it. */
  g_clear_error (&error);
  begun = g_get_monotonic_time ();
  g_assert_null (look_up (keyring, "another", NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_KEYRING);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 4 * G_TIME_SPAN_SECOND);
  /* Nor is it taken to be missing, now that the first call has ended as well. */
  g_assert_false (bty_keyring_is_missing (keyring));
  let_go (holder);
}

/* So is one that asks the person, who has gone for a coffee: what libsecret does then ends with the question only. */
static void
test_asking_keyring (void)
{
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();
  g_autoptr(GSubprocess) holder = hold_keyring ("asks");
  g_autoptr(GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();

  g_assert_false (store (keyring, "G", "a key", FALSE, &error));
  check_given_up (error, begun);
  let_go (holder);
}

int
main (int    argc,
      char **argv)
{
  const char *keyring = g_getenv ("BTY_TEST_KEYRING");

  g_test_init (&argc, &argv, NULL);
  if (g_strcmp0 (keyring, "unlocked") == 0)
    {
      g_test_add_func ("/keyring/kept", test_key_is_kept);
      g_test_add_func ("/keyring/this-run", test_key_for_this_run);
      g_test_add_func ("/keyring/environment", test_key_in_environment);
      g_test_add_func ("/keyring/bad-keys", test_bad_keys_are_refused);
      g_test_add_func ("/keyring/locked-key", test_locked_key);
    }
  else if (g_strcmp0 (keyring, "locked") == 0)
    g_test_add_func ("/keyring/locked", test_keyring_fails);
  else
    {
      g_test_add_func ("/keyring/missing", test_keyring_fails);
      g_test_add_func ("/keyring/dying", test_dying_keyring);
      g_test_add_func ("/keyring/hanging", test_hanging_keyring);
      /* The last: libsecret 0.20 complains when a keyring ends while it asks. */
      g_test_add_func ("/keyring/asking", test_asking_keyring);
    }

  return g_test_run ();
}
