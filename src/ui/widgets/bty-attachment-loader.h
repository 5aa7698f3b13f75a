/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "bty-attachment.h"

G_BEGIN_DECLS

#define BTY_ATTACHMENT_MAX_IMAGE (20 * 1024 * 1024)
#define BTY_ATTACHMENT_MAX_TEXT (1024 * 1024)

void           bty_attachment_load_async           (GFile                *file,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
BtyAttachment *bty_attachment_load_finish          (GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void           bty_attachment_from_texture_async   (GdkTexture           *texture,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
BtyAttachment *bty_attachment_from_texture_finish  (GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

BtyAttachment *bty_attachment_new_checked          (const char           *name,
                                                    GBytes               *data,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
