/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-choose-file.h"

#include <glib/gi18n.h>

/* Belongs to the chooser. */
typedef struct
{
  GtkWidget   *widget;  /* owned */
  BtyFileFunc  func;
} Choice;

static void
free_choice (gpointer data)
{
  Choice *self = data;

  g_object_unref (self->widget);
  g_free (self);
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           Choice          *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL)
        self->func (self->widget, path);
    }
  g_object_unref (chooser);
}

static GtkFileChooserNative *
create_chooser (GtkWidget            *widget,
                const char           *title,
                GtkFileChooserAction  action,
                const char           *accept,
                BtyFileFunc           func)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (widget)), action,
                                                               accept, _("_Cancel"));
  Choice *self = g_new0 (Choice, 1);

  self->widget = g_object_ref (widget);
  self->func = func;
  g_object_set_data_full (G_OBJECT (chooser), "choice", self, free_choice);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (chosen_cb), self);

  return chooser;
}

/**
 * bty_choose_file_to_save:
 * @widget: any widget of the window that asks
 * @title: of the dialog
 * @name: a name to begin with
 * @func: called with what was chosen, and not at all when nothing was
 *
 * Lets the user choose where to write.
 */
void
bty_choose_file_to_save (GtkWidget   *widget,
                         const char  *title,
                         const char  *name,
                         BtyFileFunc  func)
{
  GtkFileChooserNative *chooser = create_chooser (widget, title, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), func);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * bty_choose_file_to_open:
 * @widget: any widget of the window that asks
 * @title: of the dialog
 * @folder: (nullable): where to begin
 * @func: called with what was chosen, and not at all when nothing was
 *
 * Lets the user choose what to read.
 */
void
bty_choose_file_to_open (GtkWidget   *widget,
                         const char  *title,
                         const char  *folder,
                         BtyFileFunc  func)
{
  GtkFileChooserNative *chooser = create_chooser (widget, title, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), func);
  g_autoptr(GFile) place = folder != NULL ? g_file_new_for_path (folder) : NULL;

  if (place != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), place, NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * bty_choose_folder:
 * @widget: any widget of the window that asks
 * @title: of the dialog
 * @func: called with what was chosen, and not at all when nothing was
 *
 * Asks for a folder.
 */
void
bty_choose_folder (GtkWidget   *widget,
                   const char  *title,
                   BtyFileFunc  func)
{
  GtkFileChooserNative *chooser = create_chooser (widget, title, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"),
                                                  func);

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
