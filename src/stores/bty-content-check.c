/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-content-check.h"

#include <glib/gi18n-lib.h>

#include "bty-agent-state.h"
#include "bty-artifact-store.h"
#include "bty-attachment.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-soul.h"
#include "bty-storage-report.h"

/*
 * Whether everything that has a hash still has it. Rows are read some at a time and contents a piece at a time, so
 * that the size of the profile does not matter. Nothing is written.
 */

#define ROWS_AT_ONCE 100

typedef gboolean (*CheckFunc) (BtyDatabase   *database,
                               JsonObject    *part,
                               GCancellable  *cancellable,
                               GError       **error);

/**
 * bty_content_check_add_part:
 * @report: a report
 * @name: what is looked at
 *
 * Returns: (transfer none): a part of @report in which nothing is wrong yet
 */
JsonObject *
bty_content_check_add_part (JsonObject *report,
                            const char *name)
{
  JsonObject *part = json_object_new ();

  json_object_set_string_member (part, "part", name);
  json_object_set_boolean_member (part, "ok", TRUE);
  json_object_set_int_member (part, "count", 0);
  json_object_set_array_member (part, "problems", json_array_new ());
  json_array_add_object_element (json_object_get_array_member (report, "parts"), part);

  return part;
}

/**
 * bty_content_check_add_problem:
 * @part: of a report
 * @sentence: what is wrong there
 *
 * Notes that a part is not intact.
 */
void
bty_content_check_add_problem (JsonObject *part,
                               const char *sentence)
{
  json_object_set_boolean_member (part, "ok", FALSE);
  json_array_add_string_element (json_object_get_array_member (part, "problems"), sentence);
}

static void
take_problem (JsonObject *part,
              char       *sentence)
{
  bty_content_check_add_problem (part, sentence);
  g_free (sentence);
}

static void
count_one (JsonObject *part)
{
  json_object_set_int_member (part, "count", json_object_get_int_member (part, "count") + 1);
}

static gboolean
check_database (BtyDatabase   *database,
                JsonObject    *part,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(JsonNode) report = bty_storage_report_new (database, error);
  JsonArray *problems;

  if (report == NULL)
    return FALSE;
  problems = json_node_get_array (bty_json_get (report, "problems"));
  for (guint i = 0; i < json_array_get_length (problems); i++)
    bty_content_check_add_problem (part, json_array_get_string_element (problems, i));
  json_object_set_int_member (part, "count", 1);

  return TRUE;
}

/* What people know the content by: the file or the attachment that has it. */
static char *
find_name (BtyDatabase *database,
           const char  *artifact_id)
{
  g_autoptr(BtyRows) rows = bty_database_query (database,
                                                "SELECT files.name FROM file_versions"
                                                " JOIN files ON files.id = file_versions.file_id"
                                                " WHERE file_versions.artifact_id = $1"
                                                " UNION ALL SELECT name FROM attachments WHERE artifact_id = $1"
                                                " LIMIT 1",
                                                BTY_ARGS (BTY_TEXT (artifact_id)), NULL);

  return g_strdup (rows != NULL && bty_rows_next (rows, NULL) ? bty_rows_get_text (rows, 0) : artifact_id);
}

