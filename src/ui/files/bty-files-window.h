/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-bot.h"
#include "bty-file-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_FILES_WINDOW (bty_files_window_get_type ())

G_DECLARE_FINAL_TYPE (BtyFilesWindow, bty_files_window, BTY, FILES_WINDOW, AdwWindow)

GtkWindow *bty_files_window_new (BtyFileService *service,
                                 BtyBot         *bot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
