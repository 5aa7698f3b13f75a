/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-bot.h"
#include "bty-memory-candidate.h"

G_BEGIN_DECLS

#define BTY_TYPE_CANDIDATE_ROW (bty_candidate_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyCandidateRow, bty_candidate_row, BTY, CANDIDATE_ROW, GtkBox)

GtkWidget *bty_candidate_row_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_candidate_row_set_candidate (BtyCandidateRow    *self,
                                            BtyMemoryCandidate *candidate,
                                            BtyBot             *bot);
void       bty_candidate_row_set_likeness  (BtyCandidateRow    *self,
                                            const char         *likeness);

G_END_DECLS
