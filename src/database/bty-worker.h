/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

#define BTY_TYPE_WORKER (bty_worker_get_type ())

G_DECLARE_FINAL_TYPE (BtyWorker, bty_worker, BTY, WORKER, GObject)

/**
 * BtyJobFunc:
 * @database: the connection; do not keep it
 * @data: the task data of the task the job answers
 * @cancellable: (nullable): of that task
 * @error: where to say what went wrong
 *
 * Runs on a database thread. A write job is one transaction: it is committed when the job returns
 * without an error and rolled back otherwise.
 *
 * Returns: (transfer full) (nullable): what the task returns, freed with the function given beside it
 */
typedef gpointer (*BtyJobFunc) (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error);

BtyWorker *bty_worker_new   (const char      *uri,
                             const char      *password,
                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void       bty_worker_write (BtyWorker       *self,
                             GTask           *task,
                             BtyJobFunc       func,
                             GDestroyNotify   free_result);
void       bty_worker_read  (BtyWorker       *self,
                             GTask           *task,
                             BtyJobFunc       func,
                             GDestroyNotify   free_result);
void       bty_worker_read_long (BtyWorker   *self,
                             GTask           *task,
                             BtyJobFunc       func,
                             GDestroyNotify   free_result);
void       bty_worker_stop  (BtyWorker       *self);

G_END_DECLS
