/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-kinds.h"
#include "bty-progress.h"

G_BEGIN_DECLS

/**
 * BtyCopyPlace:
 * @done: rows
 * @total: of so many
 *
 * How far copying is.
 */
typedef struct
{
  gint64 done;
  gint64 total;
} BtyCopyPlace;

gboolean bty_copy_count  (BtyDatabase    *source,
                          BtyCopyPlace   *place,
                          const char     *table,
                          GError        **error);
gboolean bty_copy_update (BtyDatabase    *source,
                          BtyDatabase    *reader,
                          BtyDatabase    *target,
                          const BtyKind  *kind,
                          BtyCopyPlace   *place,
                          BtyProgress    *progress,
                          GCancellable   *cancellable,
                          GError        **error);
gboolean bty_copy_run    (BtyDatabase    *source,
                          BtyDatabase    *target,
                          BtyProgress    *progress,
                          GCancellable   *cancellable,
                          GError        **error);

G_END_DECLS
