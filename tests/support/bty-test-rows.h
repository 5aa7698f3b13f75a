/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

void bty_test_add_rows (BtyDatabase *database,
                        guint        n_rows);

G_END_DECLS
