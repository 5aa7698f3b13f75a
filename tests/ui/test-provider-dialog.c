/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-dialog.h"

#include "bty-catalog.h"
#include "bty-model-chooser.h"
#include "bty-test-providers.h"
#include "mock-provider-server.h"

#define KEY "sk-canary-1234567890"
#define DOTS "●●●●●●●●●●●●●●●●●●●●"

/* A person fills in the form; a service on this computer answers. */
typedef struct
{
  char               *dir;
  BtyProfile         *profile;
  BtyProviderService *service;
  BtyMockServer      *server;
  char               *base_url;
  GtkWidget          *dialog; /* NULL once it has closed */
  char               *done;
} Fixture;

static void
done_cb (GtkWidget  *dialog,
         const char *name,
         gpointer    user_data)
{
  *(char **) user_data = g_strdup (name);
}

static void
open_dialog (Fixture           *fixture,
             BtyProviderStatus *status)
{
  fixture->dialog = bty_provider_dialog_new (fixture->service, status);
  g_object_add_weak_pointer (G_OBJECT (fixture->dialog), (gpointer *) &fixture->dialog);
  g_signal_connect (fixture->dialog, "done", G_CALLBACK (done_cb), &fixture->done);
  gtk_window_present (GTK_WINDOW (fixture->dialog));
  bty_test_frames (fixture->dialog, 2);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->profile = bty_test_open_profile (&fixture->dir);
  fixture->service = bty_profile_get_providers (fixture->profile);
  fixture->server = bty_mock_server_new (0, &error);
  g_assert_no_error (error);
  fixture->base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", bty_mock_server_get_port (fixture->server));
  open_dialog (fixture, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->dialog != NULL)
    bty_test_close (fixture->dialog);
  bty_test_wait_until (fixture->dialog == NULL);
  bty_mock_server_free (fixture->server);
  bty_test_close_profile (fixture->profile, fixture->dir);
  g_free (fixture->base_url);
  g_free (fixture->done);
}

static void
choose_preset (Fixture    *fixture,
               const char *name)
{
  GtkWidget *row = bty_test_find_titled (fixture->dialog, name);

  g_assert_nonnull (row);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  bty_test_frames (fixture->dialog, 2);
}

static void
type (Fixture    *fixture,
      const char *title,
      const char *text)
{
  bty_test_type (fixture->dialog, title, text);
}

static const char *
get_typed (Fixture    *fixture,
           const char *title)
{
  return gtk_editable_get_text (GTK_EDITABLE (bty_test_find_titled (fixture->dialog, title)));
}

static void
keep_key_in (Fixture *fixture,
             guint    place)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (bty_test_find_titled (fixture->dialog, "Kept in")), place);
}

static void
act (Fixture    *fixture,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (fixture->dialog, action, NULL));
}

static void
control (Fixture    *fixture,
         const char *json)
{
  g_autoptr(GError) error = NULL;

  bty_mock_server_control (fixture->server, json, &error);
  g_assert_no_error (error);
}

static guint
count_requests (Fixture *fixture)
{
  g_autoptr(JsonNode) requests = bty_mock_server_dup_requests (fixture->server);

  return json_array_get_length (json_node_get_array (requests));
}

static void
wait_until_done (Fixture    *fixture,
                 const char *name)
{
  bty_test_wait_until (fixture->done != NULL);
  g_assert_cmpstr (fixture->done, ==, name);
}

static BtyProviderConfig *
get_config (Fixture    *fixture,
            const char *name)
{
  BtyProviderStatus *status = bty_provider_service_find (fixture->service, name);

  return status != NULL ? bty_provider_status_get_config (status) : NULL;
}

/* A service that can be reached, with a key for this run. */
static void
fill_in (Fixture *fixture)
{
  choose_preset (fixture, "Other, OpenAI-compatible");
  type (fixture, "Name", "Mine");
  type (fixture, "Address", fixture->base_url);
  type (fixture, "Key (only if the service wants one)", KEY);
  type (fixture, "Model", "some-model");
  keep_key_in (fixture, 1);
}

