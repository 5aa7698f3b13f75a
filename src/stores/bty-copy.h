/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-progress.h"

G_BEGIN_DECLS

gboolean bty_copy_run (BtyDatabase   *source,
                       BtyDatabase   *target,
                       BtyProgress   *progress,
                       GCancellable  *cancellable,
                       GError       **error);

G_END_DECLS
