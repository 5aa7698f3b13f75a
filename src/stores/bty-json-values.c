/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-json-reader-private.h"

#include "bty-config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The values of BtyJsonReader; bty-json-reader.c holds the rest. */

#define MAX_NUMBER 64

static int
take_hex (BtyJsonReader *self)
{
  int unit = 0;

  for (guint i = 0; i < 4; i++)
    {
      int byte = bty_json_reader_take_byte (self);

      if (byte == BTY_JSON_END || !g_ascii_isxdigit (byte))
        return -1;
      unit = unit * 16 + g_ascii_xdigit_value (byte);
    }

  return unit;
}

static gboolean
take_unicode (BtyJsonReader  *self,
              GString        *text,
              GError        **error)
{
  int unit = take_hex (self);

  if (unit >= 0xd800 && unit < 0xdc00)
    {
      int low = -1;

      if (bty_json_reader_take_byte (self) == '\\' && bty_json_reader_take_byte (self) == 'u')
        low = take_hex (self);

      unit = low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : -1;
    }
  if (unit <= 0 || (unit >= 0xdc00 && unit < 0xe000))
    return bty_json_reader_refuse (self, _("an escape stands for no character"), error);
  g_string_append_unichar (text, unit);

  return TRUE;
}

static gboolean
take_escape (BtyJsonReader  *self,
             GString        *text,
             GError        **error)
{
  static const char names[] = "\"\\/bfnrt";
  static const char characters[] = "\"\\/\b\f\n\r\t";
  int byte = bty_json_reader_take_byte (self);
  const char *found;

  if (byte == 'u')
    return take_unicode (self, text, error);
  found = byte != BTY_JSON_END && byte != '\0' ? strchr (names, byte) : NULL;
  if (found == NULL)
    return bty_json_reader_refuse (self, _("an escape is not known"), error);
  g_string_append_c (text, characters[found - names]);

  return TRUE;
}

/* Appends what needs no looking at, from the buffer at once. */
static void
take_plain (BtyJsonReader *self,
            GString       *text)
{
  gsize end;

  if (bty_json_reader_peek_byte (self) == BTY_JSON_END)
    return;
  for (end = self->position; end < self->size; end++)
    if (self->buffer[end] < 0x20 || self->buffer[end] == '"' || self->buffer[end] == '\\')
      break;
  g_string_append_len (text, (const char *) self->buffer + self->position, end - self->position);
  self->position = end;
}

/**
 * bty_json_reader_string:
 * @self: a reader that stands before a value
 * @text: gets the string, instead of what it has
 * @error: (out) (optional): where to say that it is no string of valid UTF-8
 *
 * Returns: whether it was read
 */
gboolean
bty_json_reader_string (BtyJsonReader  *self,
                        GString        *text,
                        GError        **error)
{
  g_string_truncate (text, 0);
  if (bty_json_reader_skip_space (self) != '"')
    return bty_json_reader_refuse (self, _("a text is expected here"), error);
  bty_json_reader_take_byte (self);

  while (TRUE)
    {
      int byte;

      take_plain (self, text);
      byte = bty_json_reader_peek_byte (self);
      if (byte == BTY_JSON_END || (byte < 0x20 && byte != '\0'))
        return bty_json_reader_refuse (self, _("a text is not closed in its line"), error);
      if (byte == '\0')
        return bty_json_reader_refuse (self, _("a text has a zero byte in it"), error);
      /* More of it may be in the next piece of the stream. */
      if (byte != '"' && byte != '\\')
        continue;
      bty_json_reader_take_byte (self);
      if (byte == '"')
        break;
      if (!take_escape (self, text, error))
        return FALSE;
    }

  return g_utf8_validate_len (text->str, text->len, NULL)
         || bty_json_reader_refuse (self, _("a text is not valid UTF-8"), error);
}

