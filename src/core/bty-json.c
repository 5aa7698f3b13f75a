/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-json.h"

#include <string.h>

#include "bty-error.h"

/**
 * bty_json_measure:
 * @text: JSON from anywhere
 * @length: its length in bytes
 * @max_depth: (out): how deep its brackets nest
 *
 * Looks at brackets and strings only, in one pass without recursion.
 *
 * Returns: whether a string or a bracket is open at the end, as when a connection was cut
 */
gboolean
bty_json_measure (const char *text,
                  gsize       length,
                  guint      *max_depth)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  *max_depth = 0;
  for (gsize i = 0; i < length; i++)
    {
      if (in_string)
        {
          if (text[i] == '\\')
            i++;
          else if (text[i] == '"')
            in_string = FALSE;
        }
      else if (text[i] == '"')
        in_string = TRUE;
      else if (text[i] == '{' || text[i] == '[')
        {
          depth++;
          *max_depth = MAX (*max_depth, depth);
        }
      else if ((text[i] == '}' || text[i] == ']') && depth > 0)
        depth--;
    }

  return in_string || depth > 0;
}

/* The code unit that an escape such as "\u00e9" at @at stands for; -1 if there is none. */
static int
read_escape (const char *at,
             const char *end)
{
  int unit = 0;

  if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
    return -1;
  for (guint i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (at[i]))
        return -1;
      unit = unit * 16 + g_ascii_xdigit_value (at[i]);
    }

  return unit;
}

/* Replaces escapes that stand for no character, half a surrogate pair or NUL, by U+FFFD: the parser makes
 * invalid UTF-8 of the one and ends the string at the other. */
static void
repair_escapes (char  *text,
                gsize  length)
{
  const char *end = text + length;

  for (char *at = text; (at = memchr (at, '\\', end - at)) != NULL;)
    {
      int unit = read_escape (at, end);
      int next = unit >= 0xd800 && unit < 0xdc00 ? read_escape (at + 6, end) : -1;

      if (next >= 0xdc00 && next < 0xe000)
        at += 12;
      else if (unit < 0)
        at += MIN (2, end - at);
      else
        {
          if (unit == 0 || (unit >= 0xd800 && unit < 0xe000))
            memcpy (at + 2, "fffd", 4);
          at += 6;
        }
    }
}

/**
 * bty_json_parse:
 * @text: (nullable): JSON from anywhere; %NULL only with a @length of 0
 * @length: its length in bytes, or -1
 * @error: (out) (optional): %BTY_ERROR_UNREADABLE
 *
 * The only JSON parser for text that we did not write ourselves: refuses invalid UTF-8 and nesting
 * deeper than %BTY_JSON_MAX_DEPTH. All its strings are valid UTF-8.
 *
 * Returns: (transfer full) (nullable): the immutable root
 */
JsonNode *
bty_json_parse (const char  *text,
                gssize       length,
                GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autoptr(GError) parse_error = NULL;
  g_autofree char *repaired = NULL;
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  guint depth;

  if (size == 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_UNREADABLE, "The JSON is empty");
      return NULL;
    }
  if (!g_utf8_validate_len (text, size, NULL))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_UNREADABLE, "The JSON is not valid UTF-8");
      return NULL;
    }
  /* The parser recurses once a level and would run out of stack on hostile input. */
  bty_json_measure (text, size, &depth);
  if (depth > BTY_JSON_MAX_DEPTH)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE, "The JSON is nested deeper than %d levels",
                   BTY_JSON_MAX_DEPTH);
      return NULL;
    }
  repaired = g_strndup (text, size);
  repair_escapes (repaired, size);
  if (!json_parser_load_from_data (parser, repaired, size, &parse_error) || json_parser_get_root (parser) == NULL)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE, "The JSON cannot be read: %s",
                   parse_error != NULL ? parse_error->message : "it is empty");
      return NULL;
    }

  return json_node_ref (json_parser_get_root (parser));
}

static JsonNode *
get_step (JsonNode   *node,
          const char *step)
{
  guint64 index;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), step);
  if (JSON_NODE_HOLDS_ARRAY (node) && g_ascii_string_to_unsigned (step, 10, 0, G_MAXUINT, &index, NULL)
      && index < json_array_get_length (json_node_get_array (node)))
    return json_array_get_element (json_node_get_array (node), index);

  return NULL;
}

/**
 * bty_json_get:
 * @node: (nullable): where to start
 * @path: member names and list positions, such as "choices.0.delta"
 *
 * Walks down without complaining, whatever the types on the way.
 *
 * Returns: (transfer none) (nullable): the node there; JSON null counts as missing
 */
