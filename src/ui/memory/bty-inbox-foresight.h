/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-candidate-row.h"
#include "bty-memory-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_INBOX_FORESIGHT (bty_inbox_foresight_get_type ())

G_DECLARE_FINAL_TYPE (BtyInboxForesight, bty_inbox_foresight, BTY, INBOX_FORESIGHT, GObject)

BtyInboxForesight *bty_inbox_foresight_new    (BtyMemoryService   *service) G_GNUC_WARN_UNUSED_RESULT;
void               bty_inbox_foresight_bind   (BtyInboxForesight  *self,
                                               BtyCandidateRow    *row,
                                               BtyMemoryCandidate *candidate);
void               bty_inbox_foresight_unbind (BtyInboxForesight  *self,
                                               BtyCandidateRow    *row);
void               bty_inbox_foresight_reset  (BtyInboxForesight  *self);

G_END_DECLS
