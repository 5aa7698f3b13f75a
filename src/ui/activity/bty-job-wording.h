/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-workflow.h"

G_BEGIN_DECLS

const char *bty_job_wording_get_title  (const char  *kind);
char       *bty_job_wording_dup_detail (BtyWorkflow *workflow) G_GNUC_WARN_UNUSED_RESULT;
double      bty_job_wording_get_share  (BtyWorkflow *workflow);

G_END_DECLS
