/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-list.h"

struct _BtyMemoryList
{
  BtyPagedList      parent_instance;

  /* Owned */
  BtyMemoryService *service;
  BtyMemoryFilter   filter;      /* its strings are owned */

  gboolean          has_filter;  /* somebody has said what is to be shown */
};

G_DEFINE_FINAL_TYPE (BtyMemoryList, bty_memory_list, BTY_TYPE_PAGED_LIST)

static void
clear_filter (BtyMemoryFilter *filter)
{
  g_free ((char *) filter->bot_id);
  g_free ((char *) filter->reader_id);
  g_free ((char *) filter->words);
  g_free ((char *) filter->category);
  g_free ((char *) filter->origin);
  g_free ((char *) filter->trust);
}

static void
changed_cb (BtyMemoryList *self)
{
  BtyPagedList *list = BTY_PAGED_LIST (self);

  if (self->has_filter)
    bty_paged_list_load (list, 0, MAX (bty_paged_list_get_size (list), BTY_MEMORY_PAGE));
}

static void
bty_memory_list_ask (BtyPagedList        *list,
                     guint                offset,
                     guint                n_wanted,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  BtyMemoryList *self = BTY_MEMORY_LIST (list);

  self->filter.offset = offset;
  self->filter.limit = n_wanted;
  bty_memory_service_list_async (self->service, &self->filter, cancellable, callback, user_data);
}

static GPtrArray *
bty_memory_list_answer (BtyPagedList  *list,
                        GObject       *source,
                        GAsyncResult  *result,
                        GError       **error)
{
  return bty_memory_service_list_finish (BTY_MEMORY_SERVICE (source), result, error);
}

static void
bty_memory_list_dispose (GObject *object)
{
  g_clear_object (&BTY_MEMORY_LIST (object)->service);

  G_OBJECT_CLASS (bty_memory_list_parent_class)->dispose (object);
}

static void
bty_memory_list_finalize (GObject *object)
{
  clear_filter (&BTY_MEMORY_LIST (object)->filter);

  G_OBJECT_CLASS (bty_memory_list_parent_class)->finalize (object);
}

static void
bty_memory_list_class_init (BtyMemoryListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  BtyPagedListClass *list_class = BTY_PAGED_LIST_CLASS (class);

  object_class->dispose = bty_memory_list_dispose;
  object_class->finalize = bty_memory_list_finalize;

  list_class->item_type = BTY_TYPE_MEMORY;
  list_class->page = BTY_MEMORY_PAGE;
  list_class->ask = bty_memory_list_ask;
  list_class->answer = bty_memory_list_answer;
}

static void
bty_memory_list_init (BtyMemoryList *self)
{
}

/**
 * bty_memory_list_new:
 * @service: where the memories come from
 *
 * Returns: (transfer full): an empty list; set a filter to load its first page
 */
BtyMemoryList *
bty_memory_list_new (BtyMemoryService *service)
{
  BtyMemoryList *self = g_object_new (BTY_TYPE_MEMORY_LIST, NULL);

  self->service = g_object_ref (service);
  g_signal_connect_object (service, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * bty_memory_list_set_filter:
 * @self: a list
 * @filter: which memories it shows, copied; its page is not looked at
 *
 * Loads the first page. What was there before stays until it has come.
 */
void
bty_memory_list_set_filter (BtyMemoryList         *self,
                            const BtyMemoryFilter *filter)
{
  BtyMemoryFilter copy = *filter;

  copy.bot_id = g_strdup (filter->bot_id);
  copy.reader_id = g_strdup (filter->reader_id);
  copy.words = g_strdup (filter->words);
  copy.category = g_strdup (filter->category);
  copy.origin = g_strdup (filter->origin);
  copy.trust = g_strdup (filter->trust);
  clear_filter (&self->filter);
  self->filter = copy;
  self->has_filter = TRUE;

  bty_paged_list_load (BTY_PAGED_LIST (self), 0, BTY_MEMORY_PAGE);
}
