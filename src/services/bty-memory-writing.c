/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-writing.h"

#include <glib/gi18n-lib.h>

#include "bty-audit-noted.h"
#include "bty-audit-store.h"
#include "bty-config.h"
#include "bty-embedding-store.h"
#include "bty-enum-types.h"
#include "bty-error.h"
#include "bty-memory-compare.h"
#include "bty-memory-facts.h"
#include "bty-memory-guard.h"
#include "bty-memory-similar.h"
#include "bty-memory-store.h"
#include "bty-memory-use.h"
#include "bty-time.h"
#include "bty-trust-store.h"

static gboolean
note (BtyDatabase     *database,
      const char      *actor,
      BtyAuditAction   action,
      const char      *bot_id,
      BtyMemory       *memory,
      gboolean         vouches,
      JsonObject      *details,
      GError         **error)
{
  JsonObject *object = details != NULL ? details : json_object_new ();
  g_autoptr(BtyAuditEntry) entry = NULL;
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  if (vouches)
    {
      g_autofree char *state = bty_memory_compute_state (memory);

      json_object_set_int_member (object, "version", memory->version);
      json_object_set_string_member (object, "sha256", memory->sha256);
      json_object_set_string_member (object, "state", state);
    }
  entry = bty_audit_entry_new (actor, action, bot_id != NULL || memory == NULL ? bot_id : memory->bot_id,
                               memory != NULL ? memory->id : NULL, node);

  return bty_audit_store_append (database, entry, error);
}

/**
 * bty_memory_note:
 * @database: a connection
 * @actor: who did it
 * @action: what
 * @bot_id: (nullable): whom it is about; %NULL = the bot of @memory
 * @memory: (nullable): what it is about, as it is now; it must have been written anew, or be as the record says
 * @details: (transfer full) (nullable): what else is worth knowing
 * @error: (out) (optional): where to say what went wrong
 *
 * Adds a line to the audit. It commits to what the memory says now, without holding it.
 *
 * Returns: whether it was stored
 */
gboolean
bty_memory_note (BtyDatabase     *database,
                 const char      *actor,
                 BtyAuditAction   action,
                 const char      *bot_id,
                 BtyMemory       *memory,
                 JsonObject      *details,
                 GError         **error)
{
  return note (database, actor, action, bot_id, memory, memory != NULL, details, error);
}

/**
 * bty_memory_follow:
 * @database: a connection
 * @memory: a memory that says what it said, with what has become of it: deleted, superseded, or back
 * @actor: who made it so
 * @action: what that was
 * @details: (transfer full) (nullable): what else is worth knowing
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores that. The record does not come to vouch for what was altered outside because of it.
 *
 * Returns: whether it was stored
 */
gboolean
bty_memory_follow (BtyDatabase     *database,
                   BtyMemory       *memory,
                   const char      *actor,
                   BtyAuditAction   action,
                   JsonObject      *details,
                   GError         **error)
{
  g_autoptr(BtyMemory) before = bty_memory_store_get (database, memory->id, error);
  gboolean is_sound = FALSE;

  if (before == NULL
      || !bty_audit_noted_check (database, before, &is_sound, error)
      || !bty_memory_store_update (database, memory, error)
      || !bty_memory_facts_follow (database, memory, error))
    {
      g_clear_pointer (&details, json_object_unref);
      return FALSE;
    }

  return note (database, actor, action, NULL, memory, is_sound, details, error);
}

static JsonObject *
new_details (const char *name,
             const char *value)
{
  JsonObject *details = json_object_new ();

  json_object_set_string_member (details, name, value);

  return details;
}

static BtyMemoryStored *
new_stored (BtyMemory        *memory,
            BtyMemoryOutcome  outcome)
{
  BtyMemoryStored *stored = g_new0 (BtyMemoryStored, 1);

  stored->memory = g_object_ref (memory);
  stored->outcome = outcome;

  return stored;
}

/* Ends @old: what @by says holds from now on. It is kept and can return. */
static gboolean
supersede (BtyDatabase  *database,
           BtyMemory    *old,
           BtyMemory    *by,
           const char   *actor,
           GError      **error)
{
  g_object_set (old, "valid-to", bty_time_now (), "superseded-by", by->id, NULL);

  return bty_memory_follow (database, old, actor, BTY_AUDIT_SUPERSEDE, new_details ("by", by->id), error);
}

