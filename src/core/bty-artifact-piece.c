/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact-piece.h"

#include "bty-uuid.h"

/**
 * BtyArtifactPiece:
 *
 * A part of a content that is too large for one row, where the database has no directory for files.
 */

G_DEFINE_FINAL_TYPE (BtyArtifactPiece, bty_artifact_piece, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyArtifactPiece, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyArtifactPiece, artifact_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyArtifactPiece, position, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyArtifactPiece, data, BLOB, BTY_FIELD_NONE),
};

static void
bty_artifact_piece_class_init (BtyArtifactPieceClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "artifact_pieces", fields, G_N_ELEMENTS (fields));
}

static void
bty_artifact_piece_init (BtyArtifactPiece *self)
{
}

/**
 * bty_artifact_piece_new:
 * @artifact_id: of what it is a part
 * @position: which one, from 0
 * @data: the bytes
 *
 * Returns: (transfer full): the piece
 */
BtyArtifactPiece *
bty_artifact_piece_new (const char *artifact_id,
                        gint64      position,
                        GBytes     *data)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_ARTIFACT_PIECE,
                       "id", id,
                       "artifact-id", artifact_id,
                       "position", position,
                       "data", data,
                       NULL);
}
