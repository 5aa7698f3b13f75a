/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedder-choice.h"

#include "bty-enum-types.h"
#include "bty-json.h"

/**
 * BtyEmbedderChoice:
 *
 * Which embedder a profile uses. It is kept as JSON in a setting and in the work that changes it, in no table.
 */

#define BUILTIN_DIMENSIONS 384

G_DEFINE_FINAL_TYPE (BtyEmbedderChoice, bty_embedder_choice, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyEmbedderChoice, vectors, TEXT, BTY_FIELD_KEY),
  BTY_FIELD_OF_ENUM (BtyEmbedderChoice, kind, bty_embedder_kind_get_type),
  BTY_FIELD (BtyEmbedderChoice, folder, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyEmbedderChoice, provider_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyEmbedderChoice, model, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD_OF_ENUM (BtyEmbedderChoice, format, bty_embedding_format_get_type),
  BTY_FIELD (BtyEmbedderChoice, dimensions, INTEGER, BTY_FIELD_NONE),
};

static void
bty_embedder_choice_class_init (BtyEmbedderChoiceClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "settings", fields, G_N_ELEMENTS (fields));
}

static void
bty_embedder_choice_init (BtyEmbedderChoice *self)
{
  self->vectors = g_strdup ("");
}

/**
 * bty_embedder_choice_new:
 * @kind: what kind of embedder
 *
 * Returns: (transfer full): a choice that was not tried yet
 */
BtyEmbedderChoice *
bty_embedder_choice_new (BtyEmbedderKind kind)
{
  return g_object_new (BTY_TYPE_EMBEDDER_CHOICE, "kind", kind, NULL);
}

/**
 * bty_embedder_choice_new_builtin:
 *
 * Returns: (transfer full): what is used unless something else was chosen
 */
BtyEmbedderChoice *
bty_embedder_choice_new_builtin (void)
{
  return g_object_new (BTY_TYPE_EMBEDDER_CHOICE,
                       "vectors", BTY_EMBEDDER_CHOICE_BUILTIN,
                       "dimensions", (gint64) BUILTIN_DIMENSIONS,
                       NULL);
}

/**
 * bty_embedder_choice_new_parsed:
 * @text: (nullable): what is stored; nothing and what cannot be read stand for the built-in embedder
 *
 * Returns: (transfer full): the choice
 */
BtyEmbedderChoice *
bty_embedder_choice_new_parsed (const char *text)
{
  g_autoptr(JsonNode) node = text != NULL ? bty_json_parse (text, -1, NULL) : NULL;
  g_autoptr(BtyEmbedderChoice) self = NULL;

  if (node != NULL)
    self = bty_record_new_from_json (BTY_TYPE_EMBEDDER_CHOICE, node, NULL);

  return self != NULL && *self->vectors != '\0' && self->dimensions > 0 ? g_steal_pointer (&self)
                                                                        : bty_embedder_choice_new_builtin ();
}
