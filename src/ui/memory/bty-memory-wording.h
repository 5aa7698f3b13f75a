/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"

G_BEGIN_DECLS

const char *bty_memory_wording_category      (BtyMemoryCategory  category);
const char *bty_memory_wording_origin        (BtyOrigin          origin);
const char *bty_memory_wording_trust         (BtyTrust           trust);
const char *bty_memory_wording_explain_trust (BtyTrust           trust);
const char *bty_memory_wording_action        (BtyAuditAction     action);
char       *bty_memory_wording_dup_actor     (const char        *actor) G_GNUC_WARN_UNUSED_RESULT;
char       *bty_memory_wording_dup_uses      (gint64             n_uses) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
