/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-list.h"

#include <string.h>

struct _BtySessionList
{
  BtyPagedList       parent_instance;

  /* Owned */
  BtySessionService *service;
  char              *bot_id;
  char              *folder;

  gboolean           archived;
};

G_DEFINE_FINAL_TYPE (BtySessionList, bty_session_list, BTY_TYPE_PAGED_LIST)

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

static void
insert_sorted (BtyPagedList *list,
               BtySession   *session)
{
  guint n_sessions = bty_paged_list_get_size (list);
  guint position = 0;

  while (position < n_sessions && compare_sessions (bty_paged_list_peek (list, position), session) < 0)
    position++;
  /* Beyond what is loaded it will come with its page. */
  if (position < n_sessions || !bty_paged_list_has_more (list))
    bty_paged_list_insert (list, position, session);
}

static gboolean
is_in_place (BtyPagedList *list,
             guint         position)
{
  BtySession *session = bty_paged_list_peek (list, position);

  return (position == 0 || compare_sessions (bty_paged_list_peek (list, position - 1), session) <= 0)
         && (position + 1 == bty_paged_list_get_size (list)
             || compare_sessions (session, bty_paged_list_peek (list, position + 1)) <= 0);
}

static void
removed_cb (BtySessionService *service,
            const char        *id,
            BtyPagedList      *list)
{
  guint position;

  if (bty_paged_list_find (list, id, &position))
    bty_paged_list_remove (list, position);
}

static void
changed_cb (BtySessionService *service,
            BtySession        *session,
            BtySessionList    *self)
{
  BtyPagedList *list = BTY_PAGED_LIST (self);
  guint position;

  if (bty_paged_list_find (list, session->id, &position))
    {
      /* The row follows the properties by itself; only the place may be another one. */
      if (belongs (self, session) && is_in_place (list, position))
        return;
      bty_paged_list_remove (list, position);
    }
  if (belongs (self, session))
    insert_sorted (list, session);
}

static void
renewed_cb (BtySessionService *service,
            BtyPagedList      *list)
{
  bty_paged_list_clear (list);
  bty_paged_list_load (list, 0, BTY_SESSION_PAGE);
}

static void
bty_session_list_ask (BtyPagedList        *list,
                      guint                offset,
                      guint                n_wanted,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  BtySessionList *self = BTY_SESSION_LIST (list);
  BtySessionFilter filter = { self->bot_id, self->folder, self->archived };
  BtySession *last = offset > 0 ? bty_paged_list_peek (list, offset - 1) : NULL;

  bty_session_service_list_async (self->service, &filter, last, cancellable, callback, user_data);
}

static GPtrArray *
bty_session_list_answer (BtyPagedList  *list,
                         GObject       *source,
                         GAsyncResult  *result,
                         GError       **error)
{
  return bty_session_service_list_finish (BTY_SESSION_SERVICE (source), result, error);
}

static void
bty_session_list_dispose (GObject *object)
{
  g_clear_object (&BTY_SESSION_LIST (object)->service);

  G_OBJECT_CLASS (bty_session_list_parent_class)->dispose (object);
}

static void
bty_session_list_finalize (GObject *object)
{
  BtySessionList *self = BTY_SESSION_LIST (object);

  g_free (self->bot_id);
  g_free (self->folder);

  G_OBJECT_CLASS (bty_session_list_parent_class)->finalize (object);
}

static void
bty_session_list_class_init (BtySessionListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  BtyPagedListClass *list_class = BTY_PAGED_LIST_CLASS (class);

  object_class->dispose = bty_session_list_dispose;
  object_class->finalize = bty_session_list_finalize;

  list_class->item_type = BTY_TYPE_SESSION;
  list_class->page = BTY_SESSION_PAGE;
  list_class->ask = bty_session_list_ask;
  list_class->answer = bty_session_list_answer;
}

static void
bty_session_list_init (BtySessionList *self)
{
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
  g_signal_connect_object (service, "renewed", G_CALLBACK (renewed_cb), self, 0);

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
  char *bot_id = g_strdup (filter->bot_id);
  char *folder = g_strdup (filter->folder);

  g_free (self->bot_id);
  g_free (self->folder);
  self->bot_id = bot_id;
  self->folder = folder;
  self->archived = filter->archived;

  renewed_cb (self->service, BTY_PAGED_LIST (self));
}
