/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-artifact.h"
#include "bty-database.h"
#include "bty-file-hit.h"
#include "bty-file-version.h"

G_BEGIN_DECLS

GPtrArray      *bty_file_store_list           (BtyDatabase     *database,
                                               const char      *bot_id,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
BtyFile        *bty_file_store_get            (BtyDatabase     *database,
                                               const char      *id,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
BtyFile        *bty_file_store_find           (BtyDatabase     *database,
                                               const char      *bot_id,
                                               const char      *name,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        bty_file_store_delete         (BtyDatabase     *database,
                                               const char      *id,
                                               GError         **error);

BtyFileVersion *bty_file_store_save           (BtyDatabase     *database,
                                               BtyFile         *file,
                                               BtyArtifact     *content,
                                               gint64           restored_from,
                                               GPtrArray       *chunks,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *bty_file_store_list_versions  (BtyDatabase     *database,
                                               const char      *file_id,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
BtyFileVersion *bty_file_store_get_version    (BtyDatabase     *database,
                                               const char      *file_id,
                                               gint64           version,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray      *bty_file_store_search         (BtyDatabase     *database,
                                               const char      *words,
                                               const char      *bot_id,
                                               gint64           limit,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
