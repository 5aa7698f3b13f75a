/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bty_typed_text_guard (GtkTextView *view);

G_END_DECLS
