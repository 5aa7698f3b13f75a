/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-memories.h"

#include <glib/gi18n-lib.h>

#include "bty-audit-store.h"
#include "bty-memory-store.h"

#define MEMORIES_AT_ONCE 1000

/* Anybody can compute the hash beside a memory anew, or put an older row back: the record says which it must be. */
static gboolean
is_as_noted (BtyMemory     *memory,
             BtyAuditNoted *noted)
{
  return bty_memory_is_intact (memory) && noted != NULL && noted->version == memory->version
         && GPOINTER_TO_INT (g_hash_table_lookup (noted->hashes, memory->sha256)) == memory->version;
}

/* So it is with what a memory said before. */
static gboolean
is_version_as_noted (BtyMemoryVersion *version,
                     BtyMemory        *memory,
                     BtyAuditNoted    *noted)
{
  g_autofree char *sha256 = memory != NULL ? bty_memory_version_compute_sha256 (version, memory->bot_id) : NULL;

  return sha256 != NULL && noted != NULL
         && GPOINTER_TO_INT (g_hash_table_lookup (noted->hashes, sha256)) == version->version;
}

static void
add_altered (BtyAuditReport *report,
             const char     *id)
{
  if (!g_ptr_array_find_with_equal_func (report->altered, id, g_str_equal, NULL))
    g_ptr_array_add (report->altered, g_strdup (id));
}

/* Looks at some memories, and sets @last to the id of the last. */
static gboolean
check_some (BtyDatabase     *database,
            GPtrArray       *memories,
            char           **last,
            BtyAuditReport  *report,
            GError         **error)
{
  BtyMemory *end = g_ptr_array_index (memories, memories->len - 1);
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) noted = bty_audit_store_list_noted (database, *last, end->id, error);
  g_autoptr(GPtrArray) versions = NULL;

  if (noted != NULL)
    versions = bty_audit_store_list_versions (database, *last, end->id, error);
  if (versions == NULL)
    return FALSE;
  for (guint i = 0; i < memories->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (memories, i);

      report->n_memories++;
      if (!is_as_noted (memory, g_hash_table_lookup (noted, memory->id)))
        add_altered (report, memory->id);
      g_hash_table_insert (by_id, memory->id, memory);
    }
  for (guint i = 0; i < versions->len; i++)
    {
      BtyMemoryVersion *version = g_ptr_array_index (versions, i);

      if (!is_version_as_noted (version, g_hash_table_lookup (by_id, version->memory_id),
                                g_hash_table_lookup (noted, version->memory_id)))
        add_altered (report, version->memory_id);
    }
  g_free (*last);
  *last = g_strdup (end->id);

  return TRUE;
}

static gboolean
check_missing (BtyDatabase     *database,
               BtyAuditReport  *report,
               GError         **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(BtyAuditEntry) orphan = bty_audit_store_find_orphan (database, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (orphan == NULL || report->problem != NULL)
    return TRUE;

  report->is_intact = FALSE;
  report->broken_id = g_strdup (orphan->id);
  report->broken_chain = g_strdup (orphan->chain);
  report->broken_position = orphan->position;
  report->broken_at = orphan->at;
  report->problem = g_strdup (_("The memory that this entry tells of was removed outside Boternity."));

  return TRUE;
}

/**
 * bty_audit_memories_check:
 * @database: a connection
 * @report: what was found in the record, to which is added
 * @error: (out) (optional): where to say what went wrong
 *
 * Looks whether every memory and its versions say what the record says that was stored, and whether every one is there
 * that was not forgotten.
 *
 * Returns: whether this could be looked at
 */
gboolean
bty_audit_memories_check (BtyDatabase     *database,
                          BtyAuditReport  *report,
                          GError         **error)
{
  g_autofree char *last = g_strdup ("");
  guint n;

  do
    {
      g_autoptr(GPtrArray) memories = bty_memory_store_list_from (database, last, MEMORIES_AT_ONCE, error);

      if (memories == NULL || (memories->len > 0 && !check_some (database, memories, &last, report, error)))
        return FALSE;
      n = memories->len;
    }
  while (n == MEMORIES_AT_ONCE);
  if (report->altered->len > 0)
    report->is_intact = FALSE;

  return check_missing (database, report, error);
}
