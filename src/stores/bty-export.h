/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-progress.h"

G_BEGIN_DECLS

#define BTY_EXPORT_VERSION "1.0"

gboolean  bty_export_write     (BtyDatabase    *database,
                                GOutputStream  *stream,
                                gint64          exported_at,
                                BtyProgress    *progress,
                                GCancellable   *cancellable,
                                GError        **error);
JsonNode *bty_export_summarize (BtyDatabase    *database,
                                BtyProgress    *progress,
                                GCancellable   *cancellable,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean  bty_export_has_files (BtyDatabase    *database,
                                gboolean       *has_files,
                                GError        **error);

G_END_DECLS
