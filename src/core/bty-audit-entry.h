/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_AUDIT_ENTRY (bty_audit_entry_get_type ())

G_DECLARE_FINAL_TYPE (BtyAuditEntry, bty_audit_entry, BTY, AUDIT_ENTRY, BtyRecord)

struct _BtyAuditEntry
{
  BtyRecord  parent_instance;

  char *id;
  char *chain; /* a profile writes one; others came with imports */
  gint64 position; /* counts up from 1 within a chain, without gaps */
  gint64 at;
  char *actor; /* "user", "system", the slug of a bot, or "api:" and the id of a key */
  BtyAuditAction action;
  char *bot_id; /* whom it is about */
  char *memory_id;
  char *salt; /* unset together with the details when the memory was forgotten */
  char *details; /* a JSON object */
  char *commitment; /* to the details: see bty-audit-chain.c */
  char *hash;
  gboolean own; /* the chain that this profile goes on with */
};

BtyAuditEntry *bty_audit_entry_new (const char     *actor,
                                    BtyAuditAction  action,
                                    const char     *bot_id,
                                    const char     *memory_id,
                                    JsonNode       *details) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
