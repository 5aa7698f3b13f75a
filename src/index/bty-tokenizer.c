/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-tokenizer.h"

#include "bty-error.h"
#include "bty-json.h"

#include "bty-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bty-tokenizer-private.h"

#define MAX_PIECES 4000000
#define DEFAULT_MAX_WORD 100

/**
 * bty_tokenizer_free:
 * @self: (transfer full): a tokenizer
 */
void
bty_tokenizer_free (BtyTokenizer *self)
{
  g_clear_pointer (&self->pieces, g_hash_table_unref);
  g_free (self->prefix);
  g_free (self->scores);
  g_free (self);
}

/**
 * bty_tokenizer_get_n_pieces:
 * @self: a tokenizer
 *
 * Returns: more than the greatest number of a piece
 */
guint
bty_tokenizer_get_n_pieces (BtyTokenizer *self)
{
  return self->n_pieces;
}

static gboolean
refuse (const char  *what,
        GError     **error)
{
  /* Translators: %s is a word of a file format, or says what is missing */
  g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("The model's tokenizer cannot be used: %s"), what);

  return FALSE;
}

static gboolean
get_switch (JsonNode   *node,
            const char *name,
            gboolean    fallback)
{
  JsonNode *value = bty_json_get (node, name);

  return value != NULL && JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN
           ? json_node_get_boolean (value) : fallback;
}

static void
add_form (BtyTextRules   *rules,
          GNormalizeMode  form)
{
  rules->has_form = TRUE;
  rules->form = form;
}

/* One normalizer, or each of a list. What a compiled table of characters does is nearly NFKC. */
static gboolean
read_normalizer (BtyTextRules  *rules,
                 JsonNode      *node,
                 guint          depth,
                 GError       **error)
{
  const char *type = bty_json_get_text (node, "type");

  if (node == NULL)
    return TRUE;
  if (type == NULL || depth > 4)
    return refuse ("normalizer", error);

  if (g_str_equal (type, "Sequence"))
    {
      JsonNode *list = bty_json_get (node, "normalizers");
      guint n = list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_array_get_length (json_node_get_array (list)) : 0;

      for (guint i = 0; i < n; i++)
        if (!read_normalizer (rules, json_array_get_element (json_node_get_array (list), i), depth + 1, error))
          return FALSE;
    }
  else if (g_str_equal (type, "BertNormalizer"))
    {
      rules->lowercase |= get_switch (node, "lowercase", TRUE);
      rules->strip_accents |= get_switch (node, "strip_accents", rules->lowercase);
      rules->space_ideographs |= get_switch (node, "handle_chinese_chars", TRUE);
    }
  else if (g_str_equal (type, "Lowercase"))
    rules->lowercase = TRUE;
  else if (g_str_equal (type, "StripAccents"))
    rules->strip_accents = TRUE;
  else if (g_str_equal (type, "NFD"))
    add_form (rules, G_NORMALIZE_NFD);
  else if (g_str_equal (type, "NFC"))
    add_form (rules, G_NORMALIZE_NFC);
  else if (g_str_equal (type, "NFKD"))
    add_form (rules, G_NORMALIZE_NFKD);
  else if (g_str_equal (type, "NFKC") || g_str_equal (type, "Nmt") || g_str_equal (type, "Precompiled"))
    add_form (rules, G_NORMALIZE_NFKC);
  else if (!g_str_equal (type, "Strip") && !g_str_equal (type, "Replace"))
    return refuse (type, error);

  return TRUE;
}

/* Spaces always part words, and several count as one. */
static gboolean
read_splitter (BtyTokenizer  *self,
               JsonNode      *node,
               guint          depth,
               GError       **error)
{
  const char *type = bty_json_get_text (node, "type");

  if (node == NULL)
    return TRUE;
  if (type == NULL || depth > 4)
    return refuse ("pre_tokenizer", error);

  if (g_str_equal (type, "Sequence"))
    {
      JsonNode *list = bty_json_get (node, "pretokenizers");
      guint n = list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_array_get_length (json_node_get_array (list)) : 0;

      for (guint i = 0; i < n; i++)
        if (!read_splitter (self, json_array_get_element (json_node_get_array (list), i), depth + 1, error))
          return FALSE;
    }
  else if (g_str_equal (type, "BertPreTokenizer") || g_str_equal (type, "Punctuation")
           || g_str_equal (type, "Whitespace"))
    self->split_punctuation = TRUE;
  else if (g_str_equal (type, "Metaspace"))
    self->mark_words = TRUE;
  else if (!g_str_equal (type, "WhitespaceSplit"))
    return refuse (type, error);

  return TRUE;
}

