/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chat-service.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-conversation-private.h"
#include "bty-error.h"
#include "bty-message-store.h"
#include "bty-session-store.h"
#include "bty-worker.h"

/**
 * BtyChatService:
 *
 * Opens conversations. There is one object for each that is open, so that two windows show the same.
 */
struct _BtyChatService
{
  GObject        parent_instance;

  /* Owned */
  BtyBotService *bots;
  BtyServices   *services;

  /* Borrowed */
  GPtrArray     *open;       /* of BtyConversation, as long as each lives */
};

G_DEFINE_FINAL_TYPE (BtyChatService, bty_chat_service, G_TYPE_OBJECT)

/* What is read from the database to open a session. */
typedef struct
{
  char      *id;
  GPtrArray *messages;
  GPtrArray *attachments;
} Opening;

static void
free_opening (Opening *opening)
{
  g_free (opening->id);
  g_clear_pointer (&opening->messages, g_ptr_array_unref);
  g_clear_pointer (&opening->attachments, g_ptr_array_unref);
  g_free (opening);
}

static gpointer
read_on_db (BtyDatabase   *database,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Opening *opening = data;

  /* They are there already if the connection was lost after that. */
  if (opening->messages == NULL)
    opening->messages = bty_message_store_list (database, opening->id, error);
  if (opening->messages == NULL)
    return NULL;
  opening->attachments = bty_message_store_list_attachments (database, opening->id, error);

  return opening->attachments;
}

static gpointer
purge_on_db (BtyDatabase   *database,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  return GINT_TO_POINTER (bty_session_store_delete (database, data, error));
}

static void
forget_cb (gpointer  open,
           GObject  *where_the_object_was)
{
  g_ptr_array_remove_fast (open, where_the_object_was);
  g_ptr_array_unref (open);
}

static BtyConversation *
find_open (BtyChatService *self,
           const char     *session_id)
{
  for (guint i = 0; i < self->open->len; i++)
    if (g_str_equal (bty_conversation_get_session (g_ptr_array_index (self->open, i))->id, session_id))
      return g_ptr_array_index (self->open, i);

  return NULL;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  BtyChatService *self = BTY_CHAT_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  BtySession *session = g_task_get_task_data (task);
  Opening *opening = g_task_get_task_data (G_TASK (result));
  BtyBot *bot = bty_bot_service_find (self->bots, session->bot_id);
  BtyConversation *conversation = find_open (self, session->id);
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error == NULL && bot == NULL)
    g_set_error_literal (&error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("The bot of this conversation was deleted."));
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (conversation != NULL)
    g_object_ref (conversation);
  else
    {
      conversation = bty_conversation_new (self->services, session, bot, opening->messages, opening->attachments);
      g_ptr_array_add (self->open, conversation);
      g_object_weak_ref (G_OBJECT (conversation), forget_cb, g_ptr_array_ref (self->open));
    }
  g_task_return_pointer (task, conversation, g_object_unref);
}

static void
got_session_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyChatService *self = g_task_get_source_object (task);
  GError *error = NULL;
  BtySession *session = bty_session_service_get_finish (BTY_SESSION_SERVICE (source), result, &error);
  g_autoptr(GTask) inner = NULL;
  Opening *opening;

  if (session == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  opening = g_new0 (Opening, 1);
  opening->id = g_strdup (session->id);
  g_task_set_task_data (task, session, g_object_unref);
  inner = g_task_new (self, g_task_get_cancellable (task), read_cb, task);
  g_task_set_source_tag (inner, got_session_cb);
  g_task_set_task_data (inner, opening, (GDestroyNotify) free_opening);
  g_steal_pointer (&task);
  bty_worker_read (self->services->worker, inner, read_on_db, NULL);
}

static void
purged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  BtyChatService *self = BTY_CHAT_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_signal_emit_by_name (self->services->sessions, "removed", g_task_get_task_data (G_TASK (result)));
  g_task_return_boolean (task, TRUE);
}

