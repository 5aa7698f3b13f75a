/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-providers.h"

#include <glib/gstdio.h>

#include "bty-catalog.h"
#include "bty-time.h"

/**
 * bty_test_put_into:
 * @status: a provider that is ready
 * @state: how it shall stand
 *
 * Brings a provider into a state as life would: by failures, refusals and a missing key.
 */
void
bty_test_put_into (BtyProviderStatus *status,
                   BtyProviderState   state)
{
  BtyProviderHealth *health = bty_provider_status_get_health (status);
  BtyCircuit *circuit = bty_provider_status_get_circuit (status);
  guint ticket = 0;

  switch (state)
    {
    case BTY_PROVIDER_STATE_DISABLED:
      g_object_set (bty_provider_status_get_config (status), "enabled", FALSE, NULL);
      break;
    case BTY_PROVIDER_STATE_SET_ASIDE:
      g_object_set (health, "set-aside", TRUE, "last-error", "The key was not accepted.",
                    "last-error-code", "authentication", "last-error-at", bty_time_now (), NULL);
      break;
    case BTY_PROVIDER_STATE_NO_KEY:
      bty_provider_status_set_key_state (status, BTY_KEY_MISSING);
      break;
    case BTY_PROVIDER_STATE_LOCKED:
      bty_provider_status_set_key_state (status, BTY_KEY_LOCKED);
      break;
    case BTY_PROVIDER_STATE_OPEN:
    case BTY_PROVIDER_STATE_HALF_OPEN:
      for (guint i = 0; i < 3; i++)
        {
          bty_circuit_allows (circuit, bty_time_steady (), &ticket);
          bty_circuit_record_failure (circuit, ticket, bty_time_steady ());
        }
      g_object_set (health, "failures", (gint64) 3, "last-error", "The server cannot be reached.",
                    "last-error-code", "offline", "last-error-at", bty_time_now (), NULL);
      if (state == BTY_PROVIDER_STATE_HALF_OPEN)
        circuit->open_until = bty_time_steady () - 1;
      break;
    case BTY_PROVIDER_STATE_RATE_LIMITED:
      g_object_set (health, "rate-limited-until", bty_time_now () + 90 * G_USEC_PER_SEC, NULL);
      break;
    case BTY_PROVIDER_STATE_READY:
    default:
      break;
    }
  bty_provider_status_refresh (status);
  g_assert_cmpint (bty_provider_status_get_state (status), ==, state);
}

/**
 * bty_test_status_new:
 * @state: how it shall stand
 *
 * Returns: (transfer full): a provider in that state
 */
BtyProviderStatus *
bty_test_status_new (BtyProviderState state)
{
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new_from_preset (bty_catalog_find_preset ("Mistral"),
                                                                             "My Mistral");
  BtyProviderStatus *status = bty_provider_status_new (config, NULL);

  bty_test_put_into (status, state);

  return status;
}

static void
append_texts (GtkWidget *widget,
              GString   *texts)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (texts, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_TEXT_VIEW (widget) && !gtk_text_view_get_editable (GTK_TEXT_VIEW (widget)))
    {
      g_autofree char *text = NULL;

      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &text, NULL);
      g_string_append_printf (texts, "%s\n", text);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_texts (child, texts);
}

/**
 * bty_test_dup_texts:
 * @widget: a widget
 *
 * Returns: (transfer full): what its visible labels say, and texts that are only read, one in each line
 */
char *
bty_test_dup_texts (GtkWidget *widget)
{
  GString *texts = g_string_new (NULL);

  append_texts (widget, texts);

  return g_string_free (texts, FALSE);
}

/**
 * bty_test_says:
 * @widget: a widget
 * @text: what to look for
 *
 * Returns: whether a visible label of it says that
 */
gboolean
bty_test_says (GtkWidget  *widget,
               const char *text)
{
  g_autofree char *texts = bty_test_dup_texts (widget);

  return strstr (texts, text) != NULL;
}

/**
 * bty_test_wait_until_says:
 * @widget: a widget
 * @text: what it will say
 *
 * Waits; it is an error if it never does.
 */
