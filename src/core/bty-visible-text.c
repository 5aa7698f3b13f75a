/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-visible-text.h"

#include <string.h>

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d

/* Characters without a shape of their own that are neither control nor format characters. */
static const struct
{
  gunichar first;
  gunichar last;
} invisible[] = {
  { 0x034f, 0x034f },     /* combining grapheme joiner */
  { 0x115f, 0x1160 },     /* fillers of Hangul */
  { 0x17b4, 0x17b5 },     /* inherent vowels of Khmer */
  { 0x180b, 0x180f },     /* selectors of Mongolian */
  { 0x2028, 0x2029 },     /* separators of lines and paragraphs */
  { 0x2065, 0x2065 },
  { 0x3164, 0x3164 },
  { 0xfe00, 0xfe0f },     /* variation selectors */
  { 0xffa0, 0xffa0 },
  { 0xfff0, 0xfff8 },
  { 0xe0000, 0xe0fff },   /* tags, more variation selectors */
};

static gboolean
is_variation_selector (gunichar c)
{
  return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

static gboolean
is_skin_tone (gunichar c)
{
  return c >= 0x1f3fb && c <= 0x1f3ff;
}

/* Hands and people, and what stands among them. */
static gboolean
has_skin (gunichar c)
{
  return c == 0x261d || c == 0x26f9 || (c >= 0x270a && c <= 0x270d)
         || (c >= 0x1f385 && c <= 0x1faff && !is_skin_tone (c));
}

static gboolean
is_ideograph (gunichar c)
{
  return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

/* Format characters that are drawn: signs that enclose the number after them. */
static gboolean
is_drawn (gunichar c)
{
  return (c >= 0x0600 && c <= 0x0605) || c == 0x06dd || c == 0x070f || c == 0x0890 || c == 0x0891
         || c == 0x08e2 || c == 0x110bd || c == 0x110cd;
}

static gboolean
is_invisible (gunichar c)
{
  GUnicodeType type;

  /* Most of most texts, and a reply is looked at again with each frame in which it grows. */
  if (c >= 0x20 && c < 0x7f)
    return FALSE;

  /* It can be seen, but is to be looked at, see is_at_work(). */
  if (is_skin_tone (c))
    return TRUE;

  type = g_unichar_type (c);
  if (c == '\t' || c == '\n' || is_drawn (c))
    return FALSE;
  if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef))
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (invisible); i++)
    if (c >= invisible[i].first && c <= invisible[i].last)
      return TRUE;

  return FALSE;
}

