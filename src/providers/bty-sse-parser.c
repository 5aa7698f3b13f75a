/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sse-parser.h"

#include "bty-error.h"

#include <string.h>

/**
 * BtySseParser:
 *
 * Turns the bytes of a text/event-stream into events. Bytes may be cut anywhere: they wait here until
 * their line is whole. An event that the end of the stream cuts short is never given out.
 */
struct _BtySseParser
{
  GString  *buffer;
  gsize     line_start;     /* in buffer */
  gsize     scanned;        /* in buffer: up to here there is no end of the line */
  gboolean  is_first_line;
  gboolean  after_cr;       /* a LF now belongs to the CR before it */

  GString  *name;           /* of the event being read */
  GString  *data;
  char     *given_name;     /* of the event given out last */
  char     *given_data;
};

static void
drop_consumed (BtySseParser *self)
{
  g_string_erase (self->buffer, 0, self->line_start);
  self->scanned -= self->line_start;
  self->line_start = 0;
}

/* Finds the next whole line; it stays valid until the next push. */
static gboolean
next_line (BtySseParser  *self,
           const char   **line,
           gsize         *length)
{
  const char *bytes = self->buffer->str;

  if (self->after_cr && self->line_start < self->buffer->len)
    {
      if (bytes[self->line_start] == '\n')
        self->line_start++;
      self->after_cr = FALSE;
      self->scanned = MAX (self->scanned, self->line_start);
    }

  for (; self->scanned < self->buffer->len; self->scanned++)
    if (bytes[self->scanned] == '\n' || bytes[self->scanned] == '\r')
      {
        *line = bytes + self->line_start;
        *length = self->scanned - self->line_start;
        self->after_cr = bytes[self->scanned] == '\r';
        self->line_start = ++self->scanned;
        return TRUE;
      }

  return FALSE;
}

static void
read_field (BtySseParser *self,
            const char   *line,
            gsize         length)
{
  const char *colon = memchr (line, ':', length);
  gsize name_length = colon != NULL ? (gsize) (colon - line) : length;
  const char *value = colon != NULL ? colon + 1 : line + length;
  gsize value_length = length - (value - line);

  if (value_length > 0 && *value == ' ')
    {
      value++;
      value_length--;
    }

  if (name_length == 4 && memcmp (line, "data", 4) == 0)
    {
      g_string_append_len (self->data, value, value_length);
      g_string_append_c (self->data, '\n');
    }
  else if (name_length == 5 && memcmp (line, "event", 5) == 0)
    {
      g_string_truncate (self->name, 0);
      g_string_append_len (self->name, value, value_length);
    }
}

/* Ends the event being read. Returns: whether there is something in it */
static gboolean
finish_event (BtySseParser *self)
{
  gboolean has_data = self->data->len > 0;

  if (has_data)
    {
      g_free (self->given_name);
      g_free (self->given_data);
      self->given_name = g_utf8_make_valid (self->name->str, self->name->len);
      self->given_data = g_utf8_make_valid (self->data->str, self->data->len - 1);
    }
  g_string_truncate (self->name, 0);
  g_string_truncate (self->data, 0);

  return has_data;
}

static gboolean
check_length (gsize    length,
              GError **error)
{
  if (length <= BTY_SSE_MAX_LINE)
    return TRUE;

  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_UNREADABLE,
                       "A line or an event is longer than 1 MiB");
  return FALSE;
}

/**
 * bty_sse_parser_new:
 *
 * Returns: (transfer full): a parser at the beginning of a stream
 */
BtySseParser *
bty_sse_parser_new (void)
{
  BtySseParser *self = g_new0 (BtySseParser, 1);

  self->buffer = g_string_new (NULL);
  self->name = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->is_first_line = TRUE;

  return self;
}

/**
 * bty_sse_parser_free:
 * @self: (transfer full): a parser
 */
void
bty_sse_parser_free (BtySseParser *self)
{
  g_string_free (self->buffer, TRUE);
  g_string_free (self->name, TRUE);
  g_string_free (self->data, TRUE);
  g_free (self->given_name);
  g_free (self->given_data);
  g_free (self);
}

/**
 * bty_sse_parser_push:
 * @self: a parser
 * @bytes: what arrived
 * @length: how many bytes
 *
 * Takes bytes in. Call bty_sse_parser_next() until it returns %FALSE before pushing more.
 */
void
bty_sse_parser_push (BtySseParser  *self,
                     gconstpointer  bytes,
                     gsize          length)
{
  drop_consumed (self);
  g_string_append_len (self->buffer, bytes, length);
}

/**
 * bty_sse_parser_next:
 * @self: a parser
 * @name: (out) (transfer none): the event's name, empty if it has none; valid until the next call
 * @data: (out) (transfer none): its data, valid UTF-8; valid until the next call
 * @error: (out) (optional): %BTY_ERROR_UNREADABLE when a line or an event is longer than %BTY_SSE_MAX_LINE
 *
 * Returns: whether there was a whole event. %FALSE without an error means that more bytes are needed.
 */
gboolean
bty_sse_parser_next (BtySseParser  *self,
                     const char   **name,
                     const char   **data,
                     GError       **error)
{
  const char *line;
  gsize length;

  while (next_line (self, &line, &length))
    {
      if (self->is_first_line && length >= 3 && memcmp (line, "\xef\xbb\xbf", 3) == 0)
        {
          line += 3;
          length -= 3;
        }
      self->is_first_line = FALSE;

      if (length == 0 && finish_event (self))
        {
          *name = self->given_name;
          *data = self->given_data;
          return TRUE;
        }
      if (!check_length (self->data->len + length, error))
        return FALSE;
      read_field (self, line, length);
    }

  check_length (self->buffer->len - self->line_start, error);

  return FALSE;
}
