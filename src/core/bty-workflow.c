/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-workflow.h"

#include "bty-enum-types.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyWorkflow:
 *
 * One piece of long work, as an export is. It is done in steps; where it is after each of them is stored, so
 * that it can be paused, and gone on with after a restart.
 */

G_DEFINE_FINAL_TYPE (BtyWorkflow, bty_workflow, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyWorkflow, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyWorkflow, kind, TEXT, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyWorkflow, status, bty_workflow_status_get_type),
  BTY_FIELD (BtyWorkflow, step, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyWorkflow, progress, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyWorkflow, total, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyWorkflow, error, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyWorkflow, error_code, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyWorkflow, input, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyWorkflow, checkpoint, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyWorkflow, result, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyWorkflow, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyWorkflow, updated_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyWorkflow, finished_at, TIME, BTY_FIELD_NULLABLE),
};

static void
bty_workflow_class_init (BtyWorkflowClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "workflows", fields, G_N_ELEMENTS (fields));
}

static void
bty_workflow_init (BtyWorkflow *self)
{
}

/**
 * bty_workflow_new:
 * @kind: what shall be done
 * @input: (nullable): with what
 *
 * Returns: (transfer full): work that waits for its turn
 */
BtyWorkflow *
bty_workflow_new (const char *kind,
                  JsonNode   *input)
{
  g_autofree char *id = bty_uuid_new ();
  gint64 now = bty_time_now ();

  return g_object_new (BTY_TYPE_WORKFLOW,
                       "id", id,
                       "kind", kind,
                       "step", "",
                       "input", input,
                       "created-at", now,
                       "updated-at", now,
                       NULL);
}

/**
 * bty_workflow_is_active:
 * @self: long work
 *
 * Returns: whether it goes on by itself, now or after a restart
 */
gboolean
bty_workflow_is_active (BtyWorkflow *self)
{
  return self->status == BTY_WORKFLOW_STATUS_PENDING || self->status == BTY_WORKFLOW_STATUS_RUNNING;
}

/**
 * bty_workflow_has_ended:
 * @self: long work
 *
 * Returns: whether nothing more happens unless somebody tries again
 */
gboolean
bty_workflow_has_ended (BtyWorkflow *self)
{
  return self->status == BTY_WORKFLOW_STATUS_COMPLETED || self->status == BTY_WORKFLOW_STATUS_FAILED
         || self->status == BTY_WORKFLOW_STATUS_CANCELLED;
}
