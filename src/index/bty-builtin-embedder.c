/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-builtin-embedder.h"

#include "bty-words.h"

#include <math.h>
#include <string.h>

/**
 * BtyBuiltinEmbedder:
 *
 * An embedder that needs no download: it knows how words are written, not what they mean. Each word, as its stem and
 * as the groups of letters in it, adds its weight to some of the dimensions, with signs: which ones says a hash
 * ("feature hashing", Weinberger and others, 2009). Common words weigh little. All sums are of whole numbers, so a
 * text has the same vector on every machine.
 */
struct _BtyBuiltinEmbedder
{
  BtyEmbedder parent_instance;

  /* Owned */
  BtyRarity *rarity;
};

G_DEFINE_FINAL_TYPE (BtyBuiltinEmbedder, bty_builtin_embedder, BTY_TYPE_EMBEDDER)

#define DIMENSIONS BTY_BUILTIN_EMBEDDER_DIMENSIONS

/* The stem of a word, and all groups of letters in it together, weigh the same. */
#define SHARE 16

/* More dimensions per feature make an accident, two features in one place, smaller. */
#define PLACES 8

#define MIN_LETTERS 3
#define MAX_LETTERS 5

enum { STEM = 1, LETTER, LETTERS };

static void
add_feature (gint64     *sums,
             int         kind,
             const char *text,
             gsize       length,
             gint64      weight)
{
  for (guint i = 0; i < PLACES; i++)
    {
      guint64 hash = bty_rarity_hash (text, length, (guint64) kind << 8 | i);

      sums[(hash >> 1) % DIMENSIONS] += hash & 1 ? weight : -weight;
    }
}

/* Adds the groups of @n letters of @word, whose ends are marked; or only counts them. */
static guint
add_letters (gint64     *sums,
             const char *word,
             guint       n,
             gint64      weight)
{
  const char *end = word;
  guint found = 0;

  for (guint i = 0; i < n; i++)
    {
      if (*end == '\0')
        return 0;
      end = g_utf8_next_char (end);
    }
  for (const char *start = word;; start = g_utf8_next_char (start), end = g_utf8_next_char (end))
    {
      if (sums != NULL)
        add_feature (sums, LETTERS, start, end - start, weight);
      found++;
      if (*end == '\0')
        return found;
    }
}

static guint64
root (guint64 x)
{
  guint64 result = 0;

  for (guint64 bit = (guint64) 1 << 30; bit > 0; bit >>= 1)
    if ((result + bit) * (result + bit) <= x)
      result += bit;

  return result;
}

/* A word without spaces around it is a sentence: its pairs of letters are what words are elsewhere. */
static void
add_unspaced (gint64     *sums,
              const char *word,
              gint64      weight)
{
  for (const char *at = word; *at != '\0'; at = g_utf8_next_char (at))
    {
      const char *second = g_utf8_next_char (at);

      add_feature (sums, LETTER, at, second - at, weight / 2);
      if (*second != '\0')
        add_feature (sums, STEM, at, g_utf8_next_char (second) - at, weight);
    }
}

/* Without a @stem, only its letters. */
static void
add_word (gint64     *sums,
          const char *word,
          const char *stem,
          gint64      weight)
{
  g_autofree char *marked = g_strconcat ("<", word, ">", NULL);
  guint n_groups = 0;

  if (stem != NULL)
    add_feature (sums, STEM, stem, strlen (stem), weight * SHARE);
  for (guint n = MIN_LETTERS; n <= MAX_LETTERS; n++)
    n_groups += add_letters (NULL, marked, n, 0);
  if (n_groups > 0)
    for (guint n = MIN_LETTERS; n <= MAX_LETTERS; n++)
      add_letters (sums, marked, n, weight * SHARE * 16 / (gint64) root (n_groups * 256));
}

/* A word that comes again adds less each time: the weight grows with the root of how often. */
static void
add_text (BtyBuiltinEmbedder *self,
          const char         *text,
          gint64             *sums)
{
  g_auto(GStrv) words = bty_words_split (text);
  g_autoptr(GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer word, times;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint before = GPOINTER_TO_UINT (g_hash_table_lookup (counts, words[i]));

      g_hash_table_insert (counts, words[i], GUINT_TO_POINTER (before + 1));
    }

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &word, &times))
    {
      g_autofree char *stem = bty_words_stem (word);
      gint64 weight = (gint64) bty_rarity_weigh (self->rarity, stem) * root (GPOINTER_TO_UINT (times) * 256) / 16;

      if (bty_words_are_spaced (word))
        add_word (sums, word, bty_rarity_is_nowhere (self->rarity, stem) ? NULL : stem, weight);
      else
        add_unspaced (sums, word, weight * SHARE);
    }
}

/* Squares of whole numbers, added in one order, a root and quotients: each is rounded in one way only. */
static void
normalize (const gint64 *sums,
           float        *vector)
{
  double squares = 0;

  for (guint i = 0; i < DIMENSIONS; i++)
    squares += (double) sums[i] * (double) sums[i];
  for (guint i = 0; i < DIMENSIONS; i++)
    vector[i] = squares > 0 ? (float) ((double) sums[i] / sqrt (squares)) : 0;
}

static const char *
bty_builtin_embedder_get_model (BtyEmbedder *embedder)
{
  return BTY_BUILTIN_EMBEDDER_MODEL;
}

static guint
bty_builtin_embedder_get_dimensions (BtyEmbedder *embedder)
{
  return DIMENSIONS;
}

static gboolean
bty_builtin_embedder_embed (BtyEmbedder         *embedder,
                            const char * const  *texts,
                            guint                n_texts,
                            float               *vectors,
                            GError             **error)
{
  for (guint i = 0; i < n_texts; i++)
    {
      gint64 sums[DIMENSIONS] = { 0 };

      add_text (BTY_BUILTIN_EMBEDDER (embedder), texts[i], sums);
      normalize (sums, vectors + (gsize) i * DIMENSIONS);
    }

  return TRUE;
}

static void
bty_builtin_embedder_finalize (GObject *object)
{
  BtyBuiltinEmbedder *self = BTY_BUILTIN_EMBEDDER (object);

  g_clear_pointer (&self->rarity, bty_rarity_unref);

  G_OBJECT_CLASS (bty_builtin_embedder_parent_class)->finalize (object);
}

static void
bty_builtin_embedder_class_init (BtyBuiltinEmbedderClass *class)
{
  BtyEmbedderClass *embedder_class = BTY_EMBEDDER_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bty_builtin_embedder_finalize;
  embedder_class->get_model = bty_builtin_embedder_get_model;
  embedder_class->get_dimensions = bty_builtin_embedder_get_dimensions;
  embedder_class->embed = bty_builtin_embedder_embed;
}

static void
bty_builtin_embedder_init (BtyBuiltinEmbedder *self)
{
}

/**
 * bty_builtin_embedder_new:
 * @rarity: (nullable): how rare words are in the profile; %NULL = as in any text
 *
 * What is stored is made without a table: so it depends on its text alone, nearness between stored texts is the same
 * both ways, and nothing need be made anew when words become more frequent. How rare the words of a question are in the
 * profile is known when it is asked, and its vector, which tells what is looked for, is made with that.
 *
 * Returns: (transfer full): an embedder
 */
BtyEmbedder *
bty_builtin_embedder_new (BtyRarity *rarity)
{
  BtyBuiltinEmbedder *self = g_object_new (BTY_TYPE_BUILTIN_EMBEDDER, NULL);

  self->rarity = rarity != NULL ? bty_rarity_ref (rarity) : NULL;

  return BTY_EMBEDDER (self);
}
