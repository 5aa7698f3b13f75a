/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-row.h"

#include "bty-test-providers.h"
#include "bty-time.h"

static GtkWidget *
show_row (BtyProviderStatus  *status,
          GtkWidget         **row)
{
  GtkWidget *list = gtk_list_box_new ();

  *row = bty_provider_row_new (status, NULL);
  gtk_list_box_append (GTK_LIST_BOX (list), *row);

  return bty_test_window_new (list, 500, 300);
}

static void
assert_says (GtkWidget  *row,
             const char *text)
{
  g_autofree char *texts = bty_test_dup_texts (row);

  if (strstr (texts, text) == NULL)
    g_error ("“%s” is not in “%s”", text, texts);
}

static void
test_states (void)
{
  const struct
  {
    BtyProviderState  state;
    const char       *text;
    const char       *style;
    gboolean          active;
  } cases[] = {
    { BTY_PROVIDER_STATE_READY, "\nReady\n", "success", TRUE },
    { BTY_PROVIDER_STATE_DISABLED, "\nOff\n", "dim-label", FALSE },
    { BTY_PROVIDER_STATE_SET_ASIDE, "Enter another key, or reset it to try again", "error", TRUE },
    { BTY_PROVIDER_STATE_NO_KEY, "No key: enter one to use it", "warning", TRUE },
    { BTY_PROVIDER_STATE_LOCKED, "its key is in the keyring, which is locked", "warning", TRUE },
    { BTY_PROVIDER_STATE_OPEN, "Paused after 3 failures in a row: tried again in 0:", "warning", TRUE },
    { BTY_PROVIDER_STATE_RATE_LIMITED, "Asked to slow down: tried again in 1:", "warning", TRUE },
    { BTY_PROVIDER_STATE_HALF_OPEN, "On trial: the next call decides", "warning", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BtyProviderStatus) status = bty_test_status_new (BTY_PROVIDER_STATE_READY);
      GtkWidget *row;
      GtkWidget *window = show_row (status, &row);

      assert_says (row, "\nReady\n");
      /* By notification alone. */
      bty_test_put_into (status, cases[i].state);
      assert_says (row, "My Mistral\n");
      assert_says (row, "Mistral · mistral-medium-latest\n");
      assert_says (row, cases[i].text);
      g_assert_nonnull (bty_test_find (row, GTK_TYPE_IMAGE, cases[i].style));
      g_assert_cmpint (gtk_switch_get_active (GTK_SWITCH (bty_test_find (row, GTK_TYPE_SWITCH, NULL))),
                       ==, cases[i].active);
      bty_test_close (window);
    }
}

static void
test_follows (void)
{
  g_autoptr(BtyProviderStatus) status = bty_test_status_new (BTY_PROVIDER_STATE_READY);
  g_autoptr(BtyProviderConfig) config = bty_record_copy (bty_provider_status_get_config (status));
  GtkWidget *row;
  GtkWidget *window = show_row (status, &row);

  g_object_set (bty_provider_status_get_config (status), "model", "another-model", NULL);
  assert_says (row, "another-model");

  g_object_set (config, "name", "Renamed", NULL);
  bty_provider_status_set_config (status, config);
  assert_says (row, "Renamed\n");

  g_object_set (bty_provider_status_get_health (status),
                "total-successes", (gint64) 118, "total-failures", (gint64) 2, "last-latency-ms", (gint64) 420, NULL);
  bty_provider_status_set_key_state (status, BTY_KEY_IN_KEYRING);
  assert_says (row, "98 % of 120 calls answered, last in 420 ms · Key in the keyring\n");

  bty_test_close (window);
}

/* The seconds go down while the row can be seen, and nothing wakes up while it cannot. */
static void
test_countdown (void)
{
  g_autoptr(BtyProviderStatus) status = bty_test_status_new (BTY_PROVIDER_STATE_OPEN);
  GtkWidget *row;
  GtkWidget *window = show_row (status, &row);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *hidden = NULL;

  bty_provider_status_get_circuit (status)->open_until = bty_time_steady () + 29 * G_USEC_PER_SEC;
  bty_provider_status_refresh (status);
  before = bty_test_dup_texts (row);
  bty_test_wait (1100);
  after = bty_test_dup_texts (row);
  g_assert_cmpstr (before, !=, after);
  assert_says (row, "tried again in 0:");

  gtk_widget_set_visible (gtk_widget_get_parent (row), FALSE);
  bty_provider_status_refresh (status);
  g_clear_pointer (&after, g_free);
  after = bty_test_dup_texts (row);
  bty_test_wait (1500);
  hidden = bty_test_dup_texts (row);
  g_assert_cmpstr (hidden, ==, after);

  gtk_widget_set_visible (gtk_widget_get_parent (row), TRUE);
  bty_test_frames (window, 2);
  g_clear_pointer (&hidden, g_free);
  hidden = bty_test_dup_texts (row);
  g_assert_cmpstr (hidden, !=, after);

  /* Its time comes while nobody touches anything. */
  bty_provider_status_get_circuit (status)->open_until = bty_time_steady () + 2 * G_USEC_PER_SEC;
  bty_provider_status_refresh (status);
  bty_test_wait_until_says (row, "On trial");

  bty_test_close (window);
}