void
bty_test_wait_until_says (GtkWidget  *widget,
                          const char *text)
{
  gint64 end = g_get_monotonic_time () + BTY_TEST_LIMIT;
  g_autofree char *texts = NULL;

  do
    {
      if (bty_test_says (widget, text))
        return;
      bty_test_wait (20);
    }
  while (g_get_monotonic_time () < end);
  texts = bty_test_dup_texts (widget);
  g_error ("“%s” never came in “%s”", text, texts);
}

/**
 * bty_test_find_titled:
 * @widget: where to look
 * @title: of a row
 *
 * Returns: (nullable) (transfer none): the first row of that title, visible or not
 */
GtkWidget *
bty_test_find_titled (GtkWidget  *widget,
                      const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget)
      && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = bty_test_find_titled (child, title);

  return found;
}

/**
 * bty_test_type:
 * @widget: where to look
 * @title: of a row to type into
 * @text: what is typed in place of what is there
 */
void
bty_test_type (GtkWidget  *widget,
               const char *title,
               const char *text)
{
  GtkWidget *row = bty_test_find_titled (widget, title);

  g_assert_true (GTK_IS_EDITABLE (row));
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

/**
 * bty_test_random_text:
 * @random: where chance comes from
 * @n_chars: how long
 *
 * Returns: (transfer full): valid UTF-8 of markup, control, direction, combining and other characters
 */
char *
bty_test_random_text (GRand *random,
                      guint  n_chars)
{
  static const char *pieces[] = { "<b>", "&", "&amp;", "</span>", "\n", "\t", "\x01", "\x7f", "%s", "%n", "_", "\\",
                                  "\xe2\x80\xae", "\xe2\x80\x8f", "\xf3\xa0\x81\xa1", "e\xcc\x81", "👩‍👩‍👧", "日本",
                                  "עברית", "\"" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_chars; i++)
    {
      gunichar c;

      switch (g_rand_int_range (random, 0, 3))
        {
        case 0:
          g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
          break;
        case 1:
          g_string_append_c (text, g_rand_int_range (random, 1, 127));
          break;
        default:
          c = g_rand_int_range (random, 0x80, 0x30000);
          if (g_unichar_validate (c))
            g_string_append_unichar (text, c);
        }
    }

  return g_string_free (text, FALSE);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

/**
 * bty_test_open_profile:
 * @dir: (out): its directory
 *
 * Returns: (transfer full): a new profile; close it with bty_test_close_profile()
 */
BtyProfile *
bty_test_open_profile (char **dir)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyProfile *profile;

  *dir = g_dir_make_tmp ("boternity-test-XXXXXX", &error);
  g_assert_no_error (error);
  bty_profile_open_async (*dir, NULL, result_cb, &result);
  profile = bty_profile_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);

  return profile;
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

/**
 * bty_test_close_profile:
 * @profile: (transfer full): from bty_test_open_profile()
 * @dir: (transfer full): its directory, removed
 */
void
bty_test_close_profile (BtyProfile *profile,
                        char       *dir)
{
  bty_test_settle ();
  bty_profile_close (profile);
  bty_test_settle ();
  g_assert_finalize_object (profile);
  remove_tree (dir);
  g_free (dir);
}

/**
 * bty_test_add_provider:
 * @profile: a profile
 * @name: the name of the new provider
 * @preset: the name of a preset
 */
void
bty_test_add_provider (BtyProfile *profile,
                       const char *name,
                       const char *preset)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new_from_preset (bty_catalog_find_preset (preset), name);
  BtyProviderService *providers = bty_profile_get_providers (profile);
  guint n_providers;

  n_providers = g_list_model_get_n_items (bty_provider_service_get_providers (providers));
  g_object_set (config, "priority", (gint64) n_providers, NULL);
  bty_provider_service_add_async (providers, config, "test-key", TRUE, NULL, result_cb, &result);
  bty_provider_service_add_finish (providers, wait_for (&result), &error);
  g_assert_no_error (error);
}
