/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-kinds.h"

#include "bty-agent-state.h"
#include "bty-artifact-piece.h"
#include "bty-artifact-store.h"
#include "bty-attachment.h"
#include "bty-audit-entry.h"
#include "bty-audit-seal.h"
#include "bty-audit-store.h"
#include "bty-bot.h"
#include "bty-capture-job.h"
#include "bty-config.h"
#include "bty-counter.h"
#include "bty-entity.h"
#include "bty-error.h"
#include "bty-event.h"
#include "bty-file-chunk.h"
#include "bty-file-version.h"
#include "bty-file.h"
#include "bty-graph-mention.h"
#include "bty-hook-run.h"
#include "bty-key-value.h"
#include "bty-memory-candidate.h"
#include "bty-recall-exclusion.h"
#include "bty-memory-tombstone.h"
#include "bty-memory-use.h"
#include "bty-memory-version.h"
#include "bty-memory-work.h"
#include "bty-message.h"
#include "bty-provider-config.h"
#include "bty-provider-health.h"
#include "bty-provider-store.h"
#include "bty-relationship.h"
#include "bty-record-sql.h"
#include "bty-reply-passage.h"
#include "bty-reply-prompt.h"
#include "bty-session-summary.h"
#include "bty-session.h"
#include "bty-setting.h"
#include "bty-soul.h"
#include "bty-transition.h"
#include "bty-trusted-author.h"
#include "bty-vector.h"
#include "bty-workflow.h"

#include <glib/gi18n-lib.h>

/* A private chat is gone when it is closed; it must not stay in a file. Said so that no index but that of the order
 * is used: whole rows would be sorted in memory. */
#define IN_NOT_PRIVATE(session) \
  "NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.id = " session " AND private <> 0)"
#define NOT_PRIVATE IN_NOT_PRIVATE ("messages.session_id")
#define OF_NOT_PRIVATE(message) \
  "NOT EXISTS (SELECT 1 FROM messages WHERE messages.id = " message " AND NOT " NOT_PRIVATE ")"

/* A content that was lost already is no reason to keep the rest in. */
static void
complete_artifact (BtyDatabase *database,
                   gpointer     record)
{
  BtyArtifact *artifact = record;

  if (artifact->data == NULL)
    artifact->data = bty_artifact_store_load (database, artifact->id, NULL);
}

/* A large content belongs where this database keeps such. */
static gboolean
store_artifact (BtyDatabase  *database,
                gpointer      record,
                GError      **error)
{
  BtyArtifact *artifact = record;
  g_autoptr(BtyArtifact) stored = NULL;

  if (artifact->data != NULL && g_bytes_get_size (artifact->data) > BTY_ARTIFACT_MAX_IN_ROW)
    {
      stored = bty_artifact_store_put_bytes (database, artifact->data, error);
      if (stored == NULL)
        return FALSE;
      if (!g_str_equal (stored->id, artifact->id))
        {
          g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("its content is not what its hash says"));
          return FALSE;
        }
      g_object_set (artifact, "data", stored->data, NULL);
    }

  return bty_database_upsert (database, artifact, error);
}

/* Everything that is stored: what is counted, exported, imported and moved. A kind comes after those that
 * its rows belong to. */
