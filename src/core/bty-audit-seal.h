/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_AUDIT_SEAL (bty_audit_seal_get_type ())

G_DECLARE_FINAL_TYPE (BtyAuditSeal, bty_audit_seal, BTY, AUDIT_SEAL, BtyRecord)

struct _BtyAuditSeal
{
  BtyRecord  parent_instance;

  char *id; /* of the chain */
  gint64 position;
  char *hash; /* of the entry there */
  char *seal; /* HMAC-SHA-256 over chain, position, hash and time */
  gint64 sealed_at;
};

G_END_DECLS
