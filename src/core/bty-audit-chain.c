/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-chain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-random.h"
#include "bty-sha256.h"
#include "bty-time.h"

/* The chain of the audit: hash n = SHA-256 (hash n-1, everything of entry n but its details, commitment n), where
 * commitment n = SHA-256 (salt n, details n). Without the salt nobody can find out from the commitment whether a
 * guess at the details was right, so that salt and details can be forgotten while the chain still holds. */

#define SALT_BYTES 16

/* Where a chain was seen to end before: it may have grown since, but not have become shorter or another one. */
typedef struct
{
  char     *chain;
  gint64    position;
  char     *hash;
  gboolean  met;
} Mark;

struct _BtyAuditVerifier
{
  /* Owned */
  BtyAuditReport *report;
  GPtrArray      *marks;      /* of Mark */
  GHashTable     *wiped;      /* memory id -> id of an entry without details */
  GHashTable     *forgotten;  /* memory id -> id of the chain that says so */
  char           *chain;      /* that is being read */

  gint64          position;   /* of the last entry read */
  char            hash[BTY_SHA256_HEX + 1];
};

static void
commit (const char *salt,
        const char *details,
        char       *hex)
{
  BtySha256 hash;

  bty_sha256_init (&hash);
  bty_sha256_add_text (&hash, salt);
  bty_sha256_add_text (&hash, details);
  bty_sha256_end_into (&hash, hex);
}

static void
compute_hash (const BtyAuditRow *row,
              const char        *previous,
              char              *hex)
{
  BtySha256 hash;

  bty_sha256_init (&hash);
  bty_sha256_add_text (&hash, previous);
  bty_sha256_add_text (&hash, row->id);
  bty_sha256_add_text (&hash, row->chain);
  bty_sha256_add_integer (&hash, row->position);
  bty_sha256_add_integer (&hash, row->at);
  bty_sha256_add_text (&hash, row->actor);
  bty_sha256_add_text (&hash, row->action);
  bty_sha256_add_text (&hash, row->bot_id);
  bty_sha256_add_text (&hash, row->memory_id);
  bty_sha256_add_text (&hash, row->commitment);
  bty_sha256_end_into (&hash, hex);
}

/**
 * bty_audit_chain_append:
 * @entry: a new entry
 * @chain: the id of a chain
 * @position: one more than that of its last entry
 * @previous_hash: of its last entry; empty for the first
 *
 * Gives the entry its place in the chain.
 */
void
bty_audit_chain_append (BtyAuditEntry *entry,
                        const char    *chain,
                        gint64         position,
                        const char    *previous_hash)
{
  g_autofree char *salt = bty_random_hex (SALT_BYTES);
  char commitment[BTY_SHA256_HEX + 1];
  char hash[BTY_SHA256_HEX + 1];
  BtyAuditRow row;

  commit (salt, entry->details, commitment);
  row = (BtyAuditRow) {
    .id = entry->id, .chain = chain, .position = position, .at = entry->at, .actor = entry->actor,
    .action = bty_enum_to_nick (BTY_TYPE_AUDIT_ACTION, entry->action), .bot_id = entry->bot_id,
    .memory_id = entry->memory_id, .commitment = commitment,
  };
  compute_hash (&row, previous_hash, hash);

  g_object_set (entry,
                "chain", chain,
                "position", position,
                "salt", salt,
                "commitment", commitment,
                "hash", hash,
                "own", TRUE,
                NULL);
}

/**
 * bty_audit_chain_seal:
 * @key: the secret that the keyring holds
 * @chain: the id of a chain
 * @position: of its last entry
 * @hash: of that entry
 * @time: microseconds since 1970 UTC
 *
 * Returns: (transfer full): what only somebody who knows @key can compute
 */
char *
bty_audit_chain_seal (const char *key,
                      const char *chain,
                      gint64      position,
                      const char *hash,
                      gint64      time)
{
  g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT,
                                           chain, position, hash, time);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) key, strlen (key), text, -1);
}

static void
free_mark (gpointer data)
{
  Mark *mark = data;

  g_free (mark->chain);
  g_free (mark->hash);
  g_free (mark);
}

/**
 * bty_audit_verifier_new:
 *
 * Returns: (transfer full): a verifier that has read nothing yet
 */
