/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-unlock-button.h"

#include <glib/gi18n.h>

static gboolean
update_cb (gpointer user_data)
{
  GtkWidget *button = user_data;

  gtk_widget_set_visible (button, gtk_widget_get_sensitive (button));

  return G_SOURCE_REMOVE;
}

/* A widget that becomes visible on its way into the window brings GTK down, so it waits until it is there. */
static void
sensitive_cb (GtkWidget *button)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, update_cb, g_object_ref (button), g_object_unref);
}

/**
 * bty_unlock_button_new:
 *
 * Returns: (transfer floating): a button that unlocks the keyring, and is there only while that is locked
 */
GtkWidget *
bty_unlock_button_new (void)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Unlock the Keyring"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_visible (button, FALSE);
  g_signal_connect (button, "notify::sensitive", G_CALLBACK (sensitive_cb), NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.unlock-keyring");

  return button;
}
