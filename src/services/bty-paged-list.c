/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-paged-list.h"

typedef struct
{
  /* Owned */
  GPtrArray    *records;
  GCancellable *loading;   /* NULL = nothing is being loaded */
  char         *error;

  guint         offset;    /* what is being loaded */
  guint         n_wanted;
  gboolean      has_more;
} BtyPagedListPrivate;

typedef enum
{
  PROP_LOADING = 1,
  PROP_HAS_MORE,
  PROP_ERROR,
  N_PROPERTIES,
} BtyPagedListProperty;

static GParamSpec *properties[N_PROPERTIES];

static void implement_list_model (GListModelInterface *interface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (BtyPagedList, bty_paged_list, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (BtyPagedList)
                                  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, implement_list_model))

static BtyPagedListPrivate *
get_private (gpointer self)
{
  return bty_paged_list_get_instance_private (BTY_PAGED_LIST (self));
}

static GType
bty_paged_list_get_item_type (GListModel *model)
{
  return BTY_PAGED_LIST_GET_CLASS (model)->item_type;
}

static guint
bty_paged_list_get_n_items (GListModel *model)
{
  return get_private (model)->records->len;
}

static gpointer
bty_paged_list_get_item (GListModel *model,
                         guint       position)
{
  BtyPagedListPrivate *priv = get_private (model);

  return position < priv->records->len ? g_object_ref (g_ptr_array_index (priv->records, position)) : NULL;
}

static void
implement_list_model (GListModelInterface *interface)
{
  interface->get_item_type = bty_paged_list_get_item_type;
  interface->get_n_items = bty_paged_list_get_n_items;
  interface->get_item = bty_paged_list_get_item;
}

static void
set_error (BtyPagedList *self,
           const char   *message)
{
  BtyPagedListPrivate *priv = get_private (self);

  if (g_strcmp0 (priv->error, message) == 0)
    return;

  g_free (priv->error);
  priv->error = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
set_has_more (BtyPagedList *self,
              gboolean      has_more)
{
  BtyPagedListPrivate *priv = get_private (self);

  if (priv->has_more == has_more)
    return;

  priv->has_more = has_more;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_MORE]);
}

/* Leaves out what stands before @first already: it moved there while the page was on its way. */
static void
remove_known (BtyPagedList *self,
              guint         first,
              GPtrArray    *page)
{
  guint position;

  for (guint i = page->len; i > 0; i--)
    if (bty_paged_list_find (self, bty_record_get_id (page->pdata[i - 1]), &position) && position < first)
      g_ptr_array_remove_index (page, i - 1);
}

/* Replaces only what is different: rows that stay keep their place, their focus and their selection. */
static void
replace_from (BtyPagedList *self,
              guint         first,
              GPtrArray    *page)
{
  GPtrArray *records = get_private (self)->records;
  guint n_old = records->len - first;
  guint n_new = page->len;
  guint n_before = 0;
  guint n_after = 0;

  while (n_before < MIN (n_old, n_new)
         && bty_record_equal (records->pdata[first + n_before], page->pdata[n_before]))
    n_before++;
  while (n_after < MIN (n_old, n_new) - n_before
         && bty_record_equal (records->pdata[first + n_old - n_after - 1], page->pdata[n_new - n_after - 1]))
    n_after++;
  if (n_before == n_old && n_before == n_new)
    return;

  first += n_before;
  n_old -= n_before + n_after;
  n_new -= n_before + n_after;
  if (n_old > 0)
    g_ptr_array_remove_range (records, first, n_old);
  for (guint i = 0; i < n_new; i++)
    g_ptr_array_insert (records, first + i, g_object_ref (page->pdata[n_before + i]));
  g_list_model_items_changed (G_LIST_MODEL (self), first, n_old, n_new);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  BtyPagedList *self;
  BtyPagedListPrivate *priv;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) page = NULL;

  /* By a list that is gone, or wants something else by now. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  self = user_data;
  priv = get_private (self);
  page = BTY_PAGED_LIST_GET_CLASS (self)->answer (self, source, result, &error);
  g_clear_object (&priv->loading);
  set_error (self, error != NULL ? error->message : NULL);
  if (page != NULL)
    {
      guint first = priv->offset > 0 ? priv->records->len : 0;

      set_has_more (self, page->len == priv->n_wanted);
      remove_known (self, first, page);
      replace_from (self, first, page);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
stop_loading (BtyPagedList *self)
{
  BtyPagedListPrivate *priv = get_private (self);

  g_cancellable_cancel (priv->loading);
  g_clear_object (&priv->loading);
}

static void
bty_paged_list_get_property (GObject    *object,
                             guint       property,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BtyPagedListPrivate *priv = get_private (object);

  switch ((BtyPagedListProperty) property)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, priv->loading != NULL);
      break;
    case PROP_HAS_MORE:
      g_value_set_boolean (value, priv->has_more);
      break;
    case PROP_ERROR:
      g_value_set_string (value, priv->error);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_paged_list_dispose (GObject *object)
{
  stop_loading (BTY_PAGED_LIST (object));

  G_OBJECT_CLASS (bty_paged_list_parent_class)->dispose (object);
}

static void
bty_paged_list_finalize (GObject *object)
{
  BtyPagedListPrivate *priv = get_private (object);

  g_ptr_array_unref (priv->records);
  g_free (priv->error);

  G_OBJECT_CLASS (bty_paged_list_parent_class)->finalize (object);
}

static void
bty_paged_list_class_init (BtyPagedListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = bty_paged_list_get_property;
  object_class->dispose = bty_paged_list_dispose;
  object_class->finalize = bty_paged_list_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bty_paged_list_init (BtyPagedList *self)
{
  get_private (self)->records = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * bty_paged_list_load:
 * @self: a list
 * @offset: how many records stand before those to load: none, or all that are loaded
 * @n_wanted: how many
 *
 * Loads these and no other. From the beginning on they replace what is there, which stays until they have come;
 * otherwise they are added to it.
 */