/* Every character that a number may have, up to what follows it. */
static gboolean
take_number (BtyJsonReader  *self,
             char            text[MAX_NUMBER],
             GError        **error)
{
  guint length = 0;
  int byte = bty_json_reader_skip_space (self);

  while (byte != BTY_JSON_END && byte != '\0' && strchr ("+-.eE0123456789", byte) != NULL && length < MAX_NUMBER - 1)
    {
      text[length++] = bty_json_reader_take_byte (self);
      byte = bty_json_reader_peek_byte (self);
    }
  text[length] = '\0';
  if (length == 0 || length == MAX_NUMBER - 1 || text[0] == '+' || text[0] == '.' || byte == BTY_JSON_END)
    return bty_json_reader_refuse (self, _("a number is expected here"), error);

  return TRUE;
}

/**
 * bty_json_reader_integer:
 * @self: a reader that stands before a value
 * @integer: (out): the number
 * @error: (out) (optional): where to say that it is no whole number of 64 bits
 *
 * Returns: whether it was read
 */
gboolean
bty_json_reader_integer (BtyJsonReader  *self,
                         gint64         *integer,
                         GError        **error)
{
  char text[MAX_NUMBER];

  return take_number (self, text, error)
         && (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, integer, NULL)
             || bty_json_reader_refuse (self, _("a whole number is expected here"), error));
}

/**
 * bty_json_reader_real:
 * @self: a reader that stands before a value
 * @real: (out): the number
 * @error: (out) (optional): where to say that it is no number
 *
 * Returns: whether it was read
 */
gboolean
bty_json_reader_real (BtyJsonReader  *self,
                      double         *real,
                      GError        **error)
{
  g_autoptr(GString) word = g_string_new (NULL);
  char text[MAX_NUMBER];
  char *end;

  if (bty_json_reader_skip_space (self) == '"')
    {
      if (!bty_json_reader_string (self, word, error))
        return FALSE;
      if (g_str_equal (word->str, "NaN"))
        *real = NAN;
      else if (g_str_equal (word->str, "Infinity"))
        *real = INFINITY;
      else if (g_str_equal (word->str, "-Infinity"))
        *real = -INFINITY;
      else
        return bty_json_reader_refuse (self, _("a number is expected here"), error);
      return TRUE;
    }
  if (!take_number (self, text, error))
    return FALSE;
  *real = g_ascii_strtod (text, &end);

  return (*end == '\0' && isfinite (*real)) || bty_json_reader_refuse (self, _("a number is expected here"), error);
}

/**
 * bty_json_reader_bytes:
 * @self: a reader that stands before a value
 * @error: (out) (optional): where to say that it is no base64
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
bty_json_reader_bytes (BtyJsonReader  *self,
                       GError        **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guchar decoded[3 * 256];
  int state = 0;
  guint save = 0;
  guint n_digits = 0;
  guint n_padding = 0;
  char piece[1024];
  guint length = 0;

  if (bty_json_reader_skip_space (self) != '"')
    {
      bty_json_reader_refuse (self, _("bytes in base64 are expected here"), error);
      return NULL;
    }
  bty_json_reader_take_byte (self);
  while (TRUE)
    {
      int byte = bty_json_reader_take_byte (self);

      if (byte != BTY_JSON_END && (g_ascii_isalnum (byte) || byte == '+' || byte == '/') && n_padding == 0)
        n_digits++;
      else if (byte == '=')
        n_padding++;
      else if (byte != '"')
        break;
      if (byte != '"')
        piece[length++] = byte;
      if (byte == '"' || length == sizeof piece)
        {
          g_byte_array_append (bytes, decoded, g_base64_decode_step (piece, length, decoded, &state, &save));
          length = 0;
        }
      if (byte == '"')
        {
          if (n_padding > 2 || (n_digits + n_padding) % 4 != 0)
            break;
          return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
        }
    }
  bty_json_reader_refuse (self, _("bytes in base64 are expected here"), error);

  return NULL;
}

/**
 * bty_json_reader_word:
 * @self: a reader that stands before true, false or null
 * @error: (out) (optional): where to say that it is something else
 *
 * Skips it; bty_json_reader_peek() has told which one it is.
 *
 * Returns: whether it was read
 */
