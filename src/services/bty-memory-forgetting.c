/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-writing.h"

#include "bty-audit-store.h"
#include "bty-error.h"
#include "bty-memory-similar.h"
#include "bty-memory-store.h"
#include "bty-memory-tombstone.h"

/* The only way out of memory. */

/* Forgets one memory, and not what belongs to it. */
static gboolean
forget_one (BtyDatabase  *database,
            BtyMemory    *memory,
            const char   *actor,
            GError      **error)
{
  g_autoptr(BtyAuditEntry) entry = bty_audit_entry_new (actor, BTY_AUDIT_FORGET, memory->bot_id, memory->id, NULL);

  return bty_memory_store_forget (database, memory, actor, error)
         && bty_memory_similar_drop (database, memory->bot_id, error)
         && bty_audit_store_forget (database, memory->id, error)
         && bty_audit_store_append (database, entry, error);
}

/* Forgets a memory and what says the same; what that leaves in the files is for the caller to erase. */
static gint64
forget_family (BtyDatabase  *database,
               BtyMemory    *memory,
               const char   *actor,
               GError      **error)
{
  g_autoptr(GPtrArray) family = bty_memory_store_list_family (database, memory, error);

  for (guint i = 0; family != NULL && i < family->len; i++)
    if (!forget_one (database, g_ptr_array_index (family, i), actor, error))
      return -1;

  return family != NULL ? (gint64) family->len : -1;
}

/**
 * bty_memory_forget:
 * @database: a connection
 * @id: of a memory
 * @actor: who asks
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Forgets a memory for good, and with it what was merged into it and what was made of it, because these say the
 * same. What is left is a tombstone and lines of the audit without content.
 *
 * Returns: how many were forgotten; -1 on error
 */
gint64
bty_memory_forget (BtyDatabase  *database,
                   const char   *id,
                   const char   *actor,
                   GError      **error)
{
  g_autoptr(BtyMemory) memory = bty_memory_store_get (database, id, error);
  gint64 n = memory != NULL ? forget_family (database, memory, actor, error) : -1;

  return n >= 0 && bty_database_erase_residue (database, BTY_FULL_TEXT_MEMORIES, error) ? n : -1;
}

/**
 * bty_memory_forget_again:
 * @database: a connection, in a transaction
 * @tombstones: (element-type BtyMemoryTombstone): of what was forgotten
 * @error: (out) (optional): where to say what went wrong
 *
 * Forgets those of these memories that came back with other data, with what says the same. The tombstones are stored
 * as they are given.
 *
 * Returns: how many were forgotten; -1 on error
 */
gint64
bty_memory_forget_again (BtyDatabase  *database,
                         GPtrArray    *tombstones,
                         GError      **error)
{
  gint64 n_gone = 0;

  for (guint i = 0; i < tombstones->len; i++)
    {
      BtyMemoryTombstone *tombstone = g_ptr_array_index (tombstones, i);
      GError *read_error = NULL;
      g_autoptr(BtyMemory) memory = bty_memory_store_get (database, tombstone->id, &read_error);
      gint64 n = memory != NULL ? forget_family (database, memory, tombstone->actor, error) : 0;

      if (read_error != NULL && !g_error_matches (read_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, read_error);
          return -1;
        }
      g_clear_error (&read_error);
      if (n < 0 || !bty_database_upsert (database, tombstone, error))
        return -1;
      n_gone += n;
    }

  return n_gone == 0 || bty_database_erase_residue (database, BTY_FULL_TEXT_MEMORIES, error) ? n_gone : -1;
}

/**
 * bty_memory_forget_deleted:
 * @database: a connection
 * @until: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Forgets what was deleted before @until, and what bots remembered that were.
 *
 * Returns: whether it is gone
 */
gboolean
bty_memory_forget_deleted (BtyDatabase  *database,
                           gint64        until,
                           GError      **error)
{
  g_autoptr(GPtrArray) deleted = bty_memory_store_list_deleted (database, until, error);

  if (deleted == NULL)
    return FALSE;
  for (guint i = 0; i < deleted->len; i++)
    if (!forget_one (database, g_ptr_array_index (deleted, i), "system", error))
      return FALSE;

  return deleted->len == 0 || bty_database_erase_residue (database, BTY_FULL_TEXT_MEMORIES, error);
}
