/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-job-service.h"

G_BEGIN_DECLS

void bty_move_job_register (BtyJobService *jobs);

G_END_DECLS
