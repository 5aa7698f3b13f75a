/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-activity-page.h"

#include <glib/gi18n.h>

#include "bty-job-row.h"

/**
 * BtyActivityPage:
 *
 * What takes long, what has taken long, and how it ended.
 */
struct _BtyActivityPage
{
  AdwBin      parent_instance;

  /* Owned */
  BtyJobService     *jobs;
  BtyCaptureService *capture;
  GCancellable      *cancellable;

  /* Template */
  GtkStack   *stack;
  GtkListBox *list;
  GtkLabel   *work;
};

G_DEFINE_FINAL_TYPE (BtyActivityPage, bty_activity_page, ADW_TYPE_BIN)

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  BtyActivityPage *self = user_data;

  return bty_job_row_new (self->jobs, item);
}

static void
jobs_changed_cb (BtyActivityPage *self)
{
  GListModel *jobs = bty_job_service_get_jobs (self->jobs);

  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (jobs) > 0 ? "list" : "empty");
}

static void
summed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  BtyMemoryWorkSum sum;
  BtyActivityPage *self;
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;

  if (!bty_capture_service_sum_month_finish (BTY_CAPTURE_SERVICE (source), result, &sum, &error))
    return;
  self = user_data;
  text = bty_memory_work_describe (&sum);
  /* Translators: how often models were asked for the sake of memory, and what it cost */
  sentence = g_strdup_printf (_("Memory work this month: %s"), text);
  gtk_label_set_text (self->work, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->work), sum.n_calls > 0);
}

/* It is read when somebody looks. */
static void
sum_work (BtyActivityPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    bty_capture_service_sum_month_async (self->capture, self->cancellable, summed_cb, self);
}

static void
bty_activity_page_dispose (GObject *object)
{
  BtyActivityPage *self = BTY_ACTIVITY_PAGE (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->capture);
  g_clear_object (&self->jobs);

  G_OBJECT_CLASS (bty_activity_page_parent_class)->dispose (object);
}

static void
bty_activity_page_class_init (BtyActivityPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_activity_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyActivityPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyActivityPage, list);
  gtk_widget_class_bind_template_child (widget_class, BtyActivityPage, work);
}

static void
bty_activity_page_init (BtyActivityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_activity_page_new:
 * @profile: an open profile
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
bty_activity_page_new (BtyProfile *profile)
{
  BtyActivityPage *self = g_object_new (BTY_TYPE_ACTIVITY_PAGE, NULL);
  GListModel *jobs;

  self->jobs = g_object_ref (bty_profile_get_jobs (profile));
  jobs = bty_job_service_get_jobs (self->jobs);
  gtk_list_box_bind_model (self->list, jobs, create_row_cb, self, NULL);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (jobs_changed_cb), self, G_CONNECT_SWAPPED);
  jobs_changed_cb (self);
  self->capture = g_object_ref (bty_profile_get_capture (profile));
  self->cancellable = g_cancellable_new ();
  g_signal_connect (self, "map", G_CALLBACK (sum_work), NULL);
  g_signal_connect_object (bty_profile_get_memories (profile), "changed", G_CALLBACK (sum_work), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
