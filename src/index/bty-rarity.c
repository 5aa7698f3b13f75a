/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-rarity.h"

#include <string.h>

#include "bty-mix.h"

struct _BtyRarity
{
  gatomicrefcount  ref_count;
  GHashTable      *counts;      /* hash of a stem -> number of texts that have it */
  guint            n_texts;
};

G_DEFINE_BOXED_TYPE (BtyRarity, bty_rarity, bty_rarity_ref, bty_rarity_unref)

/* What is believed before any text was seen counts as much as this many texts: of them a common word is in half, any
 * other in one. */
#define PRIOR_TEXTS 200
#define PRIOR_COMMON 100
#define PRIOR_OTHER 1

/* Stems of words that tell nothing, in English, German, Spanish, French, Italian and Portuguese. */
static const char common_words[] =
  "a about after all also am an and ani ar as at be been but by can could did do doe don for from get go got had ha "
  "have he her here hi him how i if in is it its just know let like ll me more my no not now of on or our out re "
  "realli sai she should so some tell than that the their them then there thei thi those these to too up us ve veri "
  "wa we were what when where which who whom whose why will with would ye you your aber als am auch auf aus bei bin "
  "bist da das dass dein dem den der des die du ein eine einen einer er es fur hab habe hat ich ihr im in ist ja "
  "kann mein mich mir mit nach nicht noch nur oder sein sich sie sind so und uns von war was wenn wer wie wir wo zu "
  "zum zur al como con de del el ella en era es esta este fue ha la las le lo los mas mi muy no nos o para pero por "
  "que se si sin su sus te tu un una y yo au aux avec ce ces dans des du elle est et eu il ils je les leur mais mes "
  "mon ne nous on ou par pas plus pour qu qui sa ses son sont sur ta toi une vous che chi ci di e gli ho il io mi "
  "ne nel non per piu sono ti tra ao da dos das ele em foi mais meu minha na nao nas nos num os pela pelo se sem "
  "seu sua um uma voce";

static GHashTable *
get_common (void)
{
  static GHashTable *common;

  if (g_once_init_enter (&common))
    {
      GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      char **words = g_strsplit (common_words, " ", -1);

      for (guint i = 0; words[i] != NULL; i++)
        g_hash_table_add (table, words[i]);
      g_free (words);
      g_once_init_leave (&common, table);
    }

  return common;
}

/**
 * bty_rarity_hash:
 * @text: bytes
 * @length: how many
 * @seed: another seed gives another hash
 *
 * FNV-1a, mixed: every bit of the result depends on every byte.
 *
 * Returns: a hash that is the same on every machine
 */
guint64
bty_rarity_hash (const char *text,
                 gsize       length,
                 guint64     seed)
{
  guint64 hash = 0xcbf29ce484222325 ^ (seed * BTY_MIX_STEP);

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) text[i]) * 0x100000001b3;

  return bty_mix (hash);
}

static gpointer
make_key (const char *stem)
{
  return GUINT_TO_POINTER ((guint32) bty_rarity_hash (stem, strlen (stem), 0));
}

/* The binary logarithm in units of %BTY_RARITY_UNIT, by squaring: whole numbers only, for equal results everywhere. */
static guint
log2_of_ratio (guint64 numerator,
               guint64 denominator)
{
  guint64 x = (numerator << 24) / denominator;  /* fixed point with 24 bits */
  guint result = 0;

  if (x < (1 << 24))
    return 0;
  for (; x >= (2 << 24); x >>= 1)
    result += BTY_RARITY_UNIT;
  for (guint bit = BTY_RARITY_UNIT / 2; bit > 0; bit /= 2)
    {
      x = (x * x) >> 24;
      if (x >= (2 << 24))
        {
          x >>= 1;
          result += bit;
        }
    }

  return result;
}

/**
 * bty_rarity_new:
 * @n_texts: how many texts a profile has
 *
 * For what is asked: only the words of a question need be counted, where the texts are. All others weigh as much as
 * without a table.
 *
 * Returns: (transfer full): a table without words, for bty_rarity_set()
 */
BtyRarity *
bty_rarity_new (guint n_texts)
{
  BtyRarity *self = g_new0 (BtyRarity, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->counts = g_hash_table_new (NULL, NULL);
  self->n_texts = n_texts;

  return self;
}

/**
 * bty_rarity_set:
 * @self: a table
 * @stem: from bty_words_stem()
 * @count: how many texts have the word
 */
void
bty_rarity_set (BtyRarity  *self,
                const char *stem,
                guint       count)
{
  g_hash_table_insert (self->counts, make_key (stem), GUINT_TO_POINTER (count));
}

/**
 * bty_rarity_ref:
 * @self: a table
 *
 * Returns: (transfer full): @self
 */
BtyRarity *
bty_rarity_ref (BtyRarity *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * bty_rarity_unref:
 * @self: (transfer full): a table
 *
 * Frees it with its last reference.
 */
void
bty_rarity_unref (BtyRarity *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->counts);
  g_free (self);
}

/**
 * bty_rarity_is_nowhere:
 * @self: (nullable): a table
 * @stem: from bty_words_stem()
 *
 * Returns: whether it is known that no text has the word: it may be spelled in another way there
 */
gboolean
bty_rarity_is_nowhere (BtyRarity  *self,
                       const char *stem)
{
  gpointer count;

  return self != NULL
         && g_hash_table_lookup_extended (self->counts, make_key (stem), NULL, &count) && count == NULL;
}

/**
 * bty_rarity_weigh:
 * @self: (nullable): a table; none has seen nothing
 * @stem: from bty_words_stem()
 *
 * The binary logarithm of 1 + (texts without it) / (texts with it), as in Robertson and Sparck Jones' weight. What a
 * question has and no text weighs as much as without a table: its letters may be somewhere.
 *
 * Returns: how much the word tells, in units of %BTY_RARITY_UNIT
 */
guint
bty_rarity_weigh (BtyRarity  *self,
                  const char *stem)
{
  guint64 n_texts = PRIOR_TEXTS;
  guint64 with = g_hash_table_contains (get_common (), stem) ? PRIOR_COMMON : PRIOR_OTHER;
  guint count = self != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, make_key (stem))) : 0;

  if (count > 0)
    {
      n_texts += self->n_texts;
      with += count;
    }

  return log2_of_ratio (n_texts, MIN (with, n_texts));
}
