/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-rescue.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bty-ask-password.h"
#include "bty-choose-file.h"
#include "bty-error.h"
#include "bty-profiles.h"
#include "bty-progress-window.h"
#include "bty-storage.h"

/**
 * BtyRescue:
 *
 * What can be done with data that cannot be opened: put a backup in their place, save what is readable, or open
 * another profile. Below the buttons it says how that went.
 */

#define BTY_TYPE_RESCUE (bty_rescue_get_type ())

G_DECLARE_FINAL_TYPE (BtyRescue, bty_rescue, BTY, RESCUE, GtkBox)

struct _BtyRescue
{
  GtkBox        parent_instance;

  /* Owned */
  GCancellable *cancellable;
  char         *data_dir;

  /* Borrowed */
  GtkLabel     *outcome;
  GtkWindow    *saving;   /* shown while that is done */
};

G_DEFINE_FINAL_TYPE (BtyRescue, bty_rescue, GTK_TYPE_BOX)

static void
tell (BtyRescue  *self,
      const char *text)
{
  gtk_label_set_label (self->outcome, text);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), *text != '\0');
}

static void
restore_chosen (GtkWidget  *widget,
                const char *path)
{
  gtk_widget_activate_action (widget, "app.restore", "s", path);
}

static void
restore_cb (BtyRescue *self)
{
  bty_choose_file_to_open (GTK_WIDGET (self), _("Restore a Backup"), self->data_dir, restore_chosen);
}

static void
salvaged_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyRescue) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 n_saved, n_lost;

  if (bty_storage_salvage_finish (result, &n_saved, &n_lost, &error))
    /* Translators: numbers of rows in the database. */
    text = g_strdup_printf (_("%d entries are saved, at least %d could not be read. Import the file into another "
                              "profile, or restore it here."), (int) n_saved, (int) n_lost);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = g_strdup (_("Stopped. Nothing was saved."));
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  g_clear_pointer (&self->saving, gtk_window_destroy);
  tell (self, text != NULL ? text : error->message);
}

static void
salvage_chosen (GtkWidget  *widget,
                const char *path)
{
  BtyRescue *self = BTY_RESCUE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr(BtyProgress) progress = bty_progress_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  tell (self, _("Reading what can be read…"));
  gtk_widget_set_sensitive (widget, FALSE);
  g_signal_connect_object (self->cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel), cancellable,
                           G_CONNECT_SWAPPED);
  self->saving = bty_progress_window_new (gtk_window_get_application (GTK_WINDOW (root)), _("Saving What Is Readable"),
                                          progress, cancellable);
  gtk_window_set_transient_for (self->saving, GTK_WINDOW (root));
  gtk_window_set_modal (self->saving, TRUE);
  bty_storage_salvage_async (self->data_dir, path, progress, cancellable, salvaged_cb, g_object_ref (self));
}

static void
salvage_cb (BtyRescue *self)
{
  bty_choose_file_to_save (GTK_WIDGET (self), _("Save What Is Readable"), _("Boternity, saved.json"), salvage_chosen);
}

static void
password_known (GtkWidget *widget)
{
  gtk_widget_activate_action (widget, "win.retry", NULL);
}

static void
password_cb (BtyRescue *self)
{
  g_autofree char *uri = bty_profiles_dup_uri (self->data_dir);

  bty_ask_password (GTK_WIDGET (self), self->data_dir, uri, password_known);
}

static GtkWidget *
add_button (BtyRescue  *self,
            const char *label,
            GCallback   clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  if (clicked != NULL)
    g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), button);

  return button;
}

static void
add_profiles (BtyRescue  *self,
              const char *root_dir)
{
  g_auto(GStrv) names = bty_profiles_list (root_dir);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *dir = bty_profiles_dup_dir (root_dir, names[i]);
      /* Translators: %s is the name of a profile. */
      g_autofree char *label = g_strdup_printf (_("Open Profile “%s”"), names[i]);
      GtkWidget *button;

      if (g_str_equal (dir, self->data_dir))
        continue;
      button = add_button (self, label, NULL);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", names[i]);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.profile");
    }
}

static void
bty_rescue_dispose (GObject *object)
{
  BtyRescue *self = BTY_RESCUE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->saving, gtk_window_destroy);

  G_OBJECT_CLASS (bty_rescue_parent_class)->dispose (object);
}

static void
bty_rescue_finalize (GObject *object)
{
  BtyRescue *self = BTY_RESCUE (object);

  g_clear_object (&self->cancellable);
  g_free (self->data_dir);

  G_OBJECT_CLASS (bty_rescue_parent_class)->finalize (object);
}

static void
bty_rescue_class_init (BtyRescueClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_rescue_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_rescue_finalize;
}

static void
bty_rescue_init (BtyRescue *self)
{
  self->cancellable = g_cancellable_new ();
  self->outcome = GTK_LABEL (gtk_label_new (""));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_label_set_wrap (self->outcome, TRUE);
  gtk_label_set_justify (self->outcome, GTK_JUSTIFY_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), FALSE);
}

/**
 * bty_rescue_new:
 * @error: why the data cannot be opened
 * @data_dir: where they are
 * @root_dir: where all profiles are
 *
 * Returns: (transfer floating): what helps against @error
 */
GtkWidget *
bty_rescue_new (const GError *error,
                const char   *data_dir,
                const char   *root_dir)
{
  BtyRescue *self = g_object_new (BTY_TYPE_RESCUE, NULL);
  gboolean is_damaged = g_error_matches (error, BTY_ERROR, BTY_ERROR_DAMAGED);

  self->data_dir = g_strdup (data_dir);
  if (is_damaged || g_error_matches (error, BTY_ERROR, BTY_ERROR_SCHEMA_TOO_NEW)
      || g_error_matches (error, BTY_ERROR, BTY_ERROR_FAILED))
    add_button (self, _("_Restore a Backup…"), G_CALLBACK (restore_cb));
  if (g_error_matches (error, BTY_ERROR, BTY_ERROR_AUTHENTICATION))
    add_button (self, _("_Enter the Password…"), G_CALLBACK (password_cb));
  if (is_damaged)
    add_button (self, _("_Save What Is Readable…"), G_CALLBACK (salvage_cb));
  add_profiles (self, root_dir);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->outcome));

  return GTK_WIDGET (self);
}
