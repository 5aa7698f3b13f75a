/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-store.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-memory-version.h"
#include "bty-setting-store.h"
#include "bty-uuid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Returns: (transfer full) (nullable): the first of @records; %NULL without an error if there is none */
static gpointer
take_first (GPtrArray *records)
{
  g_autoptr(GPtrArray) owned = records;

  return owned != NULL && owned->len > 0 ? g_object_ref (g_ptr_array_index (owned, 0)) : NULL;
}

/**
 * bty_audit_store_get_head:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the last entry of the chain that this profile goes on with; %NULL without
 *   an error if there is none yet
 */
BtyAuditEntry *
bty_audit_store_get_head (BtyDatabase  *database,
                          GError      **error)
{
  return take_first (bty_database_select (database, BTY_TYPE_AUDIT_ENTRY,
                                          "WHERE own <> 0 ORDER BY position DESC LIMIT 1", BTY_NO_ARGS, error));
}

/**
 * bty_audit_store_get_hash:
 * @database: a connection
 * @chain: the id of a chain
 * @position: in it
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the hash of the entry there
 */
char *
bty_audit_store_get_hash (BtyDatabase  *database,
                          const char   *chain,
                          gint64        position,
                          GError      **error)
{
  g_autoptr(GPtrArray) entries = NULL;

  entries = bty_database_select (database, BTY_TYPE_AUDIT_ENTRY, "WHERE chain = $1 AND position = $2",
                                 BTY_ARGS (BTY_TEXT (chain), BTY_INTEGER (position)), error);
  if (entries == NULL)
    return NULL;
  if (entries->len == 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("The record is shorter than it was."));
      return NULL;
    }

  return g_strdup (((BtyAuditEntry *) g_ptr_array_index (entries, 0))->hash);
}

/* The id that was reserved. A chain of that id may have come with an import; then it is not of this profile. */
static char *
get_reserved (BtyDatabase  *database,
              GError      **error)
{
  g_autofree char *chain = bty_setting_store_get (database, BTY_AUDIT_SETTING_CHAIN, error);
  gint64 n_entries = 0;

  if (chain == NULL
      || !bty_database_query_integer (database, "SELECT count(*) FROM audit_entries WHERE chain = $1",
                                      BTY_ARGS (BTY_TEXT (chain)), &n_entries, error))
    return NULL;

  return n_entries == 0 ? g_steal_pointer (&chain) : g_strdup ("");
}

/**
 * bty_audit_store_get_chain:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the id of the chain that this profile goes on with, or will begin; "" if that is
 *   not known yet
 */
char *
bty_audit_store_get_chain (BtyDatabase  *database,
                           GError      **error)
{
  GError *head_error = NULL;
  g_autoptr(BtyAuditEntry) head = bty_audit_store_get_head (database, &head_error);

  if (head != NULL)
    return g_strdup (head->chain);
  if (head_error == NULL)
    return get_reserved (database, error);
  g_propagate_error (error, head_error);

  return NULL;
}

/**
 * bty_audit_store_reserve_chain:
 * @database: a connection, in a transaction
 * @error: (out) (optional): where to say what went wrong
 *
 * Writes down the id of the chain before there is an entry, so that what is kept of the chain outside the database is
 * found also when all entries are gone.
 *
 * Returns: whether it is written down
 */
gboolean
bty_audit_store_reserve_chain (BtyDatabase  *database,
                               GError      **error)
{
  g_autofree char *chain = bty_audit_store_get_chain (database, error);
  g_autofree char *new_chain = NULL;

  if (chain == NULL)
    return FALSE;
  new_chain = *chain == '\0' ? bty_uuid_new () : g_strdup (chain);

  return bty_setting_store_set (database, BTY_AUDIT_SETTING_CHAIN, new_chain, error);
}

/**
 * bty_audit_store_append:
 * @database: a connection, in the transaction of what the entry tells
 * @entry: a new entry
 * @error: (out) (optional): where to say what went wrong
 *
 * Adds an entry to the end of the chain.
 *
 * Returns: whether it was stored
 */
gboolean
bty_audit_store_append (BtyDatabase    *database,
                        BtyAuditEntry  *entry,
                        GError        **error)
{
  GError *head_error = NULL;
  g_autoptr(BtyAuditEntry) head = bty_audit_store_get_head (database, &head_error);
  g_autofree char *chain = NULL;

  if (head_error != NULL)
    {
      g_propagate_error (error, head_error);
      return FALSE;
    }
  chain = head != NULL ? g_strdup (head->chain) : get_reserved (database, error);
  if (chain == NULL)
    return FALSE;
  if (*chain == '\0')
    {
      g_free (chain);
      chain = bty_uuid_new ();
    }
  bty_audit_chain_append (entry, chain, head != NULL ? head->position + 1 : 1, head != NULL ? head->hash : "");

  return bty_database_insert (database, entry, error);
}

/**
 * bty_audit_store_list:
 * @database: a connection
 * @filter: which entries
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyAuditEntry) (nullable): a page of entries, the newest first
 */
