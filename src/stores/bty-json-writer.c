/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-json-writer.h"

#include <math.h>
#include <string.h>

#include "bty-json.h"

#define BUFFER_SIZE (64 * 1024)
#define BYTES_AT_ONCE (30 * 1024) /* a multiple of 3, so that base64 of the pieces is base64 of the whole */

struct _BtyJsonWriter
{
  /* Owned */
  GOutputStream *stream;
  GString       *buffer;
  GError        *error;

  /* Borrowed */
  GChecksum     *checksum;
};

/**
 * bty_json_writer_new:
 * @stream: (nullable): where to write; not closed; %NULL = nowhere, only checksums are wanted
 *
 * Returns: (transfer full): a writer
 */
BtyJsonWriter *
bty_json_writer_new (GOutputStream *stream)
{
  BtyJsonWriter *self = g_new0 (BtyJsonWriter, 1);

  self->stream = stream != NULL ? g_object_ref (stream) : NULL;
  self->buffer = g_string_sized_new (BUFFER_SIZE + 1024);

  return self;
}

/**
 * bty_json_writer_free:
 * @self: (transfer full): a writer
 *
 * Frees it; what was not flushed is not written.
 */
void
bty_json_writer_free (BtyJsonWriter *self)
{
  g_clear_object (&self->stream);
  g_string_free (self->buffer, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

static void
empty_buffer (BtyJsonWriter *self,
              GCancellable  *cancellable)
{
  if (self->checksum != NULL)
    g_checksum_update (self->checksum, (const guchar *) self->buffer->str, self->buffer->len);
  if (self->error == NULL && self->stream != NULL)
    g_output_stream_write_all (self->stream, self->buffer->str, self->buffer->len, NULL, cancellable, &self->error);
  g_string_truncate (self->buffer, 0);
}

static void
append (BtyJsonWriter *self,
        const char    *text,
        gsize          length)
{
  if (self->buffer->len + length > BUFFER_SIZE)
    empty_buffer (self, NULL);
  g_string_append_len (self->buffer, text, length);
  if (self->buffer->len > BUFFER_SIZE)
    empty_buffer (self, NULL);
}

/**
 * bty_json_writer_set_checksum:
 * @self: a writer
 * @checksum: (nullable): what is written from now on goes into it; %NULL = no more
 *
 * Adds up a part of the document.
 */
void
bty_json_writer_set_checksum (BtyJsonWriter *self,
                              GChecksum     *checksum)
{
  empty_buffer (self, NULL);
  self->checksum = checksum;
}

/**
 * bty_json_writer_raw:
 * @self: a writer
 * @text: JSON
 *
 * Writes it as it is.
 */
void
bty_json_writer_raw (BtyJsonWriter *self,
                     const char    *text)
{
  append (self, text, strlen (text));
}

/**
 * bty_json_writer_string:
 * @self: a writer
 * @text: UTF-8
 *
 * Writes a string.
 */
void
bty_json_writer_string (BtyJsonWriter *self,
                        const char    *text)
{
  append (self, "\"", 1);
  while (*text != '\0')
    {
      gsize plain = 0;

      while ((guchar) text[plain] >= 0x20 && text[plain] != '"' && text[plain] != '\\')
        plain++;
      if (plain > 0)
        append (self, text, plain);
      text += plain;
      if (*text != '\0')
        {
          char escape[8];

          if (*text == '"' || *text == '\\')
            g_snprintf (escape, sizeof escape, "\\%c", *text);
          else if (*text == '\n')
            g_strlcpy (escape, "\\n", sizeof escape);
          else if (*text == '\t')
            g_strlcpy (escape, "\\t", sizeof escape);
          else
            g_snprintf (escape, sizeof escape, "\\u%04x", (guint) *text);
          append (self, escape, strlen (escape));
          text++;
        }
    }
  append (self, "\"", 1);
}

/**
 * bty_json_writer_integer:
 * @self: a writer
 * @integer: any whole number
 *
 * Writes it with all its digits.
 */
void
bty_json_writer_integer (BtyJsonWriter *self,
                         gint64         integer)
{
  char text[32];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, integer);
  append (self, text, strlen (text));
}

/**
 * bty_json_writer_real:
 * @self: a writer
 * @real: any number; JSON has no word for those that are not finite, they become strings
 *
 * Writes the shortest form of which reading gives the same bits.
 */
void
bty_json_writer_real (BtyJsonWriter *self,
                      double         real)
{
  char text[BTY_JSON_REAL_SIZE];

  if (isnan (real))
    g_strlcpy (text, "\"NaN\"", sizeof text);
  else if (isinf (real))
    g_strlcpy (text, real > 0 ? "\"Infinity\"" : "\"-Infinity\"", sizeof text);
  else
    bty_json_format_real (real, text);
  append (self, text, strlen (text));
}

/**
 * bty_json_writer_bytes:
 * @self: a writer
 * @data: any bytes
 * @size: how many
 *
 * Writes a string of base64.
 */
void
bty_json_writer_bytes (BtyJsonWriter *self,
                       gconstpointer  data,
                       gsize          size)
{
  const guchar *bytes = data;

  append (self, "\"", 1);
  while (size > 0)
    {
      gsize piece = MIN (size, BYTES_AT_ONCE);
      g_autofree char *base64 = g_base64_encode (bytes, piece);

      append (self, base64, strlen (base64));
      bytes += piece;
      size -= piece;
    }
  append (self, "\"", 1);
}

/**
 * bty_json_writer_flush:
 * @self: a writer
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): the first thing that went wrong since it was made
 *
 * Gives the stream what it does not have yet.
 *
 * Returns: whether everything so far could be written
 */
gboolean
bty_json_writer_flush (BtyJsonWriter  *self,
                       GCancellable   *cancellable,
                       GError        **error)
{
  empty_buffer (self, cancellable);
  if (self->error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->error));
      return FALSE;
    }

  return TRUE;
}
