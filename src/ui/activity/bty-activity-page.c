/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-activity-page.h"

#include "bty-job-row.h"

/**
 * BtyActivityPage:
 *
 * What takes long, what has taken long, and how it ended.
 */
struct _BtyActivityPage
{
  AdwBin         parent_instance;

  /* Owned */
  BtyJobService *jobs;

  /* Template */
  GtkStack      *stack;
  GtkListBox    *list;
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
bty_activity_page_dispose (GObject *object)
{
  BtyActivityPage *self = BTY_ACTIVITY_PAGE (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
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

  return GTK_WIDGET (self);
}