void
bty_paged_list_load (BtyPagedList *self,
                     guint         offset,
                     guint         n_wanted)
{
  BtyPagedListPrivate *priv = get_private (self);

  stop_loading (self);
  priv->offset = offset;
  priv->n_wanted = n_wanted;
  priv->loading = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  BTY_PAGED_LIST_GET_CLASS (self)->ask (self, offset, n_wanted, priv->loading, listed_cb, self);
}

/**
 * bty_paged_list_load_more:
 * @self: a list
 *
 * Loads the next page, unless there is none or something is being loaded.
 */
void
bty_paged_list_load_more (BtyPagedList *self)
{
  BtyPagedListPrivate *priv = get_private (self);

  if (priv->loading == NULL && priv->has_more)
    bty_paged_list_load (self, priv->records->len, BTY_PAGED_LIST_GET_CLASS (self)->page);
}

/**
 * bty_paged_list_clear:
 * @self: a list
 *
 * Forgets what is there and what is being loaded: there may be anything now.
 */
void
bty_paged_list_clear (BtyPagedList *self)
{
  GPtrArray *records = get_private (self)->records;
  guint n_records = records->len;

  stop_loading (self);
  g_ptr_array_set_size (records, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_records, 0);
  set_has_more (self, TRUE);
}

/**
 * bty_paged_list_get_size:
 * @self: a list
 *
 * Returns: how many records are loaded
 */
guint
bty_paged_list_get_size (BtyPagedList *self)
{
  return get_private (self)->records->len;
}

/**
 * bty_paged_list_has_more:
 * @self: a list
 *
 * Returns: whether there may be more records than are loaded
 */
gboolean
bty_paged_list_has_more (BtyPagedList *self)
{
  return get_private (self)->has_more;
}

/**
 * bty_paged_list_peek:
 * @self: a list
 * @position: less than its size
 *
 * Returns: (transfer none): the record there
 */
gpointer
bty_paged_list_peek (BtyPagedList *self,
                     guint         position)
{
  return g_ptr_array_index (get_private (self)->records, position);
}

/**
 * bty_paged_list_find:
 * @self: a list
 * @id: the key of a record
 * @position: (out): where it is
 *
 * Returns: whether it is loaded
 */
gboolean
bty_paged_list_find (BtyPagedList *self,
                     const char   *id,
                     guint        *position)
{
  GPtrArray *records = get_private (self)->records;

  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (bty_record_get_id (records->pdata[i]), id) == 0)
      {
        *position = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * bty_paged_list_insert:
 * @self: a list
 * @position: at most its size
 * @record: (transfer none): what comes there
 */
void
bty_paged_list_insert (BtyPagedList *self,
                       guint         position,
                       gpointer      record)
{
  g_ptr_array_insert (get_private (self)->records, (int) position, g_object_ref (record));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

/**
 * bty_paged_list_remove:
 * @self: a list
 * @position: less than its size
 */
void
bty_paged_list_remove (BtyPagedList *self,
                       guint         position)
{
  g_ptr_array_remove_index (get_private (self)->records, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}
