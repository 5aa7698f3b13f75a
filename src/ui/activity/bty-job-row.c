/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-job-row.h"

#include <glib/gi18n.h>

#include "bty-job-wording.h"
#include "bty-visible-text.h"

/**
 * BtyJobRow:
 *
 * One piece of long work: how far it is, and what can be done with it.
 */
struct _BtyJobRow
{
  GtkListBoxRow   parent_instance;

  /* Owned */
  BtyJobService  *jobs;
  BtyWorkflow    *workflow;

  /* Template */
  GtkLabel       *title;
  GtkLabel       *detail;
  GtkProgressBar *progress;
  GtkWidget      *pause;
  GtkWidget      *resume;
  GtkWidget      *retry;
  GtkWidget      *cancel;
  GtkWidget      *forget;
};

G_DEFINE_FINAL_TYPE (BtyJobRow, bty_job_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (BtyJobRow *self)
{
  BtyWorkflow *workflow = self->workflow;
  BtyWorkflowStatus status = workflow->status;
  gboolean has_ended = bty_workflow_has_ended (workflow);
  g_autofree char *detail = bty_job_wording_dup_detail (workflow);
  g_autofree char *visible = bty_visible_start (detail != NULL ? detail : "");

  gtk_label_set_label (self->title, bty_job_wording_get_title (workflow->kind));
  gtk_label_set_label (self->detail, visible);
  gtk_progress_bar_set_fraction (self->progress, bty_job_wording_get_share (workflow));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), !has_ended);
  gtk_widget_set_visible (self->pause, bty_workflow_is_active (workflow));
  gtk_widget_set_visible (self->resume, status == BTY_WORKFLOW_STATUS_PAUSED);
  gtk_widget_set_visible (self->cancel, !has_ended);
  gtk_widget_set_visible (self->retry, status == BTY_WORKFLOW_STATUS_FAILED || status == BTY_WORKFLOW_STATUS_CANCELLED);
  gtk_widget_set_visible (self->forget, has_ended);
}

static void
pause_cb (BtyJobRow *self)
{
  bty_job_service_pause (self->jobs, self->workflow);
}

static void
resume_cb (BtyJobRow *self)
{
  bty_job_service_resume (self->jobs, self->workflow);
}

static void
retry_cb (BtyJobRow *self)
{
  bty_job_service_retry (self->jobs, self->workflow);
}

static void
cancel_cb (BtyJobRow *self)
{
  bty_job_service_cancel (self->jobs, self->workflow);
}

static void
forget_cb (BtyJobRow *self)
{
  bty_job_service_forget (self->jobs, self->workflow);
}

static void
bty_job_row_dispose (GObject *object)
{
  BtyJobRow *self = BTY_JOB_ROW (object);

  g_clear_object (&self->workflow);
  g_clear_object (&self->jobs);

  G_OBJECT_CLASS (bty_job_row_parent_class)->dispose (object);
}

static void
bty_job_row_class_init (BtyJobRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_job_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyJobRow, title);
  gtk_widget_class_bind_template_child (widget_class, BtyJobRow, detail);
  gtk_widget_class_bind_template_child (widget_class, BtyJobRow, progress);
  gtk_widget_class_bind_template_child (widget_class, BtyJobRow, pause);
  gtk_widget_class_bind_template_child (widget_class, BtyJobRow, resume);
  gtk_widget_class_bind_template_child (widget_class, BtyJobRow, retry);
  gtk_widget_class_bind_template_child (widget_class, BtyJobRow, cancel);
  gtk_widget_class_bind_template_child (widget_class, BtyJobRow, forget);
  gtk_widget_class_bind_template_callback (widget_class, pause_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
}

static void
bty_job_row_init (BtyJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_job_row_new:
 * @jobs: of the profile
 * @workflow: one of them
 *
 * Returns: (transfer floating): a row that follows it
 */
GtkWidget *
bty_job_row_new (BtyJobService *jobs,
                 BtyWorkflow   *workflow)
{
  BtyJobRow *self = g_object_new (BTY_TYPE_JOB_ROW, NULL);

  self->jobs = g_object_ref (jobs);
  self->workflow = g_object_ref (workflow);
  g_signal_connect_object (workflow, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  bty_job_wording_get_title (workflow->kind), -1);
  update (self);

  return GTK_WIDGET (self);
}
