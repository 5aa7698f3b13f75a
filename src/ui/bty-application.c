/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-application-private.h"

#include <glib/gi18n.h>

#include "bty-config.h"
#include "bty-first-run.h"
#include "bty-names.h"
#include "bty-profiles.h"
#include "bty-search-provider.h"
#include "bty-shortcuts.h"
#include "bty-toasts.h"
#include "bty-ui-resources.h"
#include "bty-widgets.h"

/* A profile that opens faster than this is never seen opening: the window is laid out and drawn once,
 * with everything in it. */
#define PATIENCE_MS 300

/* How long the program stays after it was started only to search. */
#define SERVICE_TIMEOUT_MS 10000

G_DEFINE_FINAL_TYPE (BtyApplication, bty_application, ADW_TYPE_APPLICATION)

static void
present (BtyApplication *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
grant_wish (BtyApplication *self)
{
  g_autoptr(GVariant) wish = NULL;
  g_autoptr(GVariant) parameter = NULL;
  const char *action;

  if (self->profile == NULL || self->wish == NULL || self->window == NULL)
    return;

  wish = g_steal_pointer (&self->wish);
  g_variant_get (wish, "(&sv)", &action, &parameter);
  gtk_widget_activate_action_variant (GTK_WIDGET (self->window), action, parameter);
}

/* Shows the profile in the window: the chat that was asked for, or the one that was open last. */
static void
fill_window (BtyApplication *self)
{
  const char *action = NULL;

  bty_window_set_profile (self->window, self->profile);
  if (self->wish != NULL)
    g_variant_get (self->wish, "(&sv)", &action, NULL);
  if (action == NULL || !g_str_has_prefix (action, "win.open-"))
    bty_window_start (self->window);
  grant_wish (self);
}

static void
tell_waiting (BtyApplication *self,
              const GError   *error)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (self->profile != NULL)
        g_task_return_pointer (task, self->profile, NULL);
      else
        g_task_return_error (task, g_error_copy (error));
    }
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

/* Whoever changes what the bots remember, or the record of it, from outside is not kept a secret. */
static void
verified_cb (BtyApplication *self)
{
  BtyAuditReport *report = bty_audit_service_get_report (bty_profile_get_audit (self->profile));

  if (report == NULL || report->is_intact || self->window == NULL)
    return;

  bty_toasts_show (GTK_WIDGET (self->window),
                   report->problem != NULL ? _("The record of memories was changed outside Boternity")
                                           : _("A memory was changed outside Boternity and is not used any more"));
}

/* What goes on in the background while a profile is open. */
static void
begin_work (BtyApplication *self)
{
  BtyAuditService *audit = bty_profile_get_audit (self->profile);

  bty_provider_service_forget_removed_keys (bty_profile_get_providers (self->profile));
  bty_application_follow_jobs (self);
  bty_job_service_go_on (bty_profile_get_jobs (self->profile));
  g_signal_connect_object (audit, "notify::report", G_CALLBACK (verified_cb), self, G_CONNECT_SWAPPED);
  bty_audit_service_begin (audit);
}

static void
profile_open_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(BtyApplication) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyProfile) profile = bty_profile_open_finish (result, &error);

  self->is_opening = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      tell_waiting (self, error);
      return;
    }

  self->profile = g_steal_pointer (&profile);
  if (self->profile != NULL)
    begin_work (self);
  tell_waiting (self, error);
  if (self->window == NULL)
    return;

  if (self->profile == NULL)
    {
      bty_window_show_problem (self->window, error);
      present (self);
      return;
    }
  fill_window (self);
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

  g_application_set_inactivity_timeout (application, 0);
  if (self->asks_quickly)
    {
      self->asks_quickly = FALSE;
      bty_application_show_quick_ask (self);
      return;
    }
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
      fill_window (self);
      present (self);
      return;
    }
  self->patience = g_timeout_add (PATIENCE_MS, lose_patience_cb, self);
  bty_application_open_profile (self);
}

