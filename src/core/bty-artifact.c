/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact.h"

/**
 * BtyArtifact:
 *
 * A content of up to 100 MiB, kept once however often it is used, and named by its hash. Up to 1 MiB it is in
 * the row, above that beside it.
 */

G_DEFINE_FINAL_TYPE (BtyArtifact, bty_artifact, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyArtifact, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyArtifact, size, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyArtifact, uses, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyArtifact, data, BLOB, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyArtifact, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_artifact_class_init (BtyArtifactClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "artifacts", fields, G_N_ELEMENTS (fields));
}

static void
bty_artifact_init (BtyArtifact *self)
{
}
