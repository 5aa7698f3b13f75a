/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/**
 * BtyMigration:
 * @portable: what every engine understands
 * @special: (nullable): what only the engine of this database understands, run after it
 *
 * One step of the schema, which is one transaction.
 */
typedef struct
{
  char *portable;
  char *special;
} BtyMigration;

BtyMigration *bty_migration_new  (const char    *portable,
                                  const char    *special) G_GNUC_WARN_UNUSED_RESULT;
void          bty_migration_free (BtyMigration  *self);

GPtrArray    *bty_migrator_load  (BtyDatabase   *database) G_GNUC_WARN_UNUSED_RESULT;
gint64        bty_migrator_get_newest (void);
gboolean      bty_migrator_run   (BtyDatabase   *database,
                                  GPtrArray     *migrations,
                                  GError       **error);

G_END_DECLS