static gboolean
add_piece (BtyTokenizer *self,
           const char   *text,
           gint64        number)
{
  if (text == NULL || number < 0 || number >= MAX_PIECES)
    return FALSE;

  g_hash_table_insert (self->pieces, g_strdup (text), GUINT_TO_POINTER ((guint) number + 1));
  self->n_pieces = MAX (self->n_pieces, (guint) number + 1);
  self->longest = MAX (self->longest, strlen (text));

  return TRUE;
}

/* {"the": 1996, "##s": 2015, …} */
static gboolean
read_word_piece (BtyTokenizer  *self,
                 JsonNode      *model,
                 GError       **error)
{
  JsonNode *vocabulary = bty_json_get (model, "vocab");
  const char *prefix = bty_json_get_text (model, "continuing_subword_prefix");
  const char *unknown = bty_json_get_text (model, "unk_token");
  JsonObjectIter iter;
  const char *text;
  JsonNode *number;

  if (vocabulary == NULL || !JSON_NODE_HOLDS_OBJECT (vocabulary))
    return refuse ("vocab", error);

  json_object_iter_init (&iter, json_node_get_object (vocabulary));
  while (json_object_iter_next (&iter, &text, &number))
    if (!JSON_NODE_HOLDS_VALUE (number) || !add_piece (self, text, json_node_get_int (number)))
      return refuse ("vocab", error);
  self->prefix = g_strdup (prefix != NULL ? prefix : "##");
  self->max_word = CLAMP (bty_json_get_int (model, "max_input_chars_per_word", DEFAULT_MAX_WORD), 1, 10000);
  /* A text may say "[UNK]", but does not mean it. */
  g_hash_table_remove (self->pieces, unknown != NULL ? unknown : "[UNK]");

  return TRUE;
}

/* [["<unk>", 0.0], ["▁the", -3.2], …] */
static gboolean
read_unigram (BtyTokenizer  *self,
              JsonNode      *model,
              GError       **error)
{
  JsonNode *vocabulary = bty_json_get (model, "vocab");
  JsonArray *pieces;
  guint n;

  if (vocabulary == NULL || !JSON_NODE_HOLDS_ARRAY (vocabulary))
    return refuse ("vocab", error);

  pieces = json_node_get_array (vocabulary);
  n = json_array_get_length (pieces);
  self->scores = g_new0 (double, n + 1);
  self->unknown = bty_json_get_int (model, "unk_id", -1);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *pair = json_array_get_element (pieces, i);
      JsonNode *score = bty_json_get (pair, "1");

      if (score == NULL || !JSON_NODE_HOLDS_VALUE (score) || !add_piece (self, bty_json_get_text (pair, "0"), i))
        return refuse ("vocab", error);
      self->scores[i] = json_node_get_double (score);
      self->least_score = MIN (self->least_score, self->scores[i]);
    }

  return TRUE;
}

/**
 * bty_tokenizer_new:
 * @json: a tokenizer.json of the "tokenizers" library
 * @length: its length in bytes
 * @error: return location for %BTY_ERROR_INVALID
 *
 * Returns: (transfer full): a tokenizer, or %NULL with @error set when it is of another kind or cannot be read
 */
BtyTokenizer *
bty_tokenizer_new (const char  *json,
                   gsize        length,
                   GError     **error)
{
  g_autoptr(BtyTokenizer) self = g_new0 (BtyTokenizer, 1);
  g_autoptr(JsonNode) root = bty_json_parse (json, length, NULL);
  JsonNode *model = bty_json_get (root, "model");
  const char *type = bty_json_get_text (model, "type");

  self->pieces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (type == NULL)
    {
      refuse (_("it cannot be read"), error);
      return NULL;
    }

  self->is_unigram = g_str_equal (type, "Unigram");
  if (!self->is_unigram && !g_str_equal (type, "WordPiece"))
    {
      refuse (type, error);
      return NULL;
    }
  if (!read_normalizer (&self->rules, bty_json_get (root, "normalizer"), 0, error)
      || !read_splitter (self, bty_json_get (root, "pre_tokenizer"), 0, error)
      || !(self->is_unigram ? read_unigram (self, model, error) : read_word_piece (self, model, error)))
    return NULL;
  if (self->n_pieces == 0)
    {
      refuse ("vocab", error);
      return NULL;
    }

  return g_steal_pointer (&self);
}
