/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-json-reader-private.h"

#include <string.h>

/* Lists that are read an element at a time, and gone on with later; bty-json-reader.c holds the rest. */

/**
 * bty_json_reader_new_in_list:
 * @stream: what to read, which stands behind an element of a list; not closed
 * @offset: where that is, as bty_json_reader_get_offset() counts
 *
 * Returns: (transfer full): a reader inside that list, as if it had read all before
 */
BtyJsonReader *
bty_json_reader_new_in_list (GInputStream *stream,
                             guint64       offset)
{
  BtyJsonReader *self = bty_json_reader_new (stream);

  self->offset = offset;
  self->closing[self->depth++] = ']';

  return self;
}

/* Appends what is in the buffer up to the next byte that may end a string or a value. */
static void
take_ordinary (BtyJsonReader *self,
               GString       *text,
               gsize          most,
               gboolean       in_string)
{
  gsize end;

  for (end = self->position; end < self->size; end++)
    {
      guchar byte = self->buffer[end];

      if (byte == '"' || byte == '\\' || byte == '\n')
        break;
      if (!in_string && (byte == '{' || byte == '}' || byte == '[' || byte == ']' || byte == ','))
        break;
    }
  if (text->len < most)
    g_string_append_len (text, (const char *) self->buffer + self->position,
                         MIN (end - self->position, most - text->len));
  self->position = end;
}

/**
 * bty_json_reader_copy:
 * @self: a reader that stands before an element of a list
 * @most: how much of it is kept, in bytes
 * @text: gets it as it stands there, instead of what it has
 * @is_whole: (out): whether all of it fitted
 * @error: (out) (optional): where to say that the document ends before it does
 *
 * Takes an element by its strings and brackets alone: whatever else is wrong in it, the reader stands behind it.
 *
 * Returns: whether its end was found
 */
gboolean
bty_json_reader_copy (BtyJsonReader  *self,
                      gsize           most,
                      GString        *text,
                      gboolean       *is_whole,
                      GError        **error)
{
  guint64 start;
  guint depth = 0;
  gboolean in_string = FALSE;

  g_string_truncate (text, 0);
  bty_json_reader_skip_space (self);
  start = bty_json_reader_get_offset (self);
  while (TRUE)
    {
      int byte = bty_json_reader_peek_byte (self);
      gboolean escapes = in_string && byte == '\\';

      if (byte == BTY_JSON_END)
        return bty_json_reader_refuse (self, "", error);
      if (!in_string && depth == 0 && (byte == ',' || byte == ']' || byte == '}'))
        break;
      if (!in_string && (byte == '{' || byte == '['))
        depth++;
      else if (!in_string && (byte == '}' || byte == ']'))
        depth--;
      else if (byte == '"')
        in_string = !in_string;
      for (guint i = 0; i < (escapes ? 2 : 1) && byte != BTY_JSON_END; i++)
        {
          byte = bty_json_reader_take_byte (self);
          if (byte != BTY_JSON_END && text->len < most)
            g_string_append_c (text, byte);
        }
      take_ordinary (self, text, most, in_string);
    }
  *is_whole = bty_json_reader_get_offset (self) - start == text->len;

  return TRUE;
}
