/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-rarity.h"

#include "bty-error.h"
#include "bty-words.h"

#include "bty-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _BtyRarity
{
  gatomicrefcount  ref_count;
  GHashTable      *counts;      /* hash of a stem -> number of texts that have it */
  guint            n_texts;
  gboolean         is_partial;  /* only some words were counted */
};

G_DEFINE_BOXED_TYPE (BtyRarity, bty_rarity, bty_rarity_ref, bty_rarity_unref)

/* What is believed before any text was seen counts as much as this many texts: of them a common word is in half, any
 * other in one. */
#define PRIOR_TEXTS 200
#define PRIOR_COMMON 100
#define PRIOR_OTHER 1

#define MAGIC "BTYRARE1"
#define ENTRY_BYTES 8

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
 * FNV-1a with the last mixing of splitmix64: every bit of the result depends on every byte.
 *
 * Returns: a hash that is the same on every machine
 */
guint64
bty_rarity_hash (const char *text,
                 gsize       length,
                 guint64     seed)
{
  guint64 hash = 0xcbf29ce484222325 ^ (seed * 0x9e3779b97f4a7c15);

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) text[i]) * 0x100000001b3;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;

  return hash ^ (hash >> 31);
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
 *
 * Returns: (transfer full): a table that has seen no text
 */
BtyRarity *
bty_rarity_new (void)
{
  BtyRarity *self = g_new0 (BtyRarity, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->counts = g_hash_table_new (NULL, NULL);

  return self;
}

/**
 * bty_rarity_new_of_question:
 * @n_texts: how many texts a profile has
 *
 * For what is asked: only the words of a question need be counted, where the texts are. All others weigh as much as
 * without a table.
 *
 * Returns: (transfer full): a table without words, for bty_rarity_set()
 */
BtyRarity *
bty_rarity_new_of_question (guint n_texts)
{
  BtyRarity *self = bty_rarity_new ();

  self->n_texts = n_texts;
  self->is_partial = TRUE;

  return self;
}

/**
 * bty_rarity_set:
 * @self: a table of bty_rarity_new_of_question()
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

/* Adds @step for each stem of @text once. */
static void
count (BtyRarity  *self,
       const char *text,
       int         step)
{
  g_auto(GStrv) words = bty_words_split (text);
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *stem = bty_words_stem (words[i]);
      gpointer key = make_key (stem);
      guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key));

      if (!g_hash_table_add (seen, key) || (step < 0 && before == 0))
        continue;
      if (step < 0 && before == 1)
        g_hash_table_remove (self->counts, key);
      else
        g_hash_table_insert (self->counts, key, GUINT_TO_POINTER (before + step));
    }
}

/**
 * bty_rarity_add:
 * @self: a table
 * @text: a text that has come to the profile
 */
void
bty_rarity_add (BtyRarity  *self,
                const char *text)
{
  count (self, text, 1);
  self->n_texts++;
}

/**
 * bty_rarity_remove:
 * @self: a table
 * @text: a text that was added and is gone
 */
void
bty_rarity_remove (BtyRarity  *self,
                   const char *text)
{
  if (self->n_texts == 0)
    return;

  count (self, text, -1);
  self->n_texts--;
}

/**
 * bty_rarity_get_n_texts:
 * @self: a table
 *
 * Returns: how many texts are in it
 */
guint
bty_rarity_get_n_texts (BtyRarity *self)
{
  return self->n_texts;
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

  return self != NULL && self->is_partial
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

  if (self != NULL && (count > 0 || !self->is_partial))
    {
      n_texts += self->n_texts;
      with += count;
    }

  return log2_of_ratio (n_texts, MIN (with, n_texts));
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  guint key_a = GPOINTER_TO_UINT (*(gpointer *) a);
  guint key_b = GPOINTER_TO_UINT (*(gpointer *) b);

  return (key_a > key_b) - (key_a < key_b);
}

static void
append_number (GByteArray *bytes,
               guint32     number)
{
  number = GUINT32_TO_LE (number);
  g_byte_array_append (bytes, (const guint8 *) &number, sizeof number);
}

/**
 * bty_rarity_to_bytes:
 * @self: a table
 *
 * Returns: (transfer full): all of it, for bty_rarity_new_from_bytes(); equal tables give equal bytes
 */
GBytes *
bty_rarity_to_bytes (BtyRarity *self)
{
  GByteArray *bytes = g_byte_array_new ();
  guint n_keys;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (self->counts, &n_keys);

  qsort (keys, n_keys, sizeof (gpointer), compare_keys);
  g_byte_array_append (bytes, (const guint8 *) MAGIC, strlen (MAGIC));
  append_number (bytes, self->n_texts);
  for (guint i = 0; i < n_keys; i++)
    {
      append_number (bytes, GPOINTER_TO_UINT (keys[i]));
      append_number (bytes, GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, keys[i])));
    }

  return g_byte_array_free_to_bytes (bytes);
}

static guint32
read_number (const guint8 *bytes)
{
  guint32 number;

  memcpy (&number, bytes, sizeof number);

  return GUINT32_FROM_LE (number);
}

/**
 * bty_rarity_new_from_bytes:
 * @bytes: from bty_rarity_to_bytes()
 * @error: return location for an error of %BTY_ERROR
 *
 * Returns: (transfer full): the table, or %NULL with @error set when they are no such bytes
 */
BtyRarity *
bty_rarity_new_from_bytes (GBytes  *bytes,
                           GError **error)
{
  g_autoptr(BtyRarity) self = bty_rarity_new ();
  gsize head = strlen (MAGIC) + sizeof (guint32);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size < head || memcmp (data, MAGIC, strlen (MAGIC)) != 0 || (size - head) % ENTRY_BYTES != 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED, _("The table of words cannot be read"));
      return NULL;
    }

  self->n_texts = read_number (data + strlen (MAGIC));
  for (gsize at = head; at < size; at += ENTRY_BYTES)
    g_hash_table_insert (self->counts, GUINT_TO_POINTER (read_number (data + at)),
                         GUINT_TO_POINTER (read_number (data + at + 4)));

  return g_steal_pointer (&self);
}