BtyAuditVerifier *
bty_audit_verifier_new (void)
{
  BtyAuditVerifier *self = g_new0 (BtyAuditVerifier, 1);

  self->report = bty_audit_report_new ();
  self->marks = g_ptr_array_new_with_free_func (free_mark);
  self->wiped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->forgotten = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * bty_audit_verifier_free:
 * @self: (transfer full): a verifier
 */
void
bty_audit_verifier_free (BtyAuditVerifier *self)
{
  g_clear_pointer (&self->report, bty_audit_report_unref);
  g_ptr_array_unref (self->marks);
  g_hash_table_unref (self->wiped);
  g_hash_table_unref (self->forgotten);
  g_free (self->chain);
  g_free (self);
}

/**
 * bty_audit_verifier_mark:
 * @self: a verifier
 * @chain: the id of a chain
 * @position: of an entry, known from outside the database
 * @hash: that this entry must have
 *
 * Makes the verification fail if the chain does not come to this.
 */
void
bty_audit_verifier_mark (BtyAuditVerifier *self,
                         const char       *chain,
                         gint64            position,
                         const char       *hash)
{
  Mark *mark = g_new0 (Mark, 1);

  mark->chain = g_strdup (chain);
  mark->position = position;
  mark->hash = g_strdup (hash);
  g_ptr_array_add (self->marks, mark);
}

/* Only the first problem is told: what follows it may be wrong because of it. */
static void
note_problem (BtyAuditVerifier *self,
              const char       *id,
              const char       *chain,
              gint64            position,
              gint64            at,
              const char       *problem)
{
  BtyAuditReport *report = self->report;

  if (report->problem != NULL)
    return;

  report->is_intact = FALSE;
  report->broken_id = g_strdup (id);
  report->broken_chain = g_strdup (chain);
  report->broken_position = position;
  report->broken_at = at;
  report->problem = g_strdup (problem);
}

static void
begin_chain (BtyAuditVerifier *self,
             const char       *chain)
{
  g_free (self->chain);
  self->chain = g_strdup (chain);
  self->position = 0;
  self->hash[0] = '\0';
}

/* Whether a chain that was read before says that the memory was forgotten. Of entries that came with an import that is
 * told in the chain of this profile. */
static gboolean
was_forgotten (BtyAuditVerifier *self,
               const char       *memory_id)
{
  const char *chain = g_hash_table_lookup (self->forgotten, memory_id);

  return chain != NULL && !g_str_equal (chain, self->chain);
}

/* Details may be missing only if the memory was forgotten later, or in another chain; which is looked at in the end. */
static const char *
check_details (BtyAuditVerifier  *self,
               const BtyAuditRow *row)
{
  char commitment[BTY_SHA256_HEX + 1];

  if (row->salt == NULL && row->details == NULL)
    {
      self->report->n_forgotten++;
      if (row->memory_id == NULL)
        return _("Its details were removed.");
      if (!g_hash_table_contains (self->wiped, row->memory_id) && !was_forgotten (self, row->memory_id))
        g_hash_table_insert (self->wiped, g_strdup (row->memory_id), g_strdup (row->id));
      return NULL;
    }
  commit (row->salt, row->details, commitment);

  return g_strcmp0 (commitment, row->commitment) != 0 ? _("Its details were changed.") : NULL;
}

static const char *
check_mark (BtyAuditVerifier  *self,
            const BtyAuditRow *row)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);

      if (mark->position != row->position || g_strcmp0 (mark->chain, row->chain) != 0)
        continue;
      mark->met = TRUE;
      if (g_strcmp0 (mark->hash, row->hash) != 0)
        return _("It is not the entry that was sealed.");
    }

  return NULL;
}

/**
 * bty_audit_verifier_feed:
 * @self: a verifier
 * @row: the next entry, in the order of chains and positions
 *
 * Checks an entry.
 */
void
bty_audit_verifier_feed (BtyAuditVerifier  *self,
                         const BtyAuditRow *row)
{
  char hash[BTY_SHA256_HEX + 1];
  const char *problem = NULL;
  gint64 position = row->position;

  if (g_strcmp0 (self->chain, row->chain) != 0)
    begin_chain (self, row->chain);
  self->report->n_entries++;

  if (row->position != self->position + 1)
    {
      problem = _("An entry is missing here.");
      position = self->position + 1;
    }
  if (problem == NULL)
    {
      compute_hash (row, self->hash, hash);
      if (g_strcmp0 (hash, row->hash) != 0)
        problem = _("It was changed, or an entry before it.");
    }
  if (problem == NULL)
    problem = check_details (self, row);
  if (problem == NULL)
    problem = check_mark (self, row);
  if (problem != NULL)
    note_problem (self, position == row->position ? row->id : NULL, row->chain, position, row->at, problem);

  if (g_strcmp0 (row->action, "forget") == 0 && row->memory_id != NULL)
    {
      g_hash_table_remove (self->wiped, row->memory_id);
      g_hash_table_insert (self->forgotten, g_strdup (row->memory_id), g_strdup (row->chain));
    }
  self->position = row->position;
  g_strlcpy (self->hash, row->hash != NULL ? row->hash : "", sizeof self->hash);
}

/**
 * bty_audit_verifier_end:
 * @self: a verifier that was given every entry
 *
 * Returns: (transfer full): what came of it; what cannot be proven is for the caller to add
 */
BtyAuditReport *
bty_audit_verifier_end (BtyAuditVerifier *self)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, self->wiped);
  while (g_hash_table_iter_next (&iter, &key, &value))
    note_problem (self, value, NULL, 0, 0,
                  _("Its details were removed, but nothing says that the memory was forgotten."));

  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);

      if (!mark->met)
        note_problem (self, NULL, mark->chain, mark->position, 0,
                      _("The record ends before an entry that was sealed: it was cut off, or an older copy of the data "
                        "was put back."));
    }

  self->report->verified_at = bty_time_now ();

  return g_steal_pointer (&self->report);
}
