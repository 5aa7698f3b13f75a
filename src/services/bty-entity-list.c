/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-entity-list.h"

struct _BtyEntityList
{
  BtyPagedList     parent_instance;

  /* Owned */
  BtyGraphService *service;
  char            *bot_id;       /* NULL = nobody yet */
  char            *words;

  gboolean         has_altered;
};

G_DEFINE_FINAL_TYPE (BtyEntityList, bty_entity_list, BTY_TYPE_PAGED_LIST)

static void
bty_entity_list_ask (BtyPagedList        *list,
                     guint                offset,
                     guint                n_wanted,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  BtyEntityList *self = BTY_ENTITY_LIST (list);
  BtyEntity *after = offset > 0 ? bty_paged_list_peek (list, offset - 1) : NULL;

  if (offset == 0)
    self->has_altered = FALSE;
  bty_graph_service_list_async (self->service, self->bot_id, self->words, after, n_wanted, cancellable, callback,
                                user_data);
}

static GPtrArray *
bty_entity_list_answer (BtyPagedList  *list,
                        GObject       *source,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_autoptr(BtyGraph) graph = bty_graph_service_list_finish (BTY_GRAPH_SERVICE (source), result, error);

  if (graph == NULL)
    return NULL;

  if (graph->n_altered > 0)
    BTY_ENTITY_LIST (list)->has_altered = TRUE;

  return g_steal_pointer (&graph->entities);
}

static void
bty_entity_list_dispose (GObject *object)
{
  BtyEntityList *self = BTY_ENTITY_LIST (object);

  g_clear_object (&self->service);
  g_clear_pointer (&self->bot_id, g_free);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (bty_entity_list_parent_class)->dispose (object);
}

static void
bty_entity_list_class_init (BtyEntityListClass *class)
{
  BtyPagedListClass *list_class = BTY_PAGED_LIST_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_entity_list_dispose;

  list_class->item_type = BTY_TYPE_ENTITY;
  list_class->page = BTY_ENTITY_PAGE;
  list_class->ask = bty_entity_list_ask;
  list_class->answer = bty_entity_list_answer;
}

static void
bty_entity_list_init (BtyEntityList *self)
{
}

/**
 * bty_entity_list_new:
 * @service: where they come from
 *
 * Returns: (transfer full): an empty list; set a filter to load its first page
 */
BtyEntityList *
bty_entity_list_new (BtyGraphService *service)
{
  BtyEntityList *self = g_object_new (BTY_TYPE_ENTITY_LIST, NULL);

  self->service = g_object_ref (service);

  return self;
}

/**
 * bty_entity_list_set_filter:
 * @self: a list
 * @bot_id: (nullable): whose knowledge it shows; %NULL = nobody's
 * @words: (nullable): what is in the names of those that it shows
 *
 * Loads the first page. What was there before stays until it has come.
 */
void
bty_entity_list_set_filter (BtyEntityList *self,
                            const char    *bot_id,
                            const char    *words)
{
  char *copy = g_strdup (words);

  g_free (self->bot_id);
  g_free (self->words);
  self->bot_id = g_strdup (bot_id);
  self->words = copy;
  if (bot_id != NULL)
    bty_paged_list_load (BTY_PAGED_LIST (self), 0, BTY_ENTITY_PAGE);
  else
    bty_paged_list_clear (BTY_PAGED_LIST (self));
}

/**
 * bty_entity_list_reload:
 * @self: a list
 *
 * Loads what is there anew.
 */
void
bty_entity_list_reload (BtyEntityList *self)
{
  BtyPagedList *list = BTY_PAGED_LIST (self);

  if (self->bot_id != NULL)
    bty_paged_list_load (list, 0, MAX (bty_paged_list_get_size (list), BTY_ENTITY_PAGE));
}

/**
 * bty_entity_list_has_altered:
 * @self: a list
 *
 * Returns: whether something is left out that memories alone tell which were altered outside Boternity
 */
gboolean
bty_entity_list_has_altered (BtyEntityList *self)
{
  return self->has_altered;
}
