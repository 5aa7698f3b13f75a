/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/* The ids of providers that came with a file and that nobody has said anything of yet: a setting of these data. */

GHashTable *bty_unconfirmed_parse (const char   *setting) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *bty_unconfirmed_load  (BtyDatabase  *database,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bty_unconfirmed_store (BtyDatabase  *database,
                                   GHashTable   *ids,
                                   GError      **error);
gboolean    bty_unconfirmed_copy  (BtyDatabase  *source,
                                   BtyDatabase  *target,
                                   GError      **error);

G_END_DECLS
