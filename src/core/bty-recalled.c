/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recalled.h"

#include "bty-record.h"

#include <math.h>

#define DEFAULT_IMPORTANCE 3

#define FACTOR(name) { #name, G_STRUCT_OFFSET (BtyRecallFactors, name) }

static const struct
{
  const char *name;
  gsize       offset;
} factors[] = {
  FACTOR (words), FACTOR (related), FACTOR (letters), FACTOR (speaker), FACTOR (neighbours), FACTOR (answer),
  FACTOR (session), FACTOR (time), FACTOR (meaning), FACTOR (graph), FACTOR (recency), FACTOR (use),
  FACTOR (importance),
};

/**
 * bty_recall_factors_to_json:
 * @self: why a passage was recalled
 *
 * Returns: (transfer full): an object of numbers
 */
JsonNode *
bty_recall_factors_to_json (const BtyRecallFactors *self)
{
  g_autoptr(JsonObject) object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    json_object_set_double_member (object, factors[i].name, G_STRUCT_MEMBER (double, self, factors[i].offset));

  return json_node_init_object (json_node_alloc (), object);
}

/**
 * bty_recall_factors_from_json:
 * @self: (out caller-allocates): gets the factors
 * @node: (nullable): of bty_recall_factors_to_json(); what is missing in it is 0
 */
void
bty_recall_factors_from_json (BtyRecallFactors *self,
                              JsonNode         *node)
{
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    G_STRUCT_MEMBER (double, self, factors[i].offset)
      = object != NULL ? json_object_get_double_member_with_default (object, factors[i].name, 0) : 0;
}

/**
 * bty_recalled_new:
 * @text: what was said
 * @source: (nullable): where, for people
 * @id: the message
 * @said_at: when, in microseconds since 1970 UTC
 * @score: how well it fits; larger is better
 *
 * Returns: (transfer full): a passage that the user said
 */
BtyRecalled *
bty_recalled_new (const char *text,
                  const char *source,
                  const char *id,
                  gint64      said_at,
                  double      score)
{
  BtyRecalled *self = g_new0 (BtyRecalled, 1);

  self->text = g_strdup (text);
  self->source = g_strdup (source);
  self->id = g_strdup (id);
  self->said_at = said_at;
  self->event_at = BTY_UNSET;
  self->score = score;
  self->importance = DEFAULT_IMPORTANCE;
  self->similarity = NAN;

  return self;
}

/**
 * bty_recalled_copy:
 * @self: a passage
 *
 * Returns: (transfer full): another that says the same
 */
BtyRecalled *
bty_recalled_copy (BtyRecalled *self)
{
  BtyRecalled *copy = g_new (BtyRecalled, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->origin_id = g_strdup (self->origin_id);
  copy->session_id = g_strdup (self->session_id);
  copy->memory = self->memory != NULL ? g_object_ref (self->memory) : NULL;
  copy->text = g_strdup (self->text);
  copy->source = g_strdup (self->source);
  copy->author = g_strdup (self->author);

  return copy;
}

/**
 * bty_recalled_get_time:
 * @self: a passage
 *
 * Returns: when that was, or will be, of which it tells, or else when it was said; microseconds since 1970 UTC
 */
gint64
bty_recalled_get_time (BtyRecalled *self)
{
  return self->event_at != BTY_UNSET ? self->event_at : self->said_at;
}

/**
 * bty_recalled_free:
 * @self: (transfer full): a passage
 */
void
bty_recalled_free (BtyRecalled *self)
{
  g_free (self->id);
  g_free (self->origin_id);
  g_free (self->session_id);
  g_clear_object (&self->memory);
  g_free (self->text);
  g_free (self->source);
  g_free (self->author);
  g_free (self);
}