static const BtyKind kinds[] = {
  { bty_setting_get_type, BTY_KIND_NONE,
    "key NOT IN ('" BTY_AUDIT_SETTING_CHAIN "', '" BTY_PROVIDER_SETTING_UNCONFIRMED "')" },
  { bty_bot_get_type, BTY_KIND_NONE },
  { bty_soul_get_type, BTY_KIND_NONE },
  { bty_session_get_type, BTY_KIND_NUMBERED, "private = 0" },
  { bty_message_get_type, BTY_KIND_NUMBERED, NOT_PRIVATE },
  { bty_attachment_get_type, BTY_KIND_NONE, OF_NOT_PRIVATE ("attachments.message_id") },
  { bty_reply_prompt_get_type, BTY_KIND_NONE, OF_NOT_PRIVATE ("reply_prompts.id") },
  { bty_reply_passage_get_type, BTY_KIND_NONE, OF_NOT_PRIVATE ("reply_passages.message_id") },
  { bty_session_summary_get_type, BTY_KIND_NONE, OF_NOT_PRIVATE ("session_summaries.until_id") },
  { bty_provider_config_get_type, BTY_KIND_NONE },
  { bty_provider_health_get_type, BTY_KIND_NONE },
  { bty_memory_get_type, BTY_KIND_NUMBERED },
  { bty_memory_version_get_type, BTY_KIND_NONE },
  { bty_memory_tombstone_get_type, BTY_KIND_NONE },
  { bty_memory_candidate_get_type, BTY_KIND_NONE },
  { bty_trusted_author_get_type, BTY_KIND_NONE },
  { bty_memory_use_get_type, BTY_KIND_NONE },
  { bty_recall_exclusion_get_type, BTY_KIND_NONE, IN_NOT_PRIVATE ("recall_exclusions.session_id") },
  { bty_capture_job_get_type, BTY_KIND_NONE },
  { bty_memory_work_get_type, BTY_KIND_NONE },
  { bty_audit_entry_get_type, BTY_KIND_KEPT },
  { bty_audit_seal_get_type, BTY_KIND_KEPT },
  { bty_workflow_get_type, BTY_KIND_LOCAL },
  { bty_counter_get_type, BTY_KIND_NONE },
  { bty_key_value_get_type, BTY_KIND_NONE },
  { bty_transition_get_type, BTY_KIND_NONE },
  { bty_agent_state_get_type, BTY_KIND_NONE },
  { bty_event_get_type, BTY_KIND_KEPT },
  { bty_hook_run_get_type, BTY_KIND_KEPT },
  { bty_artifact_get_type, BTY_KIND_NONE, NULL, complete_artifact, store_artifact },
  { bty_artifact_piece_get_type, BTY_KIND_LOCAL },
  { bty_file_get_type, BTY_KIND_NONE },
  { bty_file_version_get_type, BTY_KIND_NONE },
  { bty_file_chunk_get_type, BTY_KIND_NUMBERED },
  { bty_entity_get_type, BTY_KIND_NONE },
  { bty_relationship_get_type, BTY_KIND_NONE },
  { bty_graph_mention_get_type, BTY_KIND_NONE },
  { bty_vector_get_type, BTY_KIND_NONE },
};

/**
 * bty_kinds_get:
 * @n_kinds: (out): how many there are
 *
 * Returns: (array length=n_kinds) (transfer none): every kind of record that is stored, those first that
 *   others belong to
 */
const BtyKind *
bty_kinds_get (guint *n_kinds)
{
  *n_kinds = G_N_ELEMENTS (kinds);

  return kinds;
}

/**
 * bty_kind_ref_class:
 * @self: a kind
 *
 * Returns: (transfer full): its class, which knows its table and its fields
 */
BtyRecordClass *
bty_kind_ref_class (const BtyKind *self)
{
  return g_type_class_ref (self->get_type ());
}

/**
 * bty_kind_count:
 * @self: a kind
 * @database: a connection
 * @exported: only those that leave this database
 * @count: (out): how many rows are stored
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were counted
 */
gboolean
bty_kind_count (const BtyKind  *self,
                BtyDatabase    *database,
                gboolean        exported,
                gint64         *count,
                GError        **error)
{
  g_autoptr(BtyRecordClass) class = bty_kind_ref_class (self);
  gboolean some = exported && self->exported != NULL;
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", class->table, some ? " WHERE " : NULL, self->exported,
                                      NULL);

  return bty_database_query_integer (database, sql, BTY_NO_ARGS, count, error);
}

/**
 * bty_kind_query:
 * @self: a kind
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): all rows that leave this database, for bty_rows_read_record(), in an order
 *   that importing them keeps
 */
BtyRows *
bty_kind_query (const BtyKind  *self,
                BtyDatabase    *database,
                GError        **error)
{
  g_autoptr(BtyRecordClass) class = bty_kind_ref_class (self);
  g_autoptr(GString) sql = g_string_new (bty_database_get_record_sql (database, class)->select);

  if (self->exported != NULL)
    g_string_append_printf (sql, "WHERE %s ", self->exported);
  g_string_append_printf (sql, "ORDER BY %s",
                          self->flags & BTY_KIND_NUMBERED ? "seq" : class->fields[class->key].name);

  return bty_database_query (database, sql->str, BTY_NO_ARGS, error);
}

/**
 * bty_kind_is_exported:
 * @self: a kind
 *
 * Returns: whether it means something outside this database
 */
gboolean
bty_kind_is_exported (const BtyKind *self)
{
  return !(self->flags & BTY_KIND_LOCAL);
}

/**
 * bty_kinds_remove_all:
 * @database: a connection, in a transaction
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes everything that is stored.
 *
 * Returns: whether it is gone
 */
gboolean
bty_kinds_remove_all (BtyDatabase  *database,
                      GError      **error)
{
  for (guint i = G_N_ELEMENTS (kinds); i-- > 0;)
    {
      g_autoptr(BtyRecordClass) class = bty_kind_ref_class (&kinds[i]);
      g_autofree char *sql = g_strconcat ("DELETE FROM ", class->table, NULL);

      if (!bty_database_execute (database, sql, BTY_NO_ARGS, error))
        return FALSE;
    }

  return bty_database_execute (database, "DELETE FROM vector_changes", BTY_NO_ARGS, error);
}
