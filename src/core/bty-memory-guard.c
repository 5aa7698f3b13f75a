/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-guard.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"

/* What nothing secret passes on its way into memory. */

#define MASK "••••••"

#define LEAST_CARD_DIGITS 13
#define MOST_CARD_DIGITS 19

/* The group "secret" is what is masked; without one it is the whole match. What may begin anywhere in a run of
 * characters is looked for where the run begins, or the rest of a long one would be read from each of them. */
static const char *const patterns[] = {
  /* keys as they are stored in files */
  "(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----.*?(-----END [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----|\\z)",
  /* keys and tokens that say by how they begin whose they are */
  "\\b(sk|pk|rk|gsk|xai|hf|r8|key|api|npm|pypi|glpat|github_pat|gh[pousr]|ya29|dop_v1|shpat|sq0[a-z]{3}|lin_api)"
  "[-_.][A-Za-z0-9][A-Za-z0-9_\\-.]{14,}[A-Za-z0-9]",
  "\\bxox[a-z]-[A-Za-z0-9-]{10,}",
  "\\b(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b",
  "\\bAIza[A-Za-z0-9_-]{30,}",
  "\\beyJ[A-Za-z0-9_-]{8,8192}\\.[A-Za-z0-9_-]{8,8192}\\.[A-Za-z0-9_-]*",
  "\\b[0-9]{8,10}:[A-Za-z0-9_-]{35}\\b",
  /* the password of an address, and what is sent with a request */
  "(?<![a-z0-9+.-])[0-9+.-]*+[a-z][a-z0-9+.-]*://[^\\s/:@]*:(?<secret>[^\\s/@]+)@",
  "(?i)\\b(bearer|basic)\\s+(?<secret>[A-Za-z0-9+/._~-]{12,}=*)",
  /* the words that open a wallet */
  "(?i)\\b(pass|seed|recovery|mnemonic|secret|backup)[ -]?phrase\\b[^.:=\\n]{0,40}?(:|=|\\b(is|ist|lautet)\\b)[ \\t]*"
  "(?!(stored|saved|kept|written|lost|in|on|not|the|a|my|im|auf|nicht)\\b)(?<secret>\\w+([ \\t-]+\\w+){3,})",
  /* "the password is …", "PIN: …" */
  "(?i)\\b(pass(word|phrase|code)?|passwd|pwd|passwort|kennwort|passphrase|pin([ -]?(code|number|nummer))?|puk|cvv2?|"
  "cvc|(api|access|secret|private|encryption|recovery|license)[ _-]?(key|token|code)|token|secret|api-?schlüssel|"
  "geheimnis|zugangscode)\\b"
  "([ \\t]+(for|of|to|für|von|zum|zur|auf)([ \\t]+[\\w.'@-]+){1,4}?)?"
  "([ \\t]*(:|=|is|was|ist|war|lautet|heißt|->)|['’]s)([ \\t]+(now|still|really|just|jetzt|noch|nun))?[ \\t]*"
  "[\"'“„‘`«]?(?<secret>[^\\s\"'”“’`»,;]{3,})",
  /* "password hunter2", "PIN 4711" */
  "(?i)\\b(password|passcode|passwd|pwd|passwort|kennwort|pin|puk|cvv2?|cvc)[ \\t]+"
  "(?<secret>(?=\\S*[a-z])(?=\\S*[0-9])[^\\s,;]{5,}|[0-9]{3,8}\\b)",
  /* long and without any sense: letters of both sizes and digits */
  "(?<![A-Za-z0-9+/_-])[+/-]*+\\K"
  "(?=[A-Za-z0-9+/_-]*[a-z])(?=[A-Za-z0-9+/_-]*[A-Z])(?=[A-Za-z0-9+/_-]*[0-9])[A-Za-z0-9+/_-]{32,}={0,2}",
  "\\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{32,}\\b",
};

