/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

gboolean bty_import_name_is_only_one (BtyRecord    *record);
gboolean bty_import_name_make_room   (BtyDatabase  *database,
                                      BtyRecord    *record,
                                      JsonArray    *renamed,
                                      GError      **error);

G_END_DECLS
