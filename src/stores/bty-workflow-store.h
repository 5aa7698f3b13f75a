/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-workflow.h"

G_BEGIN_DECLS

GPtrArray *bty_workflow_store_list   (BtyDatabase  *database,
                                      gint64        limit,
                                      GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_workflow_store_insert (BtyDatabase  *database,
                                      BtyWorkflow  *workflow,
                                      GError      **error);
gboolean   bty_workflow_store_update (BtyDatabase  *database,
                                      BtyWorkflow  *workflow,
                                      GError      **error);
gboolean   bty_workflow_store_delete (BtyDatabase  *database,
                                      const char   *id,
                                      GError      **error);
gboolean   bty_workflow_store_purge  (BtyDatabase  *database,
                                      gint64        before,
                                      GError      **error);

G_END_DECLS
