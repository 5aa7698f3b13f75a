/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-list.h"

#include <string.h>

struct _BtySessionList
{
  GObject            parent_instance;

  /* Owned */
  BtySessionService *service;
  GPtrArray         *sessions;
  GCancellable      *loading;     /* NULL = no page is being loaded */
  char              *bot_id;
  char              *folder;
  char              *error;

  gboolean           archived;
  gboolean           has_more;
};

typedef enum
{
  PROP_LOADING = 1,
  PROP_HAS_MORE,
  PROP_ERROR,
  N_PROPERTIES,
} BtySessionListProperty;

static GParamSpec *properties[N_PROPERTIES];

static GType
bty_session_list_get_item_type (GListModel *model)
{
  return BTY_TYPE_SESSION;
}

static guint
bty_session_list_get_n_items (GListModel *model)
{
  return BTY_SESSION_LIST (model)->sessions->len;
}

static gpointer
bty_session_list_get_item (GListModel *model,
                           guint       position)
{
  BtySessionList *self = BTY_SESSION_LIST (model);

  return position < self->sessions->len ? g_object_ref (g_ptr_array_index (self->sessions, position)) : NULL;
}

static void
implement_list_model (GListModelInterface *interface)
{
  interface->get_item_type = bty_session_list_get_item_type;
  interface->get_n_items = bty_session_list_get_n_items;
  interface->get_item = bty_session_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BtySessionList, bty_session_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, implement_list_model))

/* Pinned ones first, then the newest; the same order as the store's. */
static int
compare_sessions (BtySession *a,
                  BtySession *b)
{
  if (a->pinned != b->pinned)
    return a->pinned ? -1 : 1;
  if (a->updated_at != b->updated_at)
    return a->updated_at > b->updated_at ? -1 : 1;

  return -strcmp (a->id, b->id);
}

static gboolean
belongs (BtySessionList *self,
         BtySession     *session)
{
  return session->deleted_at == BTY_UNSET
         && !session->archived == !self->archived
         && (self->bot_id == NULL || g_strcmp0 (session->bot_id, self->bot_id) == 0)
         && (self->folder == NULL || g_strcmp0 (session->folder, self->folder) == 0);
}

