/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-artifact.h"
#include "bty-database.h"

G_BEGIN_DECLS

#define BTY_ARTIFACT_MAX_SIZE (100 * 1024 * 1024) /* bytes */
#define BTY_ARTIFACT_MAX_IN_ROW (1024 * 1024)

BtyArtifact *bty_artifact_store_get         (BtyDatabase    *database,
                                             const char     *id,
                                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes      *bty_artifact_store_load        (BtyDatabase    *database,
                                             const char     *id,
                                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bty_artifact_store_verify      (BtyDatabase    *database,
                                             const char     *id,
                                             GCancellable   *cancellable,
                                             GError        **error);
BtyArtifact *bty_artifact_store_put         (BtyDatabase    *database,
                                             GInputStream   *stream,
                                             GCancellable   *cancellable,
                                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;
BtyArtifact *bty_artifact_store_put_bytes   (BtyDatabase    *database,
                                             GBytes         *bytes,
                                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean     bty_artifact_store_count_uses  (BtyDatabase    *database,
                                             const char     *id,
                                             gint64         *uses,
                                             GError        **error);
gboolean     bty_artifact_store_retain      (BtyDatabase    *database,
                                             const char     *id,
                                             GError        **error);
gboolean     bty_artifact_store_release     (BtyDatabase    *database,
                                             const char     *id,
                                             GError        **error);
gint64       bty_artifact_store_sweep       (BtyDatabase    *database,
                                             GError        **error);
gboolean     bty_artifact_store_sweep_files (BtyDatabase    *database,
                                             GError        **error);

G_END_DECLS
