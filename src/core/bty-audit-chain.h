/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-audit-entry.h"
#include "bty-audit-report.h"

G_BEGIN_DECLS

/**
 * BtyAuditRow:
 *
 * An entry as it is read, without copies: a million are checked in one go.
 */
typedef struct
{
  const char *id;
  const char *chain;
  gint64      position;
  gint64      at;
  const char *actor;
  const char *action;
  const char *bot_id;
  const char *memory_id;
  const char *salt;
  const char *details;
  const char *commitment;
  const char *hash;
} BtyAuditRow;

/**
 * BtyAuditVerifier:
 *
 * Checks chains, entry by entry.
 */
typedef struct _BtyAuditVerifier BtyAuditVerifier;

void              bty_audit_chain_append  (BtyAuditEntry        *entry,
                                           const char           *chain,
                                           gint64                position,
                                           const char           *previous_hash);
char             *bty_audit_chain_seal    (const char           *key,
                                           const char           *chain,
                                           gint64                position,
                                           const char           *hash,
                                           gint64                time) G_GNUC_WARN_UNUSED_RESULT;

BtyAuditVerifier *bty_audit_verifier_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void              bty_audit_verifier_free (BtyAuditVerifier     *self);
void              bty_audit_verifier_mark (BtyAuditVerifier     *self,
                                           const char           *chain,
                                           gint64                position,
                                           const char           *hash);
void              bty_audit_verifier_feed (BtyAuditVerifier     *self,
                                           const BtyAuditRow    *row);
BtyAuditReport   *bty_audit_verifier_end  (BtyAuditVerifier     *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyAuditVerifier, bty_audit_verifier_free)

G_END_DECLS
