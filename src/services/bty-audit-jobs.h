/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-audit-chain.h"
#include "bty-audit-seal.h"
#include "bty-database.h"
#include "bty-memory-filter.h"

G_BEGIN_DECLS

/**
 * BtyAuditMark:
 *
 * Where a chain ended at some time, known from outside the database.
 */
typedef struct
{
  char   *chain;
  gint64  position;
  char   *hash;
} BtyAuditMark;

/**
 * BtyAuditJob:
 *
 * What the database work on the audit needs. What it finds out it leaves here too.
 */
typedef struct
{
  char          *actor;
  gboolean       accepts_restore; /* whether it is sealed although what was sealed before is missing */
  gboolean       leaves_line;   /* whether the record says that it was verified */
  char          *key;           /* of the keyring, wiped with the job; NULL = it is not known */
  GPtrArray     *marks;         /* of BtyAuditMark */
  GPtrArray     *unproven;      /* sentences */
  char          *chain;         /* the one that grows; NULL = its name is not known yet */
  BtyAuditEntry *head;          /* the last entry of it; NULL = there is none */
  BtyAuditSeal  *seal;          /* the last one of that chain; NULL = there is none */
} BtyAuditJob;

BtyAuditMark *bty_audit_mark_new             (const char     *chain,
                                              gint64          position,
                                              const char     *hash) G_GNUC_WARN_UNUSED_RESULT;
BtyAuditMark *bty_audit_mark_parse           (const char     *text) G_GNUC_WARN_UNUSED_RESULT;
char         *bty_audit_mark_print           (BtyAuditMark   *self) G_GNUC_WARN_UNUSED_RESULT;
void          bty_audit_mark_free            (BtyAuditMark   *self);

BtyAuditJob  *bty_audit_job_new              (const char     *actor) G_GNUC_WARN_UNUSED_RESULT;
void          bty_audit_job_free             (BtyAuditJob    *job);

gpointer      bty_audit_read_end_on_db       (BtyDatabase    *database,
                                              gpointer        data,
                                              GCancellable   *cancellable,
                                              GError        **error);
gpointer      bty_audit_read_first_end_on_db (BtyDatabase    *database,
                                              gpointer        data,
                                              GCancellable   *cancellable,
                                              GError        **error);
gpointer      bty_audit_verify_on_db         (BtyDatabase    *database,
                                              gpointer        data,
                                              GCancellable   *cancellable,
                                              GError        **error);
gpointer      bty_audit_note_on_db           (BtyDatabase    *database,
                                              gpointer        data,
                                              GCancellable   *cancellable,
                                              GError        **error);
gpointer      bty_audit_seal_on_db           (BtyDatabase    *database,
                                              gpointer        data,
                                              GCancellable   *cancellable,
                                              GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyAuditMark, bty_audit_mark_free)

G_END_DECLS