static void
test_complaints (Fixture       *fixture,
                 gconstpointer  data)
{
  const struct
  {
    const char *title;
    const char *text;
    const char *complaint;
  } cases[] = {
    { "Name", "", "Give it a name." },
    { "Name", "a,b", "A name cannot contain a comma." },
    { "Name", "Memory only", "There is a provider of this name already." },
    { "Address", "", "Enter the address at which it answers." },
    { "Address", "example.com", "An address starts with https://" },
    { "Address", "https://me:secret@example.com", "Put the key into the field for it" },
    { "Key (only if the service wants one)", "two words", "This does not look like a key" },
    { "Model", "", "Choose a model." },
    { "Tokens of Context", "many", "Enter a whole number" },
    { "Tokens of a Reply", "-1", "Enter a whole number" },
    { "Dollars for a Million Tokens Sent", "cheap", "A price is a number" },
    { "Dollars for a Million Tokens Received", "1.2.3", "A price is a number" },
  };

  fill_in (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_key = g_str_has_prefix (cases[i].title, "Key");
      g_autofree char *before = g_strdup (is_key ? KEY : get_typed (fixture, cases[i].title));

      type (fixture, cases[i].title, cases[i].text);
      act (fixture, "dialog.confirm");
      if (!bty_test_says (fixture->dialog, cases[i].complaint))
        g_error ("No word of “%s”", cases[i].complaint);
      /* Nothing of what was typed is lost. */
      if (!is_key)
        g_assert_cmpstr (get_typed (fixture, cases[i].title), ==, cases[i].text);
      type (fixture, cases[i].title, before);
      act (fixture, "dialog.test");
      g_assert_false (bty_test_says (fixture->dialog, cases[i].complaint));
    }
  g_assert_null (fixture->done);
  g_assert_null (get_config (fixture, "Mine"));
}

static void
test_adds (Fixture       *fixture,
           gconstpointer  data)
{
  BtyProviderConfig *config;

  fill_in (fixture);
  type (fixture, "Tokens of Context", "32768");
  type (fixture, "Dollars for a Million Tokens Sent", "2,5");
  act (fixture, "dialog.confirm");
  wait_until_done (fixture, "Mine");

  /* It was asked once, with the key. */
  g_assert_cmpint (count_requests (fixture), ==, 1);
  config = get_config (fixture, "Mine");
  g_assert_nonnull (config);
  g_assert_cmpstr (config->model, ==, "some-model");
  g_assert_cmpint (config->context_tokens, ==, 32768);
  g_assert_true (config->output_tokens == BTY_UNSET);
  g_assert_cmpfloat (config->price_input, ==, 2.5);
  g_assert_cmpint (bty_provider_status_get_key_state (bty_provider_service_find (fixture->service, "Mine")),
                   ==, BTY_KEY_THIS_RUN);
}

static void
test_test_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  fill_in (fixture);
  control (fixture, "{\"fault\": \"401\"}");
  act (fixture, "dialog.confirm");
  bty_test_wait_until_says (fixture->dialog, "key");
  bty_test_wait_until (!bty_test_says (fixture->dialog, "Waiting for an answer"));
  g_assert_nonnull (bty_test_find (fixture->dialog, GTK_TYPE_IMAGE, "error"));
  g_assert_null (fixture->done);
  g_assert_null (get_config (fixture, "Mine"));
  g_assert_cmpstr (get_typed (fixture, "Name"), ==, "Mine");
  g_assert_cmpstr (get_typed (fixture, "Key (only if the service wants one)"), ==, DOTS);
  g_assert_false (bty_test_says (fixture->dialog, KEY));

  act (fixture, "dialog.skip-test");
  wait_until_done (fixture, "Mine");
  g_assert_nonnull (get_config (fixture, "Mine"));
}

static void
test_test_only (Fixture       *fixture,
                gconstpointer  data)
{
  fill_in (fixture);
  act (fixture, "dialog.test");
  bty_test_wait_until_says (fixture->dialog, "Answered in ");
  g_assert_null (fixture->done);
  g_assert_null (get_config (fixture, "Mine"));
}

