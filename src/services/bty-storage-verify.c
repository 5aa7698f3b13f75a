/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-storage-verify.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-content-check.h"
#include "bty-error.h"
#include "bty-profile-private.h"
#include "bty-storage-report.h"

/* Verifying a profile: everything with a hash in the database, then the memories and the record of them. */

static const struct
{
  const char *part;
  const char *title;
} titles[] = {
  { BTY_PART_DATABASE, N_("Database") },
  { BTY_PART_CONTENTS, N_("Contents") },
  { BTY_PART_FILES, N_("Versions of files") },
  { BTY_PART_ATTACHMENTS, N_("Attachments") },
  { BTY_PART_SOULS, N_("Instructions") },
  { BTY_PART_STATES, N_("States of bots") },
  { BTY_PART_MEMORIES, N_("Memories") },
  { BTY_PART_AUDIT, N_("Record of memories") },
};

static gpointer
check_on_db (BtyDatabase   *database,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  return bty_content_check_new (database, cancellable, error);
}

static void
add_memories (JsonObject     *report,
              BtyAuditReport *audit)
{
  JsonObject *part = bty_content_check_add_part (report, BTY_PART_MEMORIES);

  json_object_set_int_member (part, "count", audit->n_memories);
  for (guint i = 0; i < audit->altered->len; i++)
    {
      g_autofree char *sentence = g_strdup_printf (_("The memory %s was altered outside Boternity."),
                                                   (const char *) g_ptr_array_index (audit->altered, i));

      bty_content_check_add_problem (part, sentence);
    }
}

static void
add_audit (JsonObject     *report,
           BtyAuditReport *audit)
{
  JsonObject *part = bty_content_check_add_part (report, BTY_PART_AUDIT);
  g_autofree char *sentence = NULL;

  json_object_set_int_member (part, "count", audit->n_entries);
  if (audit->problem == NULL)
    return;
  if (audit->broken_position == 0)
    {
      bty_content_check_add_problem (part, audit->problem);
      return;
    }
  sentence = g_strdup_printf (_("The first entry that does not fit is number %d (%s) of the record %s: %s"),
                              (int) audit->broken_position,
                              audit->broken_id != NULL ? audit->broken_id : _("missing"), audit->broken_chain,
                              audit->problem);
  bty_content_check_add_problem (part, sentence);
}

static gboolean
are_all_intact (JsonObject *report)
{
  JsonArray *parts = json_object_get_array_member (report, "parts");

  for (guint i = 0; i < json_array_get_length (parts); i++)
    if (!json_object_get_boolean_member (json_array_get_object_element (parts, i), "ok"))
      return FALSE;

  return TRUE;
}

static void
audited_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  JsonObject *report = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyAuditReport) audit = bty_audit_service_verify_finish (BTY_AUDIT_SERVICE (source), result, &error);

  if (audit == NULL && !g_error_matches (error, BTY_ERROR, BTY_ERROR_DAMAGED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (audit == NULL)
    bty_content_check_add_problem (bty_content_check_add_part (report, BTY_PART_AUDIT), error->message);
  else
    {
      add_memories (report, audit);
      add_audit (report, audit);
    }
  json_object_set_boolean_member (report, "ok", are_all_intact (report));
  g_task_return_pointer (task, json_node_init_object (json_node_alloc (), report), (GDestroyNotify) json_node_unref);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  BtyAuditService *audit = bty_profile_get_audit (BTY_PROFILE (source));
  GError *error = NULL;
  JsonObject *report = g_task_propagate_pointer (G_TASK (result), &error);

  /* The profile may have been closed meanwhile. */
  if (report != NULL && audit == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "closed");
  if (report != NULL)
    g_task_set_task_data (task, report, (GDestroyNotify) json_object_unref);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    bty_audit_service_check_async (audit, cancellable, audited_cb, g_steal_pointer (&task));
}

/**
 * bty_storage_verify_async:
 * @profile: an open profile
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Reads everything and compares it with its hashes. Writes nothing; others go on meanwhile.
 */
void
bty_storage_verify_async (BtyProfile          *profile,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (profile, cancellable, callback, user_data);
  g_autoptr(GTask) inner = g_task_new (profile, cancellable, checked_cb, task);

  g_task_set_source_tag (task, bty_storage_verify_async);
  g_task_set_source_tag (inner, bty_storage_verify_async);
  bty_worker_read_long (profile->worker, inner, check_on_db, (GDestroyNotify) json_object_unref);
}

/**
 * bty_storage_verify_finish:
 * @profile: the profile
 * @result: of the call
 * @error: (out) (optional): why it could not be looked at
 *
 * Returns: (transfer full) (nullable): an object with "ok" and "parts", each with "part", "ok", "count" of what was
 *   looked at and "problems" (sentences)
 */
JsonNode *
bty_storage_verify_finish (BtyProfile    *profile,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_storage_verify_get_title:
 * @part: of a report
 *
 * Returns: what people call it
 */
const char *
bty_storage_verify_get_title (const char *part)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].part, part))
      return _(titles[i].title);

  return part;
}

static gpointer
measure_on_db (BtyDatabase   *database,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  return bty_storage_report_new_summary (database, error);
}

/**
 * bty_storage_measure_async:
 * @profile: an open profile
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Counts what is in it, without looking whether it is intact.
 */
void
bty_storage_measure_async (BtyProfile          *profile,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (profile, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_storage_measure_async);
  bty_worker_read_long (profile->worker, task, measure_on_db, (GDestroyNotify) json_node_unref);
}

/**
 * bty_storage_measure_finish:
 * @profile: the profile
 * @result: of the call
 * @error: (out) (optional): why it could not be looked at
 *
 * Returns: (transfer full) (nullable): an object with "engine", "size" (bytes) and "counts" (rows of each table)
 */
JsonNode *
bty_storage_measure_finish (BtyProfile    *profile,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
