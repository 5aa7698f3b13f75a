/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BtyOutputFile:
 *
 * A file that has its name only when it is whole and on disk; until then it is called "<name>.part".
 */
typedef struct _BtyOutputFile BtyOutputFile;

BtyOutputFile *bty_output_file_new        (const char     *path,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void           bty_output_file_free       (BtyOutputFile  *self);
GOutputStream *bty_output_file_get_stream (BtyOutputFile  *self);
gboolean       bty_output_file_commit     (BtyOutputFile  *self,
                                           GError        **error);
void           bty_output_file_remove     (const char     *path);

GInputStream  *bty_input_file_new         (const char     *path,
                                           gint64         *size,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void           bty_file_map_error         (const char     *path,
                                           GError        **error);
void           bty_file_add_advice        (const char     *advice,
                                           GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyOutputFile, bty_output_file_free)

G_END_DECLS
