/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-entry.h"

#include "bty-enum-types.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyAuditEntry:
 *
 * One line of the record of what happened to memories. It outlives them. Its hash covers the entry before it and a
 * commitment to the salted @details, so that forgetting these leaves the chain whole.
 */

G_DEFINE_FINAL_TYPE (BtyAuditEntry, bty_audit_entry, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyAuditEntry, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyAuditEntry, chain, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAuditEntry, position, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyAuditEntry, at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyAuditEntry, actor, TEXT, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyAuditEntry, action, bty_audit_action_get_type),
  BTY_FIELD (BtyAuditEntry, bot_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyAuditEntry, memory_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyAuditEntry, salt, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyAuditEntry, details, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyAuditEntry, commitment, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAuditEntry, hash, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAuditEntry, own, BOOLEAN, BTY_FIELD_LOCAL),
};

static void
bty_audit_entry_class_init (BtyAuditEntryClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "audit_entries", fields, G_N_ELEMENTS (fields));
}

static void
bty_audit_entry_init (BtyAuditEntry *self)
{
}

/**
 * bty_audit_entry_new:
 * @actor: who did it
 * @action: what
 * @bot_id: (nullable): whom it is about
 * @memory_id: (nullable): which memory it is about
 * @details: (transfer full) (nullable): an object with what else is worth knowing
 *
 * Returns: (transfer full): an entry that has no place in a chain yet
 */
BtyAuditEntry *
bty_audit_entry_new (const char     *actor,
                     BtyAuditAction  action,
                     const char     *bot_id,
                     const char     *memory_id,
                     JsonNode       *details)
{
  g_autofree char *id = bty_uuid_new ();
  g_autofree char *text = details != NULL ? json_to_string (details, FALSE) : g_strdup ("{}");

  g_clear_pointer (&details, json_node_unref);

  return g_object_new (BTY_TYPE_AUDIT_ENTRY,
                       "id", id,
                       "at", bty_time_now (),
                       "actor", actor,
                       "action", action,
                       "bot-id", bot_id,
                       "memory-id", memory_id,
                       "details", text,
                       NULL);
}
