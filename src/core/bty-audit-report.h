/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BTY_TYPE_AUDIT_REPORT (bty_audit_report_get_type ())

/**
 * BtyAuditReport:
 *
 * What came of a verification. Counted: bty_audit_report_ref(), bty_audit_report_unref().
 */
typedef struct
{
  gboolean   is_intact;        /* no chain is broken and no memory was altered */
  gint64     n_entries;        /* that were read */
  gint64     n_forgotten;      /* of these: whose details are gone for good, as they should be */
  gint64     n_memories;       /* whose hashes were compared */
  gint64     verified_at;      /* microseconds since 1970 UTC */

  char      *broken_id;        /* the first entry that does not fit; NULL = none */
  char      *broken_chain;
  gint64     broken_position;
  gint64     broken_at;        /* when that entry says it was made, or the one after a gap; 0 = unknown */
  char      *problem;          /* what is wrong there, a sentence; NULL = nothing */
  gint64     restored_at;      /* when a backup was put in place, which explains the problem; 0 = that does not */
  GPtrArray *altered;          /* ids of memories that no longer say what was stored */
  GPtrArray *unproven;         /* sentences: what cannot be proven, plainly */
} BtyAuditReport;

GType           bty_audit_report_get_type (void);
BtyAuditReport *bty_audit_report_new      (void) G_GNUC_WARN_UNUSED_RESULT;
BtyAuditReport *bty_audit_report_ref      (BtyAuditReport *self);
void            bty_audit_report_unref    (BtyAuditReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyAuditReport, bty_audit_report_unref)

G_END_DECLS
