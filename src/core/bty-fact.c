/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-fact.h"

#include "bty-json.h"
#include "bty-word-forms.h"
#include "bty-words.h"

#include <string.h>

/* Longer names are sentences. */
#define LONGEST_NAME 60 /* characters */
#define MOST_FACTS 12   /* of one memory */

static const char *const types[] = { "person", "animal", "place", "organisation", "thing" };

/**
 * bty_fact_new:
 * @from: a name, or %BTY_FACT_USER
 * @from_type: (not nullable): a static string
 * @type: how it stands to the other
 * @to: the other
 * @to_type: (not nullable): a static string
 *
 * Returns: (transfer full): a fact
 */
BtyFact *
bty_fact_new (const char *from,
              const char *from_type,
              const char *type,
              const char *to,
              const char *to_type)
{
  BtyFact *self = g_new0 (BtyFact, 1);

  self->from = g_strdup (from);
  self->from_type = from_type;
  self->type = g_strdup (type);
  self->to = g_strdup (to);
  self->to_type = to_type;

  return self;
}

/**
 * bty_fact_free:
 * @self: (transfer full): a fact
 */
void
bty_fact_free (BtyFact *self)
{
  g_free (self->from);
  g_free (self->type);
  g_free (self->to);
  g_free (self);
}

/* Whether every word of @name is in @words. */
static gboolean
is_said (const char        *name,
         const char *const *words)
{
  g_auto(GStrv) parts = bty_words_split (name);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!g_strv_contains (words, parts[i]))
      return FALSE;

  return parts[0] != NULL;
}

static gboolean
is_short (const char *text)
{
  return text != NULL && *text != '\0' && g_utf8_strlen (text, -1) <= LONGEST_NAME;
}

static const char *
find_type (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (type, types[i]) == 0)
      return types[i];

  return "thing";
}

static BtyFact *
read_one (JsonNode          *element,
          const char *const *words)
{
  const char *from = bty_json_get_text (element, "from");
  const char *type = bty_json_get_text (element, "type");
  const char *to = bty_json_get_text (element, "to");

  if (!is_short (from) || !is_short (type) || !is_short (to) || strpbrk (type, "\r\n\t") != NULL
      || !is_said (to, words))
    return NULL;
  if (g_str_equal (from, "user"))
    return bty_fact_new (BTY_FACT_USER, "person", type, to, find_type (bty_json_get_text (element, "to_type")));
  if (!is_said (from, words))
    return NULL;

  return bty_fact_new (from, find_type (bty_json_get_text (element, "from_type")), type, to,
                       find_type (bty_json_get_text (element, "to_type")));
}

/**
 * bty_fact_read:
 * @node: (nullable): what a model says, a list of objects with "from", "type" and "to", "from_type" and "to_type"
 * @text: the statement it says that about
 *
 * Leaves out what makes no sense, and whoever is not named in @text: what a model makes up is no fact.
 *
 * Returns: (transfer full) (element-type BtyFact): the facts
 */
GPtrArray *
bty_fact_read (JsonNode   *node,
               const char *text)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_fact_free);
  g_auto(GStrv) words = bty_words_split (text);
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list) && facts->len < MOST_FACTS; i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      BtyFact *fact = JSON_NODE_HOLDS_OBJECT (element) ? read_one (element, (const char *const *) words) : NULL;

      if (fact != NULL)
        g_ptr_array_add (facts, fact);
    }

  return facts;
}

/**
 * bty_fact_list_keys:
 * @name: of an entity, or how one stands to another
 *
 * Returns: (transfer full): by what a question can mean it: its words that tell something, in the form that all their
 *   forms have in common, together, and for a name of more words each alone
 */
GStrv
bty_fact_list_keys (const char *name)
{
  g_auto(GStrv) words = bty_words_split (name);
  g_autoptr(GStrvBuilder) keys = g_strv_builder_new ();
  g_autoptr(GString) whole = g_string_new (NULL);
  guint n_words = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *stem = NULL;

      if (bty_word_forms_is_common (words[i]))
        continue;
      stem = bty_word_forms_normalize (words[i]);
      g_string_append_printf (whole, "%s%s", whole->len > 0 ? " " : "", stem);
      g_strv_builder_add (keys, stem);
      n_words++;
    }
  if (n_words > 1)
    g_strv_builder_add (keys, whole->str);

  return g_strv_builder_end (keys);
}
