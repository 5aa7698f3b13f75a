/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-related-words.h"

#include "bty-core-resources.h"
#include "bty-word-forms.h"
#include "bty-words.h"

#include <gio/gio.h>

#define PATH "/org/boternity/Boternity/core/related-words.txt"

/* What is known of a stem. */
typedef struct
{
  GPtrArray *near;     /* words that mean it, and examples of it */
  GPtrArray *general;  /* words for what it is an example of */
} Entry;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_ptr_array_unref (entry->near);
  g_ptr_array_unref (entry->general);
  g_free (entry);
}

static Entry *
get_entry (GHashTable *table,
           const char *stem)
{
  Entry *entry = g_hash_table_lookup (table, stem);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->near = g_ptr_array_new_with_free_func (g_free);
      entry->general = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (table, g_strdup (stem), entry);
    }

  return entry;
}

static void
relate (GHashTable  *table,
        char       **to,
        char       **words,
        gboolean     are_general)
{
  for (guint i = 0; to[i] != NULL; i++)
    {
      g_autofree char *stem = bty_word_forms_normalize (to[i]);
      Entry *entry = get_entry (table, stem);
      GPtrArray *list = are_general ? entry->general : entry->near;

      for (guint j = 0; words[j] != NULL; j++)
        {
          g_autofree char *other = bty_word_forms_normalize (words[j]);

          if (!g_str_equal (other, stem)
              && !g_ptr_array_find_with_equal_func (list, words[j], g_str_equal, NULL))
            g_ptr_array_add (list, g_strdup (words[j]));
        }
    }
}

static void
read_line (GHashTable *table,
           const char *line)
{
  g_auto(GStrv) sides = g_strsplit (line, ":", 2);
  g_auto(GStrv) general = NULL;
  g_auto(GStrv) special = NULL;

  if (*line == '#' || sides[0] == NULL || sides[1] == NULL)
    return;

  general = bty_words_split (sides[0]);
  special = bty_words_split (sides[1]);
  relate (table, general, general, FALSE);
  relate (table, general, special, FALSE);
  relate (table, special, general, TRUE);
}

/* Stem -> Entry. Read once and kept: it belongs to the program like the text it is read from. */
static GHashTable *
get_table (void)
{
  static GHashTable *table;

  if (g_once_init_enter (&table))
    {
      g_autoptr(GBytes) bytes = g_resource_lookup_data (bty_core_get_resource (), PATH, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                        NULL);
      g_autoptr(GString) text = g_string_new_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_auto(GStrv) lines = NULL;
      GHashTable *read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_entry);

      g_string_replace (text, "\n ", " ", 0);
      lines = g_strsplit (text->str, "\n", -1);
      for (guint i = 0; lines[i] != NULL; i++)
        read_line (read, lines[i]);
      g_once_init_leave (&table, read);
    }

  return table;
}

/**
 * bty_related_words_list:
 * @word: a word of bty_words_split(), in any of its forms
 * @n_near: (out): how many of the words, from the first one, mean it or are examples of it; the others are more general
 *
 * What is near to a word in everyday life, in English and German: "pet" is near to "Haustier" and to "cat".
 *
 * Returns: (transfer full) (array zero-terminated=1) (nullable): other words, folded; %NULL if it knows none
 */
char **
bty_related_words_list (const char *word,
                        guint      *n_near)
{
  g_autofree char *stem = bty_word_forms_normalize (word);
  Entry *entry = g_hash_table_lookup (get_table (), stem);
  char **words;

  *n_near = 0;
  if (entry == NULL)
    return NULL;

  *n_near = entry->near->len;
  words = g_new0 (char *, entry->near->len + entry->general->len + 1);
  for (guint i = 0; i < entry->near->len; i++)
    words[i] = g_strdup (g_ptr_array_index (entry->near, i));
  for (guint i = 0; i < entry->general->len; i++)
    words[entry->near->len + i] = g_strdup (g_ptr_array_index (entry->general, i));

  return words;
}
