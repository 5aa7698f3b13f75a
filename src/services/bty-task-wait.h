/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BtyTaskFunc:
 * @task: (transfer full): what is gone on with
 */
typedef void (*BtyTaskFunc) (GTask *task);

void bty_task_wait (GTask       *task,
                    gint64       milliseconds,
                    BtyTaskFunc  go_on);

G_END_DECLS
