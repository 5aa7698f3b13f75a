/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-progress.h"

G_BEGIN_DECLS

typedef enum
{
  BTY_IMPORT_MERGE,   /* over what is there, by key */
  BTY_IMPORT_REPLACE, /* instead of what is there */
} BtyImportMode;

JsonNode *bty_import_check    (GInputStream   *stream,
                               gint64          size,
                               BtyProgress    *progress,
                               GCancellable   *cancellable,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *bty_import_read     (BtyDatabase    *database,
                               GInputStream   *stream,
                               gint64          size,
                               BtyImportMode   mode,
                               BtyProgress    *progress,
                               GCancellable   *cancellable,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_import_remove_all
                              (BtyDatabase    *database,
                               GError        **error);
gboolean  bty_import_is_fresh (BtyDatabase    *database,
                               gboolean       *is_fresh,
                               GError        **error);

G_END_DECLS
