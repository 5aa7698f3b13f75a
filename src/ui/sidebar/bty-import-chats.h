/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_IMPORT_CHATS (bty_import_chats_get_type ())

G_DECLARE_FINAL_TYPE (BtyImportChats, bty_import_chats, BTY, IMPORT_CHATS, AdwWindow)

GtkWidget *bty_import_chats_new (BtyProfile *profile,
                                 BtyBot     *bot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
