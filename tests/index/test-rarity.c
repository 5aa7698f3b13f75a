/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-rarity.h"

#include "bty-error.h"

static void
test_common_words (void)
{
  g_assert_cmpuint (bty_rarity_weigh (NULL, "the"), ==, BTY_RARITY_UNIT);
  g_assert_cmpuint (bty_rarity_weigh (NULL, "peanut"), >, 7 * BTY_RARITY_UNIT);
  g_assert_cmpuint (bty_rarity_weigh (NULL, "peanut"), <, 8 * BTY_RARITY_UNIT);
}

/* A word that a profile uses all the time tells less there; one that is gone again weighs what it did. */
static void
test_counting (void)
{
  g_autoptr(BtyRarity) rarity = bty_rarity_new ();
  g_autoptr(GBytes) empty = bty_rarity_to_bytes (rarity);
  g_autoptr(GBytes) again = NULL;
  guint before = bty_rarity_weigh (rarity, "garden");

  for (guint i = 0; i < 1000; i++)
    bty_rarity_add (rarity, i % 2 ? "My garden, gardens, GARDENING" : "the river");
  g_assert_cmpuint (bty_rarity_get_n_texts (rarity), ==, 1000);
  /* 1,200 texts with those that are believed before, 501 of them with the word: log2 (1200 / 501) = 1.26. */
  g_assert_cmpuint (bty_rarity_weigh (rarity, "garden"), ==, (guint) (1.26 * BTY_RARITY_UNIT));
  g_assert_cmpuint (bty_rarity_weigh (rarity, "peanut"), >, before);

  for (guint i = 0; i < 1000; i++)
    bty_rarity_remove (rarity, i % 2 ? "My garden, gardens, GARDENING" : "the river");
  bty_rarity_remove (rarity, "never added");
  g_assert_cmpuint (bty_rarity_weigh (rarity, "garden"), ==, before);
  again = bty_rarity_to_bytes (rarity);
  g_assert_true (g_bytes_equal (empty, again));
}

/* Of a question only its own words are known; what is nowhere, and what was not counted, weighs as ever. */
static void
test_question (void)
{
  g_autoptr(BtyRarity) rarity = bty_rarity_new_of_question (1000);

  bty_rarity_set (rarity, "garden", 500);
  bty_rarity_set (rarity, "peanut", 1);
  bty_rarity_set (rarity, "giraff", 0);
  g_assert_cmpuint (bty_rarity_weigh (rarity, "garden"), ==, (guint) (1.26 * BTY_RARITY_UNIT));
  g_assert_cmpuint (bty_rarity_weigh (rarity, "peanut"), >, bty_rarity_weigh (NULL, "peanut"));
  g_assert_cmpuint (bty_rarity_weigh (rarity, "giraff"), ==, bty_rarity_weigh (NULL, "giraff"));
  g_assert_cmpuint (bty_rarity_weigh (rarity, "river"), ==, bty_rarity_weigh (NULL, "river"));
  g_assert_cmpuint (bty_rarity_weigh (rarity, "the"), ==, bty_rarity_weigh (NULL, "the"));
  g_assert_true (bty_rarity_is_nowhere (rarity, "giraff"));
  g_assert_false (bty_rarity_is_nowhere (rarity, "garden"));
  g_assert_false (bty_rarity_is_nowhere (rarity, "river"));
  g_assert_false (bty_rarity_is_nowhere (NULL, "giraff"));
}

static void
test_round_trip (void)
{
  g_autoptr(BtyRarity) rarity = bty_rarity_new ();
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) again = NULL;
  g_autoptr(BtyRarity) read = NULL;
  g_autoptr(GError) error = NULL;
  const guint8 *data;
  gsize size;

  bty_rarity_add (rarity, "My sister Lena is allergic to peanuts");
  bty_rarity_add (rarity, "peanuts and other things");
  bytes = bty_rarity_to_bytes (rarity);
  read = bty_rarity_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  again = bty_rarity_to_bytes (read);
  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmpuint (bty_rarity_weigh (read, "peanut"), ==, bty_rarity_weigh (rarity, "peanut"));

  data = g_bytes_get_data (bytes, &size);
  for (gsize length = 0; length < size; length++)
    {
      g_autoptr(GBytes) cut = g_bytes_new (data, length);
      g_autoptr(BtyRarity) other = bty_rarity_new_from_bytes (cut, NULL);

      g_assert_true (other == NULL || length % 8 == 4);
    }
  {
    g_autoptr(GBytes) foreign = g_bytes_new_static ("something else", 14);

    g_assert_null (bty_rarity_new_from_bytes (foreign, &error));
    g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rarity/common-words", test_common_words);
  g_test_add_func ("/rarity/counting", test_counting);
  g_test_add_func ("/rarity/question", test_question);
  g_test_add_func ("/rarity/round-trip", test_round_trip);

  return g_test_run ();
}
