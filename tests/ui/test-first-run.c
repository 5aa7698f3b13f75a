/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-first-run.h"

#include "bty-found-row.h"
#include "bty-test-providers.h"
#include "mock-provider-server.h"

static void
finished_cb (GtkWidget *window,
             gpointer   user_data)
{
  (*(guint *) user_data)++;
}

static void
test_offers (void)
{
  char *dir;
  BtyProfile *profile = bty_test_open_profile (&dir);
  GtkWidget *window;
  guint finished = 0;

  g_setenv ("MISTRAL_API_KEY", "sk-canary-1234567890", TRUE);
  window = bty_first_run_new (bty_profile_get_providers (profile));
  g_signal_connect (window, "finished", G_CALLBACK (finished_cb), &finished);
  gtk_window_present (GTK_WINDOW (window));
  bty_test_wait_until_says (window, "Start without a Provider");
  bty_test_wait_until_says (window, "Key in MISTRAL_API_KEY");
  g_assert_false (bty_test_says (window, "sk-canary"));
  bty_test_screenshot (window, "first-run");

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_assert_true (gtk_widget_activate_action (window, "window.close", NULL));
  bty_test_settle ();
  g_assert_cmpint (finished, ==, 1);
  g_assert_null (window);
  g_unsetenv ("MISTRAL_API_KEY");
  bty_test_close_profile (profile, dir);
}

/* Closed while it is still looking. */
static void
test_closes_early (void)
{
  char *dir;
  BtyProfile *profile = bty_test_open_profile (&dir);
  GtkWidget *window = bty_first_run_new (bty_profile_get_providers (profile));

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_present (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
  bty_test_wait_until (window == NULL);
  bty_test_close_profile (profile, dir);
}

static BtyProviderConfig *
create_found (BtyMockServer *server)
{
  BtyProviderConfig *config = bty_provider_config_new ("Found", BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE);
  g_autofree char *base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", bty_mock_server_get_port (server));

  g_object_set (config, "base-url", base_url, "model", "some-model", NULL);

  return config;
}

static GtkWidget *
show_row (GtkWidget *row)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_append (GTK_LIST_BOX (list), row);

  return bty_test_window_new (list, 400, 200);
}

/* One click: asked, answered, in use. */
static void
test_use (void)
{
  g_autoptr(GError) error = NULL;
  char *dir;
  BtyProfile *profile = bty_test_open_profile (&dir);
  BtyProviderService *service = bty_profile_get_providers (profile);
  BtyMockServer *server = bty_mock_server_new (0, &error);
  g_autoptr(BtyProviderConfig) config = create_found (server);
  GtkWidget *row = bty_found_row_new (service, config);
  GtkWidget *window = show_row (row);
  GtkWidget *button = bty_test_find (row, GTK_TYPE_BUTTON, NULL);
  guint added = 0;

  g_assert_no_error (error);
  g_signal_connect (row, "added", G_CALLBACK (finished_cb), &added);

  bty_mock_server_control (server, "{\"fault\": \"401\"}", &error);
  g_assert_no_error (error);
  g_signal_emit_by_name (button, "clicked");
  bty_test_wait_until_says (window, "Use Anyway");
  g_assert_null (bty_provider_service_find (service, "Found"));
  g_signal_emit_by_name (button, "clicked");
  bty_test_wait_until_says (window, "In Use");
  g_assert_nonnull (bty_provider_service_find (service, "Found"));
  g_assert_cmpint (added, ==, 1);
  bty_test_close (window);

  g_object_set (config, "id", "0190a0a0-0000-7000-8000-000000000001", "name", "Found too", NULL);
  row = bty_found_row_new (service, config);
  window = show_row (row);
  bty_mock_server_control (server, "{\"fault\": \"none\"}", &error);
  g_assert_no_error (error);
  g_signal_emit_by_name (bty_test_find (row, GTK_TYPE_BUTTON, NULL), "clicked");
  bty_test_wait_until_says (window, "Answered in ");
  bty_test_wait_until_says (window, "In Use");
  g_assert_nonnull (bty_provider_service_find (service, "Found too"));
  bty_test_close (window);

  bty_mock_server_free (server);
  bty_test_close_profile (profile, dir);
}

static void
add_tests (void)
{
  g_test_add_func ("/first-run/offers", test_offers);
  g_test_add_func ("/first-run/closes-early", test_closes_early);
  g_test_add_func ("/first-run/use", test_use);
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
