/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_SOUL (bty_soul_get_type ())

G_DECLARE_FINAL_TYPE (BtySoul, bty_soul, BTY, SOUL, BtyRecord)

struct _BtySoul
{
  BtyRecord  parent_instance;

  char *id;
  char *bot_id;
  gint64 version; /* counts up from 1 within a bot */
  char *text;
  char *sha256; /* of text, hexadecimal */
  gint64 created_at;
};

BtySoul  *bty_soul_new       (const char *bot_id,
                              gint64      version,
                              const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_soul_is_intact (BtySoul    *self);

G_END_DECLS
