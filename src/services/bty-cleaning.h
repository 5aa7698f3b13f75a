/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/* How long deleted bots and conversations can be brought back, in microseconds. */
#define BTY_CLEANING_KEEPS_DELETED (30 * G_TIME_SPAN_DAY)

gboolean bty_cleaning_start     (BtyDatabase   *database,
                                 GError       **error);
gpointer bty_cleaning_on_db     (BtyDatabase   *database,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer bty_cleaning_all_on_db (BtyDatabase   *database,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);

G_END_DECLS
