/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-memories.h"

#include <glib/gi18n-lib.h>

#include "bty-audit-noted.h"
#include "bty-audit-store.h"
#include "bty-bot.h"
#include "bty-memory-store.h"
#include "bty-trust-store.h"

#define MEMORIES_AT_ONCE 1000

/* Once for each, whatever of it was altered. */
static void
add_altered (BtyAuditReport *report,
             GHashTable     *known,
             const char     *id)
{
  if (g_hash_table_add (known, (char *) id))
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
  g_autoptr(GHashTable) altered = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) noted = bty_audit_noted_list (database, *last, end->id, error);
  g_autoptr(GPtrArray) versions = NULL;

  if (noted != NULL)
    versions = bty_audit_store_list_versions (database, *last, end->id, error);
  if (versions == NULL)
    return FALSE;
  for (guint i = 0; i < memories->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (memories, i);

      report->n_memories++;
      if (!bty_audit_noted_matches (g_hash_table_lookup (noted, memory->id), memory))
        add_altered (report, altered, memory->id);
      g_hash_table_insert (by_id, memory->id, memory);
    }
  for (guint i = 0; i < versions->len; i++)
    {
      BtyMemoryVersion *version = g_ptr_array_index (versions, i);
      BtyMemory *memory = g_hash_table_lookup (by_id, version->memory_id);

      if (memory == NULL
          || !bty_audit_noted_matches_version (g_hash_table_lookup (noted, version->memory_id), version,
                                               memory->bot_id))
        add_altered (report, altered, version->memory_id);
    }
  g_free (*last);
  *last = g_strdup (end->id);

  return TRUE;
}

static void
note_trust (BtyAuditReport *report,
            BtyDatabase    *database,
            const char     *reader_id,
            const char     *author_id)
{
  g_autoptr(BtyBot) reader = bty_database_get (database, BTY_TYPE_BOT, reader_id, NULL);
  g_autoptr(BtyBot) author = bty_database_get (database, BTY_TYPE_BOT, author_id, NULL);

  report->is_intact = FALSE;
  /* Translators: both are names of bots. */
  report->problem = g_strdup_printf (_("That %s trusts %s was written outside Boternity, and is not heeded."),
                                     reader != NULL ? reader->name : reader_id,
                                     author != NULL ? author->name : author_id);
}

/* Whom a bot trusts decides what it reads. That somebody is missing on its list lets nobody read more. */
static gboolean
check_trust (BtyDatabase     *database,
             BtyAuditReport  *report,
             GError         **error)
{
  g_autoptr(GPtrArray) lines = bty_trust_store_list (database, error);
  g_autoptr(GHashTable) trust = lines != NULL ? bty_audit_noted_list_trust (database, NULL, error) : NULL;

  for (guint i = 0; trust != NULL && i < lines->len && report->problem == NULL; i++)
    {
      BtyTrustedAuthor *line = g_ptr_array_index (lines, i);

      if (!bty_audit_noted_trusts (trust, line->reader_id, line->author_id))
        note_trust (report, database, line->reader_id, line->author_id);
    }

  return trust != NULL;
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
 * Looks whether every memory and its versions say what the record says that was stored, whether every one is there
 * that was not forgotten, and whether bots trust only whom the record says.
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

  return check_missing (database, report, error) && check_trust (database, report, error);
}
