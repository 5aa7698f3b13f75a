/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-file-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_FILE_HISTORY (bty_file_history_get_type ())

G_DECLARE_FINAL_TYPE (BtyFileHistory, bty_file_history, BTY, FILE_HISTORY, AdwWindow)

GtkWindow *bty_file_history_new (BtyFileService *service,
                                 BtyFile        *file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