static void
wished_cb (GtkWidget *row,
           int        wish,
           gpointer   user_data)
{
  *(int *) user_data = wish;
}

static void
test_wishes (void)
{
  const struct
  {
    const char      *action;
    BtyProviderWish  wish;
  } cases[] = {
    { "provider.test", BTY_PROVIDER_WISH_TEST },         { "provider.reset", BTY_PROVIDER_WISH_RESET },
    { "provider.edit", BTY_PROVIDER_WISH_EDIT },         { "provider.move-up", BTY_PROVIDER_WISH_MOVE_UP },
    { "provider.move-down", BTY_PROVIDER_WISH_MOVE_DOWN }, { "provider.remove", BTY_PROVIDER_WISH_REMOVE },
  };
  g_autoptr(BtyProviderStatus) status = bty_test_status_new (BTY_PROVIDER_STATE_READY);
  GtkWidget *row;
  GtkWidget *window = show_row (status, &row);
  int wish = -1;

  g_signal_connect (row, "wished", G_CALLBACK (wished_cb), &wish);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      wish = -1;
      g_assert_true (gtk_widget_activate_action (row, cases[i].action, NULL));
      g_assert_cmpint (wish, ==, cases[i].wish);
    }

  gtk_switch_set_active (GTK_SWITCH (bty_test_find (row, GTK_TYPE_SWITCH, NULL)), FALSE);
  g_assert_cmpint (wish, ==, BTY_PROVIDER_WISH_DISABLE);
  /* It was refused: the switch goes back, and nobody is asked again. */
  wish = -1;
  bty_provider_row_update (BTY_PROVIDER_ROW (row));
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (bty_test_find (row, GTK_TYPE_SWITCH, NULL))));
  g_assert_cmpint (wish, ==, -1);

  /* There is nowhere to move the first and only one. */
  bty_provider_row_set_place (BTY_PROVIDER_ROW (row), TRUE, TRUE);
  gtk_widget_activate_action (row, "provider.move-up", NULL);
  gtk_widget_activate_action (row, "provider.move-down", NULL);
  g_assert_cmpint (wish, ==, -1);

  bty_test_close (window);
}

static void
test_odd_texts (void)
{
  g_autoptr(BtyProviderStatus) status = bty_test_status_new (BTY_PROVIDER_STATE_OPEN);
  g_autoptr(GRand) random = g_rand_new_with_seed (42);
  GtkWidget *row;
  GtkWidget *window = show_row (status, &row);

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *text = bty_test_random_text (random, g_rand_int_range (random, 0, 40));

      g_object_set (bty_provider_status_get_config (status), "name", text, "model", text, NULL);
      g_object_set (bty_provider_status_get_health (status), "last-error", text, NULL);
      if (i % 500 == 0)
        {
          bty_provider_status_refresh (status);
          bty_test_frames (window, 1);
        }
    }
  g_object_set (bty_provider_status_get_config (status), "name", "<b>&amp;</b>", NULL);
  assert_says (row, "<b>&amp;</b>\n");

  bty_test_close (window);
}

static void
test_finalize (void)
{
  BtyProviderStatus *status = bty_test_status_new (BTY_PROVIDER_STATE_OPEN);
  GtkWidget *row;
  GtkWidget *window = show_row (status, &row);

  g_object_add_weak_pointer (G_OBJECT (row), (gpointer *) &row);
  bty_test_close (window);
  g_assert_null (row);
  g_assert_finalize_object (status);
}

static void
add_tests (void)
{
  g_test_add_func ("/provider-row/states", test_states);
  g_test_add_func ("/provider-row/follows", test_follows);
  g_test_add_func ("/provider-row/countdown", test_countdown);
  g_test_add_func ("/provider-row/wishes", test_wishes);
  g_test_add_func ("/provider-row/odd-texts", test_odd_texts);
  g_test_add_func ("/provider-row/finalize", test_finalize);
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