/* Whoever shows what was forgotten shows it so from now on. */
static void
message_forgotten_cb (BtyChatService *self,
                      BtyMessage     *message,
                      BtySession     *session)
{
  BtyConversation *conversation = find_open (self, session->id);

  if (conversation != NULL)
    bty_conversation_take_forgotten (conversation, message);
  if (session->deleted_at == BTY_UNSET)
    bty_session_service_publish (self->services->sessions, session);
}

static void
bty_chat_service_finalize (GObject *object)
{
  BtyChatService *self = BTY_CHAT_SERVICE (object);

  g_clear_object (&self->bots);
  g_clear_pointer (&self->services, bty_services_unref);
  g_clear_pointer (&self->open, g_ptr_array_unref);

  G_OBJECT_CLASS (bty_chat_service_parent_class)->finalize (object);
}

static void
bty_chat_service_class_init (BtyChatServiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_chat_service_finalize;
}

static void
bty_chat_service_init (BtyChatService *self)
{
  self->open = g_ptr_array_new ();
}

/**
 * bty_chat_service_new:
 * @bots: whom one can talk with
 * @memories: who forgets messages
 * @services: (transfer full): what a conversation works with
 *
 * Returns: (transfer full): the service
 */
BtyChatService *
bty_chat_service_new (BtyBotService    *bots,
                      BtyMemoryService *memories,
                      BtyServices      *services)
{
  BtyChatService *self = g_object_new (BTY_TYPE_CHAT_SERVICE, NULL);

  self->bots = g_object_ref (bots);
  self->services = services;
  services->summaries = bty_summary_service_new (services->worker, services->providers);
  g_signal_connect_object (memories, "message-forgotten", G_CALLBACK (message_forgotten_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * bty_chat_service_is_summing_up:
 * @self: the service
 *
 * Returns: whether the beginning of a conversation is being summed up
 */
gboolean
bty_chat_service_is_summing_up (BtyChatService *self)
{
  return bty_summary_service_get_busy (self->services->summaries);
}

/**
 * bty_chat_service_stop_all:
 * @self: the service
 *
 * Stops every reply that is arriving; what has arrived is saved.
 *
 * Returns: whether any is still being saved
 */
gboolean
bty_chat_service_stop_all (BtyChatService *self)
{
  gboolean busy = FALSE;

  for (guint i = 0; i < self->open->len; i++)
    {
      BtyConversation *conversation = g_ptr_array_index (self->open, i);

      bty_conversation_stop (conversation);
      busy = busy || bty_conversation_get_busy (conversation);
    }

  return busy;
}

/**
 * bty_chat_service_open_async:
 * @self: the service
 * @session_id: which one
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Opens a session, or finds it open.
 */
void
bty_chat_service_open_async (BtyChatService      *self,
                             const char          *session_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BtyConversation *conversation = find_open (self, session_id);

  g_task_set_source_tag (task, bty_chat_service_open_async);
  if (conversation != NULL)
    {
      g_task_return_pointer (task, g_object_ref (conversation), g_object_unref);
      g_object_unref (task);
      return;
    }
  bty_session_service_get_async (self->services->sessions, session_id, cancellable, got_session_cb, task);
}

/**
 * bty_chat_service_open_finish:
 *
 * Returns: (transfer full) (nullable): the conversation; hold it as long as it is shown
 */
BtyConversation *
bty_chat_service_open_finish (BtyChatService  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_chat_service_close_async:
 * @self: the service
 * @conversation: a conversation that is not shown any more
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Ends a private session for good; others stay as they are.
 */
void
bty_chat_service_close_async (BtyChatService      *self,
                              BtyConversation     *conversation,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BtySession *session = bty_conversation_get_session (conversation);
  g_autoptr(GTask) inner = NULL;

  g_task_set_source_tag (task, bty_chat_service_close_async);
  if (!session->private)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  bty_conversation_stop (conversation);
  inner = g_task_new (self, NULL, purged_cb, task);
  g_task_set_task_data (inner, g_strdup (session->id), g_free);
  bty_worker_write (self->services->worker, inner, purge_on_db, NULL);
}

/**
 * bty_chat_service_close_finish:
 *
 * Returns: whether it is gone, if it had to go
 */
gboolean
bty_chat_service_close_finish (BtyChatService  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
