/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-builtin-embedder.h"

#include "bty-kernels.h"

#include <math.h>

#define DIMENSIONS BTY_BUILTIN_EMBEDDER_DIMENSIONS

static float
compare (BtyEmbedder *embedder,
         const char  *a,
         const char  *b)
{
  g_autofree float *vector_a = bty_embedder_embed_text (embedder, a, NULL);
  g_autofree float *vector_b = bty_embedder_embed_text (embedder, b, NULL);

  return bty_kernels_get ()->dot (vector_a, vector_b, DIMENSIONS);
}

/* What is nearer must be: other forms of a word, slips of the pen, the same subject. */
static const struct
{
  const char *text;
  const char *near;
  const char *far;
} triples[] = {
  { "My sister Lena is allergic to peanuts", "What should I cook for Lena?", "What is the weather like?" },
  { "My sister Lena is allergic to peanuts", "Does anybody have a peanut allergy?", "I have a new sofa" },
  { "I painted the kitchen yesterday", "painting kitchens", "the car is yesterday's" },
  { "Their anniversary is in September", "When is the aniversary?", "When is the concert?" },
  { "Ich wohne in der Nähe von Köln", "Wer wohnt in Koln", "Wer arbeitet in der Bank" },
  { "我妹妹对花生过敏", "谁对花生过敏", "今天天气很好" },
};

static void
test_nearness (void)
{
  g_autoptr(BtyEmbedder) embedder = bty_builtin_embedder_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (triples); i++)
    {
      float near = compare (embedder, triples[i].text, triples[i].near);
      float far = compare (embedder, triples[i].text, triples[i].far);

      g_test_message ("%s: %.3f %.3f", triples[i].text, near, far);
      g_assert_cmpfloat (near, >, far + 0.05f);
    }
}

static void
test_length (void)
{
  static const char * const texts[] = { "tea", "The quick brown fox", "a a a a", "💜", "茶", "x1", "", " .!" };
  g_autoptr(BtyEmbedder) embedder = bty_builtin_embedder_new (NULL);
  float vectors[G_N_ELEMENTS (texts) * DIMENSIONS];

  g_assert_true (bty_embedder_embed (embedder, texts, G_N_ELEMENTS (texts), vectors, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      double squares = 0;

      for (guint j = 0; j < DIMENSIONS; j++)
        squares += vectors[i * DIMENSIONS + j] * vectors[i * DIMENSIONS + j];
      g_assert_cmpfloat_with_epsilon (squares, i < 6 ? 1 : 0, 1e-5);
    }
  g_assert_cmpfloat_with_epsilon (compare (embedder, "Tea, TEA!", "tea tea"), 1, 1e-5);
}

/* The bytes of a vector on every machine and with every compiler. When this changes, the model's name must change:
 * vectors that are kept would no longer fit. */
static void
test_same_everywhere (void)
{
  g_autoptr(BtyEmbedder) embedder = bty_builtin_embedder_new (NULL);
  g_autofree float *vector = bty_embedder_embed_text (embedder, "My sister Lena is allergic to peanuts; 艾达 isn’t 💜",
                                                      NULL);
  g_autofree char *digest = NULL;

  for (guint i = 0; i < DIMENSIONS; i++)
    {
      guint32 *bits = (guint32 *) &vector[i];

      *bits = GUINT32_TO_LE (*bits);
    }
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) vector, DIMENSIONS * sizeof (float));
  g_assert_cmpstr (bty_embedder_get_model (embedder), ==, "builtin-384-1");
  g_assert_cmpstr (digest, ==, "557568f200eb32f7c42f760a51de7cebc54a7dd5e5641b603354a25f123b2d68");
}

/* What everybody in a profile says tells nothing any more. */
static void
test_rarity (void)
{
  g_autoptr(BtyRarity) rarity = bty_rarity_new (500);
  g_autoptr(BtyEmbedder) plain = bty_builtin_embedder_new (NULL);
  BtyEmbedder *weighted;

  bty_rarity_set (rarity, "the", 500);
  bty_rarity_set (rarity, "boat", 500);
  weighted = bty_builtin_embedder_new (rarity);
  g_assert_cmpfloat (compare (weighted, "the boat is blue", "the boat is old"), <,
                     compare (plain, "the boat is blue", "the boat is old") - 0.1f);
  g_assert_finalize_object (weighted);
}

static float
compare_with (BtyEmbedder *asks,
              const char  *question,
              BtyEmbedder *stores,
              const char  *text)
{
  g_autofree float *a = bty_embedder_embed_text (asks, question, NULL);
  g_autofree float *b = bty_embedder_embed_text (stores, text, NULL);
  float sum = 0;

  for (guint i = 0; i < DIMENSIONS; i++)
    sum += a[i] * b[i];

  return sum;
}

/* The rarer words of a question decide; a word that no text has takes nothing away, but its letters are looked for. */
static void
test_question (void)
{
  g_autoptr(BtyRarity) rarity = bty_rarity_new (1000);
  g_autoptr(BtyRarity) nothing = bty_rarity_new (1000);
  g_autoptr(BtyEmbedder) plain = bty_builtin_embedder_new (NULL);
  g_autoptr(BtyEmbedder) asks = NULL;
  g_autoptr(BtyEmbedder) same = bty_builtin_embedder_new (nothing);
  const char *question = "cello boat photography";

  bty_rarity_set (rarity, "boat", 700);
  bty_rarity_set (rarity, "cello", 3);
  bty_rarity_set (rarity, "photographi", 0);
  asks = bty_builtin_embedder_new (rarity);
  g_assert_cmpfloat (compare_with (asks, question, plain, "a blue boat"), <,
                     compare_with (plain, question, plain, "a blue boat") - 0.1f);
  g_assert_cmpfloat (compare_with (asks, question, plain, "a blue cello"), >,
                     compare_with (plain, question, plain, "a blue cello") + 0.1f);
  g_assert_cmpfloat (compare_with (asks, "photography", plain, "photographs"), >=, 0.3f);
  g_assert_cmpfloat (compare_with (asks, "photography", plain, "photography"), <, 0.9f);
  g_assert_cmpfloat (compare_with (same, question, plain, question), >=, 0.999f);
}

static void
finish_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(float **) user_data = bty_embedder_embed_finish (BTY_EMBEDDER (source), result, NULL);
}

static void
test_async (void)
{
  static const char * const texts[] = { "tea", "coffee", NULL };
  g_autoptr(BtyEmbedder) embedder = bty_builtin_embedder_new (NULL);
  g_autofree float *now = bty_embedder_embed_text (embedder, "coffee", NULL);
  g_autofree float *later = NULL;

  g_assert_true (bty_embedder_is_local (embedder));
  bty_embedder_embed_async (embedder, texts, NULL, NULL, finish_cb, &later);
  while (later == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpmem (later + DIMENSIONS, DIMENSIONS * sizeof (float), now, DIMENSIONS * sizeof (float));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/builtin-embedder/nearness", test_nearness);
  g_test_add_func ("/builtin-embedder/length", test_length);
  g_test_add_func ("/builtin-embedder/same-everywhere", test_same_everywhere);
  g_test_add_func ("/builtin-embedder/rarity", test_rarity);
  g_test_add_func ("/builtin-embedder/question", test_question);
  g_test_add_func ("/builtin-embedder/async", test_async);

  return g_test_run ();
}
