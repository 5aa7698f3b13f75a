/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-migrator.h"

#include "bty-config.h"
#include "bty-database-driver.h"
#include "bty-database-resources.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCRIPTS "/org/boternity/Boternity/database/sql"

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/**
 * bty_migration_new:
 * @portable: a script that every engine understands
 * @special: (nullable): one for the engine of the database at hand
 *
 * Returns: (transfer full): the step that they are together
 */
BtyMigration *
bty_migration_new (const char *portable,
                   const char *special)
{
  BtyMigration *self = g_new0 (BtyMigration, 1);

  self->portable = g_strdup (portable);
  self->special = g_strdup (special);

  return self;
}

/**
 * bty_migration_free:
 * @self: (transfer full): a step of the schema
 *
 * Frees it.
 */
void
bty_migration_free (BtyMigration *self)
{
  g_free (self->portable);
  g_free (self->special);
  g_free (self);
}

/* Returns the text of a script, or NULL if there is none of this name. */
static char *
read_script (const char *name)
{
  g_autofree char *path = g_strconcat (SCRIPTS "/", name, NULL);
  g_autoptr(GBytes) bytes = g_resource_lookup_data (bty_database_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                    NULL);

  return bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
}

/* "NNN-name.sql", not "NNN-name.dialect.sql". */
static gboolean
is_portable (const char *name)
{
  return strchr (name, '.') == strrchr (name, '.');
}

/**
 * bty_migrator_load:
 * @database: a connection
 *
 * Returns: (transfer full) (element-type BtyMigration): the steps that came with this version, for the engine of
 *   @database; the first one makes version 1 of the schema out of nothing
 */
GPtrArray *
bty_migrator_load (BtyDatabase *database)
{
  const char *dialect = BTY_DATABASE_GET_CLASS (database)->dialect;
  GPtrArray *migrations = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_migration_free);
  g_auto(GStrv) names = g_resource_enumerate_children (bty_database_get_resource (), SCRIPTS,
                                                       G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (names[i], ".", -1);
      g_autofree char *special_name = g_strconcat (parts[0], ".", dialect, ".sql", NULL);
      BtyMigration *migration;

      if (!is_portable (names[i]))
        continue;
      migration = g_new0 (BtyMigration, 1);
      migration->portable = read_script (names[i]);
      migration->special = read_script (special_name);
      g_ptr_array_add (migrations, migration);
      g_assert (g_ascii_strtoull (names[i], NULL, 10) >= migrations->len);
    }

  return migrations;
}

static gboolean
run_scripts (BtyDatabase   *database,
             BtyMigration  *migration,
             gint64         version,
             GError       **error)
{
  BtyDatabaseClass *class = BTY_DATABASE_GET_CLASS (database);
  gint64 reached;

  /* Another program may have done it while we waited for our turn. */
  if (!bty_database_get_version (database, &reached, error))
    return FALSE;
  if (reached >= version)
    return TRUE;

  return class->run_portable_script (database, migration->portable, error)
         && (migration->special == NULL || class->run_script (database, migration->special, error))
         && class->set_version (database, version, error);
}

/**
 * bty_migrator_get_newest:
 *
 * Returns: the version of the schema that this version of the program makes
 */
gint64
bty_migrator_get_newest (void)
{
  g_auto(GStrv) names = g_resource_enumerate_children (bty_database_get_resource (), SCRIPTS,
                                                       G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gint64 n_migrations = 0;

  for (guint i = 0; names[i] != NULL; i++)
    if (is_portable (names[i]))
      n_migrations++;

  return n_migrations;
}

/* The scripts and the number that says they were applied are one transaction. */
static gboolean
apply (BtyDatabase   *database,
       BtyMigration  *migration,
       gint64         version,
       GError       **error)
{
  if (!BTY_DATABASE_GET_CLASS (database)->begin_migration (database, error))
    return FALSE;
  if (!run_scripts (database, migration, version, error) || !bty_database_commit (database, error))
    {
      bty_database_rollback (database);
      return FALSE;
    }

  return TRUE;
}

static gboolean
move_up (BtyDatabase  *database,
         GPtrArray    *migrations,
         GError      **error)
{
  gint64 newest = migrations->len;
  gint64 version;

  if (!bty_database_get_version (database, &version, error))
    return FALSE;
  if (version > newest)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_SCHEMA_TOO_NEW,
                   _("These data were written by a newer version of Boternity: schema %d, and this one knows %d."),
                   (int) version, (int) newest);
      return FALSE;
    }
  if (version > 0 && version < newest && !BTY_DATABASE_GET_CLASS (database)->back_up (database, version, error))
    return FALSE;

  for (; version < newest; version++)
    if (!apply (database, g_ptr_array_index (migrations, version), version + 1, error))
      return FALSE;

  return TRUE;
}

/**
 * bty_migrator_run:
 * @database: the connection that writes
 * @migrations: (nullable) (element-type BtyMigration): the steps; %NULL = those that came with this version
 * @error: (out) (optional): %BTY_ERROR_SCHEMA_TOO_NEW, or what else went wrong
 *
 * Moves the schema up to what this version of the program needs. Data that is there already is backed
 * up before. If a step fails the data stay at the last version that was reached.
 *
 * Returns: whether the schema is what this version needs
 */
gboolean
bty_migrator_run (BtyDatabase  *database,
                  GPtrArray    *migrations,
                  GError      **error)
{
  g_autoptr(GPtrArray) steps = migrations != NULL ? g_ptr_array_ref (migrations) : bty_migrator_load (database);

  return move_up (database, steps, error);
}