static void
test_no_keyring (Fixture       *fixture,
                 gconstpointer  data)
{
  fill_in (fixture);
  keep_key_in (fixture, 0);
  act (fixture, "dialog.skip-test");
  bty_test_wait_until_says (fixture->dialog, "eyring on this system");
  bty_test_wait_until_says (fixture->dialog, "Use the Key for This Run Only");
  g_assert_null (get_config (fixture, "Mine"));

  act (fixture, "dialog.this-run");
  wait_until_done (fixture, "Mine");
  g_assert_cmpint (bty_provider_status_get_key_state (bty_provider_service_find (fixture->service, "Mine")),
                   ==, BTY_KEY_THIS_RUN);
}

static void
test_environment (Fixture       *fixture,
                  gconstpointer  data)
{
  fill_in (fixture);
  keep_key_in (fixture, 2);
  type (fixture, "Environment Variable", "BTY_TEST_NO_SUCH_KEY");
  g_assert_true (bty_test_says (fixture->dialog, "BTY_TEST_NO_SUCH_KEY is not set in this run."));
  type (fixture, "Environment Variable", KEY);
  act (fixture, "dialog.confirm");
  g_assert_true (bty_test_says (fixture->dialog, "Enter the name of the variable"));

  type (fixture, "Environment Variable", "BTY_TEST_KEY");
  g_setenv ("BTY_TEST_KEY", KEY, TRUE);
  act (fixture, "dialog.confirm");
  wait_until_done (fixture, "Mine");
  g_assert_cmpstr (get_config (fixture, "Mine")->key_env, ==, "BTY_TEST_KEY");
}

static void
test_models (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *list;

  fill_in (fixture);
  control (fixture, "{\"models\": [\"alpha\", \"<b>beta</b>\", \"gamma\"]}");
  act (fixture, "dialog.fetch-models");
  bty_test_wait_until_says (fixture->dialog, "<b>beta</b>");
  list = bty_test_find (bty_test_find (fixture->dialog, BTY_TYPE_MODEL_CHOOSER, NULL), GTK_TYPE_LIST_VIEW, NULL);
  g_signal_emit_by_name (list, "activate", 0); /* sorted */
  bty_test_frames (fixture->dialog, 2);
  g_assert_cmpstr (get_typed (fixture, "Model"), ==, "<b>beta</b>");

  control (fixture, "{\"fault\": \"500\"}");
  act (fixture, "dialog.fetch-models");
  bty_test_wait_until (bty_test_find (fixture->dialog, GTK_TYPE_IMAGE, "warning") != NULL);
  g_assert_cmpstr (get_typed (fixture, "Model"), ==, "<b>beta</b>");
}

/* The key for one service is never offered to another. */
static void
test_other_preset (Fixture       *fixture,
                   gconstpointer  data)
{
  choose_preset (fixture, "Mistral");
  act (fixture, "dialog.confirm");
  g_assert_true (bty_test_says (fixture->dialog, "Enter the key."));
  type (fixture, "Address", "http://api.example.com");
  g_assert_true (bty_test_says (fixture->dialog, "This connection is not encrypted"));
  act (fixture, "dialog.confirm");
  g_assert_true (bty_test_says (fixture->dialog, "The key would be sent unprotected."));
  type (fixture, "Key", KEY);
  act (fixture, "dialog.back");
  bty_test_frames (fixture->dialog, 2);
  choose_preset (fixture, "Mistral");
  g_assert_cmpstr (get_typed (fixture, "Key"), ==, DOTS);

  act (fixture, "dialog.back");
  bty_test_frames (fixture->dialog, 2);
  choose_preset (fixture, "Groq");
  g_assert_cmpstr (get_typed (fixture, "Key"), ==, "");
  g_assert_cmpstr (get_typed (fixture, "Address"), ==, "https://api.groq.com/openai/v1");
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  fill_in (fixture);
  act (fixture, "dialog.skip-test");
  wait_until_done (fixture, "Mine");
  g_clear_pointer (&fixture->done, g_free);
  bty_test_wait_until (fixture->dialog == NULL);

  open_dialog (fixture, bty_provider_service_find (fixture->service, "Mine"));
  g_assert_cmpstr (get_typed (fixture, "Address"), ==, fixture->base_url);
  g_assert_cmpstr (get_typed (fixture, "New Key (leave empty to keep the present one)"), ==, "");
  type (fixture, "Name", "Still Mine");
  type (fixture, "Model", "claude-sonnet-4-5");
  /* The stored key is used under the stored name. */
  control (fixture, "{\"key\": \"" KEY "\"}");
  act (fixture, "dialog.test");
  bty_test_wait_until_says (fixture->dialog, "Answered in ");
  act (fixture, "dialog.confirm");
  wait_until_done (fixture, "Still Mine");
  g_assert_cmpstr (get_config (fixture, "Still Mine")->model, ==, "claude-sonnet-4-5");
  g_assert_null (get_config (fixture, "Mine"));
}

