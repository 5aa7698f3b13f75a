/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_FILE_MAX_SIZE (50 * 1024 * 1024) /* bytes */
#define BTY_FILE_MAX_NAME 255 /* bytes */

#define BTY_TYPE_FILE (bty_file_get_type ())

G_DECLARE_FINAL_TYPE (BtyFile, bty_file, BTY, FILE, BtyRecord)

struct _BtyFile
{
  BtyRecord  parent_instance;

  char *id;
  char *bot_id;
  char *name; /* unique within a bot */
  char *media_type;
  gint64 size; /* bytes, of the newest version */
  gint64 version; /* the newest */
  gboolean searchable; /* whether its text could be read */
  gint64 created_at;
  gint64 updated_at;
};

BtyFile  *bty_file_new        (const char  *bot_id,
                               const char  *name,
                               const char  *media_type) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_file_check_name (const char  *name,
                               GError     **error);

G_END_DECLS
