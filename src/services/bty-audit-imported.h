/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

GHashTable *bty_audit_imported_list_unsound (BtyDatabase  *database,
                                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bty_audit_imported_note         (BtyDatabase  *database,
                                             GHashTable   *unsound,
                                             GError      **error);

G_END_DECLS