/**
 * bty_memory_extend:
 * @database: a connection, in a transaction
 * @known: a stored memory
 * @memory: what adds something to it, with secrets masked
 * @actor: who wants it remembered
 * @error: (out) (optional): where to say what went wrong
 *
 * Lets @known say what @memory adds to it.
 *
 * Returns: (transfer full) (nullable): what became of it
 */
BtyMemoryStored *
bty_memory_extend (BtyDatabase  *database,
                   BtyMemory    *known,
                   BtyMemory    *memory,
                   const char   *actor,
                   GError      **error)
{
  g_autofree char *text = bty_memory_compare_join (known->text, memory->text);

  g_object_set (known,
                "text", text,
                "facts", NULL,
                "importance", MAX (known->importance, memory->importance),
                "origin", MAX (known->origin, memory->origin),
                "event-at", known->event_at != BTY_UNSET ? known->event_at : memory->event_at,
                "updated-at", bty_time_now (),
                NULL);
  if (!bty_memory_store_save_version (database, known, actor, error)
      || !bty_memory_similar_index (database, known, error)
      || !bty_memory_facts_follow (database, known, error)
      || !bty_memory_note (database, actor, BTY_AUDIT_MERGE, NULL, known, NULL, error))
    return NULL;

  return new_stored (known, BTY_MEMORY_MERGED);
}

/**
 * bty_memory_foresee:
 * @database: a connection
 * @memory: what shall be remembered
 * @vectors: (nullable): of what shall be remembered, by the embedder that was chosen; %NULL = it is compared by the
 *   built-in one
 * @number: which of @vectors
 * @nearest: (out) (transfer full) (nullable): a memory of the bot that says the same, nearly the same, or otherwise
 * @outcome: (out): what becomes of it in bty_memory_remember()
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether nothing went wrong
 */
gboolean
bty_memory_foresee (BtyDatabase       *database,
                    BtyMemory         *memory,
                    BtyQueryVector    *vectors,
                    guint              number,
                    BtyMemory        **nearest,
                    BtyMemoryOutcome  *outcome,
                    GError           **error)
{
  GError *search_error = NULL;
  BtyMemoryRelation relation = BTY_MEMORY_UNRELATED;
  gboolean is_sound = FALSE;

  *nearest = bty_memory_similar_find (database, memory, vectors, number, &relation, &search_error);
  *outcome = BTY_MEMORY_STORED;
  if (search_error != NULL)
    {
      g_propagate_error (error, search_error);
      return FALSE;
    }
  if (*nearest != NULL && !bty_audit_noted_check (database, *nearest, &is_sound, error))
    return FALSE;

  /* What was altered outside is not used, so what says the same is not known, and must not make it look whole. */
  if (!is_sound)
    g_clear_object (nearest);
  else if (relation == BTY_MEMORY_SAME)
    *outcome = BTY_MEMORY_KNOWN;
  /* Other bots read what is shared: what it does not say yet is theirs only when a person shares it too. */
  else if (relation == BTY_MEMORY_ADDS && (*nearest)->trust <= memory->trust)
    *outcome = BTY_MEMORY_MERGED;
  else if (relation == BTY_MEMORY_CONTRADICTS)
    *outcome = BTY_MEMORY_SUPERSEDES;

  return TRUE;
}

/**
 * bty_memory_remember:
 * @database: a connection
 * @memory: what shall be remembered
 * @vectors: (nullable): of what shall be remembered, by the embedder that was chosen; %NULL = it is compared by the
 *   built-in one
 * @number: which of @vectors
 * @actor: who wants it remembered
 * @action: %BTY_AUDIT_ADD, %BTY_AUDIT_APPROVE or %BTY_AUDIT_IMPORT
 * @error: (out) (optional): %BTY_ERROR_INVALID, %BTY_ERROR_NOT_FOUND if there is no such bot, or what else went
 *   wrong
 *
 * Stores a new memory of a bot, unless it is known already. If one says nearly the same it is extended, unless more
 * bots may read that one; if one says otherwise that one ends.
 *
 * Returns: (transfer full) (nullable): what became of it
 */
