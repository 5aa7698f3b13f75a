/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BTY_TYPE_KEY_BUFFER (bty_key_buffer_get_type ())

G_DECLARE_FINAL_TYPE (BtyKeyBuffer, bty_key_buffer, BTY, KEY_BUFFER, GtkEntryBuffer)

BtyKeyBuffer *bty_key_buffer_install (GtkEditable  *field);

char         *bty_key_buffer_dup_key (BtyKeyBuffer *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean      bty_key_buffer_is_empty (BtyKeyBuffer *self);

G_END_DECLS
