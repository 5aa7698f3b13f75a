/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-form.h"

#include <math.h>

#include "bty-record.h"

static const struct
{
  BtyProviderField  field;
  const char       *text;
  gboolean          usable;
} inputs[] = {
  { BTY_PROVIDER_FIELD_NAME, "Anthropic", TRUE },
  { BTY_PROVIDER_FIELD_NAME, "  Æther & <b>Söhne</b> 日本 ", TRUE },
  { BTY_PROVIDER_FIELD_NAME, "", FALSE },
  { BTY_PROVIDER_FIELD_NAME, "   ", FALSE },
  { BTY_PROVIDER_FIELD_NAME, "a,b", FALSE },
  { BTY_PROVIDER_FIELD_NAME, "a\nb", FALSE },

  { BTY_PROVIDER_FIELD_BASE_URL, "https://api.example.com/v1", TRUE },
  { BTY_PROVIDER_FIELD_BASE_URL, " https://api.example.com ", TRUE },
  { BTY_PROVIDER_FIELD_BASE_URL, "http://localhost:11434/v1", TRUE },
  { BTY_PROVIDER_FIELD_BASE_URL, "http://[::1]:8080", TRUE },
  { BTY_PROVIDER_FIELD_BASE_URL, "", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "api.example.com", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "localhost:11434", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "ftp://example.com", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "file:///etc/passwd", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "https://", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "https:///v1", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "https://me:secret@example.com", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "https://secret@example.com", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "https://example.com/v1?key=secret", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "https://example.com/v1#top", FALSE },
  { BTY_PROVIDER_FIELD_BASE_URL, "https://exa mple.com", FALSE },

  { BTY_PROVIDER_FIELD_KEY, "sk-abc_DEF.123", TRUE },
  { BTY_PROVIDER_FIELD_KEY, " sk-abc\n", TRUE },
  { BTY_PROVIDER_FIELD_KEY, "sk abc", FALSE },
  { BTY_PROVIDER_FIELD_KEY, "sk-abc\nsk-def", FALSE },
  { BTY_PROVIDER_FIELD_KEY, "schlüssel", FALSE },

  { BTY_PROVIDER_FIELD_KEY_ENV, "OPENAI_API_KEY", TRUE },
  { BTY_PROVIDER_FIELD_KEY_ENV, "_key2", TRUE },
  { BTY_PROVIDER_FIELD_KEY_ENV, "", FALSE },
  { BTY_PROVIDER_FIELD_KEY_ENV, "2KEY", FALSE },
  { BTY_PROVIDER_FIELD_KEY_ENV, "sk-abc", FALSE },
  { BTY_PROVIDER_FIELD_KEY_ENV, "KEY=value", FALSE },

  { BTY_PROVIDER_FIELD_MODEL, "gpt-5", TRUE },
  { BTY_PROVIDER_FIELD_MODEL, " ", FALSE },

  { BTY_PROVIDER_FIELD_PRICE, "", TRUE },
  { BTY_PROVIDER_FIELD_PRICE, "2.50", TRUE },
  { BTY_PROVIDER_FIELD_PRICE, "2,5", TRUE },
  { BTY_PROVIDER_FIELD_PRICE, "0", TRUE },
  { BTY_PROVIDER_FIELD_PRICE, "-1", FALSE },
  { BTY_PROVIDER_FIELD_PRICE, "1.2.3", FALSE },
  { BTY_PROVIDER_FIELD_PRICE, ".", FALSE },
  { BTY_PROVIDER_FIELD_PRICE, "nan", FALSE },
  { BTY_PROVIDER_FIELD_PRICE, "1e3", FALSE },
  { BTY_PROVIDER_FIELD_PRICE, "$2", FALSE },

  { BTY_PROVIDER_FIELD_TOKENS, "", TRUE },
  { BTY_PROVIDER_FIELD_TOKENS, "128000", TRUE },
  { BTY_PROVIDER_FIELD_TOKENS, " 4096 ", TRUE },
  { BTY_PROVIDER_FIELD_TOKENS, "0", FALSE },
  { BTY_PROVIDER_FIELD_TOKENS, "-5", FALSE },
  { BTY_PROVIDER_FIELD_TOKENS, "128k", FALSE },
  { BTY_PROVIDER_FIELD_TOKENS, "99999999999999999999", FALSE },

  { BTY_PROVIDER_FIELD_HEADERS, "", TRUE },
  { BTY_PROVIDER_FIELD_HEADERS, "X-Title: Boternity\n\n  HTTP-Referer:https://example.com  ", TRUE },
  { BTY_PROVIDER_FIELD_HEADERS, "X-Empty:", TRUE },
  { BTY_PROVIDER_FIELD_HEADERS, "no colon", FALSE },
  { BTY_PROVIDER_FIELD_HEADERS, ": value", FALSE },
  { BTY_PROVIDER_FIELD_HEADERS, "two words: value", FALSE },
  { BTY_PROVIDER_FIELD_HEADERS, "Authorization: Bearer secret", FALSE },
  { BTY_PROVIDER_FIELD_HEADERS, "X-Fine: 1\nx-api-KEY: secret", FALSE },
  { BTY_PROVIDER_FIELD_HEADERS, "X-Split: a\rX-Evil: b", FALSE },
};

