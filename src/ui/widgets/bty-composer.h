/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-attachment.h"

G_BEGIN_DECLS

#define BTY_TYPE_COMPOSER (bty_composer_get_type ())

G_DECLARE_FINAL_TYPE (BtyComposer, bty_composer, BTY, COMPOSER, GtkWidget)

GtkWidget  *bty_composer_new             (void) G_GNUC_WARN_UNUSED_RESULT;

char       *bty_composer_dup_text        (BtyComposer   *self) G_GNUC_WARN_UNUSED_RESULT;
void        bty_composer_set_text        (BtyComposer   *self,
                                          const char    *text);
GListModel *bty_composer_get_attachments (BtyComposer   *self);
void        bty_composer_add_attachment  (BtyComposer   *self,
                                          BtyAttachment *attachment);
void        bty_composer_add_files       (BtyComposer   *self,
                                          GSList        *files);
void        bty_composer_clear           (BtyComposer   *self);
void        bty_composer_set_busy        (BtyComposer   *self,
                                          gboolean       busy);
void        bty_composer_show_error      (BtyComposer   *self,
                                          const char    *message);

G_END_DECLS
