/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

char     **bty_migrator_load_scripts (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_migrator_run          (BtyDatabase        *database,
                                      const char *const  *scripts,
                                      GError            **error);

G_END_DECLS
