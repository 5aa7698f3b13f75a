/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-ask-password.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bty-server-password.h"

/**
 * Question:
 *
 * A dialog that asks for the password of the server that data are on.
 */
typedef struct
{
  GtkWidget          *widget;       /* owned */
  char               *profile_dir;
  char               *uri;
  GtkEditable        *entry;
  GtkCheckButton     *remember;
  BtyAskPasswordFunc  func;
} Question;

static void
free_question (gpointer  data,
               GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->widget);
  g_free (self->profile_dir);
  g_free (self->uri);
  g_free (self);
}

/* The password is used all the same; the person should know that it will be asked for again. */
static void
remembered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  GtkWindow *window;
  GtkWidget *dialog;

  if (bty_server_password_remember_finish (result, &error))
    return;
  window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));
  dialog = adw_message_dialog_new (window, _("The Password Is Not in the Keyring"), error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *self)
{
  const char *password = gtk_editable_get_text (self->entry);

  if (!g_str_equal (response, "confirm") || *password == '\0')
    return;
  bty_server_password_keep (self->uri, password);
  if (gtk_check_button_get_active (self->remember))
    bty_server_password_remember_async (self->profile_dir, self->uri, password, NULL, remembered_cb, NULL);
  self->func (self->widget);
}

/**
 * bty_ask_password:
 * @widget: any widget of the window that asks
 * @profile_dir: the directory of the profile, under whose name the password is remembered
 * @uri: the address whose server asks for it
 * @func: called with @widget when the password is known, unless it is cancelled
 *
 * Asks for the password of a server, to be used in this run, and remembered in the keyring where that is wanted.
 */
void
bty_ask_password (GtkWidget          *widget,
                  const char         *profile_dir,
                  const char         *uri,
                  BtyAskPasswordFunc  func)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _("Password of the Server"),
                                              NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *remember = gtk_check_button_new_with_mnemonic (_("_Remember in the keyring"));
  Question *self = g_new0 (Question, 1);

  *self = (Question) { g_object_ref (widget), g_strdup (profile_dir), g_strdup (uri), GTK_EDITABLE (entry),
                       GTK_CHECK_BUTTON (remember), func };
  gtk_entry_set_visibility (GTK_ENTRY (entry), FALSE);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_PASSWORD);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Password"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Password"), -1);
  gtk_check_button_set_active (self->remember, TRUE);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), remember);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), uri);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "confirm", _("_Connect"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "confirm", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "confirm");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, free_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}
