/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_PREFERENCES (bty_preferences_get_type ())

G_DECLARE_FINAL_TYPE (BtyPreferences, bty_preferences, BTY, PREFERENCES, AdwPreferencesWindow)

GtkWindow *bty_preferences_new (BtyProfile *profile,
                                const char *root_dir,
                                GSettings  *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
