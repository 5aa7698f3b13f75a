/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-providers-page.h"

#include "bty-provider-row.h"
#include "bty-test-providers.h"
#include "mock-provider-server.h"

/* The page in a window, over a real profile. */
typedef struct
{
  char               *dir;
  BtyProfile         *profile;
  BtyProviderService *service;
  GtkWidget          *page;
  GtkWidget          *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->profile = bty_test_open_profile (&fixture->dir);
  fixture->service = bty_profile_get_providers (fixture->profile);
  bty_test_add_provider (fixture->profile, "First", "Anthropic");
  bty_test_add_provider (fixture->profile, "Second", "OpenAI");
  fixture->page = bty_providers_page_new (fixture->service);
  fixture->window = bty_test_window_new (fixture->page, 700, 800);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *page = fixture->page;

  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  bty_test_close (fixture->window);
  bty_test_wait_until (page == NULL);
  bty_test_close_profile (fixture->profile, fixture->dir);
}

static GtkWidget *
get_row (Fixture    *fixture,
         const char *name)
{
  GtkWidget *list = bty_test_find (fixture->page, GTK_TYPE_LIST_BOX, "boxed-list");
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i)) != NULL; i++)
    {
      BtyProviderStatus *status = bty_provider_row_get_status (BTY_PROVIDER_ROW (row));

      if (g_strcmp0 (bty_provider_status_get_config (status)->name, name) == 0)
        return GTK_WIDGET (row);
    }

  return NULL;
}

static char *
dup_order (Fixture *fixture)
{
  GListModel *providers = bty_provider_service_get_providers (fixture->service);
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (providers, i);

      g_string_append_printf (order, "%s;", bty_provider_status_get_config (status)->name);
    }

  return g_string_free (order, FALSE);
}

static void
wait_for_order (Fixture    *fixture,
                const char *expected)
{
  g_autofree char *order = NULL;
  gint64 end = g_get_monotonic_time () + BTY_TEST_LIMIT;

  do
    {
      g_free (order);
      order = dup_order (fixture);
      if (g_str_equal (order, expected))
        return;
      bty_test_wait (10);
    }
  while (g_get_monotonic_time () < end);
  g_assert_cmpstr (order, ==, expected);
}

/* Rows are made anew whenever the list changes. */
static void
wait_until_row_says (Fixture    *fixture,
                     const char *name,
                     const char *text)
{
  bty_test_wait_until (bty_test_says (get_row (fixture, name), text));
}

static void
act (Fixture    *fixture,
     const char *name,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (get_row (fixture, name), action, NULL));
}

static void
test_moves (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *order = dup_order (fixture);

  g_assert_cmpstr (order, ==, "First;Second;Memory only;");
  g_assert_true (bty_providers_page_show_provider (BTY_PROVIDERS_PAGE (fixture->page), "Second"));
  g_assert_false (bty_providers_page_show_provider (BTY_PROVIDERS_PAGE (fixture->page), "Nobody"));

  /* The focus goes where the provider goes, so that the next key moves it on. */
  act (fixture, "Second", "provider.move-up");
  wait_for_order (fixture, "Second;First;Memory only;");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == get_row (fixture, "Second"));
  act (fixture, "Second", "provider.move-down");
  wait_for_order (fixture, "First;Second;Memory only;");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == get_row (fixture, "Second"));
}

static void
test_drops (Fixture       *fixture,
            gconstpointer  data)
{
  g_signal_emit_by_name (get_row (fixture, "First"), "dropped",
                         bty_provider_service_find (fixture->service, "Memory only"));
  wait_for_order (fixture, "Memory only;First;Second;");
  g_signal_emit_by_name (get_row (fixture, "Second"), "dropped",
                         bty_provider_service_find (fixture->service, "Memory only"));
  wait_for_order (fixture, "First;Second;Memory only;");
}

static void
test_switch (Fixture       *fixture,
             gconstpointer  data)
{
  BtyProviderStatus *status = bty_provider_service_find (fixture->service, "First");
  GtkWidget *enabled = bty_test_find (get_row (fixture, "First"), GTK_TYPE_SWITCH, NULL);

  gtk_widget_grab_focus (enabled);
  gtk_switch_set_active (GTK_SWITCH (enabled), FALSE);
  bty_test_wait_until (bty_provider_status_get_state (status) == BTY_PROVIDER_STATE_DISABLED);
  g_assert_true (bty_test_says (get_row (fixture, "First"), "\nOff\n"));

  enabled = bty_test_find (get_row (fixture, "First"), GTK_TYPE_SWITCH, NULL);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == enabled);
  gtk_switch_set_active (GTK_SWITCH (enabled), TRUE);
  wait_until_row_says (fixture, "First", "\nReady\n");
}

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  BtyProviderStatus *status = bty_provider_service_find (fixture->service, "First");

  bty_test_put_into (status, BTY_PROVIDER_STATE_SET_ASIDE);
  g_assert_true (bty_test_says (fixture->page, "Set aside"));
  act (fixture, "First", "provider.reset");
  wait_until_row_says (fixture, "First", "\nReady\n");
}

