/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_ATTACHMENT (bty_attachment_get_type ())

G_DECLARE_FINAL_TYPE (BtyAttachment, bty_attachment, BTY, ATTACHMENT, BtyRecord)

struct _BtyAttachment
{
  BtyRecord  parent_instance;

  char *id;
  char *message_id;
  char *name;
  char *media_type; /* "image/png", "text/plain" */
  char *sha256; /* of data, hexadecimal */
  GBytes *data;
  gint64 created_at;
  char *artifact_id; /* where data is kept; NULL = in the row itself, as older versions did */
};

BtyAttachment *bty_attachment_new      (const char    *name,
                                        const char    *media_type,
                                        GBytes        *data) G_GNUC_WARN_UNUSED_RESULT;
gboolean       bty_attachment_is_image (BtyAttachment *self);

G_END_DECLS
