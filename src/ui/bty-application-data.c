/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-application-private.h"

#include <glib/gi18n.h>

#include "bty-isolate.h"
#include "bty-profiles.h"
#include "bty-progress-window.h"
#include "bty-storage.h"

/* Other data, or the data at another place: what the application does for that. */

/* Closes the windows and the profile. The application goes on only if somebody holds it. */
static void
close_all (BtyApplication *self)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (windows->data);
  if (self->profile != NULL)
    bty_profile_close (self->profile);
  g_clear_object (&self->profile);
}

/* What is shown everywhere comes from data that are at another place now, or other data at this place. */
static gboolean
open_anew_cb (gpointer user_data)
{
  BtyApplication *self = user_data;

  close_all (self);
  g_application_activate (G_APPLICATION (self));
  g_application_release (G_APPLICATION (self));

  return G_SOURCE_REMOVE;
}

/* Not at once: the button that was pressed is in one of the windows. */
static void
open_anew (BtyApplication *self)
{
  g_application_hold (G_APPLICATION (self));
  g_idle_add (open_anew_cb, self);
}

static void
job_changed_cb (BtyApplication *self,
                GParamSpec     *pspec,
                BtyWorkflow    *workflow)
{
  if (workflow->status == BTY_WORKFLOW_STATUS_COMPLETED)
    open_anew (self);
}

static void
jobs_added_cb (BtyApplication *self,
               guint           position,
               guint           n_removed,
               guint           n_added,
               GListModel     *jobs)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(BtyWorkflow) workflow = g_list_model_get_item (jobs, i);

      if (g_str_equal (workflow->kind, BTY_JOB_MOVE) || g_str_equal (workflow->kind, BTY_JOB_IMPORT))
        g_signal_connect_object (workflow, "notify::status", G_CALLBACK (job_changed_cb), self, G_CONNECT_SWAPPED);
    }
}

/**
 * bty_application_follow_jobs:
 * @self: the application, with an open profile
 *
 * Opens the profile anew whenever work is complete after which its data are others, or elsewhere: whoever began it, and
 * in whichever run.
 */
void
bty_application_follow_jobs (BtyApplication *self)
{
  GListModel *jobs = bty_job_service_get_jobs (bty_profile_get_jobs (self->profile));

  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (jobs_added_cb), self, G_CONNECT_SWAPPED);
  jobs_added_cb (self, 0, 0, g_list_model_get_n_items (jobs), jobs);
}

static void
profile_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  BtyApplication *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  if (!bty_profiles_exists (self->root_dir, name))
    return;

  g_free (self->data_dir);
  self->data_dir = bty_profiles_dup_dir (self->root_dir, name);
  open_anew (self);
}

static gboolean
move_back_cb (gpointer user_data)
{
  BtyApplication *self = user_data;
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  close_all (self);
  bty_profiles_undo_move (self->data_dir, &error);
  g_application_activate (G_APPLICATION (self));
  g_application_release (G_APPLICATION (self));
  if (error == NULL || self->window == NULL)
    return G_SOURCE_REMOVE;

  dialog = adw_message_dialog_new (GTK_WINDOW (self->window), _("Nothing Was Changed"), error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));

  return G_SOURCE_REMOVE;
}

/* Uses the data again that were used before the last move. */
static void
move_back_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  g_application_hold (G_APPLICATION (user_data));
  g_idle_add (move_back_cb, user_data);
}

/* What somebody should know of data that were put back. */
static char *
dup_restored_text (BtyRestored *restored)
{
  g_autofree char *path = restored->aside != NULL ? bty_isolate (restored->aside) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  if (path != NULL)
    /* Translators: %s is a file. */
    g_string_append_printf (text, _("What was there before is kept as %s."), path);
  if (restored->n_memories > 0)
    {
      g_string_append (text, "\n\n");
      g_string_append_printf (text, ngettext ("%d memory stayed forgotten.", "%d memories stayed forgotten.",
                                              restored->n_memories), (int) restored->n_memories);
    }
  if (restored->n_messages > 0)
    {
      g_string_append (text, "\n\n");
      g_string_append_printf (text, ngettext ("%d message stayed forgotten.", "%d messages stayed forgotten.",
                                              restored->n_messages), (int) restored->n_messages);
    }
  if (!restored->knows_forgotten)
    {
      g_string_append (text, "\n\n");
      g_string_append (text, _("What was forgotten after this backup was made may be back: what was there before "
                               "could not be read."));
    }

  if (json_array_get_length (restored->unconfirmed) > 0)
    {
      g_string_append (text, "\n\n");
      g_string_append (text, _("Providers that came with the file are not asked until you trust their addresses, on "
                               "the Providers page."));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyApplication) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyRestored) restored = bty_storage_restore_finish (result, &error);
  g_autofree char *text = restored != NULL ? dup_restored_text (restored) : NULL;
  GtkWidget *dialog;

  g_clear_pointer (&self->restoring, gtk_window_destroy);
  g_application_activate (G_APPLICATION (self));
  g_application_release (G_APPLICATION (self));
  if (self->window == NULL)
    return;

  dialog = adw_message_dialog_new (GTK_WINDOW (self->window),
                                   restored != NULL ? _("Restored") : _("Nothing Was Changed"),
                                   restored != NULL ? text : error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
restore_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  BtyApplication *self = user_data;
  g_autoptr(BtyProgress) progress = bty_progress_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_application_hold (G_APPLICATION (self));
  close_all (self);
  self->restoring = bty_progress_window_new (GTK_APPLICATION (self), _("Restoring a Backup"), progress, cancellable);
  g_signal_connect_object (self->cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel), cancellable,
                           G_CONNECT_SWAPPED);
  bty_storage_restore_async (self->data_dir, g_variant_get_string (parameter, NULL), progress, cancellable, restored_cb,
                             g_object_ref (self));
}

static const GActionEntry actions[] = {
  { "profile", profile_action, "s" },
  { "restore", restore_action, "s" },
  { "move-back", move_back_action },
};

/**
 * bty_application_add_data_actions:
 * @self: the application
 *
 * Gives it the actions by which other data are opened.
 */
void
bty_application_add_data_actions (BtyApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

/**
 * bty_application_get_root_dir:
 * @self: the application
 *
 * Returns: (transfer none): the folder that all profiles are in
 */
const char *
bty_application_get_root_dir (BtyApplication *self)
{
  g_return_val_if_fail (BTY_IS_APPLICATION (self), NULL);

  return self->root_dir;
}
