/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-application.h"

#include <glib/gi18n.h>

#include "bty-about.h"
#include "bty-config.h"
#include "bty-first-run.h"
#include "bty-preferences.h"
#include "bty-shortcuts.h"
#include "bty-ui-resources.h"
#include "bty-widgets.h"
#include "bty-window.h"

/* A profile that opens faster than this is never seen opening: the window is laid out and drawn once,
 * with everything in it. */
#define PATIENCE_MS 300

/**
 * BtyApplication:
 *
 * The desktop program: one instance for each data directory, with one window on one profile.
 */
struct _BtyApplication
{
  AdwApplication  parent_instance;

  /* Owned */
  BtyProfile     *profile;
  GSettings      *settings;
  GCancellable   *cancellable;
  char           *data_dir;
  char           *session;   /* to be shown as soon as the profile is open */

  /* Borrowed */
  BtyWindow      *window;
  guint           patience;
};

G_DEFINE_FINAL_TYPE (BtyApplication, bty_application, ADW_TYPE_APPLICATION)

static void
present (BtyApplication *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
show_session (BtyApplication *self)
{
  if (self->profile == NULL || self->session == NULL || self->window == NULL)
    return;

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.open-session", "s", self->session);
  g_clear_pointer (&self->session, g_free);
}

static void
welcomed_cb (BtyApplication *self)
{
  g_settings_set_boolean (bty_application_get_settings (self), "first-run-done", TRUE);
  if (self->window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "chat.focus", NULL);
}

static void
welcome (BtyApplication *self)
{
  GtkWidget *first_run;

  if (self->profile == NULL || g_settings_get_boolean (bty_application_get_settings (self), "first-run-done"))
    return;

  first_run = bty_first_run_new (bty_profile_get_providers (self->profile));
  g_signal_connect_object (first_run, "finished", G_CALLBACK (welcomed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (first_run), GTK_WINDOW (self->window));
  gtk_window_set_modal (GTK_WINDOW (first_run), TRUE);
  gtk_window_present (GTK_WINDOW (first_run));
}

static gboolean
lose_patience_cb (gpointer user_data)
{
  BtyApplication *self = user_data;

  self->patience = 0;
  present (self);
  welcome (self);

  return G_SOURCE_REMOVE;
}

static void
window_filled_cb (BtyApplication *self)
{
  if (self->patience == 0)
    return;

  present (self);
  welcome (self);
}

static void
profile_open_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(BtyApplication) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyProfile) profile = bty_profile_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->window == NULL)
    {
      if (profile != NULL)
        bty_profile_close (profile);
      return;
    }

  if (profile == NULL)
    {
      bty_window_show_problem (self->window, error);
      present (self);
      return;
    }

  self->profile = g_steal_pointer (&profile);
  bty_window_set_profile (self->window, self->profile);
  bty_job_service_go_on (bty_profile_get_jobs (self->profile));
  show_session (self);
  if (self->patience == 0)
    welcome (self);
}

static void
window_destroyed_cb (gpointer  user_data,
                     GObject  *window)
{
  BtyApplication *self = user_data;

  self->window = NULL;
  g_clear_handle_id (&self->patience, g_source_remove);
}

static void
bty_application_activate (GApplication *application)
{
  BtyApplication *self = BTY_APPLICATION (application);

  if (self->window != NULL)
    {
      gtk_window_present (GTK_WINDOW (self->window));
      return;
    }

  self->window = bty_window_new (self);
  g_object_weak_ref (G_OBJECT (self->window), window_destroyed_cb, self);
  g_signal_connect_object (self->window, "filled", G_CALLBACK (window_filled_cb), self, G_CONNECT_SWAPPED);
  if (self->profile != NULL)
    {
      bty_window_set_profile (self->window, self->profile);
      present (self);
      return;
    }
  self->patience = g_timeout_add (PATIENCE_MS, lose_patience_cb, self);
  bty_application_open_profile (self);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BtyApplication *self = user_data;

  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
  else
    g_application_quit (G_APPLICATION (self));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  BtyApplication *self = user_data;

  bty_about_present (GTK_WINDOW (self->window));
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  BtyApplication *self = user_data;
  GtkWindow *preferences;

  if (self->profile == NULL || self->window == NULL)
    return;

  preferences = bty_preferences_new (self->profile, bty_application_get_settings (self));
  gtk_window_set_transient_for (preferences, GTK_WINDOW (self->window));
  gtk_window_present (preferences);
}

static void
shortcuts_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  BtyApplication *self = user_data;

  gtk_window_present (bty_shortcuts_create_window (GTK_WINDOW (self->window)));
}

