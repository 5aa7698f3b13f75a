/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-progress-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What is shown while data are replaced, when no other window can be open. */

typedef struct
{
  BtyProgress    *progress;
  GtkProgressBar *bar;      /* borrowed */
} Watch;

static void
free_watch (gpointer data)
{
  Watch *watch = data;

  bty_progress_unref (watch->progress);
  g_free (watch);
}

static gboolean
show_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Watch *watch = user_data;
  gint64 done, total;
  double share;
  g_autofree char *text = NULL;

  bty_progress_get (watch->progress, &done, &total);
  if (total <= 0)
    return G_SOURCE_CONTINUE;
  share = CLAMP ((double) done / total, 0, 1);
  /* Translators: how much of a long work is done. */
  text = g_strdup_printf (_("%d %% done"), (int) (100 * share));
  gtk_progress_bar_set_fraction (watch->bar, share);
  gtk_progress_bar_set_text (watch->bar, text);

  return G_SOURCE_CONTINUE;
}

/* It goes when the work ends, not when somebody closes it. */
static gboolean
close_cb (GtkWindow    *window,
          GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);

  return GDK_EVENT_STOP;
}

/**
 * bty_progress_window_new:
 * @application: the application
 * @title: what is done
 * @progress: how far it is
 * @cancellable: cancelled when the window is closed, or by its button
 *
 * Returns: (transfer none): a window that is shown; destroy it when the work has ended
 */
GtkWindow *
bty_progress_window_new (GtkApplication *application,
                         const char     *title,
                         BtyProgress    *progress,
                         GCancellable   *cancellable)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *bar = gtk_progress_bar_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Cancel"));
  Watch *watch = g_new0 (Watch, 1);

  watch->progress = bty_progress_ref (progress);
  watch->bar = GTK_PROGRESS_BAR (bar);
  gtk_widget_add_css_class (heading, "title-2");
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (bar), TRUE);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (bar), _("Being done"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_tick_callback (bar, show_cb, watch, free_watch);
  g_signal_connect_object (button, "clicked", G_CALLBACK (g_cancellable_cancel), cancellable, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "close-request", G_CALLBACK (close_cb), cancellable, 0);

  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_set_margin_top (box, 24);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 24);
  gtk_widget_set_margin_end (box, 24);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, -1);
  gtk_window_present (GTK_WINDOW (window));

  return GTK_WINDOW (window);
}