static void
test_check (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autofree char *complaint = bty_provider_form_check (inputs[i].field, inputs[i].text);

      if ((complaint == NULL) != inputs[i].usable)
        g_error ("Field %d, “%s”: %s", inputs[i].field, inputs[i].text, complaint != NULL ? complaint : "accepted");
    }
}

static void
test_length (void)
{
  g_autofree char *longest = g_strnfill (100, 'x');
  g_autofree char *too_long = g_strnfill (101, 'x');
  g_autofree char *complaint = bty_provider_form_check (BTY_PROVIDER_FIELD_NAME, too_long);

  g_assert_null (bty_provider_form_check (BTY_PROVIDER_FIELD_NAME, longest));
  g_assert_cmpstr (complaint, ==, "A name has at most 100 characters.");
}

static void
test_exposed (void)
{
  const struct
  {
    const char *base_url;
    gboolean    exposed;
  } urls[] = {
    { "https://example.com", FALSE },
    { "http://example.com", TRUE },
    { "http://192.168.1.5:11434", TRUE },
    { "http://localhost:11434", FALSE },
    { "http://127.0.0.1", FALSE },
    { "http://127.9.9.9", FALSE },
    { "http://[::1]:80", FALSE },
    { "http://localhost.example.com", TRUE },
    { "nonsense", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    if (bty_provider_form_is_exposed (urls[i].base_url) != urls[i].exposed)
      g_error ("%s", urls[i].base_url);
}

static void
test_numbers (void)
{
  const double prices[] = { 0, 0.15, 2.5, 75, 1234.5678 };
  g_autofree char *no_price = bty_provider_form_write_price (NAN);
  g_autofree char *no_tokens = bty_provider_form_write_tokens (BTY_UNSET);
  g_autofree char *tokens = bty_provider_form_write_tokens (128000);

  for (guint i = 0; i < G_N_ELEMENTS (prices); i++)
    {
      g_autofree char *text = bty_provider_form_write_price (prices[i]);

      g_assert_cmpfloat (bty_provider_form_parse_price (text), ==, prices[i]);
    }
  g_assert_cmpstr (no_price, ==, "");
  g_assert_true (isnan (bty_provider_form_parse_price ("")));
  g_assert_cmpfloat (bty_provider_form_parse_price (" 2,5 "), ==, 2.5);
  g_assert_cmpstr (no_tokens, ==, "");
  g_assert_cmpstr (tokens, ==, "128000");
  g_assert_cmpint (bty_provider_form_parse_tokens ("128000"), ==, 128000);
  g_assert_true (bty_provider_form_parse_tokens ("") == BTY_UNSET);
}

static void
test_headers (void)
{
  g_autoptr(JsonNode) headers = bty_provider_form_parse_headers (" X-Title:  Boternity: desktop \n\nX-Other:1\n");
  g_autoptr(JsonNode) none = bty_provider_form_parse_headers ("\n  \n");
  g_autofree char *text = bty_provider_form_write_headers (headers);
  g_autofree char *no_text = bty_provider_form_write_headers (NULL);

  g_assert_null (none);
  g_assert_cmpstr (no_text, ==, "");
  g_assert_cmpstr (text, ==, "X-Title: Boternity: desktop\nX-Other: 1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/provider-form/check", test_check);
  g_test_add_func ("/provider-form/length", test_length);
  g_test_add_func ("/provider-form/exposed", test_exposed);
  g_test_add_func ("/provider-form/numbers", test_numbers);
  g_test_add_func ("/provider-form/headers", test_headers);

  return g_test_run ();
}