static void
test_test (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  BtyMockServer *server = bty_mock_server_new (0, &error);
  g_autofree char *base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", bty_mock_server_get_port (server));
  BtyProviderStatus *status = bty_provider_service_find (fixture->service, "Second");

  g_assert_no_error (error);
  g_object_set (bty_provider_status_get_config (status), "base-url", base_url, NULL);
  act (fixture, "Second", "provider.test");
  g_assert_true (bty_test_says (get_row (fixture, "Second"), "Waiting for an answer"));
  wait_until_row_says (fixture, "Second", "Answered in ");

  /* The result stays when the rows are made anew. */
  act (fixture, "Second", "provider.move-up");
  wait_for_order (fixture, "Second;First;Memory only;");
  g_assert_true (bty_test_says (get_row (fixture, "Second"), "Answered in "));

  bty_mock_server_control (server, "{\"fault\": \"401\"}", &error);
  g_assert_no_error (error);
  act (fixture, "Second", "provider.test");
  wait_until_row_says (fixture, "Second", "Set aside");
  bty_mock_server_free (server);
}

static void
test_removes (Fixture       *fixture,
              gconstpointer  data)
{
  act (fixture, "First", "provider.remove");
  wait_for_order (fixture, "Second;Memory only;");
  bty_test_wait_until_says (fixture->page, "“First” removed");
  act (fixture, "Memory only", "provider.remove");
  act (fixture, "Second", "provider.remove");
  wait_for_order (fixture, "");
  bty_test_wait_until_says (fixture->page, "No Providers");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (bty_test_find (fixture->page, GTK_TYPE_STACK, NULL))),
                   ==, "empty");
}

static void
test_strategy (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *order = bty_test_find_titled (fixture->page, "Order");

  g_assert_cmpint (adw_combo_row_get_selected (ADW_COMBO_ROW (order)), ==, BTY_STRATEGY_PRIORITY);
  adw_combo_row_set_selected (ADW_COMBO_ROW (order), BTY_STRATEGY_ROUND_ROBIN);
  g_assert_cmpint (bty_provider_service_get_strategy (fixture->service), ==, BTY_STRATEGY_ROUND_ROBIN);
}

/* Not a test of the program: pictures for people, where BTY_SCREENSHOTS says so. */
static void
test_pictures (Fixture       *fixture,
               gconstpointer  data)
{
  const char *names[] = { "Anthropic", "Mistral", "Groq", "DeepSeek", "Gemini",
                          "Datenschutzgrundverordnungskonformer Sprachmodellanbieter" };
  const char *presets[] = { "Anthropic", "Mistral", "Groq", "DeepSeek", "Gemini", "xAI" };
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkWidget *window;

  if (g_getenv ("BTY_SCREENSHOTS") == NULL)
    {
      g_test_skip ("Nobody wants pictures");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      BtyProviderStatus *status;

      bty_test_add_provider (fixture->profile, names[i], presets[i]);
      status = bty_provider_service_find (fixture->service, names[i]);
      bty_test_put_into (status, BTY_PROVIDER_STATE_READY - i);
      g_object_set (bty_provider_status_get_health (status), "total-successes", (gint64) 118,
                    "total-failures", (gint64) i, "last-latency-ms", (gint64) 420 * (i + 1), NULL);
    }
  bty_test_screenshot (fixture->window, "providers-wide");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  bty_test_resize (fixture->window, 360, 800);
  bty_test_screenshot (fixture->window, "providers-narrow-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_LIGHT);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window = bty_test_window_new (bty_providers_page_new (fixture->service), 360, 800);
  bty_test_screenshot (window, "providers-narrow-rtl");
  bty_test_close (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
add_tests (void)
{
  const struct
  {
    const char *name;
    void      (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "moves", test_moves },     { "drops", test_drops },       { "switch", test_switch },
    { "reset", test_reset },     { "test", test_test },         { "removes", test_removes },
    { "strategy", test_strategy }, { "pictures", test_pictures },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/providers-page/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