BtyMemoryStored *
bty_memory_remember (BtyDatabase     *database,
                     BtyMemory       *memory,
                     BtyQueryVector  *vectors,
                     guint            number,
                     const char      *actor,
                     BtyAuditAction   action,
                     GError         **error)
{
  g_autoptr(BtyBot) bot = NULL;
  g_autoptr(BtyMemory) nearest = NULL;
  BtyMemoryOutcome outcome;

  if (!bty_memory_guard_apply (memory, error))
    return NULL;
  bot = bty_database_get (database, BTY_TYPE_BOT, memory->bot_id, error);
  if (bot == NULL)
    return NULL;
  if (!bty_memory_foresee (database, memory, vectors, number, &nearest, &outcome, error))
    return NULL;

  if (outcome == BTY_MEMORY_KNOWN)
    return new_stored (nearest, outcome);
  if (outcome == BTY_MEMORY_MERGED)
    return bty_memory_extend (database, nearest, memory, actor, error);

  if (!bty_memory_store_insert (database, memory, actor, error)
      || !bty_memory_similar_index (database, memory, error)
      || !bty_memory_similar_index_chosen (database, memory, vectors, number, error)
      || !bty_memory_facts_follow (database, memory, error)
      || !bty_memory_note (database, actor, action, NULL, memory,
                           new_details ("origin", bty_enum_to_nick (BTY_TYPE_ORIGIN, memory->origin)), error))
    return NULL;
  if (outcome == BTY_MEMORY_STORED)
    return new_stored (memory, outcome);

  return supersede (database, nearest, memory, actor, error) ? new_stored (memory, BTY_MEMORY_SUPERSEDES) : NULL;
}

/* Whether the memory said @text once, as the record says. */
static gboolean
said_once (BtyDatabase  *database,
           BtyMemory    *memory,
           const char   *text,
           gboolean     *said,
           GError      **error)
{
  g_autoptr(GPtrArray) versions = bty_memory_store_list_versions (database, memory->id, error);

  *said = FALSE;
  for (guint i = 0; versions != NULL && i < versions->len && !*said; i++)
    {
      BtyMemoryVersion *version = g_ptr_array_index (versions, i);

      if (g_strcmp0 (version->text, text) == 0
          && !bty_audit_noted_check_version (database, version, memory->bot_id, said, error))
        return FALSE;
    }

  return versions != NULL;
}

/* What was altered outside is not made whole by a change beside it. What is written anew, or was said before, is for
 * its author alone until it is shared again. */
static gboolean
prepare_change (BtyDatabase  *database,
                BtyMemory    *memory,
                const char   *text,
                gboolean      is_rewritten,
                GError      **error)
{
  gboolean is_sound;
  gboolean said = FALSE;

  if (!bty_audit_noted_check (database, memory, &is_sound, error)
      || (!is_sound && !is_rewritten && !said_once (database, memory, text, &said, error)))
    return FALSE;
  if (is_sound)
    return TRUE;
  if (is_rewritten || said)
    {
      g_object_set (memory, "trust", BTY_TRUST_PRIVATE, "shared-at", BTY_UNSET, NULL);
      return bty_embedding_store_share_memory (database, memory, error);
    }
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                       _("This memory was altered outside Boternity. Write anew what it says, or go back to what it "
                         "said before."));

  return FALSE;
}

/**
 * bty_memory_change:
 * @database: a connection
 * @changed: a copy of a memory with another text, category, importance, event time, expiry or parents
 * @actor: who changed it
 * @error: (out) (optional): %BTY_ERROR_INVALID, %BTY_ERROR_NOT_FOUND, %BTY_ERROR_DAMAGED if it was altered outside and
 *   the change does not mend that, or what else went wrong
 *
 * Stores a change as another version. What the user writes anew is the word of the user.
 *
 * Returns: (transfer full) (nullable): the memory as it is now
 */
