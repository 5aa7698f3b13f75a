/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-conversation-private.h"

#include "bty-conversation-jobs.h"

/* How long typing may rest before the draft is saved. */
#define DRAFT_DELAY_MS 500

typedef enum
{
  PROP_SESSION = 1,
  PROP_BOT,
  PROP_BUSY,
  N_PROPERTIES,
} BtyConversationProperty;

static GParamSpec *properties[N_PROPERTIES];

static GType
bty_conversation_get_item_type (GListModel *model)
{
  return BTY_TYPE_MESSAGE;
}

static guint
bty_conversation_get_n_items (GListModel *model)
{
  return BTY_CONVERSATION (model)->shown->len;
}

static gpointer
bty_conversation_get_item (GListModel *model,
                           guint       position)
{
  BtyConversation *self = BTY_CONVERSATION (model);

  return position < self->shown->len ? g_object_ref (g_ptr_array_index (self->shown, position)) : NULL;
}

static void
implement_list_model (GListModelInterface *interface)
{
  interface->get_item_type = bty_conversation_get_item_type;
  interface->get_n_items = bty_conversation_get_n_items;
  interface->get_item = bty_conversation_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BtyConversation, bty_conversation, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, implement_list_model))

/**
 * bty_conversation_show_branch:
 * @self: a conversation
 *
 * Shows the branch that ends with the session's head; only the part that differs is announced.
 */
void
bty_conversation_show_branch (BtyConversation *self)
{
  g_autoptr(GPtrArray) old = self->shown;
  guint same = 0;

  self->shown = bty_message_tree_get_branch (self->tree, self->session->head_id);
  while (same < old->len && same < self->shown->len && old->pdata[same] == self->shown->pdata[same])
    same++;
  if (same < old->len || same < self->shown->len)
    g_list_model_items_changed (G_LIST_MODEL (self), same, old->len - same, self->shown->len - same);
}

static void
set_head (BtyConversation *self,
          const char      *head_id)
{
  g_object_set (self->session, "head-id", head_id, NULL);
  bty_conversation_show_branch (self);
}

/**
 * bty_conversation_take_forgotten:
 * @self: a conversation
 * @forgotten: a message of it that was forgotten, as it is stored now
 *
 * Shows it so, and does not send it again.
 */
void
bty_conversation_take_forgotten (BtyConversation *self,
                                 BtyMessage      *forgotten)
{
  BtyMessage *message = bty_message_tree_get (self->tree, forgotten->id);

  if (message == NULL || bty_message_is_forgotten (message))
    return;

  if (g_strcmp0 (self->session->draft, message->content) == 0)
    g_object_set (self->session, "draft", "", NULL);
  g_hash_table_remove (self->attachments, message->id);
  g_ptr_array_remove (self->unsaved, message);
  bty_record_assign (message, forgotten);
}

/**
 * bty_conversation_set_replying:
 * @self: a conversation
 * @replying: (nullable): what stops the reply that is arriving; %NULL = none is
 */
void
bty_conversation_set_replying (BtyConversation *self,
                               GCancellable    *replying)
{
  if (g_set_object (&self->replying, replying))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
session_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtySession) stored = g_task_propagate_pointer (G_TASK (result), &error);
  BtyConversation *self = BTY_CONVERSATION (source);

  if (stored != NULL)
    bty_session_service_publish (self->services->sessions, stored);
  else
    g_message ("A change of a conversation was not stored: %s", error->message);
}

/**
 * bty_conversation_run_session_job:
 * @self: a conversation
 * @func: a job that returns the stored session
 * @reply: (nullable): a message it needs
 *
 * Stores something of the session, as its draft or its title, and tells every list.
 */
void
bty_conversation_run_session_job (BtyConversation *self,
                                  BtyJobFunc       func,
                                  BtyMessage      *reply)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, session_saved_cb, NULL);
  BtyConversationJob *job = bty_conversation_job_new (self->session);

  if (reply != NULL)
    g_ptr_array_add (job->messages, bty_record_copy (reply));
  g_task_set_source_tag (task, bty_conversation_run_session_job);
  g_task_set_task_data (task, job, (GDestroyNotify) bty_conversation_job_free);
  bty_worker_write (self->services->worker, task, func, g_object_unref);
}

