/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-migrator.h"

#include "bty-config.h"
#include "bty-database-driver.h"
#include "bty-database-resources.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>

#define SCRIPTS "/org/boternity/Boternity/database/sql"

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/**
 * bty_migrator_load_scripts:
 *
 * Returns: (transfer full): the scripts that came with this version; the first one makes version 1 of
 *   the schema out of nothing
 */
char **
bty_migrator_load_scripts (void)
{
  g_autoptr(GStrvBuilder) scripts = g_strv_builder_new ();
  GResource *resource = bty_database_get_resource ();
  g_auto(GStrv) names = g_resource_enumerate_children (resource, SCRIPTS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (SCRIPTS "/", names[i], NULL);
      g_autoptr(GBytes) bytes = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      g_assert (g_ascii_strtoull (names[i], NULL, 10) == i + 1);
      g_strv_builder_add (scripts, text);
    }

  return g_strv_builder_end (scripts);
}

/* The script and the number that says it was applied are one transaction. */
static gboolean
apply_script (BtyDatabase  *database,
              const char   *script,
              gint64        version,
              GError      **error)
{
  BtyDatabaseClass *class = BTY_DATABASE_GET_CLASS (database);

  if (!bty_database_begin (database, error))
    return FALSE;
  if (!class->run_script (database, script, error)
      || !class->set_version (database, version, error)
      || !bty_database_commit (database, error))
    {
      bty_database_rollback (database);
      return FALSE;
    }

  return TRUE;
}

/**
 * bty_migrator_run:
 * @database: the connection that writes
 * @scripts: (array zero-terminated=1): what bty_migrator_load_scripts() gave
 * @error: (out) (optional): %BTY_ERROR_SCHEMA_TOO_NEW, or what else went wrong
 *
 * Moves the schema up to what this version of the program needs. Data that is there already is backed
 * up before. If a script fails the data stay at the last version that was reached.
 *
 * Returns: whether the schema is what this version needs
 */
gboolean
bty_migrator_run (BtyDatabase        *database,
                  const char *const  *scripts,
                  GError            **error)
{
  gint64 newest = g_strv_length ((char **) scripts);
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
    if (!apply_script (database, scripts[version], version + 1, error))
      return FALSE;

  return TRUE;
}
