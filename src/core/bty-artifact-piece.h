/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_ARTIFACT_PIECE (bty_artifact_piece_get_type ())

G_DECLARE_FINAL_TYPE (BtyArtifactPiece, bty_artifact_piece, BTY, ARTIFACT_PIECE, BtyRecord)

struct _BtyArtifactPiece
{
  BtyRecord  parent_instance;

  char *id;
  char *artifact_id;
  gint64 position; /* counts up from 0 */
  GBytes *data;
};

BtyArtifactPiece *bty_artifact_piece_new (const char *artifact_id,
                                         gint64      position,
                                         GBytes     *data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
