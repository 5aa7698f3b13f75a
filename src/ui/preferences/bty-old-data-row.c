/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-old-data-row.h"

#include <glib/gi18n.h>

#include "bty-keys.h"
#include "bty-old-data.h"
#include "bty-profiles.h"

/**
 * BtyOldDataRow:
 *
 * Where the data were before they were moved: to go back there, or to remove what is left.
 */
struct _BtyOldDataRow
{
  AdwActionRow  parent_instance;

  /* Owned */
  GCancellable *cancellable;
  char         *profile_dir;

  /* Borrowed */
  GtkWidget    *back;
  GtkWidget    *remove;
};

G_DEFINE_FINAL_TYPE (BtyOldDataRow, bty_old_data_row, ADW_TYPE_ACTION_ROW)

static void
set_running (BtyOldDataRow *self,
             gboolean       running)
{
  bty_keys_set_usable (self->back, !running);
  bty_keys_set_usable (self->remove, !running);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtyOldDataRow) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean done = bty_old_data_remove_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_running (self, FALSE);
  if (done)
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  else
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), error->message);
}

static void
answered_cb (BtyOldDataRow *self,
             const char    *response)
{
  if (!g_str_equal (response, "remove"))
    return;
  set_running (self, TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _("Being removed…"));
  bty_old_data_remove_async (self->profile_dir, self->cancellable, removed_cb, g_object_ref (self));
}

static void
remove_cb (BtyOldDataRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              _("Remove the Old Data?"),
                                              _("What was there before the move is gone for good, and nothing leads "
                                                "back there. What you use now stays."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "remove", _("_Remove"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
bty_old_data_row_dispose (GObject *object)
{
  g_cancellable_cancel (BTY_OLD_DATA_ROW (object)->cancellable);

  G_OBJECT_CLASS (bty_old_data_row_parent_class)->dispose (object);
}

static void
bty_old_data_row_finalize (GObject *object)
{
  BtyOldDataRow *self = BTY_OLD_DATA_ROW (object);

  g_clear_object (&self->cancellable);
  g_free (self->profile_dir);

  G_OBJECT_CLASS (bty_old_data_row_parent_class)->finalize (object);
}

static void
bty_old_data_row_class_init (BtyOldDataRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_old_data_row_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_old_data_row_finalize;
}

static void
bty_old_data_row_init (BtyOldDataRow *self)
{
  self->cancellable = g_cancellable_new ();
  self->back = gtk_button_new_with_mnemonic (_("Move _Back"));
  gtk_widget_set_valign (self->back, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->back), "app.move-back");
  self->remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_set_tooltip_text (self->remove, _("Remove the Old Data"));
  gtk_widget_set_valign (self->remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->remove, "flat");
  g_signal_connect_object (self->remove, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Place Before the Move"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->remove);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->back);
}

/**
 * bty_old_data_row_set_profile_dir:
 * @self: the row
 * @profile_dir: the directory of a profile
 *
 * Shows what its data have left elsewhere; the row is hidden when that is nothing.
 */
void
bty_old_data_row_set_profile_dir (BtyOldDataRow *self,
                                  const char    *profile_dir)
{
  g_autofree char *uri = bty_profiles_was_moved (profile_dir) ? bty_profiles_dup_previous (profile_dir) : NULL;
  g_autofree char *shown = uri != NULL ? g_filename_display_name (uri) : NULL;

  g_free (self->profile_dir);
  self->profile_dir = g_strdup (profile_dir);
  gtk_widget_set_visible (GTK_WIDGET (self), shown != NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), shown != NULL ? shown : "");
}
