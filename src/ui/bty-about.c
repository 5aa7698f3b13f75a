/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bty-config.h"

/**
 * bty_about_present:
 * @parent: (nullable): the window it belongs to
 *
 * Shows what this program is.
 */
void
bty_about_present (GtkWindow *parent)
{
  GtkWindow *window = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                                    "transient-for", parent,
                                    "application", parent != NULL ? gtk_window_get_application (parent) : NULL,
                                    "destroy-with-parent", TRUE,
                                    "application-name", g_get_application_name (),
                                    "application-icon", BTY_APPLICATION_ID,
                                    "version", BTY_VERSION,
                                    "developer-name", _("The Boternity project"),
                                    "copyright", "© 2025 The Boternity project",
                                    "license-type", GTK_LICENSE_GPL_3_0,
                                    "comments", _("Talk with bots through any language-model provider. Everything you "
                                                  "say stays on this machine, apart from what the providers you choose "
                                                  "are sent."),
                                    /* Translators: put your names here, one per line. */
                                    "translator-credits", _("translator-credits"),
                                    NULL);

  gtk_window_present (window);
}
