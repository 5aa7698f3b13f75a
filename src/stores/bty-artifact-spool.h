/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BtyArtifactSpool:
 * @head: the beginning; everything, if @file is -1
 * @file: a descriptor of everything, at its beginning; -1 = @head is all there is
 * @path: where that file is; nothing else is there
 * @size: bytes
 * @sha256: of everything, hexadecimal
 *
 * A content that has been read and has no place yet.
 */
typedef struct
{
  GBytes *head;
  int     file;
  char   *path;
  gint64  size;
  char   *sha256;
} BtyArtifactSpool;

gboolean bty_artifact_spool_read     (BtyArtifactSpool  *self,
                                      GInputStream      *stream,
                                      const char        *directory,
                                      GCancellable      *cancellable,
                                      GError           **error);
gboolean bty_artifact_spool_move     (BtyArtifactSpool  *self,
                                      const char        *path,
                                      GError           **error);
GBytes  *bty_artifact_spool_take     (BtyArtifactSpool  *self,
                                      gsize              max_size,
                                      GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void     bty_artifact_spool_clear    (BtyArtifactSpool  *self);

void     bty_artifact_set_file_error (GError           **error,
                                      int                code);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BtyArtifactSpool, bty_artifact_spool_clear)

G_END_DECLS