gboolean
bty_json_reader_word (BtyJsonReader  *self,
                      GError        **error)
{
  const char *word;

  switch (bty_json_reader_peek (self, NULL))
    {
    case BTY_JSON_TRUE:
      word = "true";
      break;
    case BTY_JSON_FALSE:
      word = "false";
      break;
    case BTY_JSON_NULL:
      word = "null";
      break;
    default:
      return bty_json_reader_refuse (self, _("true, false or null is expected here"), error);
    }
  for (; *word != '\0'; word++)
    if (bty_json_reader_take_byte (self) != *word)
      return bty_json_reader_refuse (self, _("a word is not known"), error);

  return TRUE;
}

static void
append_quoted (GString *text,
               GString *string)
{
  g_string_append_c (text, '"');
  for (const char *at = string->str; *at != '\0'; at++)
    if (*at == '"' || *at == '\\')
      g_string_append_printf (text, "\\%c", *at);
    else if ((guchar) *at < 0x20)
      g_string_append_printf (text, "\\u%04x", (guint) *at);
    else
      g_string_append_c (text, *at);
  g_string_append_c (text, '"');
}

static gboolean
append_simple (BtyJsonReader  *self,
               GString        *text,
               GError        **error)
{
  g_autoptr(GString) string = g_string_new (NULL);
  char number[MAX_NUMBER];
  BtyJsonType type = bty_json_reader_peek (self, error);

  switch (type)
    {
    case BTY_JSON_STRING:
      if (!bty_json_reader_string (self, string, error))
        return FALSE;
      append_quoted (text, string);
      return TRUE;
    case BTY_JSON_NUMBER:
      if (!take_number (self, number, error))
        return FALSE;
      g_string_append (text, number);
      return TRUE;
    case BTY_JSON_TRUE:
    case BTY_JSON_FALSE:
    case BTY_JSON_NULL:
      if (!bty_json_reader_word (self, error))
        return FALSE;
      g_string_append (text, type == BTY_JSON_TRUE ? "true" : type == BTY_JSON_FALSE ? "false" : "null");
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * bty_json_reader_raw:
 * @self: a reader that stands before a value
 * @text: gets the JSON of the value, instead of what it has
 * @error: (out) (optional): what cannot be read
 *
 * Reads any value, without recursion.
 *
 * Returns: whether it was read
 */
gboolean
bty_json_reader_raw (BtyJsonReader  *self,
                     GString        *text,
                     GError        **error)
{
  g_autoptr(GString) name = g_string_new (NULL);
  guint outside = self->depth;

  g_string_truncate (text, 0);
  do
    {
      BtyJsonType type = bty_json_reader_peek (self, NULL);
      gboolean has_more = FALSE;

      if (type == BTY_JSON_OBJECT || type == BTY_JSON_ARRAY)
        {
          if (!bty_json_reader_begin (self, type, error))
            return FALSE;
          g_string_append_c (text, type == BTY_JSON_OBJECT ? '{' : '[');
        }
      else if (!append_simple (self, text, error))
        return FALSE;

      while (self->depth > outside && !has_more)
        {
          char closing = self->closing[self->depth - 1];
          gboolean is_first = self->is_first;

          if (!bty_json_reader_next (self, name, &has_more, error))
            return FALSE;
          if (!has_more)
            g_string_append_c (text, closing);
          else if (!is_first)
            g_string_append_c (text, ',');
          if (has_more && closing == '}')
            {
              append_quoted (text, name);
              g_string_append_c (text, ':');
            }
        }
    }
  while (self->depth > outside);

  return TRUE;
}
