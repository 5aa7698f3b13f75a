/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-audit-report.h"
#include "bty-database.h"

G_BEGIN_DECLS

/* What is known of it that the record was put back together with a backup. */
gboolean bty_audit_restored_mark     (BtyDatabase     *database,
                                      const char      *chain,
                                      GError         **error);
gboolean bty_audit_restored_unmark   (BtyDatabase     *database,
                                      GError         **error);
gboolean bty_audit_restored_look     (BtyDatabase     *database,
                                      BtyAuditReport  *report,
                                      GError         **error);

/* A job on a BtyAuditJob. */
gpointer bty_audit_accept_restore_on_db
                                     (BtyDatabase     *database,
                                      gpointer         data,
                                      GCancellable    *cancellable,
                                      GError         **error);

G_END_DECLS
