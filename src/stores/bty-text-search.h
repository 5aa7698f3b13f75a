/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-question.h"

G_BEGIN_DECLS

GArray *bty_text_search_run       (BtyDatabase   *database,
                                   BtyFullTexts   texts,
                                   BtyQuestion   *question,
                                   gboolean      *left_out,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GArray *bty_text_search_run_again (BtyDatabase   *database,
                                   BtyFullTexts   texts,
                                   BtyQuestion   *question,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GArray *bty_text_search_run_own   (BtyDatabase   *database,
                                   BtyFullTexts   texts,
                                   BtyQuestion   *question,
                                   const char    *bot_id,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
