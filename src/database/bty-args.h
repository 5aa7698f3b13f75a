/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/* The parameters of a statement, as BTY_ARGS() makes them. */

guint     bty_args_count  (const BtyValue *args);
BtyValue *bty_args_append (const BtyValue *args,
                           const BtyValue *more) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
