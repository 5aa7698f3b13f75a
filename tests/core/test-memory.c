/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-memory-candidate.h"
#include "bty-memory-guard.h"
#include "bty-memory-version.h"

/* A memory says what it said when it was stored, or is known not to. */

static void
test_seal (void)
{
  static const struct
  {
    const char *property;
    const char *text;    /* NULL = the number */
    gint64      number;
  } changes[] = {
    { "id", "another", 0 },
    { "text", "Lena likes peanuts.", 0 },
    { "bot-id", "another", 0 },
    { "importance", NULL, 5 },
    { "updated-at", NULL, 7 },
  };
  g_autoptr(BtyMemory) memory = bty_memory_new ("bot", "Lena is allergic to peanuts.");

  g_assert_false (bty_memory_is_intact (memory));
  bty_memory_seal (memory);
  g_assert_true (bty_memory_is_intact (memory));

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(BtyMemory) altered = bty_record_copy (memory);

      if (changes[i].text != NULL)
        g_object_set (altered, changes[i].property, changes[i].text, NULL);
      else
        g_object_set (altered, changes[i].property, changes[i].number, NULL);
      g_test_message ("%s", changes[i].property);
      g_assert_false (bty_memory_is_intact (altered));
    }

  {
    g_autoptr(BtyMemory) altered = bty_record_copy (memory);

    g_object_set (altered, "trust", BTY_TRUST_PUBLIC, NULL);
    g_assert_false (bty_memory_is_intact (altered));
    g_object_set (altered, "trust", BTY_TRUST_PRIVATE, "category", BTY_MEMORY_CATEGORY_CORRECTION, NULL);
    g_assert_false (bty_memory_is_intact (altered));
  }

  /* Being read changes nothing of what it says. */
  g_object_set (memory, "access-count", (gint64) 9, "last-accessed-at", (gint64) 9, NULL);
  g_assert_true (bty_memory_is_intact (memory));
}

/* Text moved from one field to the next must not give the same hash. */
static void
test_fields_are_apart (void)
{
  g_autoptr(BtyMemory) memory = bty_memory_new ("bot", "ab");
  g_autofree char *sha256 = NULL;

  g_object_set (memory, "id", "x", "updated-at", (gint64) 1, NULL);
  bty_memory_seal (memory);
  sha256 = g_strdup (memory->sha256);
  g_object_set (memory, "id", "xa", "text", "b", NULL);
  bty_memory_seal (memory);
  g_assert_cmpstr (memory->sha256, !=, sha256);
}

static void
test_derived (void)
{
  g_autoptr(BtyMemory) public = bty_memory_new ("bot", "a");
  g_autoptr(BtyMemory) inferred = bty_memory_new ("bot", "b");
  g_autoptr(BtyMemory) summary = bty_memory_new ("bot", "a and b");

  g_object_set (public, "trust", BTY_TRUST_PUBLIC, NULL);
  g_object_set (inferred, "trust", BTY_TRUST_TRUSTED, "origin", BTY_ORIGIN_INFERRED, NULL);
  g_object_set (summary, "trust", BTY_TRUST_PUBLIC, NULL);

  bty_memory_derive_from (summary, public);
  g_assert_cmpint (summary->trust, ==, BTY_TRUST_PUBLIC);
  g_assert_cmpint (summary->origin, ==, BTY_ORIGIN_USER);
  bty_memory_derive_from (summary, inferred);
  g_assert_cmpint (summary->trust, ==, BTY_TRUST_TRUSTED);
  g_assert_cmpint (summary->origin, ==, BTY_ORIGIN_INFERRED);
  bty_memory_derive_from (summary, public);
  g_assert_cmpint (summary->trust, ==, BTY_TRUST_TRUSTED);
  g_assert_cmpint (summary->origin, ==, BTY_ORIGIN_INFERRED);
  g_assert_cmpuint (g_strv_length (summary->parents), ==, 2);
}

static void
test_live (void)
{
  g_autoptr(BtyMemory) memory = bty_memory_new ("bot", "a");

  g_assert_true (bty_memory_is_live (memory, 10));
  g_object_set (memory, "expires-at", (gint64) 10, NULL);
  g_assert_true (bty_memory_is_live (memory, 9));
  g_assert_false (bty_memory_is_live (memory, 10));
  g_object_set (memory, "expires-at", BTY_UNSET, "valid-to", (gint64) 10, NULL);
  g_assert_false (bty_memory_is_live (memory, 10));
  g_object_set (memory, "valid-to", BTY_UNSET, "deleted-at", (gint64) 10, NULL);
  g_assert_false (bty_memory_is_live (memory, 9));

  /* It does not return when the clock is set back. */
  g_object_set (memory, "deleted-at", BTY_UNSET, "valid-to", (gint64) 10, "superseded-by", NULL, NULL);
  g_assert_true (bty_memory_is_live (memory, 9));
  g_object_set (memory, "superseded-by", "another", NULL);
  g_assert_false (bty_memory_is_live (memory, 9));
}

/* What somebody approves is what is stored, byte for byte. */
static void
test_candidate (void)
{
  g_autoptr(BtyMemoryCandidate) candidate = NULL;
  g_autoptr(BtyMemory) memory = NULL;

  candidate = bty_memory_candidate_new ("bot", "Ümläute \xe2\x80\xae und mehr", BTY_ORIGIN_EXTERNAL);
  g_object_set (candidate, "source", "notes.txt", "importance", (gint64) 2, NULL);
  memory = bty_memory_candidate_make_memory (candidate);
  g_assert_cmpstr (memory->text, ==, candidate->text);
  g_assert_cmpstr (memory->source, ==, "notes.txt");
  g_assert_cmpint (memory->importance, ==, 2);
  g_assert_cmpint (memory->origin, ==, BTY_ORIGIN_EXTERNAL);
}

static void
test_limits (void)
{
  g_autofree char *long_text = g_strnfill (2 * BTY_MEMORY_MAX_CHARACTERS, 'a');
  g_autofree char *umlauts = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(BtyMemory) memory = bty_memory_new ("bot", "  two words \n");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < BTY_MEMORY_MAX_CHARACTERS; i++)
    g_string_append (text, "ä");

  g_object_set (memory, "importance", (gint64) 99, NULL);
  g_assert_true (bty_memory_guard_apply (memory, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (memory->text, ==, "two words");
  g_assert_cmpint (memory->importance, ==, 5);
  g_object_set (memory, "importance", (gint64) -3, "text", text->str, NULL);
  g_assert_true (bty_memory_guard_apply (memory, &error));
  g_assert_cmpint (memory->importance, ==, 1);

  g_string_append_c (text, 'b');
  g_object_set (memory, "text", text->str, NULL);
  g_assert_false (bty_memory_guard_apply (memory, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  g_clear_error (&error);
  g_object_set (memory, "text", " \n ", NULL);
  g_assert_false (bty_memory_guard_apply (memory, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory/seal", test_seal);
  g_test_add_func ("/memory/fields-are-apart", test_fields_are_apart);
  g_test_add_func ("/memory/derived", test_derived);
  g_test_add_func ("/memory/live", test_live);
  g_test_add_func ("/memory/candidate", test_candidate);
  g_test_add_func ("/memory/limits", test_limits);

  return g_test_run ();
}
