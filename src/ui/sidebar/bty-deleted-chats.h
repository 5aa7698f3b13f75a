/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_DELETED_CHATS (bty_deleted_chats_get_type ())

G_DECLARE_FINAL_TYPE (BtyDeletedChats, bty_deleted_chats, BTY, DELETED_CHATS, AdwWindow)

GtkWidget *bty_deleted_chats_new (BtyProfile *profile) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