static gboolean
save_draft_cb (gpointer user_data)
{
  BtyConversation *self = user_data;

  self->draft_timer = 0;
  bty_conversation_run_session_job (self, bty_conversation_save_draft_on_db, NULL);

  return G_SOURCE_REMOVE;
}

static void
bty_conversation_get_property (GObject    *object,
                               guint       property,
                               GValue     *value,
                               GParamSpec *pspec)
{
  BtyConversation *self = BTY_CONVERSATION (object);

  switch ((BtyConversationProperty) property)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_BOT:
      g_value_set_object (value, self->bot);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->replying != NULL);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_conversation_dispose (GObject *object)
{
  BtyConversation *self = BTY_CONVERSATION (object);

  if (self->draft_timer != 0)
    {
      /* The job takes a reference of its own; what was typed last is not lost. */
      g_clear_handle_id (&self->draft_timer, g_source_remove);
      bty_conversation_run_session_job (self, bty_conversation_save_draft_on_db, NULL);
    }
  /* Nobody shows it any more. */
  if (self->services != NULL)
    bty_capture_service_note_end (self->services->capture, self->session->id);

  G_OBJECT_CLASS (bty_conversation_parent_class)->dispose (object);
}

static void
bty_conversation_finalize (GObject *object)
{
  BtyConversation *self = BTY_CONVERSATION (object);

  g_clear_object (&self->replying);
  g_clear_pointer (&self->services, bty_services_unref);
  g_clear_object (&self->session);
  g_clear_object (&self->bot);
  g_clear_pointer (&self->tree, bty_message_tree_free);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->attachments, g_hash_table_unref);
  g_clear_pointer (&self->unsaved, g_ptr_array_unref);

  G_OBJECT_CLASS (bty_conversation_parent_class)->finalize (object);
}

