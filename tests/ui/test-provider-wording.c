/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-wording.h"

#include "bty-catalog.h"
#include "bty-time.h"

#include <string.h>

static void
test_countdown (void)
{
  const struct
  {
    gint64      remaining;
    const char *text;
  } cases[] = {
    { -5, "0:00" },
    { 0, "0:00" },
    { 1, "0:01" },
    { G_GINT64_CONSTANT (27) * G_USEC_PER_SEC, "0:27" },
    { G_GINT64_CONSTANT (26) * G_USEC_PER_SEC + 1, "0:27" },
    { G_GINT64_CONSTANT (60) * G_USEC_PER_SEC, "1:00" },
    { G_GINT64_CONSTANT (299) * G_USEC_PER_SEC, "4:59" },
    { G_GINT64_CONSTANT (3599) * G_USEC_PER_SEC, "59:59" },
    { G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC, "1:00:00" },
    { G_MAXINT64 - G_USEC_PER_SEC, "2147483647:00:54" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = bty_provider_wording_dup_countdown (cases[i].remaining);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_latency (void)
{
  const struct
  {
    gint64      milliseconds;
    const char *text;
  } cases[] = { { 0, "0 ms" }, { 420, "420 ms" }, { 999, "999 ms" }, { 1000, "1.0 s" }, { 61250, "61.2 s" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = bty_provider_wording_dup_latency (cases[i].milliseconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_plain (void)
{
  g_autofree char *many = g_strnfill (2000, 'x');
  const struct
  {
    const char *text;
    const char *plain;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "  a b  ", "a b" },
    { "<b>bold</b> & more", "<b>bold</b> & more" },
    { "one\r\ntwo\tthree", "one  two three" },
    { "invoice\xe2\x80\xaegpj.exe", "invoice‹U+202E›gpj.exe" },
    { "a\x01" "b", "a‹U+0001›b" },
    { "\xff broken", "\xef\xbf\xbd broken" },
    { "日本 עברית 👩‍👩‍👧", "日本 עברית 👩‍👩‍👧" },
  };
  g_autofree char *cut = bty_provider_wording_dup_plain (many);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = bty_provider_wording_dup_plain (cases[i].text);

      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 501);
  g_assert_true (g_str_has_suffix (cut, "x…"));
}

static void
test_kind (void)
{
  const struct
  {
    const char      *name;
    BtyProviderType  type;
    const char      *preset;
    const char      *model;
    const char      *kind;
  } cases[] = {
    { "Work", BTY_PROVIDER_TYPE_ANTHROPIC, "Anthropic", "claude", "Anthropic · claude" },
    { "Anthropic", BTY_PROVIDER_TYPE_ANTHROPIC, "Anthropic", "claude", "claude" },
    { "Work", BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE, "Groq", "gpt-oss", "Groq · gpt-oss" },
    { "Work", BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE, "", "own", "OpenAI-compatible · own" },
    { "Work", BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE, NULL, NULL, "OpenAI-compatible" },
    { "Any", BTY_PROVIDER_TYPE_BUILTIN, "", "",
      "Built in: answers from what was said before, without a network" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BtyProviderConfig) config = bty_provider_config_new (cases[i].name, cases[i].type);
      g_autofree char *kind = NULL;

      g_object_set (config, "preset", cases[i].preset, "model", cases[i].model, NULL);
      kind = bty_provider_wording_dup_kind (config);
      g_assert_cmpstr (kind, ==, cases[i].kind);
    }
}

static void
test_record (void)
{
  const struct
  {
    gint64      successes;
    gint64      failures;
    gint64      latency_ms;
    const char *text;
  } cases[] = {
    { 0, 0, BTY_UNSET, NULL },
    { 1, 0, 420, "100 % of 1 call answered, last in 420 ms" },
    { 118, 2, 1400, "98 % of 120 calls answered, last in 1.4 s" },
    { 9999, 1, 5, "99 % of 10000 calls answered, last in 5 ms" },
    { 0, 3, BTY_UNSET, "0 % of 3 calls answered" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BtyProviderHealth) health = g_object_new (BTY_TYPE_PROVIDER_HEALTH,
                                                          "total-successes", cases[i].successes,
                                                          "total-failures", cases[i].failures,
                                                          "last-latency-ms", cases[i].latency_ms,
                                                          NULL);
      g_autofree char *text = bty_provider_wording_dup_record (health);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_error (void)
{
  const gint64 second = G_USEC_PER_SEC;
  const struct
  {
    const char *message;
    gint64      age;         /* -1 = unknown */
    gint64      success_age; /* -1 = never */
    const char *text;
  } cases[] = {
    { NULL, 10 * second, -1, NULL },
    { "It broke.", -1, -1, "It broke." },
    { "It broke.", 10 * second, -1, "Just now: It broke." },
    { "It broke.", 60 * second, -1, "1 minute ago: It broke." },
    { "It broke.", 300 * second, 400 * second, "5 minutes ago: It broke." },
    { "It broke.", 7200 * second, -1, "2 hours ago: It broke." },
    { "It broke.", 86400 * second, -1, "1 day ago: It broke." },
    { "It broke.", 300 * second, 10 * second, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 now = bty_time_now ();
      g_autoptr(BtyProviderHealth) health = NULL;
      g_autofree char *text = NULL;

      health = g_object_new (BTY_TYPE_PROVIDER_HEALTH,
                             "last-error", cases[i].message,
                             "last-error-at", cases[i].age < 0 ? BTY_UNSET : now - cases[i].age,
                             "last-success-at", cases[i].success_age < 0 ? BTY_UNSET : now - cases[i].success_age,
                             NULL);
      text = bty_provider_wording_dup_error (health);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_key (void)
{
  const struct
  {
    BtyKeyState  state;
    const char  *text;
  } cases[] = {
    { BTY_KEY_UNKNOWN, "Looking for its key" },
    { BTY_KEY_NOT_NEEDED, NULL },
    { BTY_KEY_MISSING, NULL },
    { BTY_KEY_IN_KEYRING, "Key in the keyring" },
    { BTY_KEY_IN_ENVIRONMENT, "Key from MY_KEY" },
    { BTY_KEY_THIS_RUN, "Key for this run only" },
    { BTY_KEY_LOCKED, NULL },
    { BTY_KEY_KEYRING_FAILED, "The keyring does not answer" },
  };
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new ("Work", BTY_PROVIDER_TYPE_ANTHROPIC);
  g_autoptr(BtyProviderStatus) status = bty_provider_status_new (config, NULL);

  g_object_set (config, "key-env", "MY_KEY", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;

      bty_provider_status_set_key_state (status, cases[i].state);
      text = bty_provider_wording_dup_key (status);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Who lets it be asked has seen where that goes, and with what. */
static void
test_unconfirmed (void)
{
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new ("Work", BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE);
  g_autoptr(BtyProviderStatus) status = bty_provider_status_new (config, NULL);

  g_object_set (config, "base-url", "https://example.org/v1", NULL);
  g_object_set (bty_provider_status_get_health (status),
                "set-aside", TRUE, "last-error-code", BTY_PROVIDER_UNCONFIRMED, NULL);
  bty_provider_status_refresh (status);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = NULL;

      g_object_set (config, "key-env", i == 1 ? "MY_KEY" : NULL, NULL);
      text = bty_provider_wording_dup_state (status, 0);
      g_assert_nonnull (strstr (text, "https://example.org/v1"));
      g_assert_true ((strstr (text, "MY_KEY") != NULL) == (i == 1));
    }
  /* That is said once. */
  g_object_set (bty_provider_status_get_health (status), "last-error", "It came with a file.", NULL);
  g_assert_null (bty_provider_wording_dup_error (bty_provider_status_get_health (status)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/provider-wording/countdown", test_countdown);
  g_test_add_func ("/provider-wording/latency", test_latency);
  g_test_add_func ("/provider-wording/plain", test_plain);
  g_test_add_func ("/provider-wording/kind", test_kind);
  g_test_add_func ("/provider-wording/record", test_record);
  g_test_add_func ("/provider-wording/error", test_error);
  g_test_add_func ("/provider-wording/key", test_key);
  g_test_add_func ("/provider-wording/unconfirmed", test_unconfirmed);

  return g_test_run ();
}
