/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-progress.h"

G_BEGIN_DECLS

gboolean bty_salvage_run (BtyDatabase   *source,
                          BtyDatabase   *target,
                          BtyProgress   *progress,
                          gint64        *n_saved,
                          gint64        *n_lost,
                          GCancellable  *cancellable,
                          GError       **error);

G_END_DECLS