static void
bty_conversation_class_init (BtyConversationClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = bty_conversation_get_property;
  object_class->dispose = bty_conversation_dispose;
  object_class->finalize = bty_conversation_finalize;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BTY_TYPE_SESSION, flags);
  properties[PROP_BOT] = g_param_spec_object ("bot", NULL, NULL, BTY_TYPE_BOT, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bty_conversation_init (BtyConversation *self)
{
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->unsaved = g_ptr_array_new_with_free_func (g_object_unref);
  self->attachments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * bty_conversation_new:
 * @services: what it works with
 * @session: the session
 * @bot: whom it is with
 * @messages: (element-type BtyMessage): all messages of the session, oldest first
 * @attachments: (element-type BtyAttachment): all that goes with them
 *
 * Returns: (transfer full): the open session
 */
BtyConversation *
bty_conversation_new (BtyServices *services,
                      BtySession  *session,
                      BtyBot      *bot,
                      GPtrArray   *messages,
                      GPtrArray   *attachments)
{
  BtyConversation *self = g_object_new (BTY_TYPE_CONVERSATION, NULL);

  self->services = bty_services_ref (services);
  self->session = g_object_ref (session);
  self->bot = g_object_ref (bot);
  self->tree = bty_message_tree_new (messages);
  for (guint i = 0; i < attachments->len; i++)
    {
      BtyAttachment *attachment = g_ptr_array_index (attachments, i);
      GPtrArray *list = g_hash_table_lookup (self->attachments, attachment->message_id);

      if (list == NULL)
        {
          list = g_ptr_array_new_with_free_func (g_object_unref);
          g_hash_table_insert (self->attachments, g_strdup (attachment->message_id), list);
        }
      g_ptr_array_add (list, g_object_ref (attachment));
    }
  bty_conversation_show_branch (self);

  return self;
}

/**
 * bty_conversation_get_session:
 * @self: a conversation
 *
 * Returns: (transfer none): its session
 */
BtySession *
bty_conversation_get_session (BtyConversation *self)
{
  return self->session;
}

/**
 * bty_conversation_get_bot:
 * @self: a conversation
 *
 * Returns: (transfer none): whom it is with
 */
BtyBot *
bty_conversation_get_bot (BtyConversation *self)
{
  return self->bot;
}

/**
 * bty_conversation_get_busy:
 * @self: a conversation
 *
 * Returns: whether a reply is arriving
 */
gboolean
bty_conversation_get_busy (BtyConversation *self)
{
  return self->replying != NULL;
}

/**
 * bty_conversation_stop:
 * @self: a conversation
 *
 * Stops the reply that is arriving; what has arrived is kept.
 */
void
bty_conversation_stop (BtyConversation *self)
{
  g_cancellable_cancel (self->replying);
}

/**
 * bty_conversation_step:
 * @self: a conversation
 * @message: a shown message
 * @direction: -1 = the version before it, +1 = the one after it
 *
 * Shows another version of @message with all that followed it, if there is one.
 */
void
bty_conversation_step (BtyConversation *self,
                       BtyMessage      *message,
                       int              direction)
{
  guint index;
  guint count;
  GPtrArray *versions;

  bty_conversation_get_version (self, message, &index, &count);
  if (self->replying != NULL || (direction < 0 && index == 0) || (direction > 0 && index + 1 >= count))
    return;

  versions = bty_message_tree_get_versions (self->tree, message);
  message = g_ptr_array_index (versions, index + (direction < 0 ? -1 : 1));
  set_head (self, bty_message_tree_get_leaf (self->tree, message)->id);
  bty_conversation_run_session_job (self, bty_conversation_save_head_on_db, NULL);
}

/**
 * bty_conversation_branch:
 * @self: a conversation
 * @message: (nullable): a shown message; %NULL = back to the end of the newest branch
 *
 * Goes on from @message: what followed stays as another version.
 */
void
bty_conversation_branch (BtyConversation *self,
                         BtyMessage      *message)
{
  if (self->replying != NULL || self->shown->len == 0)
    return;

  if (message == NULL)
    message = bty_message_tree_get_leaf (self->tree, g_ptr_array_index (self->shown, self->shown->len - 1));
  set_head (self, message->id);
  bty_conversation_run_session_job (self, bty_conversation_save_head_on_db, NULL);
}

/**
 * bty_conversation_reveal:
 * @self: a conversation
 * @message_id: a message of the session
 * @position: (out): where it is in the list then
 *
 * Shows the branch that a message is on.
 *
 * Returns: whether there is such a message
 */
gboolean
bty_conversation_reveal (BtyConversation *self,
                         const char      *message_id,
                         guint           *position)
{
  BtyMessage *message = bty_message_tree_get (self->tree, message_id);

  if (message == NULL)
    return FALSE;
  if (g_ptr_array_find (self->shown, message, position))
    return TRUE;

  if (self->replying != NULL)
    return FALSE;
  set_head (self, bty_message_tree_get_leaf (self->tree, message)->id);

  return g_ptr_array_find (self->shown, message, position);
}

/**
 * bty_conversation_get_version:
 * @self: a conversation
 * @message: a message of it
 * @index: (out): which version it is, from 0
 * @count: (out): how many there are
 */
void
bty_conversation_get_version (BtyConversation *self,
                              BtyMessage      *message,
                              guint           *index,
                              guint           *count)
{
  GPtrArray *versions = bty_message_tree_get_versions (self->tree, message);

  *index = 0;
  *count = versions != NULL ? versions->len : 1;
  if (versions != NULL)
    g_ptr_array_find (versions, message, index);
}

/**
 * bty_conversation_get_attachments:
 * @self: a conversation
 * @message: a message of it
 *
 * Returns: (transfer none) (nullable) (element-type BtyAttachment): what goes with @message
 */
GPtrArray *
bty_conversation_get_attachments (BtyConversation *self,
                                  BtyMessage      *message)
{
  return g_hash_table_lookup (self->attachments, message->id);
}

/**
 * bty_conversation_set_draft:
 * @self: a conversation
 * @text: what is typed and not sent
 *
 * Keeps a draft; it is saved soon after typing rests.
 */
void
bty_conversation_set_draft (BtyConversation *self,
                            const char      *text)
{
  if (g_strcmp0 (self->session->draft, text) == 0)
    return;

  g_object_set (self->session, "draft", text, NULL);
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  self->draft_timer = g_timeout_add (DRAFT_DELAY_MS, save_draft_cb, self);
}
