/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-writing.h"

#include <glib/gi18n-lib.h>

#include "bty-audit-noted.h"
#include "bty-config.h"
#include "bty-embedding-store.h"
#include "bty-enum-types.h"
#include "bty-error.h"
#include "bty-memory-store.h"
#include "bty-time.h"
#include "bty-trust-store.h"

/* Letting other bots read a memory, and taking it back. */

/* Who asks for more readers must be a person or have a person's key. */
static gboolean
may_raise (const char *actor)
{
  return g_str_equal (actor, "user") || g_str_has_prefix (actor, "api:");
}

/**
 * bty_memory_may_share:
 * @database: a connection, in a transaction
 * @bot_id: an author
 * @error: (out) (optional): %BTY_ERROR_REFUSED, or what else went wrong
 *
 * Returns: whether one more of its memories may be read by others
 */
gboolean
bty_memory_may_share (BtyDatabase  *database,
                      const char   *bot_id,
                      GError      **error)
{
  gint64 n_shared;

  if (!bty_memory_store_count_shared (database, bot_id, &n_shared, error))
    return FALSE;
  if (n_shared < BTY_MEMORY_MAX_SHARED)
    return TRUE;
  g_set_error (error, BTY_ERROR, BTY_ERROR_REFUSED,
               _("A bot can share at most %d memories. Take one back first."), BTY_MEMORY_MAX_SHARED);

  return FALSE;
}

static gboolean
check_sharing (BtyDatabase  *database,
               BtyMemory    *memory,
               gboolean      is_sound,
               BtyTrust      trust,
               const char   *actor,
               GError      **error)
{
  if (trust > memory->trust && !may_raise (actor))
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED, _("Only you can let other bots read a memory."));
  else if (trust > memory->trust && !is_sound)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                         _("This memory was altered outside Boternity and is not shared."));
  else if (trust > memory->trust && !bty_memory_is_live (memory, bty_time_now ()))
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("This memory has ended and cannot be shared."));
  else
    return memory->trust != BTY_TRUST_PRIVATE || bty_memory_may_share (database, memory->bot_id, error);

  return FALSE;
}

/* What was altered outside is not sealed as it is; if only who may read it was, this may have mended it. */
static gboolean
store_trust (BtyDatabase     *database,
             BtyMemory       *memory,
             gboolean         is_sound,
             const char      *actor,
             BtyAuditAction   action,
             GError         **error)
{
  JsonObject *details = json_object_new ();

  json_object_set_string_member (details, "trust", bty_enum_to_nick (BTY_TYPE_TRUST, memory->trust));
  if (!is_sound)
    return bty_memory_follow (database, memory, actor, action, details, error)
           && bty_embedding_store_share_memory (database, memory, error);

  g_object_set (memory, "updated-at", bty_time_now (), NULL);
  if (bty_memory_store_save_version (database, memory, actor, error)
      && bty_embedding_store_share_memory (database, memory, error))
    return bty_memory_note (database, actor, action, NULL, memory, details, error);
  json_object_unref (details);

  return FALSE;
}

/**
 * bty_memory_set_trust:
 * @database: a connection
 * @id: of a memory
 * @author_id: the bot on whose behalf this is asked for: only its author can share a memory or take it back
 * @trust: who may read it from now on
 * @actor: who asks
 * @error: (out) (optional): %BTY_ERROR_REFUSED, %BTY_ERROR_NOT_FOUND, %BTY_ERROR_DAMAGED, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the memory as it is now
 */
BtyMemory *
bty_memory_set_trust (BtyDatabase  *database,
                      const char   *id,
                      const char   *author_id,
                      BtyTrust      trust,
                      const char   *actor,
                      GError      **error)
{
  g_autoptr(BtyMemory) memory = bty_memory_store_get (database, id, error);
  BtyAuditAction action = trust == BTY_TRUST_PRIVATE ? BTY_AUDIT_REVOKE : BTY_AUDIT_SHARE;
  gboolean is_sound;

  if (memory == NULL || !bty_audit_noted_check (database, memory, &is_sound, error))
    return NULL;
  if (g_strcmp0 (memory->bot_id, author_id) != 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED,
                           _("Only the bot that wrote a memory can share it or take it back."));
      return NULL;
    }
  if (memory->trust == trust)
    return g_steal_pointer (&memory);
  if (trust != BTY_TRUST_PRIVATE && !check_sharing (database, memory, is_sound, trust, actor, error))
    return NULL;

  g_object_set (memory,
                "trust", trust,
                "shared-at", trust == BTY_TRUST_PRIVATE ? BTY_UNSET : bty_time_now (),
                NULL);

  return store_trust (database, memory, is_sound, actor, action, error) ? g_steal_pointer (&memory) : NULL;
}

/**
 * bty_memory_note_trust:
 * @database: a connection
 * @actor: who wants it so
 * @reader_id: a bot
 * @author_id: another one
 * @trusted: whether the first trusts the second
 * @error: (out) (optional): where to say what went wrong
 *
 * Adds a line to the audit.
 *
 * Returns: whether it was stored
 */
gboolean
bty_memory_note_trust (BtyDatabase  *database,
                       const char   *actor,
                       const char   *reader_id,
                       const char   *author_id,
                       gboolean      trusted,
                       GError      **error)
{
  JsonObject *details = json_object_new ();

  json_object_set_string_member (details, "author", author_id);

  return bty_memory_note (database, actor, trusted ? BTY_AUDIT_TRUST : BTY_AUDIT_DISTRUST, reader_id, NULL, details,
                          error);
}

/**
 * bty_memory_set_trusted:
 * @database: a connection
 * @reader_id: a bot
 * @author_id: another one
 * @trusted: whether the first reads what the second shares as trusted
 * @actor: who wants it so
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is so now
 */
gboolean
bty_memory_set_trusted (BtyDatabase  *database,
                        const char   *reader_id,
                        const char   *author_id,
                        gboolean      trusted,
                        const char   *actor,
                        GError      **error)
{
  g_autoptr(GHashTable) noted = bty_audit_noted_list_trust (database, reader_id, error);
  gboolean changed;

  if (noted == NULL || !bty_trust_store_set (database, reader_id, author_id, trusted, &changed, error))
    return FALSE;
  /* Also where somebody wrote it there from outside: now it is meant. */
  if (!changed && trusted == bty_audit_noted_trusts (noted, reader_id, author_id))
    return TRUE;

  return bty_memory_note_trust (database, actor, reader_id, author_id, trusted, error);
}
