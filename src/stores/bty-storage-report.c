/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-storage-report.h"

#include "bty-error.h"
#include "bty-kinds.h"

static JsonObject *
count_rows (BtyDatabase  *database,
            GError      **error)
{
  g_autoptr(JsonObject) counts = json_object_new ();
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr(BtyRecordClass) class = bty_kind_ref_class (&kinds[i]);
      gint64 count;

      if (!bty_kind_count (&kinds[i], database, FALSE, &count, error))
        return NULL;
      json_object_set_int_member (counts, class->table, count);
    }

  return g_steal_pointer (&counts);
}

static JsonNode *
write_report (GPtrArray  *problems,
              gint64      version,
              JsonObject *counts)
{
  g_autoptr(JsonObject) report = json_object_new ();
  JsonArray *sentences = json_array_new ();

  for (guint i = 0; i < problems->len; i++)
    json_array_add_string_element (sentences, g_ptr_array_index (problems, i));

  json_object_set_boolean_member (report, "ok", problems->len == 0);
  json_object_set_array_member (report, "problems", sentences);
  json_object_set_int_member (report, "schema_version", version);
  json_object_set_object_member (report, "counts", counts);

  return json_node_init_object (json_node_alloc (), report);
}

/**
 * bty_storage_report_new:
 * @database: a connection
 * @error: (out) (optional): why the data could not be looked at
 *
 * Reads the whole database and looks whether it is intact.
 *
 * Returns: (transfer full) (nullable): an object with "ok", "problems" (sentences), "schema_version" and
 *   "counts" (rows of each table); damage is a problem in it, not an error
 */
JsonNode *
bty_storage_report_new (BtyDatabase  *database,
                        GError      **error)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) damage = NULL;
  JsonObject *counts = NULL;
  gint64 version = 0;

  if (bty_database_check (database, problems, &damage) && bty_database_get_version (database, &version, &damage))
    counts = count_rows (database, &damage);
  if (damage != NULL && !g_error_matches (damage, BTY_ERROR, BTY_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&damage));
      return NULL;
    }
  if (damage != NULL)
    g_ptr_array_add (problems, g_strdup (damage->message));

  return write_report (problems, version, counts != NULL ? counts : json_object_new ());
}

/* Contents that are files beside the database. */
static gboolean
measure_files (BtyDatabase  *database,
               gint64       *size,
               GError      **error)
{
  *size = 0;

  return bty_database_get_files_directory (database) == NULL
         || bty_database_query_integer (database,
                                        "SELECT CAST (coalesce (sum (size), 0) AS BIGINT) FROM artifacts"
                                        " WHERE data IS NULL",
                                        BTY_NO_ARGS, size, error);
}

/**
 * bty_storage_report_new_summary:
 * @database: a connection
 * @error: (out) (optional): why the data could not be looked at
 *
 * Returns: (transfer full) (nullable): an object with "engine", "size" (bytes, with the files beside the database) and
 *   "counts" (rows of each table)
 */
JsonNode *
bty_storage_report_new_summary (BtyDatabase  *database,
                                GError      **error)
{
  g_autoptr(JsonObject) summary = NULL;
  JsonObject *counts;
  gint64 size, files_size;

  if (!bty_database_get_size (database, &size, error) || !measure_files (database, &files_size, error))
    return NULL;
  counts = count_rows (database, error);
  if (counts == NULL)
    return NULL;

  summary = json_object_new ();
  json_object_set_string_member (summary, "engine", bty_database_get_engine (database));
  json_object_set_int_member (summary, "size", size + files_size);
  json_object_set_object_member (summary, "counts", counts);

  return json_node_init_object (json_node_alloc (), summary);
}
