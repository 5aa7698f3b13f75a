/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-attachment.h"

G_BEGIN_DECLS

#define BTY_TYPE_ATTACHMENT_TRAY (bty_attachment_tray_get_type ())

G_DECLARE_FINAL_TYPE (BtyAttachmentTray, bty_attachment_tray, BTY, ATTACHMENT_TRAY, GtkWidget)

GListStore *bty_attachment_tray_get_attachments (BtyAttachmentTray *self);
void        bty_attachment_tray_add_files       (BtyAttachmentTray *self,
                                                 GSList            *files);
void        bty_attachment_tray_add_value       (BtyAttachmentTray *self,
                                                 const GValue      *value);
GType       bty_attachment_tray_choose_type     (GdkContentFormats *formats);
void        bty_attachment_tray_paste           (BtyAttachmentTray *self,
                                                 GType              type);

G_END_DECLS
