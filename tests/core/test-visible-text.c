/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-visible-text.h"

static const struct
{
  const char *text;
  const char *visible; /* NULL = the same */
} texts[] = {
  { "", NULL },
  { "Plain text,\twith\nlines\r\nand ümläuts", NULL },
  { "שלום עולם", NULL },
  { "می‌خواهم", NULL },                                          /* Persian needs its joiner */
  { "क्‍ष", NULL },
  { "👩‍👩‍👧‍👦 ❤️‍🔥 🏳️‍🌈 1️⃣ ☎︎ 🧑🏽‍🚀", NULL },
  { "👍🏽: ☝🏽 🏽", NULL },
  { "e\xcc\x81", "e\xcc\x81" },
  { "\xcc\x81 and \xcc\x81\n\xcc\x81", "‹U+0301› and ‹U+0301›\n‹U+0301›" }, /* nor these, where the direction turns */
  { "a🏻:", "a‹U+1F3FB›:" },                                       /* Pango 1.50 cannot break it */
  { "👍🏻🏼:", "👍🏻‹U+1F3FC›:" },
  { "a🏻🏼", "a‹U+1F3FB›‹U+1F3FC›" },
  { "🏻", "‹U+1F3FB›" },                                           /* it may be put behind a letter */
  { "葛󠄀", NULL },
  { "\u0600\u0661", NULL },
  { "a\u00a0b\u3000c", NULL },
  { "evil\u202egnp.exe", "evil‹U+202E›gnp.exe" },
  { "\u2066a\u2069", "‹U+2066›a‹U+2069›" },
  { "\u200e\u200f\u061c", "‹U+200E›‹U+200F›‹U+061C›" },
  { "hi\U000e0068\U000e0069", "hi‹U+E0068›‹U+E0069›" },
  { "pass\u200bword", "pass‹U+200B›word" },
  { "pass\u200cword", "pass‹U+200C›word" },
  { "pass\u200dword", "pass‹U+200D›word" },
  { "\u200d", "‹U+200D›" },
  { "\ufeffstart", "‹U+FEFF›start" },
  { "a\ufe0f", "a‹U+FE0F›" },
  { "☎\ufe0f\ufe0f\ufe01", "☎\ufe0f‹U+FE0F›‹U+FE01›" },
  { "a\U000e0100", "a‹U+E0100›" },
  { "soft\u00adhyphen", "soft‹U+00AD›hyphen" },
  { "\u3164\u115f\uffa0", "‹U+3164›‹U+115F›‹U+FFA0›" },
  { "\u2028\u2029", "‹U+2028›‹U+2029›" },
  { "\ufdd0\ufffe\U0010ffff", "‹U+FDD0›‹U+FFFE›‹U+10FFFF›" },
  { "\033[31mred\a\b\177", "‹U+001B›[31mred‹U+0007›‹U+0008›‹U+007F›" },
  { "a\rb", "a‹U+000D›b" },
  { "\r", "‹U+000D›" },
  { "\302\205", "‹U+0085›" },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *visible = bty_visible_text (texts[i].text);

      g_assert_cmpstr (visible, ==, texts[i].visible != NULL ? texts[i].visible : texts[i].text);
    }
}

static void
test_every_character (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++)
    {
      char text[7] = "";
      g_autofree char *visible = NULL;
      GUnicodeType type;

      if (!g_unichar_validate (c))
        continue;
      text[g_unichar_to_utf8 (c, text)] = '\0';
      visible = bty_visible_text (text);
      type = g_unichar_type (c);

      g_assert_true (g_utf8_validate (visible, -1, NULL));
      if (type == G_UNICODE_CONTROL && c != '\t' && c != '\n')
        g_assert_cmpstr (visible, !=, text);
      else if (g_unichar_isalnum (c) && !g_unichar_iszerowidth (c) && c != 0x115f && c != 0x3164 && c != 0xffa0)
        g_assert_cmpstr (visible, ==, text);
    }
}

static const struct
{
  const char *bytes;
  gsize       size;
  const char *visible;
} bytes[] = {
  { "", 0, "" },
  { "abc", 3, "abc" },
  { "abc", 2, "ab" },
  { "a\0b", 3, "a�b" },
  { "\0", 1, "�" },
  { "a\xff\xfe" "b", 4, "a��b" },
  { "\xc3", 1, "�" },
  { "\xed\xa0\x80", 3, "���" },
  { "\xc0\x80", 2, "��" },
  { "\xe2\x80\xae", 3, "‹U+202E›" },
};

static void
test_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    {
      g_autofree char *visible = bty_visible_text_from_bytes (bytes[i].bytes, bytes[i].size);

      g_assert_cmpstr (visible, ==, bytes[i].visible);
    }
}

/* What is too long for a name is cut between characters, and what stands there is made visible nevertheless. */
static void
test_start (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *same = NULL;
  g_autofree char *cut = NULL;

  for (guint i = 0; i < BTY_VISIBLE_START; i++)
    g_string_append (text, i == 0 ? "\u202e" : "é");
  same = bty_visible_start (text->str);
  g_assert_true (g_str_has_prefix (same, "‹U+202E›é") && g_str_has_suffix (same, "éé"));
  g_assert_cmpint (g_utf8_strlen (same, -1), ==, BTY_VISIBLE_START + 7);

  g_string_append (text, "é\n");
  cut = bty_visible_start (text->str);
  g_assert_true (g_str_has_prefix (cut, same));
  g_assert_cmpstr (cut + strlen (same), ==, "…");
}

/* What is typed keeps all but skin tones that stand behind nothing with a skin. */
static void
test_tones (void)
{
  static const struct
  {
    const char *typed;
    gunichar    before;
    const char *shown; /* NULL = the same */
  } table[] = {
    { "", 0, NULL },
    { "plain \xe2\x80\xae text", 0, NULL },
    { "👋🏻 and 🧑🏽", 0, NULL },
    { "🏻", 0x1f44b, NULL },
    { "🏻", 'a', "‹U+1F3FB›" },
    { "🏻", 0, "‹U+1F3FB›" },
    { "a🏻: 👋🏻🏼", 0, "a‹U+1F3FB›: 👋🏻‹U+1F3FC›" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *shown = bty_visible_tones (table[i].typed, table[i].before);

      g_assert_cmpstr (shown, ==, table[i].shown);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/visible-text/texts", test_texts);
  g_test_add_func ("/visible-text/every-character", test_every_character);
  g_test_add_func ("/visible-text/bytes", test_bytes);
  g_test_add_func ("/visible-text/start", test_start);
  g_test_add_func ("/visible-text/tones", test_tones);

  return g_test_run ();
}