GPtrArray *
bty_audit_store_list (BtyDatabase           *database,
                      const BtyAuditFilter  *filter,
                      GError               **error)
{
  g_autoptr(GString) clauses = g_string_new ("WHERE at >= $5");

  if (filter->memory_id != NULL)
    g_string_append (clauses, " AND memory_id = $1");
  if (filter->bot_id != NULL)
    g_string_append (clauses, " AND bot_id = $2");
  if (filter->actor != NULL)
    g_string_append (clauses, " AND actor = $3");
  if (filter->action != NULL)
    g_string_append (clauses, " AND action = $4");
  if (filter->before != 0)
    g_string_append (clauses, " AND at < $6");
  g_string_append (clauses, " ORDER BY at DESC, id DESC LIMIT $7 OFFSET $8");

  return bty_database_select (database, BTY_TYPE_AUDIT_ENTRY, clauses->str,
                              BTY_ARGS (BTY_TEXT (filter->memory_id), BTY_TEXT (filter->bot_id),
                                        BTY_TEXT (filter->actor), BTY_TEXT (filter->action),
                                        BTY_INTEGER (filter->since), BTY_INTEGER (filter->before),
                                        BTY_INTEGER (filter->limit > 0 ? filter->limit : BTY_MEMORY_PAGE),
                                        BTY_INTEGER (filter->offset)),
                              error);
}

/**
 * bty_audit_store_list_restores:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyAuditEntry) (nullable): those that say that the record as a whole was put
 *   back from a backup, the oldest first
 */
GPtrArray *
bty_audit_store_list_restores (BtyDatabase  *database,
                               GError      **error)
{
  return bty_database_select (database, BTY_TYPE_AUDIT_ENTRY,
                              "WHERE action = 'restore' AND memory_id IS NULL AND details IS NOT NULL ORDER BY at, id",
                              BTY_NO_ARGS, error);
}

/**
 * bty_audit_store_forget:
 * @database: a connection
 * @memory_id: a memory that is forgotten
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes the details of the entries about it, and their salt, so that no guess at them can be tried. The chain
 * still holds.
 *
 * Returns: whether they are gone
 */
gboolean
bty_audit_store_forget (BtyDatabase  *database,
                        const char   *memory_id,
                        GError      **error)
{
  return bty_database_execute (database,
                               "UPDATE audit_entries SET salt = NULL, details = NULL WHERE memory_id = $1",
                               BTY_ARGS (BTY_TEXT (memory_id)), error);
}

/**
 * bty_audit_store_get_seal:
 * @database: a connection
 * @chain: the id of a chain
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): its newest seal; %NULL without an error if there is none
 */
BtyAuditSeal *
bty_audit_store_get_seal (BtyDatabase  *database,
                          const char   *chain,
                          GError      **error)
{
  return take_first (bty_database_select (database, BTY_TYPE_AUDIT_SEAL, "WHERE id = $1",
                                          BTY_ARGS (BTY_TEXT (chain)), error));
}

/**
 * bty_audit_store_set_seal:
 * @database: a connection
 * @seal: of a chain
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored in the place of the one before
 */
gboolean
bty_audit_store_set_seal (BtyDatabase   *database,
                          BtyAuditSeal  *seal,
                          GError       **error)
{
  return bty_database_upsert (database, seal, error);
}

/**
 * bty_audit_store_verify:
 * @database: a connection
 * @verifier: what checks the entries
 * @error: (out) (optional): where to say what went wrong
 *
 * Feeds every entry to @verifier.
 *
 * Returns: whether all could be read
 */
gboolean
bty_audit_store_verify (BtyDatabase       *database,
                        BtyAuditVerifier  *verifier,
                        GError           **error)
{
  GError *row_error = NULL;
  g_autoptr(BtyRows) rows = NULL;

  rows = bty_database_query (database,
                             "SELECT id, chain, position, at, actor, action, bot_id, memory_id, salt, details,"
                             " commitment, hash FROM audit_entries ORDER BY chain, position",
                             BTY_NO_ARGS, error);
  if (rows == NULL)
    return FALSE;

  while (bty_rows_next (rows, &row_error))
    {
      BtyAuditRow row = {
        bty_rows_get_text (rows, 0), bty_rows_get_text (rows, 1), bty_rows_get_integer (rows, 2),
        bty_rows_get_integer (rows, 3), bty_rows_get_text (rows, 4), bty_rows_get_text (rows, 5),
        bty_rows_get_text (rows, 6), bty_rows_get_text (rows, 7), bty_rows_get_text (rows, 8),
        bty_rows_get_text (rows, 9), bty_rows_get_text (rows, 10), bty_rows_get_text (rows, 11),
      };

      bty_audit_verifier_feed (verifier, &row);
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return FALSE;
    }

  return TRUE;
}

/**
 * bty_audit_store_list_versions:
 * @database: a connection
 * @after: an id
 * @until: an id
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryVersion) (nullable): those of the memories whose ids come after
 *   @after, up to @until
 */
GPtrArray *
bty_audit_store_list_versions (BtyDatabase  *database,
                               const char   *after,
                               const char   *until,
                               GError      **error)
{
  return bty_database_select (database, BTY_TYPE_MEMORY_VERSION, "WHERE memory_id > $1 AND memory_id <= $2",
                              BTY_ARGS (BTY_TEXT (after), BTY_TEXT (until)), error);
}

/**
 * bty_audit_store_find_orphan:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * What is forgotten has no details any more.
 *
 * Returns: (transfer full) (nullable): the first entry that tells of a memory which is not there and was not forgotten;
 *   %NULL without an error if there is none
 */
BtyAuditEntry *
bty_audit_store_find_orphan (BtyDatabase  *database,
                             GError      **error)
{
  g_autoptr(GPtrArray) entries = NULL;

  entries = bty_database_select (database, BTY_TYPE_AUDIT_ENTRY,
                                 "WHERE memory_id IS NOT NULL AND details IS NOT NULL AND action <> 'forget'"
                                 " AND NOT EXISTS (SELECT 1 FROM memories AS m WHERE m.id = audit_entries.memory_id)"
                                 " ORDER BY chain, position LIMIT 1", BTY_NO_ARGS, error);

  return entries != NULL && entries->len > 0 ? g_object_ref (g_ptr_array_index (entries, 0)) : NULL;
}
