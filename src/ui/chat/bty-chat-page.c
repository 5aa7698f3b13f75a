/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chat-page-private.h"

#include "bty-shortcuts.h"

enum
{
  PROP_0,
  PROP_EXPLAINED,
  N_PROPERTIES
};

enum
{
  EXPLAIN,
  REPLIED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyChatPage, bty_chat_page, ADW_TYPE_BIN)

static const char *
get_session_id (BtyChatPage *self)
{
  return bty_conversation_get_session (self->conversation)->id;
}

static void
show_body (BtyChatPage *self)
{
  BtySession *session = bty_conversation_get_session (self->conversation);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->conversation)) > 0)
    {
      gtk_stack_set_visible_child_name (self->body, "messages");
      return;
    }

  if (self->empty == NULL)
    {
      self->empty = BTY_EMPTY_CHAT (bty_empty_chat_new ());
      g_signal_connect_object (self->empty, "suggested", G_CALLBACK (bty_composer_set_text), self->composer,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->empty, "suggested", G_CALLBACK (bty_chat_page_focus), self, G_CONNECT_SWAPPED);
      adw_bin_set_child (self->empty_bin, GTK_WIDGET (self->empty));
    }
  bty_empty_chat_set_bot (self->empty, bty_conversation_get_bot (self->conversation), session->private);
  gtk_stack_set_visible_child_name (self->body, "empty");
}

static void
find_context (BtyMessage        *message,
              BtyMessageContext *context,
              gpointer           user_data)
{
  BtyChatPage *self = user_data;
  BtyBot *bot;
  GPtrArray *attachments;

  if (self->conversation == NULL)
    return;

  bot = bty_conversation_get_bot (self->conversation);
  attachments = bty_conversation_get_attachments (self->conversation, message);
  context->speaker = g_strdup (bot->name);
  context->emoji = g_strdup (bot->emoji);
  context->attachments = attachments != NULL ? g_ptr_array_ref (attachments) : NULL;
  bty_conversation_get_version (self->conversation, message, &context->version, &context->n_versions);
}

static void
items_changed_cb (BtyChatPage *self)
{
  show_body (self);
  bty_chat_page_update_actions (self);
  if (self->chosen == NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPLAINED]);
}

static void
busy_cb (BtyChatPage *self)
{
  bty_composer_set_busy (self->composer, bty_conversation_get_busy (self->conversation));
  bty_chat_page_update_actions (self);
}

/* What was forgotten is not written anew, and not what it was written from. */
static void
message_forgotten_cb (BtyChatPage *self,
                      BtyMessage  *message)
{
  if (self->conversation == NULL)
    return;

  if (self->edited != NULL && bty_message_is_forgotten (self->edited))
    bty_chat_page_edit (self, NULL);
  if (self->edited == NULL)
    bty_composer_set_text (self->composer, bty_conversation_get_session (self->conversation)->draft);
  bty_chat_page_update_actions (self);
}

static void
text_changed_cb (BtyChatPage *self)
{
  g_autofree char *text = NULL;

  /* Another version of what was said is no draft. */
  if (self->conversation == NULL || self->edited != NULL)
    return;

  text = bty_composer_dup_text (self->composer);
  bty_conversation_set_draft (self->conversation, text);
}

static GPtrArray *
copy_attachments (BtyChatPage *self)
{
  GListModel *model = bty_composer_get_attachments (self->composer);
  GPtrArray *attachments = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (attachments, g_list_model_get_item (model, i));

  return attachments;
}

/* Puts aside what was written for the chat that was shown. */
static void
leave (BtyChatPage *self)
{
  GPtrArray *attachments = copy_attachments (self);

  bty_chat_page_edit (self, NULL);
  g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_signal_handlers_disconnect_by_data (bty_conversation_get_bot (self->conversation), self->list);
  if (attachments->len > 0)
    g_hash_table_insert (self->unsent, g_strdup (get_session_id (self)), attachments);
  else
    g_ptr_array_unref (attachments);
  g_clear_object (&self->conversation);
  g_clear_object (&self->chosen);
  bty_composer_clear (self->composer);
}

