/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  BTY_JSON_INVALID, /* it cannot be read, or nothing is left */
  BTY_JSON_OBJECT,
  BTY_JSON_ARRAY,
  BTY_JSON_STRING,
  BTY_JSON_NUMBER,
  BTY_JSON_TRUE,
  BTY_JSON_FALSE,
  BTY_JSON_NULL,
} BtyJsonType;

/**
 * BtyJsonReader:
 *
 * Reads JSON piece by piece, so that no document is ever in memory. It is strict: what is not JSON, or nests
 * deeper than %BTY_JSON_MAX_DEPTH, is an error that names the line.
 */
typedef struct _BtyJsonReader BtyJsonReader;

BtyJsonReader *bty_json_reader_new          (GInputStream   *stream) G_GNUC_WARN_UNUSED_RESULT;
BtyJsonReader *bty_json_reader_new_in_list  (GInputStream   *stream,
                                             guint64         offset) G_GNUC_WARN_UNUSED_RESULT;
void           bty_json_reader_free         (BtyJsonReader  *self);

void           bty_json_reader_set_checksum (BtyJsonReader  *self,
                                             GChecksum      *checksum);
guint64        bty_json_reader_get_line     (BtyJsonReader  *self);
guint64        bty_json_reader_get_offset   (BtyJsonReader  *self);

BtyJsonType    bty_json_reader_peek         (BtyJsonReader  *self,
                                             GError        **error);
gboolean       bty_json_reader_begin        (BtyJsonReader  *self,
                                             BtyJsonType     type,
                                             GError        **error);
gboolean       bty_json_reader_next         (BtyJsonReader  *self,
                                             GString        *name,
                                             gboolean       *has_more,
                                             GError        **error);
gboolean       bty_json_reader_string       (BtyJsonReader  *self,
                                             GString        *text,
                                             GError        **error);
gboolean       bty_json_reader_integer      (BtyJsonReader  *self,
                                             gint64         *integer,
                                             GError        **error);
gboolean       bty_json_reader_real         (BtyJsonReader  *self,
                                             double         *real,
                                             GError        **error);
GBytes        *bty_json_reader_bytes        (BtyJsonReader  *self,
                                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       bty_json_reader_word         (BtyJsonReader  *self,
                                             GError        **error);
gboolean       bty_json_reader_raw          (BtyJsonReader  *self,
                                             GString        *text,
                                             GError        **error);
gboolean       bty_json_reader_copy         (BtyJsonReader  *self,
                                             gsize           most,
                                             GString        *text,
                                             gboolean       *is_whole,
                                             GError        **error);
gboolean       bty_json_reader_end          (BtyJsonReader  *self,
                                             GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyJsonReader, bty_json_reader_free)

G_END_DECLS