static gboolean
is_symbol (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_OTHER_SYMBOL:
    case G_UNICODE_MATH_SYMBOL:
    case G_UNICODE_MODIFIER_SYMBOL:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_DECIMAL_NUMBER:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Scripts whose letters change their shape beside a joiner, such as those of Persian and Hindi. */
static gboolean
is_joining_letter (gunichar c)
{
  return (c >= 0x0600 && c <= 0x0dff) || (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x18af)
         || (c >= 0xfb50 && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefe);
}

/* Whether @c does its ordinary work where it stands: joins letters or the parts of an emoji, selects one of the shapes
 * of a symbol, or colours an emoji. Anywhere else it hides something, or worse: Pango 1.50 ends the program when it
 * breaks a line in "a🏻:". */
static gboolean
is_at_work (gunichar c,
            gunichar before,
            gunichar after)
{
  if (c == ZERO_WIDTH_NON_JOINER)
    return is_joining_letter (before) && is_joining_letter (after);
  if (c == ZERO_WIDTH_JOINER)
    return is_joining_letter (before)
           || (after > 0xff && is_symbol (after)
               && (before == 0xfe0f || (before > 0xff && is_symbol (before))));
  if (is_skin_tone (c))
    return before == ' ' || before == '\n' || has_skin (before);
  if (c == 0xfe0e || c == 0xfe0f)
    return is_symbol (before);
  if (is_variation_selector (c))
    return is_ideograph (before);
  if (c == '\r')
    return after == '\n';

  return FALSE;
}

/* An accent with no letter before it: where the direction of writing turns between a blank and such an accent,
 * Pango 1.50 ends the program. */
static gboolean
is_stray_accent (gunichar c,
                 gunichar before)
{
  GUnicodeType type;

  if (c < 0x300 || (before != 0 && before != ' ' && before != '\t' && before != '\n' && before != 0xa0))
    return FALSE;
  type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

/* The first character of @text that has to be shown by its number, or the end. */
static const char *
find_hidden (const char *text,
             gunichar   *before)
{
  const char *c;

  for (c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (is_stray_accent (character, *before))
        return c;
      if (is_invisible (character)
          && !is_at_work (character, *before, g_utf8_get_char (g_utf8_next_char (c))))
        return c;
      *before = character;
    }

  return c;
}

/**
 * bty_visible_text:
 * @text: valid UTF-8 from anywhere
 *
 * Shows characters that would act without being seen, those that turn the direction of writing, tags,
 * zero-width and control characters, as "‹U+202E›". Line ends, tabs, and what letters and emoji are
 * joined with stay. Everything that comes from outside goes through it on its way to a label.
 *
 * Returns: (transfer full): the text; the same if there was nothing to show
 */
char *
bty_visible_text (const char *text)
{
  g_autoptr(GString) visible = NULL;
  gunichar before = 0;
  const char *rest = text;
  const char *hidden = find_hidden (text, &before);

  if (*hidden == '\0')
    return g_strdup (text);

  visible = g_string_new (NULL);
  while (*hidden != '\0')
    {
      g_string_append_len (visible, rest, hidden - rest);
      g_string_append_printf (visible, "‹U+%04X›", g_utf8_get_char (hidden));
      before = g_utf8_get_char ("›");
      rest = g_utf8_next_char (hidden);
      hidden = find_hidden (rest, &before);
    }
  g_string_append (visible, rest);

  return g_string_free (g_steal_pointer (&visible), FALSE);
}

/**
 * bty_visible_start:
 * @text: valid UTF-8 from anywhere
 *
 * Like bty_visible_text() for what is shown as one of many and expected to be short: of what is longer than
 * %BTY_VISIBLE_START characters the rest is left out, so that no name makes the window stand still.
 *
 * Returns: (transfer full): the text, with "…" in the place of what was left out
 */
char *
bty_visible_start (const char *text)
{
  g_autofree char *start = NULL;
  g_autofree char *visible = NULL;

  /* No text of fewer bytes has more characters. */
  if (strlen (text) <= BTY_VISIBLE_START || g_utf8_strlen (text, -1) <= BTY_VISIBLE_START)
    return bty_visible_text (text);

  start = g_utf8_substring (text, 0, BTY_VISIBLE_START);
  visible = bty_visible_text (start);

  return g_strconcat (visible, "…", NULL);
}

/**
 * bty_visible_line:
 * @text: text from anywhere
 *
 * Like bty_visible_start() for names and titles, which have one line: line ends and tabs become spaces, and bytes that
 * are not UTF-8 become U+FFFD.
 *
 * Returns: (transfer full): the line
 */
char *
bty_visible_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return bty_visible_start (g_strdelimit (valid, "\r\n\t", ' '));
}

/**
 * bty_visible_text_from_bytes:
 * @data: (array length=size): anything
 * @size: how many bytes
 *
 * Like bty_visible_text() for bytes that may not be UTF-8: what is not becomes U+FFFD, and so does
 * each zero byte.
 *
 * Returns: (transfer full): the text
 */
char *
bty_visible_text_from_bytes (gconstpointer data,
                             gsize         size)
{
  g_autofree char *valid = size > 0 ? g_utf8_make_valid (data, size) : g_strdup ("");

  return bty_visible_text (valid);
}

/**
 * bty_visible_tones:
 * @text: valid UTF-8 that somebody types
 * @before: the character that stands before it; 0 = none
 *
 * Shows skin tones that stand behind nothing with a skin by their number, and leaves all else as it is: Pango 1.50 ends
 * the program where it has to break a line in "a🏻:", and what is typed is kept as a draft.
 *
 * Returns: (transfer full) (nullable): the text; %NULL if there is no such tone
 */
char *
bty_visible_tones (const char *text,
                   gunichar    before)
{
  g_autoptr(GString) visible = g_string_new (NULL);
  gboolean found = FALSE;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      gboolean is_alone = is_skin_tone (character) && !has_skin (before);

      if (is_alone)
        g_string_append_printf (visible, "‹U+%04X›", character);
      else
        g_string_append_unichar (visible, character);
      found |= is_alone;
      before = is_alone ? 0 : character;
    }

  return found ? g_string_free (g_steal_pointer (&visible), FALSE) : NULL;
}
