/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-json-reader-private.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"

#include <glib/gi18n-lib.h>

/**
 * bty_json_reader_new:
 * @stream: what to read; not closed
 *
 * Returns: (transfer full): a reader that stands before the document
 */
BtyJsonReader *
bty_json_reader_new (GInputStream *stream)
{
  BtyJsonReader *self = g_new0 (BtyJsonReader, 1);

  self->stream = g_object_ref (stream);
  self->buffer = g_malloc (BTY_JSON_BUFFER_SIZE);
  self->line = 1;

  return self;
}

/**
 * bty_json_reader_free:
 * @self: (transfer full): a reader
 *
 * Frees it.
 */
void
bty_json_reader_free (BtyJsonReader *self)
{
  g_object_unref (self->stream);
  g_free (self->buffer);
  g_clear_error (&self->error);
  g_free (self);
}

static void
add_up (BtyJsonReader *self)
{
  if (self->checksum != NULL && self->position > self->added)
    g_checksum_update (self->checksum, self->buffer + self->added, self->position - self->added);
  self->added = self->position;
}

/**
 * bty_json_reader_set_checksum:
 * @self: a reader
 * @checksum: (nullable): what is read from now on goes into it; %NULL = no more
 *
 * Adds up a part of the document.
 */
void
bty_json_reader_set_checksum (BtyJsonReader *self,
                              GChecksum     *checksum)
{
  add_up (self);
  self->checksum = checksum;
}

/**
 * bty_json_reader_get_line:
 * @self: a reader
 *
 * Returns: the line it stands in, counted from 1
 */
guint64
bty_json_reader_get_line (BtyJsonReader *self)
{
  return self->line;
}

/**
 * bty_json_reader_get_offset:
 * @self: a reader
 *
 * Returns: how many bytes it has read
 */
guint64
bty_json_reader_get_offset (BtyJsonReader *self)
{
  return self->offset + self->position;
}

static gboolean
fill (BtyJsonReader *self)
{
  gssize n_read;

  add_up (self);
  self->offset += self->size;
  self->position = self->size = self->added = 0;
  if (self->error != NULL)
    return FALSE;

  n_read = g_input_stream_read (self->stream, self->buffer, BTY_JSON_BUFFER_SIZE, NULL, &self->error);
  if (n_read <= 0)
    return FALSE;
  self->size = n_read;

  return TRUE;
}

/**
 * bty_json_reader_peek_byte:
 * @self: a reader
 *
 * Returns: the next byte, which stays; %BTY_JSON_END at the end, or when the stream has failed
 */
int
bty_json_reader_peek_byte (BtyJsonReader *self)
{
  if (self->position == self->size && !fill (self))
    return BTY_JSON_END;

  return self->buffer[self->position];
}

/**
 * bty_json_reader_take_byte:
 * @self: a reader
 *
 * Returns: the next byte, or %BTY_JSON_END
 */
int
bty_json_reader_take_byte (BtyJsonReader *self)
{
  int byte = bty_json_reader_peek_byte (self);

  if (byte != BTY_JSON_END)
    self->position++;
  if (byte == '\n')
    self->line++;

  return byte;
}

/**
 * bty_json_reader_skip_space:
 * @self: a reader
 *
 * Returns: the next byte that is no white space, which stays; or %BTY_JSON_END
 */
int
bty_json_reader_skip_space (BtyJsonReader *self)
{
  int byte;

  while ((byte = bty_json_reader_peek_byte (self)) == ' ' || byte == '\t' || byte == '\r' || byte == '\n')
    bty_json_reader_take_byte (self);

  return byte;
}

/**
 * bty_json_reader_refuse:
 * @self: a reader
 * @reason: what is wrong here
 * @error: (out) (optional): gets it, or that the document ends here, or what went wrong with the stream
 *
 * Returns: always %FALSE
 */
gboolean
bty_json_reader_refuse (BtyJsonReader  *self,
                        const char     *reason,
                        GError        **error)
{
  if (self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  else if (bty_json_reader_peek_byte (self) == BTY_JSON_END)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("it ends in the middle"));
  else
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, reason);

  return FALSE;
}

