/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-problem-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "bty-error.h"
#include "bty-isolate.h"
#include "bty-profiles.h"
#include "bty-rescue.h"
#include "bty-visible-text.h"

/**
 * Problem:
 *
 * What a person reads when the data cannot be opened.
 */
typedef struct
{
  BtyError    code;
  const char *icon;
  const char *title;
  const char *advice;
} Problem;

static const Problem problems[] = {
  { BTY_ERROR_REFUSED, "changes-prevent-symbolic", N_("Your Data Is Open Elsewhere"),
    N_("Another Boternity, perhaps in a terminal, is using it. Close that one, then try again.") },
  { BTY_ERROR_BUSY, "changes-prevent-symbolic", N_("Your Data Is Busy"),
    N_("Another program is using it. Wait for it to finish, then try again.") },
  { BTY_ERROR_DAMAGED, "dialog-error-symbolic", N_("Your Data Is Damaged"),
    N_("Nothing was changed. Put back a backup, or save what can still be read and restore that.") },
  { BTY_ERROR_SCHEMA_TOO_NEW, "software-update-available-symbolic", N_("A Newer Boternity Is Needed"),
    N_("Your data was written by a newer version of this program. Update it, then try again. "
       "Nothing was changed.") },
  { BTY_ERROR_READ_ONLY, "changes-prevent-symbolic", N_("Your Data Cannot Be Changed"),
    N_("The folder or the file in it is read-only. Allow writing to it, then try again.") },
  { BTY_ERROR_FULL, "drive-harddisk-symbolic", N_("The Disk Is Full"),
    N_("Free some space, then try again. Nothing was lost.") },
  { BTY_ERROR_OFFLINE, "network-offline-symbolic", N_("Your Data Cannot Be Reached"),
    N_("The server where it is does not answer. See whether it runs and whether you are connected, then try again.") },
  { BTY_ERROR_AUTHENTICATION, "dialog-password-symbolic", N_("The Server Wants a Password"),
    N_("Enter it here, or put it into the file .pgpass in your home folder and try again.") },
  { BTY_ERROR_FAILED, "dialog-error-symbolic", N_("Your Data Cannot Be Opened"),
    N_("See what is wrong with the folder, then try again.") },
};

static const Problem *
find_problem (const GError *error)
{
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (problems) && !g_error_matches (error, BTY_ERROR, problems[i].code))
    i++;

  return &problems[i];
}

static void
show_folder_cb (GtkWidget  *button,
                const char *data_dir)
{
  g_autofree char *uri = g_filename_to_uri (data_dir, NULL, NULL);

  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (button)), uri, GDK_CURRENT_TIME);
}

static void
free_path (gpointer  data,
           GClosure *closure)
{
  g_free (data);
}

static GtkWidget *
create_button (const char *label,
               const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  if (action != NULL)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);

  return button;
}

/**
 * bty_problem_page_new:
 * @error: why the profile could not be opened
 * @data_dir: where it is
 * @root_dir: where all profiles are
 *
 * Returns: (transfer floating): a page that says what is wrong and what can be done
 */
GtkWidget *
bty_problem_page_new (const GError *error,
                      const char   *data_dir,
                      const char   *root_dir)
{
  const Problem *problem = find_problem (error);
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *retry = create_button (_("_Try Again"), "win.retry");
  GtkWidget *folder = create_button (_("Show _Folder"), NULL);
  g_autofree char *message = bty_visible_text (error->message);
  GtkWidget *details = gtk_label_new (message);
  g_autofree char *uri = bty_profiles_dup_uri (data_dir);
  g_autofree char *name = g_filename_display_name (strstr (uri, "://") != NULL ? uri : data_dir);
  g_autofree char *path = bty_isolate (name);
  /* Translators: what can be done, and in which folder. */
  g_autofree char *plain = g_strdup_printf (_("%s\n\nYour data is in %s"), _(problem->advice), path);
  g_autofree char *description = g_markup_escape_text (plain, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), problem->icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _(problem->title));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), description);
  gtk_widget_add_css_class (retry, "suggested-action");
  g_signal_connect_data (folder, "clicked", G_CALLBACK (show_folder_cb), g_strdup (data_dir), free_path, 0);
  gtk_label_set_wrap (GTK_LABEL (details), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (details), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (details), GTK_JUSTIFY_CENTER);
  gtk_label_set_selectable (GTK_LABEL (details), TRUE);
  gtk_widget_add_css_class (details, "dim-label");
  gtk_widget_add_css_class (details, "caption");
  gtk_box_append (GTK_BOX (box), retry);
  gtk_box_append (GTK_BOX (box), bty_rescue_new (error, data_dir, root_dir));
  gtk_box_append (GTK_BOX (box), folder);
  gtk_box_append (GTK_BOX (box), details);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);

  return page;
}
