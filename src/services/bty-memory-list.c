/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-list.h"

struct _BtyMemoryList
{
  GObject           parent_instance;

  /* Owned */
  BtyMemoryService *service;
  GPtrArray        *memories;
  GCancellable     *loading;    /* NULL = nothing is being loaded */
  BtyMemoryFilter   filter;     /* its strings are owned */
  char             *error;

  gint64            n_wanted;   /* how many are being loaded */
  gboolean          has_more;
};

typedef enum
{
  PROP_LOADING = 1,
  PROP_HAS_MORE,
  PROP_ERROR,
  N_PROPERTIES,
} BtyMemoryListProperty;

static GParamSpec *properties[N_PROPERTIES];

static GType
bty_memory_list_get_item_type (GListModel *model)
{
  return BTY_TYPE_MEMORY;
}

static guint
bty_memory_list_get_n_items (GListModel *model)
{
  return BTY_MEMORY_LIST (model)->memories->len;
}

static gpointer
bty_memory_list_get_item (GListModel *model,
                          guint       position)
{
  BtyMemoryList *self = BTY_MEMORY_LIST (model);

  return position < self->memories->len ? g_object_ref (g_ptr_array_index (self->memories, position)) : NULL;
}

static void
implement_list_model (GListModelInterface *interface)
{
  interface->get_item_type = bty_memory_list_get_item_type;
  interface->get_n_items = bty_memory_list_get_n_items;
  interface->get_item = bty_memory_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BtyMemoryList, bty_memory_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, implement_list_model))

static void
set_error (BtyMemoryList *self,
           const char    *message)
{
  if (g_strcmp0 (self->error, message) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
set_has_more (BtyMemoryList *self,
              gboolean       has_more)
{
  if (self->has_more == has_more)
    return;

  self->has_more = has_more;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_MORE]);
}

/* Replaces only what is different: rows that stay keep their place, their focus and their selection. */
static void
replace_from (BtyMemoryList *self,
              guint          first,
              GPtrArray     *memories)
{
  guint n_old = self->memories->len - first;
  guint n_new = memories->len;
  guint n_before = 0;
  guint n_after = 0;

  while (n_before < MIN (n_old, n_new)
         && bty_record_equal (self->memories->pdata[first + n_before], memories->pdata[n_before]))
    n_before++;
  while (n_after < MIN (n_old, n_new) - n_before
         && bty_record_equal (self->memories->pdata[first + n_old - n_after - 1], memories->pdata[n_new - n_after - 1]))
    n_after++;
  if (n_before == n_old && n_before == n_new)
    return;

  first += n_before;
  n_old -= n_before + n_after;
  n_new -= n_before + n_after;
  if (n_old > 0)
    g_ptr_array_remove_range (self->memories, first, n_old);
  for (guint i = 0; i < n_new; i++)
    g_ptr_array_insert (self->memories, first + i, g_object_ref (memories->pdata[n_before + i]));
  g_list_model_items_changed (G_LIST_MODEL (self), first, n_old, n_new);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) page = bty_memory_service_list_finish (BTY_MEMORY_SERVICE (source), result, &error);
  BtyMemoryList *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  g_clear_object (&self->loading);
  set_error (self, error != NULL ? error->message : NULL);
  if (page != NULL)
    {
      set_has_more (self, page->len == self->n_wanted);
      replace_from (self, self->filter.offset, page);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
stop_loading (BtyMemoryList *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
load (BtyMemoryList *self,
      guint          offset,
      guint          n_wanted)
{
  stop_loading (self);
  self->filter.offset = offset;
  self->filter.limit = n_wanted;
  self->n_wanted = n_wanted;
  self->loading = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  bty_memory_service_list_async (self->service, &self->filter, self->loading, listed_cb, self);
}

static void
changed_cb (BtyMemoryList *self)
{
  /* Nobody has said yet what is to be shown. */
  if (self->n_wanted == 0)
    return;

  load (self, 0, MAX (self->memories->len, BTY_MEMORY_PAGE));
}

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
bty_memory_list_get_property (GObject    *object,
                              guint       property,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BtyMemoryList *self = BTY_MEMORY_LIST (object);

  switch ((BtyMemoryListProperty) property)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading != NULL);
      break;
    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->has_more);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_memory_list_dispose (GObject *object)
{
  BtyMemoryList *self = BTY_MEMORY_LIST (object);

  stop_loading (self);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_memory_list_parent_class)->dispose (object);
}

static void
bty_memory_list_finalize (GObject *object)
{
  BtyMemoryList *self = BTY_MEMORY_LIST (object);

  g_ptr_array_unref (self->memories);
  clear_filter (&self->filter);
  g_free (self->error);

  G_OBJECT_CLASS (bty_memory_list_parent_class)->finalize (object);
}

static void
bty_memory_list_class_init (BtyMemoryListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = bty_memory_list_get_property;
  object_class->dispose = bty_memory_list_dispose;
  object_class->finalize = bty_memory_list_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bty_memory_list_init (BtyMemoryList *self)
{
  self->memories = g_ptr_array_new_with_free_func (g_object_unref);
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

  load (self, 0, BTY_MEMORY_PAGE);
}

/**
 * bty_memory_list_load_more:
 * @self: a list
 *
 * Loads the next page, unless there is none or something is being loaded.
 */
void
bty_memory_list_load_more (BtyMemoryList *self)
{
  if (self->loading == NULL && self->has_more)
    load (self, self->memories->len, BTY_MEMORY_PAGE);
}
