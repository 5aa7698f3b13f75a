/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-attachment.h"

G_BEGIN_DECLS

#define BTY_TYPE_ATTACHMENT_CHIP (bty_attachment_chip_get_type ())

G_DECLARE_FINAL_TYPE (BtyAttachmentChip, bty_attachment_chip, BTY, ATTACHMENT_CHIP, GtkWidget)

GtkWidget     *bty_attachment_chip_new            (BtyAttachment     *attachment,
                                                   gboolean           removable) G_GNUC_WARN_UNUSED_RESULT;
BtyAttachment *bty_attachment_chip_get_attachment (BtyAttachmentChip *self);

G_END_DECLS
