/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-audit-chain.h"
#include "bty-audit-seal.h"
#include "bty-database.h"
#include "bty-memory-filter.h"

G_BEGIN_DECLS

/* The setting that holds the id of the chain of this profile. It is of this database alone, so it is not exported. */
#define BTY_AUDIT_SETTING_CHAIN "record_chain"

gboolean        bty_audit_store_append    (BtyDatabase           *database,
                                           BtyAuditEntry         *entry,
                                           GError               **error);
GPtrArray      *bty_audit_store_list      (BtyDatabase           *database,
                                           const BtyAuditFilter  *filter,
                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *bty_audit_store_list_restores
                                          (BtyDatabase           *database,
                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        bty_audit_store_forget    (BtyDatabase           *database,
                                           const char            *memory_id,
                                           GError               **error);

char           *bty_audit_store_get_chain (BtyDatabase           *database,
                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        bty_audit_store_reserve_chain
                                          (BtyDatabase           *database,
                                           GError               **error);
BtyAuditEntry  *bty_audit_store_get_head  (BtyDatabase           *database,
                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;
char           *bty_audit_store_get_hash  (BtyDatabase           *database,
                                           const char            *chain,
                                           gint64                 position,
                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;
BtyAuditSeal   *bty_audit_store_get_seal  (BtyDatabase           *database,
                                           const char            *chain,
                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        bty_audit_store_set_seal  (BtyDatabase           *database,
                                           BtyAuditSeal          *seal,
                                           GError               **error);

gboolean        bty_audit_store_verify    (BtyDatabase           *database,
                                           BtyAuditVerifier      *verifier,
                                           GError               **error);
GPtrArray      *bty_audit_store_list_versions (BtyDatabase     *database,
                                               const char      *after,
                                               const char      *until,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
BtyAuditEntry  *bty_audit_store_find_orphan (BtyDatabase       *database,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
