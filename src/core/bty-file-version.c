/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file-version.h"

/**
 * BtyFileVersion:
 *
 * One saved state of a file. Versions are only ever added.
 */

G_DEFINE_FINAL_TYPE (BtyFileVersion, bty_file_version, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyFileVersion, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyFileVersion, file_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileVersion, version, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileVersion, artifact_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileVersion, media_type, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileVersion, size, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileVersion, restored_from, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyFileVersion, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_file_version_class_init (BtyFileVersionClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "file_versions", fields, G_N_ELEMENTS (fields));
}

static void
bty_file_version_init (BtyFileVersion *self)
{
}
