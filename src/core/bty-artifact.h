/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_ARTIFACT (bty_artifact_get_type ())

G_DECLARE_FINAL_TYPE (BtyArtifact, bty_artifact, BTY, ARTIFACT, BtyRecord)

struct _BtyArtifact
{
  BtyRecord  parent_instance;

  char *id; /* SHA-256 of the content, hexadecimal */
  gint64 size; /* bytes */
  gint64 uses; /* how many hold it by hand; those of files and attachments are counted by asking for them */
  GBytes *data; /* the content; NULL = beside the row */
  gint64 created_at;
};

G_END_DECLS
