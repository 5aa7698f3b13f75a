/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-application.h"

G_BEGIN_DECLS

#define BTY_TYPE_WINDOW (bty_window_get_type ())

G_DECLARE_FINAL_TYPE (BtyWindow, bty_window, BTY, WINDOW, AdwApplicationWindow)

BtyWindow *bty_window_new          (BtyApplication *application) G_GNUC_WARN_UNUSED_RESULT;
void       bty_window_set_profile  (BtyWindow      *self,
                                    BtyProfile     *profile);
void       bty_window_start        (BtyWindow      *self);
void       bty_window_show_problem (BtyWindow      *self,
                                    const GError   *error);

G_END_DECLS