/**
 * bty_json_reader_peek:
 * @self: a reader that stands before a value
 * @error: (out) (optional): where to say that no value is there
 *
 * Returns: what kind of value comes
 */
BtyJsonType
bty_json_reader_peek (BtyJsonReader  *self,
                      GError        **error)
{
  int byte = bty_json_reader_skip_space (self);

  switch (byte)
    {
    case '{':
      return BTY_JSON_OBJECT;
    case '[':
      return BTY_JSON_ARRAY;
    case '"':
      return BTY_JSON_STRING;
    case 't':
      return BTY_JSON_TRUE;
    case 'f':
      return BTY_JSON_FALSE;
    case 'n':
      return BTY_JSON_NULL;
    default:
      if (byte == '-' || (byte >= '0' && byte <= '9'))
        return BTY_JSON_NUMBER;
      bty_json_reader_refuse (self, _("a value is missing"), error);
      return BTY_JSON_INVALID;
    }
}

/**
 * bty_json_reader_begin:
 * @self: a reader that stands before a value
 * @type: %BTY_JSON_OBJECT or %BTY_JSON_ARRAY
 * @error: (out) (optional): where to say that it is something else
 *
 * Goes into an object or a list; bty_json_reader_next() goes on.
 *
 * Returns: whether it is there
 */
gboolean
bty_json_reader_begin (BtyJsonReader  *self,
                       BtyJsonType     type,
                       GError        **error)
{
  int byte = bty_json_reader_skip_space (self);

  if (byte != (type == BTY_JSON_OBJECT ? '{' : '['))
    return bty_json_reader_refuse (self,
                                   type == BTY_JSON_OBJECT ? _("an object is expected here")
                                                           : _("a list is expected here"),
                                   error);
  if (self->depth == BTY_JSON_MAX_DEPTH)
    return bty_json_reader_refuse (self, _("it is nested too deeply"), error);

  bty_json_reader_take_byte (self);
  self->closing[self->depth++] = type == BTY_JSON_OBJECT ? '}' : ']';
  self->is_first = TRUE;

  return TRUE;
}

/**
 * bty_json_reader_next:
 * @self: a reader inside an object or a list, not inside one of its values
 * @name: (nullable): gets the name of the member; %NULL in a list
 * @has_more: (out): whether it stands before a value now; else it is behind the end of the object or list
 * @error: (out) (optional): what cannot be read
 *
 * Moves to the next member or element.
 *
 * Returns: whether it could be read
 */
gboolean
bty_json_reader_next (BtyJsonReader  *self,
                      GString        *name,
                      gboolean       *has_more,
                      GError        **error)
{
  int byte = bty_json_reader_skip_space (self);

  *has_more = FALSE;
  if (byte == self->closing[self->depth - 1])
    {
      bty_json_reader_take_byte (self);
      self->depth--;
      self->is_first = FALSE;
      return TRUE;
    }
  if (!self->is_first)
    {
      if (byte != ',')
        return bty_json_reader_refuse (self, _("a comma is missing"), error);
      bty_json_reader_take_byte (self);
    }
  self->is_first = FALSE;
  *has_more = TRUE;
  if (self->closing[self->depth - 1] == ']')
    return TRUE;

  if (!bty_json_reader_string (self, name, error))
    return FALSE;
  if (bty_json_reader_skip_space (self) != ':')
    return bty_json_reader_refuse (self, _("a colon is missing"), error);
  bty_json_reader_take_byte (self);

  return TRUE;
}

/**
 * bty_json_reader_end:
 * @self: a reader behind the document
 * @error: (out) (optional): where to say that something follows
 *
 * Returns: whether nothing follows
 */
gboolean
bty_json_reader_end (BtyJsonReader  *self,
                     GError        **error)
{
  if (bty_json_reader_skip_space (self) == BTY_JSON_END && self->error == NULL)
    return TRUE;

  return bty_json_reader_refuse (self, _("something follows after the end"), error);
}
