/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-markdown-entity.h"

#include <string.h>

/* Those that people and models write; any other is shown as it is. */
static const struct
{
  const char *name;
  const char *text;
} entities[] = {
  { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "apos", "'" }, { "nbsp", "\302\240" },
  { "copy", "©" }, { "reg", "®" }, { "trade", "™" }, { "deg", "°" }, { "sect", "§" }, { "para", "¶" },
  { "middot", "·" }, { "bull", "•" }, { "hellip", "…" }, { "ndash", "–" }, { "mdash", "—" },
  { "lsquo", "‘" }, { "rsquo", "’" }, { "ldquo", "“" }, { "rdquo", "”" }, { "bdquo", "„" },
  { "laquo", "«" }, { "raquo", "»" }, { "times", "×" }, { "divide", "÷" }, { "minus", "−" },
  { "plusmn", "±" }, { "le", "≤" }, { "ge", "≥" }, { "ne", "≠" }, { "asymp", "≈" }, { "infin", "∞" },
  { "larr", "←" }, { "rarr", "→" }, { "uarr", "↑" }, { "darr", "↓" }, { "euro", "€" }, { "pound", "£" },
  { "yen", "¥" }, { "cent", "¢" }, { "auml", "ä" }, { "ouml", "ö" }, { "uuml", "ü" }, { "Auml", "Ä" },
  { "Ouml", "Ö" }, { "Uuml", "Ü" }, { "szlig", "ß" }, { "frac12", "½" }, { "sup2", "²" },
};

static gboolean
append_number (GString    *string,
               const char *digits,
               gsize       length)
{
  gboolean is_hex = length > 1 && (*digits == 'x' || *digits == 'X');
  char *end = NULL;
  guint64 number = g_ascii_strtoull (is_hex ? digits + 1 : digits, &end, is_hex ? 16 : 10);

  if (end != digits + length)
    return FALSE;

  if (number == 0 || !g_unichar_validate (number > G_MAXINT32 ? 0xd800 : (gunichar) number))
    number = 0xfffd;
  g_string_append_unichar (string, number);

  return TRUE;
}

static gboolean
append_entity (GString    *string,
               const char *name,
               gsize       length)
{
  if (length > 1 && *name == '#')
    return append_number (string, name + 1, length - 1);

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (strlen (entities[i].name) == length && strncmp (entities[i].name, name, length) == 0)
      {
        g_string_append (string, entities[i].text);
        return TRUE;
      }

  return FALSE;
}

/**
 * bty_markdown_entity_decode:
 * @text: text in which characters may be written as HTML entities
 * @length: of @text in bytes
 *
 * Returns: (transfer full): the text with these characters
 */
char *
bty_markdown_entity_decode (const char *text,
                            gsize       length)
{
  GString *string = g_string_sized_new (length);
  const char *end = text + length;

  for (const char *p = text; p < end; p++)
    {
      const char *semicolon = *p == '&' ? memchr (p, ';', MIN (end - p, 12)) : NULL;

      if (semicolon != NULL && append_entity (string, p + 1, semicolon - p - 1))
        p = semicolon;
      else
        g_string_append_c (string, *p);
    }

  return g_string_free (string, FALSE);
}
