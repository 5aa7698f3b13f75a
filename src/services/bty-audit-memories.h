/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-audit-report.h"
#include "bty-database.h"

G_BEGIN_DECLS

gboolean bty_audit_memories_check (BtyDatabase     *database,
                                   BtyAuditReport  *report,
                                   GError         **error);

G_END_DECLS