JsonNode *
bty_json_get (JsonNode   *node,
              const char *path)
{
  g_auto(GStrv) steps = g_strsplit (path, ".", -1);

  for (guint i = 0; node != NULL && steps[i] != NULL; i++)
    node = get_step (node, steps[i]);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

/**
 * bty_json_get_text:
 * @node: (nullable): where to start
 * @path: as in bty_json_get()
 *
 * Returns: (transfer none) (nullable): the string there, if it is one
 */
const char *
bty_json_get_text (JsonNode   *node,
                   const char *path)
{
  node = bty_json_get (node, path);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/**
 * bty_json_get_int:
 * @node: (nullable): where to start
 * @path: as in bty_json_get()
 * @fallback: what to return when there is no number
 *
 * Returns: the number there, rounded towards zero
 */
gint64
bty_json_get_int (JsonNode   *node,
                  const char *path,
                  gint64      fallback)
{
  node = bty_json_get (node, path);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return (gint64) CLAMP (json_node_get_double (node), -9.2e18, 9.2e18);

  return fallback;
}

/**
 * bty_json_get_count:
 * @node: (nullable): where to start
 * @path: as in bty_json_get()
 * @fallback: what to return when there is no number, or a negative one
 *
 * For what others count and we add up, such as tokens: sums of it do not overflow.
 *
 * Returns: the number there, 0 to %G_MAXINT
 */
gint64
bty_json_get_count (JsonNode   *node,
                    const char *path,
                    gint64      fallback)
{
  gint64 count = bty_json_get_int (node, path, -1);

  return count >= 0 ? MIN (count, G_MAXINT) : fallback;
}

/**
 * bty_json_format_real:
 * @real: a finite number
 * @text: (out caller-allocates) (array fixed-size=BTY_JSON_REAL_SIZE): where to write
 *
 * Writes the shortest form that is read as the same bits: 0.7 and not 0.69999999999999996. A whole number is written as
 * 1.0, or it would lose the sign of zero.
 *
 * Returns: (transfer none): @text
 */
const char *
bty_json_format_real (double  real,
                      char   *text)
{
  /* Most numbers that people type have few digits; 17 are enough for all. */
  for (guint n_digits = 1; n_digits <= 17; n_digits++)
    {
      char format[] = "%.00g";

      format[2] = (char) ('0' + n_digits / 10);
      format[3] = (char) ('0' + n_digits % 10);
      g_ascii_formatd (text, BTY_JSON_REAL_SIZE, format, real);
      if (g_ascii_strtod (text, NULL) == real)
        break;
    }
  if (strpbrk (text, ".e") == NULL)
    g_strlcat (text, ".0", BTY_JSON_REAL_SIZE);

  return text;
}

/* Copies a text in quotation marks. Returns: what comes after it */
static const char *
copy_string (const char *from,
             GString    *to)
{
  const char *end = from + 1;

  while (*end != '"' && *end != '\0')
    end += *end == '\\' && end[1] != '\0' ? 2 : 1;
  if (*end == '"')
    end++;
  g_string_append_len (to, from, end - from);

  return end;
}

/* Copies a number, one that is no integer in its shortest form. Returns: what comes after it */
static const char *
copy_number (const char *from,
             GString    *to)
{
  gsize length = strspn (from, "+-.0123456789eE");
  gsize n_digits = strcspn (from, ".eE");
  char text[BTY_JSON_REAL_SIZE];

  if (n_digits < length)
    g_string_append (to, bty_json_format_real (g_ascii_strtod (from, NULL), text));
  else
    g_string_append_len (to, from, length);

  return from + length;
}

/**
 * bty_json_to_text:
 * @node: anything
 * @pretty: whether to write it for people, over several lines
 *
 * Writes JSON for others to read; see bty_json_format_real().
 *
 * Returns: (transfer full): the text
 */
char *
bty_json_to_text (JsonNode *node,
                  gboolean  pretty)
{
  g_autofree char *text = json_to_string (node, pretty);
  GString *short_text = g_string_sized_new (strlen (text));
  const char *at = text;

  while (*at != '\0')
    if (*at == '"')
      at = copy_string (at, short_text);
    else if (*at == '-' || g_ascii_isdigit (*at))
      at = copy_number (at, short_text);
    else
      g_string_append_c (short_text, *at++);

  return g_string_free (short_text, FALSE);
}