static void
bty_application_startup (GApplication *application)
{
  /* Nothing else refers to the resources, and a linker drops what nothing refers to. */
  g_resources_register (bty_ui_get_resource ());

  G_APPLICATION_CLASS (bty_application_parent_class)->startup (application);

  bty_widgets_init (gdk_display_get_default ());
  bty_names_init ();
  gtk_window_set_default_icon_name (BTY_APPLICATION_ID);
  if (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE)
    g_application_set_inactivity_timeout (application, SERVICE_TIMEOUT_MS);
  bty_application_add_actions (BTY_APPLICATION (application));
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

static void
bty_application_window_removed (GtkApplication *application,
                                GtkWindow      *window)
{
  BtyApplication *self = BTY_APPLICATION (application);

  if (window == self->quick_ask)
    self->quick_ask = NULL;

  GTK_APPLICATION_CLASS (bty_application_parent_class)->window_removed (application, window);
}

static gboolean
bty_application_dbus_register (GApplication     *application,
                               GDBusConnection  *connection,
                               const char       *object_path,
                               GError          **error)
{
  BtyApplication *self = BTY_APPLICATION (application);
  g_autofree char *search_path = g_strconcat (object_path, "/SearchProvider", NULL);

  if (!G_APPLICATION_CLASS (bty_application_parent_class)->dbus_register (application, connection, object_path, error))
    return FALSE;

  self->search_provider = bty_search_provider_new (self);

  return bty_search_provider_export (self->search_provider, connection, search_path, error);
}

static void
bty_application_dbus_unregister (GApplication    *application,
                                 GDBusConnection *connection,
                                 const char      *object_path)
{
  BtyApplication *self = BTY_APPLICATION (application);

  if (self->search_provider != NULL)
    bty_search_provider_unexport (self->search_provider);
  G_APPLICATION_CLASS (bty_application_parent_class)->dbus_unregister (application, connection, object_path);
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

static gboolean
use_profile (BtyApplication *self,
             const char     *name)
{
  g_autofree char *dir = NULL;

  if (!bty_profiles_exists (self->root_dir, name))
    {
      g_printerr (_("There is no profile “%s”.\n"), name);
      return FALSE;
    }
  dir = bty_profiles_dup_dir (self->root_dir, name);
  if (!g_str_equal (dir, self->data_dir))
    use_data_dir (self, dir);

  return TRUE;
}

static int
bty_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  BtyApplication *self = BTY_APPLICATION (application);
  g_autofree char *data_dir = NULL;
  const char *name;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Boternity %s\n", BTY_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "data-dir", "^ay", &data_dir))
    {
      use_data_dir (self, data_dir);
      g_free (self->root_dir);
      self->root_dir = g_strdup (self->data_dir);
    }
  if (g_variant_dict_lookup (options, "profile", "&s", &name) && !use_profile (self, name))
    return 1;
  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", _("There is no display to open a window on. In a terminal you talk with: boternityctl chat"));
      return 1;
    }
  if (!g_variant_dict_contains (options, "quick-ask"))
    return -1;

  /* Where the program runs already it shows the little window; else it begins with it. */
  if (g_application_register (application, NULL, NULL) && g_application_get_is_remote (application))
    {
      g_action_group_activate_action (G_ACTION_GROUP (application), "quick-ask", NULL);
      return 0;
    }
  self->asks_quickly = TRUE;

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
  g_clear_object (&self->search_provider);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->root_dir, g_free);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->wish, g_variant_unref);

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
  GTK_APPLICATION_CLASS (class)->window_removed = bty_application_window_removed;
  application_class->dbus_register = bty_application_dbus_register;
  application_class->dbus_unregister = bty_application_dbus_unregister;
}

static const GOptionEntry options[] = {
  { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep everything in this folder"), N_("DIR") },
  { "profile", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Use this profile instead of the default one"), N_("NAME") },
  { "quick-ask", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show only a little window to ask something"), NULL },
  { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
  { NULL },
};

static void
bty_application_init (BtyApplication *self)
{
  self->cancellable = g_cancellable_new ();
  self->root_dir = g_build_filename (g_get_user_data_dir (), "boternity", NULL);
  self->data_dir = g_strdup (self->root_dir);
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

  if (self->is_opening)
    return;
  self->is_opening = TRUE;
  bty_profile_open_async (self->data_dir, self->cancellable, profile_open_cb, g_object_ref (self));
}

/**
 * bty_application_ensure_profile_async:
 * @self: the application
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Opens the profile unless it is open, with or without a window.
 */
void
bty_application_ensure_profile_async (BtyApplication      *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (BTY_IS_APPLICATION (self));

  g_task_set_source_tag (task, bty_application_ensure_profile_async);
  if (self->profile != NULL)
    {
      g_task_return_pointer (task, self->profile, NULL);
      return;
    }
  if (self->waiting == NULL)
    self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  bty_application_open_profile (self);
}

/**
 * bty_application_ensure_profile_finish:
 * @self: the application
 * @result: of the call
 * @error: (out) (optional): why it could not be opened
 *
 * Returns: (transfer none) (nullable): the profile
 */
BtyProfile *
bty_application_ensure_profile_finish (BtyApplication  *self,
                                       GAsyncResult    *result,
                                       GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
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

/**
 * bty_application_wish:
 * @self: the application
 * @action: an action of the window
 * @parameter: what it takes
 *
 * Shows the window, and does there what @action does as soon as that can be done.
 */
void
bty_application_wish (BtyApplication *self,
                      const char     *action,
                      GVariant       *parameter)
{
  g_clear_pointer (&self->wish, g_variant_unref);
  self->wish = g_variant_ref_sink (g_variant_new ("(sv)", action, parameter));
  g_application_activate (G_APPLICATION (self));
  grant_wish (self);
}