static void
show_session_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  BtyApplication *self = user_data;

  g_free (self->session);
  self->session = g_variant_dup_string (parameter, NULL);
  g_application_activate (G_APPLICATION (self));
  show_session (self);
}

static const GActionEntry actions[] = {
  { "quit", quit_action },
  { "about", about_action },
  { "preferences", preferences_action },
  { "shortcuts", shortcuts_action },
  { "show-session", show_session_action, "s" },
};

static void
bty_application_startup (GApplication *application)
{
  /* Nothing else refers to the resources, and a linker drops what nothing refers to. */
  g_resources_register (bty_ui_get_resource ());

  G_APPLICATION_CLASS (bty_application_parent_class)->startup (application);

  bty_widgets_init (gdk_display_get_default ());
  gtk_window_set_default_icon_name (BTY_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  bty_shortcuts_add_to_application (GTK_APPLICATION (application));
}

static void
bty_application_shutdown (GApplication *application)
{
  BtyApplication *self = BTY_APPLICATION (application);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->profile != NULL)
    bty_profile_close (self->profile);
  g_clear_object (&self->profile);

  G_APPLICATION_CLASS (bty_application_parent_class)->shutdown (application);
}

/* A second start with the same data directory raises the window that is there; one with another
 * directory is a program of its own. */
static void
use_data_dir (BtyApplication *self,
              const char     *data_dir)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (data_dir);
  g_autofree char *hash = NULL;
  g_autofree char *id = NULL;

  g_free (self->data_dir);
  self->data_dir = g_file_get_path (file);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->data_dir, -1);
  id = g_strdup_printf ("%s.d%.16s", BTY_APPLICATION_ID, hash);
  g_application_set_application_id (G_APPLICATION (self), id);
}

static int
bty_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  BtyApplication *self = BTY_APPLICATION (application);
  g_autofree char *data_dir = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Boternity %s\n", BTY_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "data-dir", "^ay", &data_dir))
    use_data_dir (self, data_dir);

  return -1;
}

static void
bty_application_dispose (GObject *object)
{
  BtyApplication *self = BTY_APPLICATION (object);

  if (self->window != NULL)
    g_object_weak_unref (G_OBJECT (self->window), window_destroyed_cb, self);
  self->window = NULL;
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->session, g_free);

  G_OBJECT_CLASS (bty_application_parent_class)->dispose (object);
}

static void
bty_application_class_init (BtyApplicationClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  object_class->dispose = bty_application_dispose;
  application_class->activate = bty_application_activate;
  application_class->startup = bty_application_startup;
  application_class->shutdown = bty_application_shutdown;
  application_class->handle_local_options = bty_application_handle_local_options;
}

static const GOptionEntry options[] = {
  { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep everything in this folder"), N_("DIR") },
  { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
  { NULL },
};

static void
bty_application_init (BtyApplication *self)
{
  self->cancellable = g_cancellable_new ();
  self->data_dir = g_build_filename (g_get_user_data_dir (), "boternity", NULL);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self), _("Talk with bots that are yours."));
}

/**
 * bty_application_new:
 *
 * Returns: (transfer full): the application
 */
BtyApplication *
bty_application_new (void)
{
  return g_object_new (BTY_TYPE_APPLICATION,
                       "application-id", BTY_APPLICATION_ID,
                       "resource-base-path", "/org/boternity/Boternity",
                       NULL);
}

/**
 * bty_application_open_profile:
 * @self: the application, with a window
 *
 * Opens the profile, at first or once more after it could not be opened; the window shows the outcome.
 */
void
bty_application_open_profile (BtyApplication *self)
{
  g_return_if_fail (BTY_IS_APPLICATION (self));

  bty_profile_open_async (self->data_dir, self->cancellable, profile_open_cb, g_object_ref (self));
}

/**
 * bty_application_get_settings:
 * @self: the application
 *
 * Returns: (transfer none): what the window remembers on this machine
 */
GSettings *
bty_application_get_settings (BtyApplication *self)
{
  g_return_val_if_fail (BTY_IS_APPLICATION (self), NULL);

  if (self->settings == NULL)
    self->settings = g_settings_new (BTY_APPLICATION_ID);

  return self->settings;
}

/**
 * bty_application_get_data_dir:
 * @self: the application
 *
 * Returns: (transfer none): the folder of the profile
 */
const char *
bty_application_get_data_dir (BtyApplication *self)
{
  g_return_val_if_fail (BTY_IS_APPLICATION (self), NULL);

  return self->data_dir;
}