static gboolean
find (BtySessionList *self,
      const char     *id,
      guint          *position)
{
  for (guint i = 0; i < self->sessions->len; i++)
    {
      BtySession *session = g_ptr_array_index (self->sessions, i);

      if (g_str_equal (session->id, id))
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

static void
remove_at (BtySessionList *self,
           guint           position)
{
  g_ptr_array_remove_index (self->sessions, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
insert_sorted (BtySessionList *self,
               BtySession     *session)
{
  guint position = 0;

  while (position < self->sessions->len
         && compare_sessions (g_ptr_array_index (self->sessions, position), session) < 0)
    position++;
  /* Beyond what is loaded it will come with its page. */
  if (position == self->sessions->len && self->has_more)
    return;

  g_ptr_array_insert (self->sessions, position, g_object_ref (session));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static gboolean
is_in_place (BtySessionList *self,
             guint           position)
{
  BtySession *session = g_ptr_array_index (self->sessions, position);

  return (position == 0 || compare_sessions (g_ptr_array_index (self->sessions, position - 1), session) <= 0)
         && (position + 1 == self->sessions->len
             || compare_sessions (session, g_ptr_array_index (self->sessions, position + 1)) <= 0);
}

static void
removed_cb (BtySessionService *service,
            const char        *id,
            BtySessionList    *self)
{
  guint position;

  if (find (self, id, &position))
    remove_at (self, position);
}

static void
changed_cb (BtySessionService *service,
            BtySession        *session,
            BtySessionList    *self)
{
  guint position;

  if (find (self, session->id, &position))
    {
      /* The row follows the properties by itself; only the place may be another one. */
      if (belongs (self, session) && is_in_place (self, position))
        return;
      remove_at (self, position);
    }
  if (belongs (self, session))
    insert_sorted (self, session);
}

static void
set_error (BtySessionList *self,
           const char     *message)
{
  if (g_strcmp0 (self->error, message) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
set_has_more (BtySessionList *self,
              gboolean        has_more)
{
  if (self->has_more == has_more)
    return;

  self->has_more = has_more;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_MORE]);
}

static void
append_page (BtySessionList *self,
             GPtrArray      *page)
{
  guint first = self->sessions->len;

  for (guint i = 0; i < page->len; i++)
    {
      BtySession *session = g_ptr_array_index (page, i);
      guint position;

      if (!find (self, session->id, &position))
        g_ptr_array_add (self->sessions, g_object_ref (session));
    }
  if (self->sessions->len > first)
    g_list_model_items_changed (G_LIST_MODEL (self), first, 0, self->sessions->len - first);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) page = bty_session_service_list_finish (BTY_SESSION_SERVICE (source), result, &error);
  BtySessionList *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  g_clear_object (&self->loading);
  set_error (self, error != NULL ? error->message : NULL);
  if (page != NULL)
    {
      set_has_more (self, page->len == BTY_SESSION_PAGE);
      append_page (self, page);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
stop_loading (BtySessionList *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
bty_session_list_get_property (GObject    *object,
                               guint       property,
                               GValue     *value,
                               GParamSpec *pspec)
{
  BtySessionList *self = BTY_SESSION_LIST (object);

  switch ((BtySessionListProperty) property)
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
bty_session_list_dispose (GObject *object)
{
  BtySessionList *self = BTY_SESSION_LIST (object);

  stop_loading (self);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_session_list_parent_class)->dispose (object);
}

static void
bty_session_list_finalize (GObject *object)
{
  BtySessionList *self = BTY_SESSION_LIST (object);

  g_ptr_array_unref (self->sessions);
  g_free (self->bot_id);
  g_free (self->folder);
  g_free (self->error);

  G_OBJECT_CLASS (bty_session_list_parent_class)->finalize (object);
}

static void
bty_session_list_class_init (BtySessionListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = bty_session_list_get_property;
  object_class->dispose = bty_session_list_dispose;
  object_class->finalize = bty_session_list_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bty_session_list_init (BtySessionList *self)
{
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * bty_session_list_new:
 * @service: where the sessions come from
 *
 * Returns: (transfer full): an empty list; set a filter to load its first page
 */
BtySessionList *
bty_session_list_new (BtySessionService *service)
{
  BtySessionList *self = g_object_new (BTY_TYPE_SESSION_LIST, NULL);

  self->service = g_object_ref (service);
  g_signal_connect_object (service, "added", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (service, "changed", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (service, "removed", G_CALLBACK (removed_cb), self, 0);

  return self;
}

/**
 * bty_session_list_set_filter:
 * @self: a list
 * @filter: which sessions it shows; copied
 *
 * Empties the list and loads its first page.
 */
void
bty_session_list_set_filter (BtySessionList         *self,
                             const BtySessionFilter *filter)
{
  guint n_sessions = self->sessions->len;

  stop_loading (self);
  g_free (self->bot_id);
  g_free (self->folder);
  self->bot_id = g_strdup (filter->bot_id);
  self->folder = g_strdup (filter->folder);
  self->archived = filter->archived;

  g_ptr_array_set_size (self->sessions, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_sessions, 0);
  set_has_more (self, TRUE);
  bty_session_list_load_more (self);
}

/**
 * bty_session_list_load_more:
 * @self: a list
 *
 * Loads the next page, unless there is none or one is being loaded.
 */
void
bty_session_list_load_more (BtySessionList *self)
{
  BtySessionFilter filter = { self->bot_id, self->folder, self->archived };
  BtySession *last = NULL;

  if (self->loading != NULL || !self->has_more)
    return;

  if (self->sessions->len > 0)
    last = g_ptr_array_index (self->sessions, self->sessions->len - 1);
  self->loading = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  bty_session_service_list_async (self->service, &filter, last, self->loading, listed_cb, self);
}