static void
enter (BtyChatPage     *self,
       BtyConversation *conversation)
{
  BtySession *session = bty_conversation_get_session (conversation);
  GPtrArray *attachments = g_hash_table_lookup (self->unsent, session->id);

  bty_composer_set_text (self->composer, session->draft);
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    bty_composer_add_attachment (self->composer, attachments->pdata[i]);
  g_hash_table_remove (self->unsent, session->id);

  self->conversation = g_object_ref (conversation);
  g_signal_connect_object (conversation, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_conversation_get_bot (conversation), "notify",
                           G_CALLBACK (bty_conversation_list_update_context), self->list, G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::busy", G_CALLBACK (busy_cb), self, G_CONNECT_SWAPPED);
  busy_cb (self);
  show_body (self);
}

static void
send_cb (BtyChatPage *self)
{
  g_autofree char *text = bty_composer_dup_text (self->composer);
  g_autoptr(GPtrArray) attachments = copy_attachments (self);

  bty_chat_page_send (self, text, attachments);
}

static void
stop_cb (BtyChatPage *self)
{
  bty_conversation_stop (self->conversation);
}

static void
bty_chat_page_get_property (GObject    *object,
                            guint       property,
                            GValue     *value,
                            GParamSpec *pspec)
{
  g_value_set_object (value, bty_chat_page_get_explained (BTY_CHAT_PAGE (object)));
}

static void
bty_chat_page_dispose (GObject *object)
{
  BtyChatPage *self = BTY_CHAT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);
  g_clear_object (&self->chosen);
  g_clear_object (&self->edited);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->actions);
  g_clear_object (&self->message_actions);
  g_clear_object (&self->profile);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->unsent, g_hash_table_unref);

  G_OBJECT_CLASS (bty_chat_page_parent_class)->dispose (object);
}

