/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot-service.h"
#include "bty-memory-service.h"

G_BEGIN_DECLS

/**
 * BtyTrustTable:
 *
 * Which bot trusts which, and how much each shares, read anew whenever that changes. Property: "error" (plain words,
 * or NULL). Signal: "changed".
 */
#define BTY_TYPE_TRUST_TABLE (bty_trust_table_get_type ())

G_DECLARE_FINAL_TYPE (BtyTrustTable, bty_trust_table, BTY, TRUST_TABLE, GObject)

BtyTrustTable *bty_trust_table_new          (BtyMemoryService *memories,
                                             BtyBotService    *bots) G_GNUC_WARN_UNUSED_RESULT;
void           bty_trust_table_load         (BtyTrustTable    *self);

GListModel    *bty_trust_table_get_bots     (BtyTrustTable    *self);
gboolean       bty_trust_table_is_trusted   (BtyTrustTable    *self,
                                             const char       *reader_id,
                                             const char       *author_id);
guint          bty_trust_table_get_n_shared (BtyTrustTable    *self,
                                             const char       *author_id);

G_END_DECLS