BtyMemory *
bty_memory_change (BtyDatabase  *database,
                   BtyMemory    *changed,
                   const char   *actor,
                   GError      **error)
{
  g_autoptr(BtyMemory) memory = bty_memory_store_get (database, changed->id, error);
  gboolean is_rewritten;

  if (memory == NULL || !bty_memory_guard_apply (changed, error))
    return NULL;

  is_rewritten = g_strcmp0 (memory->text, changed->text) != 0;
  if (!prepare_change (database, memory, changed->text, is_rewritten, error))
    return NULL;
  g_object_set (memory,
                "text", changed->text,
                "category", changed->category,
                "importance", changed->importance,
                "event-at", changed->event_at,
                "expires-at", changed->expires_at,
                "parents", changed->parents,
                "updated-at", bty_time_now (),
                NULL);
  if (is_rewritten)
    g_object_set (memory, "facts", NULL, NULL);
  if (is_rewritten && g_str_equal (actor, "user"))
    g_object_set (memory, "origin", BTY_ORIGIN_USER, NULL);
  if (!bty_memory_store_save_version (database, memory, actor, error)
      || (is_rewritten && !bty_memory_similar_index (database, memory, error))
      || !bty_memory_facts_follow (database, memory, error)
      || !bty_memory_note (database, actor, BTY_AUDIT_EDIT, NULL, memory, NULL, error))
    return NULL;

  return g_steal_pointer (&memory);
}

/**
 * bty_memory_merge:
 * @database: a connection
 * @id: the memory that stays
 * @other_id: one of the same bot that ends
 * @text: (nullable): what the first says then; %NULL = both texts
 * @actor: who asks
 * @error: (out) (optional): %BTY_ERROR_INVALID, %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Makes one of two. It is trusted and believed no more than either of them.
 *
 * Returns: (transfer full) (nullable): the memory that stays, as it is now
 */
BtyMemory *
bty_memory_merge (BtyDatabase  *database,
                  const char   *id,
                  const char   *other_id,
                  const char   *text,
                  const char   *actor,
                  GError      **error)
{
  g_autoptr(BtyMemory) memory = bty_memory_store_get (database, id, error);
  g_autoptr(BtyMemory) other = memory != NULL ? bty_memory_store_get (database, other_id, error) : NULL;
  g_autofree char *joined = NULL;
  gboolean is_sound;
  gboolean is_other_sound;

  if (other == NULL)
    return NULL;
  if (g_strcmp0 (id, other_id) == 0 || g_strcmp0 (memory->bot_id, other->bot_id) != 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("Only two memories of one bot can be merged."));
      return NULL;
    }

  if (!bty_audit_noted_check (database, memory, &is_sound, error)
      || !bty_audit_noted_check (database, other, &is_other_sound, error))
    return NULL;
  if (!is_sound || !is_other_sound)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                           _("One of these memories was altered outside Boternity; they are not merged."));
      return NULL;
    }

  joined = text != NULL ? g_strdup (text) : bty_memory_compare_join (memory->text, other->text);
  g_object_set (memory,
                "text", joined,
                "facts", NULL,
                "importance", MAX (memory->importance, other->importance),
                "updated-at", bty_time_now (),
                NULL);
  bty_memory_derive_from (memory, other);
  if (!bty_memory_guard_apply (memory, error)
      || !bty_memory_store_save_version (database, memory, actor, error)
      || !bty_memory_similar_index (database, memory, error)
      || !bty_memory_facts_follow (database, memory, error)
      || !bty_memory_note (database, actor, BTY_AUDIT_MERGE, NULL, memory, new_details ("with", other->id), error)
      || !supersede (database, other, memory, actor, error))
    return NULL;

  return g_steal_pointer (&memory);
}

/**
 * bty_memory_note_reading:
 * @database: a connection
 * @reader: who is sent the memories
 * @message_id: the reply they are sent for
 * @uses: (element-type BtyMemoryUse): what is sent
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores which memories a reply was made with, in one line of the audit for all of them.
 *
 * Returns: whether it was stored
 */
gboolean
bty_memory_note_reading (BtyDatabase  *database,
                         BtyBot       *reader,
                         const char   *message_id,
                         GPtrArray    *uses,
                         GError      **error)
{
  JsonObject *details;
  JsonArray *ids;

  if (uses->len == 0)
    return TRUE;

  ids = json_array_new ();
  for (guint i = 0; i < uses->len; i++)
    {
      BtyMemoryUse *use = g_ptr_array_index (uses, i);

      json_array_add_string_element (ids, use->memory_id);
      if (!bty_trust_store_add_use (database, use, error))
        {
          json_array_unref (ids);
          return FALSE;
        }
    }
  details = new_details ("reply", message_id);
  json_object_set_array_member (details, "memories", ids);

  return bty_memory_note (database, reader->slug, BTY_AUDIT_READ, reader->id, NULL, details, error);
}
