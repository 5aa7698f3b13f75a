/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-imported.h"

#include "bty-audit-noted.h"
#include "bty-memory-store.h"
#include "bty-memory-writing.h"
#include "bty-time.h"
#include "bty-trust-store.h"

/*
 * An import may put back what a memory said before, or whom a bot trusted, which is what somebody would do who changes
 * the data behind the program's back. That the user asked for it is a line of the record. It only brings back what the
 * record knows, and what it knows nothing of: what a file says against the record that came with it stays altered.
 */

#define MEMORIES_AT_ONCE 1000

/* Returns: whether the work goes on */
typedef gboolean (*MemoryFunc) (BtyDatabase    *database,
                                BtyMemory      *memory,
                                BtyAuditNoted  *noted,
                                gpointer        user_data,
                                GError        **error);

/* Calls @func for each memory that is not as the record says. */
static gboolean
for_each_unsound (BtyDatabase  *database,
                  MemoryFunc    func,
                  gpointer      user_data,
                  GError      **error)
{
  g_autofree char *last = g_strdup ("");
  guint n;

  do
    {
      g_autoptr(GPtrArray) memories = bty_memory_store_list_from (database, last, MEMORIES_AT_ONCE, error);
      g_autoptr(GHashTable) noted = NULL;
      g_autofree char *first = g_steal_pointer (&last);

      if (memories == NULL)
        return FALSE;
      n = memories->len;
      last = g_strdup (n > 0 ? ((BtyMemory *) g_ptr_array_index (memories, n - 1))->id : first);
      noted = bty_audit_noted_list (database, first, last, error);
      if (noted == NULL)
        return FALSE;
      for (guint i = 0; i < n; i++)
        {
          BtyMemory *memory = g_ptr_array_index (memories, i);
          BtyAuditNoted *of_memory = g_hash_table_lookup (noted, memory->id);

          if (!bty_audit_noted_matches (of_memory, memory) && !func (database, memory, of_memory, user_data, error))
            return FALSE;
        }
    }
  while (n == MEMORIES_AT_ONCE);

  return TRUE;
}

static gboolean
add_unsound (BtyDatabase    *database,
             BtyMemory      *memory,
             BtyAuditNoted  *noted,
             gpointer        user_data,
             GError        **error)
{
  g_hash_table_add (user_data, g_strdup (memory->id));

  return TRUE;
}

/* What the memory said since stays before it, as when somebody goes back to a version. */
static gboolean
follow_versions (BtyDatabase  *database,
                 BtyMemory    *memory,
                 GError      **error)
{
  g_autoptr(GPtrArray) versions = bty_memory_store_list_versions (database, memory->id, error);
  BtyMemoryVersion *newest = versions != NULL && versions->len > 0 ? g_ptr_array_index (versions, 0) : NULL;

  if (newest == NULL || newest->version <= memory->version)
    return versions != NULL;
  g_object_set (memory, "version", newest->version, "updated-at", bty_time_now (), NULL);

  return bty_memory_store_save_version (database, memory, "user", error);
}

static gboolean
note_memory (BtyDatabase    *database,
             BtyMemory      *memory,
             BtyAuditNoted  *noted,
             gpointer        user_data,
             GError        **error)
{
  if (g_hash_table_contains (user_data, memory->id)
      || !(noted != NULL ? bty_audit_noted_knows (noted, memory) : bty_memory_is_intact (memory)))
    return TRUE;

  return follow_versions (database, memory, error)
         && bty_memory_note (database, "user", BTY_AUDIT_IMPORT, NULL, memory, NULL, error);
}

/* Lines of trusted lists of which the record says nothing, or the contrary. */
static GPtrArray *
list_unsound_trust (BtyDatabase  *database,
                    GError      **error)
{
  g_autoptr(GPtrArray) lines = bty_trust_store_list (database, error);
  g_autoptr(GHashTable) trust = lines != NULL ? bty_audit_noted_list_trust (database, NULL, error) : NULL;

  if (trust == NULL)
    return NULL;
  for (guint i = lines->len; i > 0; i--)
    {
      BtyTrustedAuthor *line = g_ptr_array_index (lines, i - 1);

      if (bty_audit_noted_trusts (trust, line->reader_id, line->author_id))
        g_ptr_array_remove_index (lines, i - 1);
    }

  return g_steal_pointer (&lines);
}

/**
 * bty_audit_imported_list_unsound:
 * @database: a connection, in the transaction of an import, before it
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): what is not as the record says already, and does not become so by the import:
 *   ids of memories, and of lines of trusted lists
 */
GHashTable *
bty_audit_imported_list_unsound (BtyDatabase  *database,
                                 GError      **error)
{
  g_autoptr(GHashTable) unsound = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) trust = list_unsound_trust (database, error);

  if (trust == NULL || !for_each_unsound (database, add_unsound, unsound, error))
    return NULL;
  for (guint i = 0; i < trust->len; i++)
    g_hash_table_add (unsound, g_strdup (((BtyTrustedAuthor *) g_ptr_array_index (trust, i))->id));

  return g_steal_pointer (&unsound);
}

/**
 * bty_audit_imported_note:
 * @database: a connection, in the transaction of an import, after it
 * @unsound: what bty_audit_imported_list_unsound() gave before it
 * @error: (out) (optional): where to say what went wrong
 *
 * Adds a line to the record for each memory that the import has put back as it was before, or that came without any
 * line, and for each bot that trusts another one again.
 *
 * Returns: whether the record says so now
 */
gboolean
bty_audit_imported_note (BtyDatabase  *database,
                         GHashTable   *unsound,
                         GError      **error)
{
  g_autoptr(GPtrArray) trust = list_unsound_trust (database, error);

  if (trust == NULL || !for_each_unsound (database, note_memory, unsound, error))
    return FALSE;
  for (guint i = 0; i < trust->len; i++)
    {
      BtyTrustedAuthor *line = g_ptr_array_index (trust, i);

      if (!g_hash_table_contains (unsound, line->id)
          && !bty_memory_note_trust (database, "user", line->reader_id, line->author_id, TRUE, error))
        return FALSE;
    }

  return TRUE;
}