static void
bty_chat_page_class_init (BtyChatPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bty_chat_page_dispose;
  object_class->get_property = bty_chat_page_get_property;

  properties[PROP_EXPLAINED] = g_param_spec_object ("explained", NULL, NULL, BTY_TYPE_MESSAGE,
                                                    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * BtyChatPage::explain:
   *
   * The user wants to know why a reply is as it is.
   */
  signals[EXPLAIN] = g_signal_new ("explain", BTY_TYPE_CHAT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  /**
   * BtyChatPage::replied:
   * @self: the page
   * @conversation: the chat, which may not be the open one any more
   * @message: the reply, however it ended
   */
  signals[REPLIED] = g_signal_new ("replied", BTY_TYPE_CHAT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, BTY_TYPE_CONVERSATION, BTY_TYPE_MESSAGE);

  g_type_ensure (BTY_TYPE_COMPOSER);
  g_type_ensure (BTY_TYPE_CONVERSATION_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-chat-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyChatPage, states);
  gtk_widget_class_bind_template_child (widget_class, BtyChatPage, body);
  gtk_widget_class_bind_template_child (widget_class, BtyChatPage, list);
  gtk_widget_class_bind_template_child (widget_class, BtyChatPage, empty_bin);
  gtk_widget_class_bind_template_child (widget_class, BtyChatPage, edit_bar);
  gtk_widget_class_bind_template_child (widget_class, BtyChatPage, composer);
  gtk_widget_class_bind_template_child (widget_class, BtyChatPage, answer_bin);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
}

static void
bty_chat_page_init (BtyChatPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
  self->unsent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_conversation_list_set_context_func (self->list, find_context, self, NULL);
  bty_chat_page_install_actions (self);
  bty_shortcuts_add_to_widget (GTK_WIDGET (self), "conversation");
}

/**
 * bty_chat_page_new:
 * @profile: whose chats it shows
 * @settings: what the window remembers
 *
 * Returns: (transfer floating): a page without a chat
 */
GtkWidget *
bty_chat_page_new (BtyProfile *profile,
                   GSettings  *settings)
{
  BtyChatPage *self = g_object_new (BTY_TYPE_CHAT_PAGE, NULL);
  GListModel *providers = bty_provider_service_get_providers (bty_profile_get_providers (profile));

  self->profile = g_object_ref (profile);
  self->settings = g_object_ref (settings);
  self->answer = BTY_ANSWER_BUTTON (bty_answer_button_new (providers));
  adw_bin_set_child (self->answer_bin, GTK_WIDGET (self->answer));
  g_signal_connect_object (bty_profile_get_memories (profile), "message-forgotten",
                           G_CALLBACK (message_forgotten_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_settings_bind (settings, "enter-sends", self->composer, "enter-sends", G_SETTINGS_BIND_GET);

  return GTK_WIDGET (self);
}

/**
 * bty_chat_page_get_actions:
 * @self: a page
 *
 * Returns: (transfer none): its actions, for the prefix "chat"
 */
GActionGroup *
bty_chat_page_get_actions (BtyChatPage *self)
{
  g_return_val_if_fail (BTY_IS_CHAT_PAGE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/**
 * bty_chat_page_set_conversation:
 * @self: a page
 * @conversation: (nullable): the chat to show
 */
void
bty_chat_page_set_conversation (BtyChatPage     *self,
                                BtyConversation *conversation)
{
  g_return_if_fail (BTY_IS_CHAT_PAGE (self));

  if (self->conversation == conversation)
    return;

  if (self->conversation != NULL)
    leave (self);
  if (conversation != NULL)
    enter (self, conversation);
  bty_conversation_list_set_model (self->list, G_LIST_MODEL (conversation));
  /* Between two chats nothing flickers. */
  if (conversation != NULL)
    gtk_stack_set_visible_child_name (self->states, "chat");
  bty_chat_page_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPLAINED]);
}

/**
 * bty_chat_page_show_no_bot:
 * @self: a page
 *
 * Says that there is no bot to talk with, and offers to make one.
 */
void
bty_chat_page_show_no_bot (BtyChatPage *self)
{
  g_return_if_fail (BTY_IS_CHAT_PAGE (self));

  bty_chat_page_set_conversation (self, NULL);
  gtk_stack_set_visible_child_name (self->states, "no-bot");
}

/**
 * bty_chat_page_reveal:
 * @self: a page with a chat
 * @message_id: one of its messages, on any branch
 *
 * Scrolls to the message and marks it for a moment.
 */
void
bty_chat_page_reveal (BtyChatPage *self,
                      const char  *message_id)
{
  guint position;

  g_return_if_fail (BTY_IS_CHAT_PAGE (self));

  if (self->conversation != NULL && bty_conversation_reveal (self->conversation, message_id, &position))
    bty_conversation_list_scroll_to_message (self->list, message_id);
}

/**
 * bty_chat_page_focus:
 * @self: a page
 *
 * Makes it ready to write.
 */
void
bty_chat_page_focus (BtyChatPage *self)
{
  g_return_if_fail (BTY_IS_CHAT_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/**
 * bty_chat_page_find_last:
 * @self: a page
 * @role: who speaks
 *
 * Returns: (transfer none) (nullable): the last message of that side
 */
BtyMessage *
bty_chat_page_find_last (BtyChatPage *self,
                         BtyRole      role)
{
  GListModel *model = G_LIST_MODEL (self->conversation);

  for (guint i = model != NULL ? g_list_model_get_n_items (model) : 0; i > 0; i--)
    {
      g_autoptr(BtyMessage) message = g_list_model_get_item (model, i - 1);

      if (message->role == role)
        return message;
    }

  return NULL;
}

/**
 * bty_chat_page_get_explained:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the reply the user wants to know about: the last one, unless another
 *   was chosen
 */
BtyMessage *
bty_chat_page_get_explained (BtyChatPage *self)
{
  g_return_val_if_fail (BTY_IS_CHAT_PAGE (self), NULL);

  return self->chosen != NULL ? self->chosen : bty_chat_page_find_last (self, BTY_ROLE_ASSISTANT);
}

/**
 * bty_chat_page_set_explained:
 * @self: a page
 * @message: the reply the user wants to know about
 */
void
bty_chat_page_set_explained (BtyChatPage *self,
                             BtyMessage  *message)
{
  if (g_set_object (&self->chosen, message))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPLAINED]);
  g_signal_emit (self, signals[EXPLAIN], 0);
}

/**
 * bty_chat_page_announce_reply:
 * @self: a page
 * @conversation: the chat, which may not be the open one any more
 * @message: the reply, however it ended
 */
void
bty_chat_page_announce_reply (BtyChatPage     *self,
                              BtyConversation *conversation,
                              BtyMessage      *message)
{
  g_signal_emit (self, signals[REPLIED], 0, conversation, message);
}