static gboolean
check_content (BtyDatabase   *database,
               JsonObject    *part,
               const char    *id,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *name = NULL;

  count_one (part);
  if (bty_artifact_store_verify (database, id, cancellable, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, BTY_ERROR, BTY_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  name = find_name (database, id);
  /* Translators: the name of a file, its hash, and a sentence about it. */
  take_problem (part, g_strdup_printf (_("“%s” (%s): %s"), name, id, local_error->message));

  return TRUE;
}

/* The ids alone, because a row may have 1 MiB. */
static GPtrArray *
list_contents (BtyDatabase  *database,
               const char   *after,
               GError      **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(BtyRows) rows = bty_database_query (database, "SELECT id FROM artifacts WHERE id > $1 ORDER BY id LIMIT $2",
                                                BTY_ARGS (BTY_TEXT (after), BTY_INTEGER (ROWS_AT_ONCE)), error);
  GError *read_error = NULL;

  while (rows != NULL && bty_rows_next (rows, &read_error))
    g_ptr_array_add (ids, g_strdup (bty_rows_get_text (rows, 0)));
  if (read_error != NULL)
    g_propagate_error (error, read_error);

  return rows != NULL && read_error == NULL ? g_steal_pointer (&ids) : NULL;
}

static gboolean
check_contents (BtyDatabase   *database,
                JsonObject    *part,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(GPtrArray) ids = list_contents (database, "", error);

  while (ids != NULL && ids->len > 0)
    {
      g_autoptr(GPtrArray) seen = g_steal_pointer (&ids);

      for (guint i = 0; i < seen->len; i++)
        if (!check_content (database, part, g_ptr_array_index (seen, i), cancellable, error))
          return FALSE;
      ids = list_contents (database, g_ptr_array_index (seen, seen->len - 1), error);
    }

  return ids != NULL;
}

/* A version says by which hash its content is found, and how large that is. */
static gboolean
check_files (BtyDatabase   *database,
             JsonObject    *part,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database,
                                                "SELECT files.name, file_versions.version,"
                                                " CASE WHEN artifacts.size = file_versions.size THEN 1 ELSE 0 END"
                                                " FROM file_versions"
                                                " LEFT JOIN files ON files.id = file_versions.file_id"
                                                " LEFT JOIN artifacts ON artifacts.id = file_versions.artifact_id"
                                                " ORDER BY file_versions.id",
                                                BTY_NO_ARGS, error);
  GError *read_error = NULL;

  while (rows != NULL && !g_cancellable_set_error_if_cancelled (cancellable, &read_error)
         && bty_rows_next (rows, &read_error))
    {
      const char *name = bty_rows_get_text (rows, 0);

      count_one (part);
      if (name == NULL || bty_rows_get_integer (rows, 2) == 0)
        take_problem (part, g_strdup_printf (_("Version %d of “%s” does not fit its content."),
                                             (int) bty_rows_get_integer (rows, 1), name != NULL ? name : ""));
    }
  if (read_error != NULL)
    g_propagate_error (error, read_error);

  return rows != NULL && read_error == NULL;
}

typedef char *(*LookFunc) (gpointer record);

/* Looks at all records of a type. @look says what is wrong with one. */
static gboolean
check_records (BtyDatabase   *database,
               GType          type,
               LookFunc       look,
               JsonObject    *part,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autofree char *last = g_strdup ("");
  guint n;

  do
    {
      g_autoptr(GPtrArray) records = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      records = bty_database_select (database, type, "WHERE id > $1 ORDER BY id LIMIT $2",
                                     BTY_ARGS (BTY_TEXT (last), BTY_INTEGER (ROWS_AT_ONCE)), error);
      if (records == NULL)
        return FALSE;
      n = records->len;
      for (guint i = 0; i < n; i++)
        {
          char *problem = look (g_ptr_array_index (records, i));

          count_one (part);
          if (problem != NULL)
            take_problem (part, problem);
        }
      if (n > 0)
        {
          g_free (last);
          g_object_get (g_ptr_array_index (records, n - 1), "id", &last, NULL);
        }
    }
  while (n == ROWS_AT_ONCE);

  return TRUE;
}

static char *
look_at_attachment (gpointer record)
{
  BtyAttachment *attachment = record;
  g_autofree char *sha256 = NULL;

  /* Where the content is elsewhere, it is named by its hash and was looked at. */
  if (attachment->artifact_id != NULL)
    return g_strcmp0 (attachment->artifact_id, attachment->sha256) == 0
             ? NULL : g_strdup_printf (_("The attachment “%s” does not fit its content."), attachment->name);
  if (attachment->data != NULL)
    sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, attachment->data);

  return g_strcmp0 (sha256, attachment->sha256) == 0
           ? NULL : g_strdup_printf (_("The attachment “%s” was altered outside Boternity."), attachment->name);
}

static gboolean
check_attachments (BtyDatabase   *database,
                   JsonObject    *part,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return check_records (database, BTY_TYPE_ATTACHMENT, look_at_attachment, part, cancellable, error);
}

static char *
look_at_soul (gpointer record)
{
  BtySoul *soul = record;

  return bty_soul_is_intact (soul)
           ? NULL : g_strdup_printf (_("Version %d of the instructions of the bot %s was altered outside Boternity."),
                                     (int) soul->version, soul->bot_id);
}

static gboolean
check_souls (BtyDatabase   *database,
             JsonObject    *part,
             GCancellable  *cancellable,
             GError       **error)
{
  return check_records (database, BTY_TYPE_SOUL, look_at_soul, part, cancellable, error);
}

static char *
look_at_state (gpointer record)
{
  BtyAgentState *state = record;

  return bty_agent_state_is_intact (state)
           ? NULL : g_strdup_printf (_("The state of the bot %s was altered outside Boternity."), state->id);
}

static gboolean
check_states (BtyDatabase   *database,
              JsonObject    *part,
              GCancellable  *cancellable,
              GError       **error)
{
  return check_records (database, BTY_TYPE_AGENT_STATE, look_at_state, part, cancellable, error);
}

static const struct
{
  const char *name;
  CheckFunc   check;
} checks[] = {
  { BTY_PART_DATABASE, check_database },
  { BTY_PART_CONTENTS, check_contents },
  { BTY_PART_FILES, check_files },
  { BTY_PART_ATTACHMENTS, check_attachments },
  { BTY_PART_SOULS, check_souls },
  { BTY_PART_STATES, check_states },
};

/**
 * bty_content_check_new:
 * @database: a connection
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): why the data could not be looked at
 *
 * Reads everything and looks whether it is what was stored. Memories and the record of them are looked at elsewhere,
 * with the key that seals the record.
 *
 * Returns: (transfer full) (nullable): an object with "parts", each with "part", "ok", "count" of what was looked at
 *   and "problems" (sentences); damage is a problem in it, not an error
 */
JsonObject *
bty_content_check_new (BtyDatabase   *database,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(JsonObject) report = json_object_new ();

  json_object_set_array_member (report, "parts", json_array_new ());
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      JsonObject *part = bty_content_check_add_part (report, checks[i].name);
      g_autoptr(GError) damage = NULL;

      if (checks[i].check (database, part, cancellable, &damage))
        continue;
      if (!g_error_matches (damage, BTY_ERROR, BTY_ERROR_DAMAGED))
        {
          g_propagate_error (error, g_steal_pointer (&damage));
          return NULL;
        }
      bty_content_check_add_problem (part, damage->message);
    }

  return g_steal_pointer (&report);
}