/* Words that follow "the password is" without being one. */
static const char *const harmless[] = {
  "a", "an", "the", "in", "on", "at", "not", "my", "your", "his", "her", "too", "very", "stored", "saved", "kept",
  "safe", "wrong", "secret", "new", "old", "strong", "weak", "expired", "required", "lost", "forgotten", "ein",
  "eine", "im", "auf", "nicht", "mein", "zu", "sehr", "gespeichert", "falsch", "geheim", "neu", "alt", "sicher",
  "abgelaufen",
};

static GRegex **
get_regexes (void)
{
  static gsize once;
  static GRegex *regexes[G_N_ELEMENTS (patterns)];

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
        {
          regexes[i] = g_regex_new (patterns[i], G_REGEX_OPTIMIZE | G_REGEX_DUPNAMES, 0, NULL);
          g_assert (regexes[i] != NULL);
        }
      g_once_init_leave (&once, 1);
    }

  return regexes;
}

static gboolean
is_harmless (const char *word)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  gsize length = strlen (lower);

  while (length > 0 && strchr (".!?)", lower[length - 1]) != NULL)
    lower[--length] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    if (g_str_equal (lower, harmless[i]))
      return TRUE;

  return FALSE;
}

static gboolean
mask_match_cb (const GMatchInfo *match,
               GString          *result,
               gpointer          user_data)
{
  g_autofree char *whole = g_match_info_fetch (match, 0);
  g_autofree char *secret = g_match_info_fetch_named (match, "secret");
  guint *n_masked = user_data;
  int start;
  int secret_start;

  if (secret == NULL || *secret == '\0')
    {
      g_string_append (result, MASK);
      (*n_masked)++;
      return FALSE;
    }
  if (is_harmless (secret) || g_str_equal (secret, MASK))
    {
      g_string_append (result, whole);
      return FALSE;
    }

  g_match_info_fetch_pos (match, 0, &start, NULL);
  g_match_info_fetch_named_pos (match, "secret", &secret_start, NULL);
  g_string_append_len (result, whole, secret_start - start);
  g_string_append (result, MASK);
  g_string_append (result, whole + (secret_start - start) + strlen (secret));
  (*n_masked)++;

  return FALSE;
}

/* The check digit of payment cards: ISO/IEC 7812-1, annex B. */
static gboolean
passes_luhn (const char *digits,
             gsize       n_digits)
{
  guint sum = 0;

  for (gsize i = 0; i < n_digits; i++)
    {
      guint digit = digits[n_digits - 1 - i] - '0';

      if (i % 2 == 1)
        digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }

  return sum % 10 == 0;
}

/* Returns: whether a character separates groups of digits */
static gboolean
is_separator (const char *c)
{
  return g_unichar_digit_value (g_utf8_get_char (c)) < 0;
}

/* How many bytes at @start, the beginning of a group of digits, are the longest card number that ends with a group. */
static gsize
measure_card (const char *start)
{
  char digits[MOST_CARD_DIGITS] = { '0' };
  gsize n_digits = 0;
  gsize length = 0;

  for (const char *c = start; *c != '\0' && n_digits < MOST_CARD_DIGITS; c = g_utf8_next_char (c))
    {
      const char *next = g_utf8_next_char (c);

      if (is_separator (c))
        continue;
      digits[n_digits++] = '0' + g_unichar_digit_value (g_utf8_get_char (c));
      if (n_digits >= LEAST_CARD_DIGITS && (*next == '\0' || is_separator (next)) && passes_luhn (digits, n_digits))
        length = next - start;
    }

  /* The first digit says what it is a card of: travel, banking, trade, petrol. */
  return strchr ("23456", digits[0]) != NULL ? length : 0;
}

