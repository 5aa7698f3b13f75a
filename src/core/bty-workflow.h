/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_WORKFLOW (bty_workflow_get_type ())

G_DECLARE_FINAL_TYPE (BtyWorkflow, bty_workflow, BTY, WORKFLOW, BtyRecord)

struct _BtyWorkflow
{
  BtyRecord  parent_instance;

  char *id;
  char *kind; /* what is done: "export" */
  BtyWorkflowStatus status;
  char *step; /* where it is, a word that its kind knows */
  gint64 progress;
  gint64 total; /* of the same unit; 0 = not known */
  char *error; /* why it failed, in plain words */
  char *error_code; /* nick of BtyError */
  JsonNode *input; /* what it was asked to do */
  JsonNode *checkpoint; /* what it goes on from */
  JsonNode *result; /* what came out */
  gint64 created_at;
  gint64 updated_at;
  gint64 finished_at;
};

BtyWorkflow *bty_workflow_new       (const char  *kind,
                                     JsonNode    *input) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bty_workflow_is_active (BtyWorkflow *self);
gboolean     bty_workflow_has_ended (BtyWorkflow *self);

G_END_DECLS
