/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-application.h"

G_BEGIN_DECLS

#define BTY_TYPE_QUICK_ASK (bty_quick_ask_get_type ())

G_DECLARE_FINAL_TYPE (BtyQuickAsk, bty_quick_ask, BTY, QUICK_ASK, AdwApplicationWindow)

GtkWindow *bty_quick_ask_new (BtyApplication *application) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