/* What the field tells is dots, whatever is done with it; what is sent is the key. */
static void
test_key_is_hidden (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkEditable *key;
  GtkEditable *text;
  int position = 0;

  fill_in (fixture);
  key = GTK_EDITABLE (bty_test_find_titled (fixture->dialog, "Key (only if the service wants one)"));
  text = gtk_editable_get_delegate (key);
  gtk_editable_set_text (key, "");
  gtk_editable_insert_text (key, "sk-", -1, &position);
  g_assert_cmpint (position, ==, 3);
  gtk_editable_insert_text (key, "äö-canary-1234567890", -1, &position);
  gtk_editable_delete_text (key, 3, 6);
  g_assert_cmpstr (gtk_editable_get_text (key), ==, DOTS);
  g_assert_cmpstr (gtk_editable_get_text (text), ==, DOTS);
  g_assert_cmpstr (gtk_entry_buffer_get_text (gtk_text_get_buffer (GTK_TEXT (text))), ==, DOTS);

  control (fixture, "{\"key\": \"" KEY "\"}");
  act (fixture, "dialog.test");
  bty_test_wait_until_says (fixture->dialog, "Answered in ");
  gtk_editable_delete_text (key, 0, -1);
  g_assert_cmpstr (gtk_editable_get_text (key), ==, "");
}

static void
test_builtin (Fixture       *fixture,
              gconstpointer  data)
{
  /* There is one already. */
  g_assert_false (gtk_widget_get_visible (bty_test_find_titled (fixture->dialog, "Built In")));
  bty_test_close (fixture->dialog);

  open_dialog (fixture, bty_provider_service_find (fixture->service, "Memory only"));
  g_assert_false (gtk_widget_get_visible (bty_test_find_titled (fixture->dialog, "Address")));
  type (fixture, "Name", "Last");
  act (fixture, "dialog.confirm");
  wait_until_done (fixture, "Last");
}

/* Closed while the service keeps it waiting, and while it looks for models. */
static void
test_closes_at_any_time (Fixture       *fixture,
                         gconstpointer  data)
{
  const char *actions[] = { "dialog.confirm", "dialog.test", "dialog.fetch-models", "dialog.skip-test" };

  control (fixture, "{\"fault\": \"hang\"}");
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (fixture->dialog == NULL)
        open_dialog (fixture, NULL);
      fill_in (fixture);
      act (fixture, actions[i]);
      bty_test_wait (50);
      if (fixture->dialog != NULL)
        bty_test_close (fixture->dialog);
      bty_test_wait_until (fixture->dialog == NULL);
    }
}

static void
test_odd_texts (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  const char *titles[] = { "Name", "Address", "Key (only if the service wants one)", "Model", "Tokens of Context" };

  fill_in (fixture);
  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *text = bty_test_random_text (random, g_rand_int_range (random, 0, 20));

      type (fixture, titles[i % G_N_ELEMENTS (titles)], text);
      if (i % 250 == 0)
        {
          keep_key_in (fixture, i / 250 % 3);
          act (fixture, "dialog.confirm");
          bty_test_frames (fixture->dialog, 1);
        }
    }
  g_assert_null (fixture->done);
}

static void
add_tests (void)
{
  const struct
  {
    const char *name;
    void      (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "complaints", test_complaints },   { "adds", test_adds },
    { "test-fails", test_test_fails },   { "test-only", test_test_only },
    { "no-keyring", test_no_keyring },   { "environment", test_environment },
    { "models", test_models },           { "other-preset", test_other_preset },
    { "edit", test_edit },               { "builtin", test_builtin },
    { "key-is-hidden", test_key_is_hidden }, { "closes", test_closes_at_any_time }, { "odd-texts", test_odd_texts },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/provider-dialog/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
