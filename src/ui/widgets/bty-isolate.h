/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char       *bty_isolate      (const char *text) G_GNUC_WARN_UNUSED_RESULT;
const char *bty_isolate_line (void);

G_END_DECLS
