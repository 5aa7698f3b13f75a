/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-first-run.h"

#include <glib/gi18n-lib.h>

#include "bty-found-row.h"
#include "bty-provider-dialog.h"
#include "bty-providers-resources.h"

/**
 * BtyFirstRun:
 *
 * The welcome on the first start: offers what was found in the environment and on this computer, another
 * provider, or to go on without one. Emits "finished" when it is closed, whatever was chosen.
 */
struct _BtyFirstRun
{
  AdwWindow            parent_instance;

  /* Owned */
  BtyProviderService  *service;
  GCancellable        *cancellable;

  /* Template */
  AdwPreferencesGroup *found_group;
  GtkWidget           *searching;
  GtkButton           *start;
};

enum
{
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyFirstRun, bty_first_run, ADW_TYPE_WINDOW)

static void
set_ready (BtyFirstRun *self,
           gboolean     ready)
{
  gtk_button_set_label (self->start, ready ? _("_Start Chatting") : _("Start _without a Provider"));
  if (!ready)
    return;

  gtk_widget_add_css_class (GTK_WIDGET (self->start), "suggested-action");
  gtk_widget_grab_focus (GTK_WIDGET (self->start));
}

static void
added_cb (BtyFirstRun *self)
{
  set_ready (self, TRUE);
}

static void
discovered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  BtyFirstRun *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = bty_provider_service_discover_finish (BTY_PROVIDER_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Whatever kept it from being found can still be added by hand. */
  gtk_widget_set_visible (self->searching, FALSE);
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      GtkWidget *row = bty_found_row_new (self->service, g_ptr_array_index (found, i));

      g_signal_connect_object (row, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->found_group, row);
      gtk_widget_set_visible (GTK_WIDGET (self->found_group), TRUE);
    }
}

static void
add_activated_cb (BtyFirstRun *self)
{
  GtkWidget *dialog = bty_provider_dialog_new (self->service, NULL);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  g_signal_connect_object (dialog, "done", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
bty_first_run_close_request (GtkWindow *window)
{
  g_signal_emit (window, signals[FINISHED], 0);

  return GTK_WINDOW_CLASS (bty_first_run_parent_class)->close_request (window);
}

static void
bty_first_run_dispose (GObject *object)
{
  BtyFirstRun *self = BTY_FIRST_RUN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_first_run_parent_class)->dispose (object);
}

static void
bty_first_run_finalize (GObject *object)
{
  BtyFirstRun *self = BTY_FIRST_RUN (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bty_first_run_parent_class)->finalize (object);
}

static void
bty_first_run_class_init (BtyFirstRunClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bty_first_run_dispose;
  object_class->finalize = bty_first_run_finalize;
  GTK_WINDOW_CLASS (class)->close_request = bty_first_run_close_request;

  signals[FINISHED] = g_signal_new ("finished", BTY_TYPE_FIRST_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  bty_providers_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyFirstRun, found_group);
  gtk_widget_class_bind_template_child (widget_class, BtyFirstRun, searching);
  gtk_widget_class_bind_template_child (widget_class, BtyFirstRun, start);
  gtk_widget_class_bind_template_callback (widget_class, add_activated_cb);
}

static void
bty_first_run_init (BtyFirstRun *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  set_ready (self, FALSE);
}

/**
 * bty_first_run_new:
 * @service: the providers
 *
 * Returns: (transfer none): a modal window that owns itself, as windows do; it begins to look for
 *   providers at once
 */
GtkWidget *
bty_first_run_new (BtyProviderService *service)
{
  BtyFirstRun *self = g_object_new (BTY_TYPE_FIRST_RUN, NULL);

  self->service = g_object_ref (service);
  bty_provider_service_discover_async (service, self->cancellable, discovered_cb, self);

  return GTK_WIDGET (self);
}
