/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-save-file.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bty-toasts.h"

/* A file system takes 255 bytes; the rest is for the ending. */
#define MAX_NAME_CHARACTERS 50

/**
 * Saving:
 *
 * One content on its way into a file. It belongs to the chooser.
 */
typedef struct
{
  GtkWidget *widget;  /* owned */
  GBytes    *contents;
} Saving;

static void
free_saving (gpointer data)
{
  Saving *self = data;

  g_object_unref (self->widget);
  g_bytes_unref (self->contents);
  g_free (self);
}

static void
replaced_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      bty_toasts_show_error (widget, _("The file could not be saved."), error);
      return;
    }

  name = g_file_get_basename (G_FILE (source));
  /* Translators: %s is the name of a file. */
  text = g_strdup_printf (_("Saved as “%s”"), name);
  bty_toasts_show (widget, text);
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           Saving          *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      g_file_replace_contents_bytes_async (file, self->contents, NULL, FALSE,
                                           G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                           replaced_cb, g_object_ref (self->widget));
    }
  g_object_unref (chooser);
}

/* Any title becomes a name that every file system takes. */
static char *
create_file_name (const char *name)
{
  const char *last_dot = strrchr (name, '.');
  const char *dot = last_dot != NULL ? last_dot : name + strlen (name);
  g_autofree char *valid = g_utf8_make_valid (name, dot - name);
  g_autofree char *stem = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_NAME_CHARACTERS));

  for (char *c = stem; *c != '\0'; c++)
    if (strchr ("/\\:*?\"<>|", *c) != NULL || g_ascii_iscntrl (*c) || (c == stem && *c == '.'))
      *c = '-';

  return g_strconcat (stem, dot, NULL);
}

/**
 * bty_save_bytes:
 * @widget: any widget of the window that saves
 * @name: a name to begin with, with its ending; it need not be a valid one
 * @contents: what is saved
 *
 * Lets the user choose where @contents is saved, and saves it there.
 */
void
bty_save_bytes (GtkWidget  *widget,
                const char *name,
                GBytes     *contents)
{
  g_autofree char *file_name = create_file_name (name);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Save As"),
                                                               GTK_WINDOW (gtk_widget_get_root (widget)),
                                                               GTK_FILE_CHOOSER_ACTION_SAVE,
                                                               _("_Save"), _("_Cancel"));
  Saving *self = g_new0 (Saving, 1);

  self->widget = g_object_ref (widget);
  self->contents = g_bytes_ref (contents);
  g_object_set_data_full (G_OBJECT (chooser), "saving", self, free_saving);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), file_name);
  g_signal_connect (chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * bty_save_file:
 * @widget: any widget of the window that saves
 * @name: a name to begin with, with its ending; it need not be a valid one
 * @contents: (transfer full): the text
 *
 * Like bty_save_bytes(), for a text.
 */
void
bty_save_file (GtkWidget  *widget,
               const char *name,
               char       *contents)
{
  g_autoptr(GBytes) bytes = g_bytes_new_take (contents, strlen (contents));

  bty_save_bytes (widget, name, bytes);
}
