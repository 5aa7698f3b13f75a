/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_SHARED_RESULTS (bty_shared_results_get_type ())

G_DECLARE_FINAL_TYPE (BtySharedResults, bty_shared_results, BTY, SHARED_RESULTS, AdwBin)

GtkWidget *bty_shared_results_new        (BtyProfile       *profile) G_GNUC_WARN_UNUSED_RESULT;
void       bty_shared_results_set_author (BtySharedResults *self,
                                          const char       *author_id);

G_END_DECLS