/* Other numbers may stand beside that of a card, such as a date. */
static gboolean
mask_card_cb (const GMatchInfo *match,
              GString          *result,
              gpointer          user_data)
{
  g_autofree char *whole = g_match_info_fetch (match, 0);
  guint *n_masked = user_data;
  gboolean begins = TRUE;

  for (const char *c = whole; *c != '\0';)
    {
      gsize length = begins && !is_separator (c) ? measure_card (c) : 0;

      begins = is_separator (c);
      if (length > 0)
        {
          g_string_append (result, MASK);
          (*n_masked)++;
          c += length;
          continue;
        }
      g_string_append_unichar (result, g_utf8_get_char (c));
      c = g_utf8_next_char (c);
    }

  return FALSE;
}

/* Masks what one pattern finds. Where it cannot be looked, anything may be secret. */
static void
mask (char               **text,
      GRegex              *regex,
      GRegexEvalCallback   callback,
      guint               *n_masked)
{
  char *masked = g_regex_replace_eval (regex, *text, -1, 0, 0, callback, n_masked, NULL);

  if (masked == NULL)
    {
      masked = g_strdup (MASK);
      (*n_masked)++;
    }
  g_free (*text);
  *text = masked;
}

/**
 * bty_memory_guard_mask:
 * @text: what shall be remembered
 * @n_masked: (out) (optional): how many secrets were found
 *
 * Looks for keys, tokens, passwords, private keys and card numbers by their patterns. A secret that looks like
 * an ordinary word can only be found by what stands before it.
 *
 * Returns: (transfer full): @text with dots in the place of secrets
 */
char *
bty_memory_guard_mask (const char *text,
                       guint      *n_masked)
{
  static gsize once;
  static GRegex *card;
  GRegex **regexes = get_regexes ();
  char *masked = g_strdup (text);
  guint n = 0;

  if (g_once_init_enter (&once))
    {
      card = g_regex_new ("\\p{Nd}(?:[ .\\x{a0}\\x{202f}\\x{2010}-\\x{2013}-]?\\p{Nd}){12,}", G_REGEX_OPTIMIZE,
                          0, NULL);
      g_once_init_leave (&once, 1);
    }

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    mask (&masked, regexes[i], mask_match_cb, &n);
  mask (&masked, card, mask_card_cb, &n);
  if (n_masked != NULL)
    *n_masked = n;

  return masked;
}

static gboolean
has_secret (JsonNode *facts)
{
  g_autofree char *text = json_to_string (facts, FALSE);
  g_autofree char *masked = NULL;
  guint n_masked;

  masked = bty_memory_guard_mask (text, &n_masked);

  return n_masked > 0;
}

/**
 * bty_memory_guard_apply:
 * @memory: what shall be stored
 * @error: (out) (optional): %BTY_ERROR_INVALID
 *
 * Masks secrets, leaves out what a model says of a text that has one, trims the text, holds the importance to 1 to 5,
 * and refuses a text that is empty or longer than %BTY_MEMORY_MAX_CHARACTERS.
 *
 * Returns: whether @memory may be stored
 */
gboolean
bty_memory_guard_apply (BtyMemory  *memory,
                        GError    **error)
{
  g_autofree char *masked = NULL;
  guint n_masked;

  if (memory->text == NULL || !g_utf8_validate (memory->text, -1, NULL))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("A memory is text."));
      return FALSE;
    }
  masked = g_strstrip (bty_memory_guard_mask (memory->text, &n_masked));
  if (*masked == '\0')
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("A memory cannot be empty."));
      return FALSE;
    }
  if (g_utf8_strlen (masked, -1) > BTY_MEMORY_MAX_CHARACTERS)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("A memory can have at most %d characters."),
                   BTY_MEMORY_MAX_CHARACTERS);
      return FALSE;
    }
  if (memory->facts != NULL && (n_masked > 0 || has_secret (memory->facts)))
    g_object_set (memory, "facts", NULL, NULL);
  g_object_set (memory, "text", masked, "importance", CLAMP (memory->importance, 1, 5), NULL);

  return TRUE;
}
