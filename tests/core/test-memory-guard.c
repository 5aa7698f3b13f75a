/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-guard.h"

#include <string.h>

/* Nothing secret becomes a memory, and what only looks a little like it stays readable. */

static const struct
{
  const char *text;
  const char *secret;
} secrets[] = {
  { "My key is sk-ant-api03-AbCdEf0123456789AbCdEf0123456789-xyz", "AbCdEf0123456789" },
  { "OPENAI sk-proj-abcDEF0123456789abcDEF0123456789", "abcDEF0123456789" },
  { "use ghp_0123456789abcdefghijABCDEFGHIJ012345 for the repository", "ghp_0123456789" },
  { "github_pat_11ABCDEFG0123456789_abcdefghijklmnop", "11ABCDEFG" },
  { "slack: xoxb-123456789012-abcdefghij", "xoxb" },
  { "aws AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE" },
  { "maps AIzaSyA1234567890abcdefghijklmnopqrstuv", "AIzaSy" },
  { "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijkl", "eyJhbGci" },
  { "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", "hf_abc" },
  { "xai-0123456789abcdefghijklmnop", "0123456789abcdef" },
  { "postgres://lena:s3cr3tpw@db.example/x", "s3cr3tpw" },
  { "see 2.-postgres://lena:s3cr3tpw@db.example/x", "s3cr3tpw" },
  { "send Authorization: Bearer abcdef0123456789abcdef", "abcdef0123456789" },
  { "The password is hunter2.", "hunter2" },
  { "password: correct-horse", "correct-horse" },
  { "My password for the router is xyzzy99", "xyzzy99" },
  { "Mein Passwort lautet Geheim123", "Geheim123" },
  { "Das Kennwort für den Drucker ist drucker7", "drucker7" },
  { "PIN: 4711", "4711" },
  { "my api key = 12ab34cd", "12ab34cd" },
  { "The pin code is 9876", "9876" },
  { "card 4111 1111 1111 1111 exp 12/27", "4111" },
  { "card 5500-0000-0000-0004", "5500" },
  { "amex 378282246310005", "378282246310005" },
  { "card 4111.1111.1111.1111", "4111" },
  { "card 4111\u00a01111\u00a01111\u00a01111", "4111" },
  { "card ４１１１１１１１１１１１１１１１", "１１１１" },
  { "on 12 05 2027 4111 1111 1111 1111 12 27", "4111" },
  { "12 4111111111111111", "4111" },
  { "4111 1111 1111 1111 5500 0000 0000 0004", "5500" },
  { "passwd=s3cr3tpw", "s3cr3tpw" },
  { "My password’s hunter2", "hunter2" },
  { "the password for the server is now F00bar!!", "F00bar" },
  { "Password hunter2 for the shop", "hunter2" },
  { "the PIN 4711 of my card", "4711" },
  { "my seed phrase is witch collapse practice feed shame open", "collapse" },
  { "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----", "MIIEow" },
  { "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk", "b3Blbn" },
  { "token aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3gH", "aB3dE6gH9j" },
  { "token -/aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3gH", "aB3dE6gH9j" },
  { "hash 0123456789abcdef0123456789abcdef01234567", "0123456789abcdef" },
};

static const char *const harmless[] = {
  "My sister Lena is allergic to peanuts.",
  "I prefer tea over coffee.",
  "My phone number is +49 30 12345678",
  "The order number is 1234567890123456",
  "Time 1795915089952961 and 1795915089952960",
  "The pin is on the board",
  "My passphrase is kept in the safe at home",
  "My password manager is called Vault",
  "My password is now stored in the safe",
  "The password is stored in the safe.",
  "I forgot my password yesterday",
  "Das Passwort ist im Safe.",
  "The meeting is on 2026-11-28 at 14:30",
  "My birthday is 12 May 1990",
  "see https://example.org/a:b@c",
  "The session is 01900000-0000-7000-8000-000000000000",
  "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
  "The key to success is patience.",
  "secret santa is on Friday",
};

static void
test_secrets (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      guint n;
      g_autofree char *masked = bty_memory_guard_mask (secrets[i].text, &n);

      g_test_message ("%s -> %s", secrets[i].text, masked);
      g_assert_null (strstr (masked, secrets[i].secret));
      g_assert_cmpuint (n, >, 0);
    }
}

static void
test_harmless (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      guint n;
      g_autofree char *masked = bty_memory_guard_mask (harmless[i], &n);

      g_assert_cmpstr (masked, ==, harmless[i]);
      g_assert_cmpuint (n, ==, 0);
    }
}

/* Masking what is masked changes nothing, so that a memory can be edited. */
static void
test_again (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autofree char *once = bty_memory_guard_mask (secrets[i].text, NULL);
      g_autofree char *twice = bty_memory_guard_mask (once, NULL);

      g_assert_cmpstr (twice, ==, once);
    }
}

/* Whatever is pasted is looked through from one end to the other: this took minutes for a line of a megabyte, in which
 * nothing else went on. */
static void
test_long (void)
{
  static const char *const pieces[] = {
    "a-", "a", "key-", "eyJhbGciOi-", "token for ", "1.a/", "password    ", "0123abc",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *masked = NULL;

      while (text->len < 1024 * 1024)
        g_string_append (text, pieces[i]);
      g_string_append (text, " password: hunter2");
      masked = bty_memory_guard_mask (text->str, NULL);
      g_assert_null (strstr (masked, "hunter2"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory-guard/secrets", test_secrets);
  g_test_add_func ("/memory-guard/harmless", test_harmless);
  g_test_add_func ("/memory-guard/again", test_again);
  g_test_add_func ("/memory-guard/long", test_long);

  return g_test_run ();
}
