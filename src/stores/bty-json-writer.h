/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BtyJsonWriter:
 *
 * Writes JSON piece by piece, so that no document is ever in memory. The caller writes brackets, commas and
 * names; this writes values. The first error is kept and told at the end.
 */
typedef struct _BtyJsonWriter BtyJsonWriter;

BtyJsonWriter *bty_json_writer_new          (GOutputStream  *stream) G_GNUC_WARN_UNUSED_RESULT;
void           bty_json_writer_free         (BtyJsonWriter  *self);

void           bty_json_writer_set_checksum (BtyJsonWriter  *self,
                                             GChecksum      *checksum);
void           bty_json_writer_raw          (BtyJsonWriter  *self,
                                             const char     *text);
void           bty_json_writer_string       (BtyJsonWriter  *self,
                                             const char     *text);
void           bty_json_writer_integer      (BtyJsonWriter  *self,
                                             gint64          integer);
void           bty_json_writer_real         (BtyJsonWriter  *self,
                                             double          real);
void           bty_json_writer_bytes        (BtyJsonWriter  *self,
                                             gconstpointer   data,
                                             gsize           size);
gboolean       bty_json_writer_flush        (BtyJsonWriter  *self,
                                             GCancellable   *cancellable,
                                             GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyJsonWriter, bty_json_writer_free)

G_END_DECLS
