/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"

G_BEGIN_DECLS

char *bty_sharing_wording_dup_name  (BtyBot *bot) G_GNUC_WARN_UNUSED_RESULT;
char *bty_sharing_wording_dup_trust (BtyBot *reader,
                                     BtyBot *author) G_GNUC_WARN_UNUSED_RESULT;
char *bty_sharing_wording_dup_count (guint   n_shared) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
