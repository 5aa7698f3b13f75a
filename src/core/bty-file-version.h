/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_FILE_VERSION (bty_file_version_get_type ())

G_DECLARE_FINAL_TYPE (BtyFileVersion, bty_file_version, BTY, FILE_VERSION, BtyRecord)

struct _BtyFileVersion
{
  BtyRecord  parent_instance;

  char *id;
  char *file_id;
  gint64 version; /* counts up from 1 within a file */
  char *artifact_id; /* its content, and SHA-256 of it */
  char *media_type;
  gint64 size; /* bytes */
  gint64 restored_from; /* the version that this one repeats */
  gint64 created_at;
};

G_END_DECLS
