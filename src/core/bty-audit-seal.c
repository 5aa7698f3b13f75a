/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-seal.h"

/**
 * BtyAuditSeal:
 *
 * How long a chain was, and which hash it ended with, at a time when the key in the keyring vouched for it.
 */

G_DEFINE_FINAL_TYPE (BtyAuditSeal, bty_audit_seal, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyAuditSeal, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyAuditSeal, position, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyAuditSeal, hash, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAuditSeal, seal, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAuditSeal, sealed_at, TIME, BTY_FIELD_NONE),
};

static void
bty_audit_seal_class_init (BtyAuditSealClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "audit_seals", fields, G_N_ELEMENTS (fields));
}

static void
bty_audit_seal_init (BtyAuditSeal *self)
{
}
