/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file-history.h"
#include "bty-files-window.h"
#include "bty-profile.h"
#include "bty-test-window.h"

#include <glib/gstdio.h>
#include <string.h>

/* The files of a bot in their windows, on a profile of its own. */

typedef struct
{
  char       *dir;
  BtyProfile *profile;
  BtyBot     *bot;
} Fixture;

static void
finish_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  fixture->dir = g_dir_make_tmp ("boternity-XXXXXX", NULL);
  bty_profile_open_async (fixture->dir, NULL, finish_cb, &result);
  fixture->profile = bty_profile_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  fixture->bot = bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  bty_profile_close (fixture->profile);
  g_assert_finalize_object (fixture->profile);
  dir = g_dir_open (fixture->dir, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

      g_remove (path);
    }
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

static BtyFile *
save (Fixture    *fixture,
      const char *name,
      const char *text)
{
  BtyFileService *service = bty_profile_get_files (fixture->profile);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) data = g_bytes_new (text, strlen (text));
  g_autoptr(GAsyncResult) result = NULL;
  BtyFile *file;

  bty_file_service_save_async (service, fixture->bot->id, name, data, NULL, finish_cb, &result);
  file = bty_file_service_save_finish (service, wait_for (&result), &error);
  g_assert_no_error (error);

  return file;
}

static GtkWidget *
present (GtkWindow *window)
{
  gtk_window_present (window);
  bty_test_settle ();

  return GTK_WIDGET (window);
}

/* The titles of all rows that are shown. */
static char *
list_titles (GtkWidget *window)
{
  GtkWidget *list = bty_test_find (window, GTK_TYPE_LIST_BOX, "boxed-list");
  GString *titles = g_string_new (NULL);

  for (GtkWidget *row = list != NULL && gtk_widget_get_mapped (list) ? gtk_widget_get_first_child (list) : NULL;
       row != NULL; row = gtk_widget_get_next_sibling (row))
    g_string_append_printf (titles, "%s|", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  return g_string_free (titles, FALSE);
}

static gboolean
shows (GtkWidget  *window,
       const char *titles)
{
  g_autofree char *shown = list_titles (window);

  return g_str_equal (shown, titles);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  BtyFileService *service = bty_profile_get_files (fixture->profile);
  GtkWidget *window = present (bty_files_window_new (service, fixture->bot));
  GtkEditable *entry = GTK_EDITABLE (bty_test_find (window, GTK_TYPE_SEARCH_ENTRY, NULL));

  bty_test_await (window, shows (window, ""));
  g_object_unref (save (fixture, "b <b>.txt", "Water boils."));
  g_object_unref (save (fixture, "a.md", "# Tomatoes\n\nWater them.\n"));
  bty_test_await (window, shows (window, "a.md|b <b>.txt|"));

  gtk_editable_set_text (entry, "tomatoes");
  bty_test_await (window, shows (window, "a.md › Tomatoes|"));
  gtk_editable_set_text (entry, "nowhere at all");
  bty_test_await (window, shows (window, ""));
  gtk_editable_set_text (entry, "");
  bty_test_await (window, shows (window, "a.md|b <b>.txt|"));
  bty_test_close (window);
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *tooltip)
{
  GtkWidget *found = GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0 ? widget
                                                                                                             : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, tooltip);

  return found;
}

static guint
count_stored (Fixture *fixture)
{
  BtyFileService *service = bty_profile_get_files (fixture->profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) files = NULL;

  bty_file_service_list_async (service, fixture->bot->id, NULL, finish_cb, &result);
  files = bty_file_service_list_finish (service, wait_for (&result), NULL);

  return files->len;
}

/* A removed file can be kept while the toast is there, and is gone when the window is. */
static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  BtyFileService *service = bty_profile_get_files (fixture->profile);
  GtkWidget *window;

  g_object_unref (save (fixture, "a.txt", "a"));
  window = present (bty_files_window_new (service, fixture->bot));
  bty_test_await (window, shows (window, "a.txt|"));
  g_signal_emit_by_name (find_button (window, "Remove"), "clicked");
  bty_test_await (window, shows (window, ""));
  g_assert_cmpuint (count_stored (fixture), ==, 1);
  bty_test_close (window);
  bty_test_wait_until (count_stored (fixture) == 0);
}

static char *
get_text (GtkWidget *window)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (bty_test_find (window, GTK_TYPE_TEXT_VIEW, NULL)));
  char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);

  return text;
}

static gboolean
has_text (GtkWidget  *window,
          const char *expected)
{
  g_autofree char *text = get_text (window);

  return g_str_equal (text, expected);
}

static GtkWidget *
find_row (GtkWidget  *widget,
          const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_COMBO_ROW (widget) && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);

  return found;
}

/* What the newest version changed is shown, or a version as it is; and one comes back as a new one. */
static void
test_history (Fixture       *fixture,
              gconstpointer  data)
{
  BtyFileService *service = bty_profile_get_files (fixture->profile);
  g_autoptr(BtyFile) first = save (fixture, "a.txt", "one\nold\n");
  g_autoptr(BtyFile) second = save (fixture, "a.txt", "one\nnew\n");
  GtkWidget *window = present (bty_file_history_new (service, second));
  AdwComboRow *shown = ADW_COMBO_ROW (find_row (window, "Show"));

  bty_test_await (window, has_text (window, "  one\n− old\n+ new\n  \n"));
  adw_combo_row_set_selected (shown, 1);
  bty_test_await (window, has_text (window, "one\nold\n"));

  g_signal_emit_by_name (bty_test_find (window, GTK_TYPE_BUTTON, "suggested-action"), "clicked");
  bty_test_await (window, g_list_model_get_n_items (adw_combo_row_get_model (shown)) == 3);
  bty_test_await (window, has_text (window, "  one\n− new\n+ old\n  \n"));
  bty_test_close (window);
}

static void
add_tests (void)
{
  g_test_add ("/files-window/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/files-window/remove", Fixture, NULL, set_up, test_remove, tear_down);
  g_test_add ("/files-window/history", Fixture, NULL, set_up, test_history, tear_down);
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
