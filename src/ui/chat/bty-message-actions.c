/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chat-page-private.h"

#include <glib/gi18n.h>

#include "bty-forget.h"
#include "bty-provider-choice.h"

/* What can be done with one message, as the action group "message". Each action takes the id of the message. */

static BtyMessage *
find (BtyChatPage *self,
      GVariant    *parameter)
{
  const char *id = g_variant_get_string (parameter, NULL);
  GListModel *model = G_LIST_MODEL (self->conversation);

  for (guint i = model != NULL ? g_list_model_get_n_items (model) : 0; i > 0; i--)
    {
      g_autoptr(BtyMessage) message = g_list_model_get_item (model, i - 1);

      if (g_str_equal (message->id, id))
        return message;
    }

  return NULL;
}

/* The reply that is meant: the one to what the user said, if that was pointed at. */
static BtyMessage *
find_reply (BtyChatPage *self,
            GVariant    *parameter)
{
  BtyMessage *message = find (self, parameter);
  GListModel *model = G_LIST_MODEL (self->conversation);

  if (message == NULL || message->role == BTY_ROLE_ASSISTANT)
    return message;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(BtyMessage) reply = g_list_model_get_item (model, i);

      if (g_strcmp0 (reply->parent_id, message->id) == 0)
        return reply;
    }

  return NULL;
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BtyMessage *message = find (user_data, parameter);

  if (message != NULL)
    bty_chat_page_copy (user_data, message);
}

static void
edit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BtyMessage *message = find (user_data, parameter);

  if (message != NULL)
    bty_chat_page_edit (user_data, message);
}

static void
regenerate_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  BtyChatPage *self = user_data;
  BtyMessage *reply = find_reply (self, parameter);

  if (reply != NULL)
    bty_chat_page_regenerate (self, reply, bty_answer_button_get_provider (self->answer));
}

static void
branch_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  BtyChatPage *self = user_data;
  BtyMessage *message = find (self, parameter);

  if (message == NULL)
    return;

  bty_conversation_branch (self->conversation, message);
  bty_chat_page_focus (self);
}

static void
step_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BtyChatPage *self = user_data;
  BtyMessage *message = find (self, parameter);
  int direction = g_str_equal (g_action_get_name (G_ACTION (action)), "version-next") ? 1 : -1;

  if (message != NULL)
    bty_conversation_step (self->conversation, message, direction);
}

static void
details_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  BtyMessage *reply = find_reply (user_data, parameter);

  if (reply != NULL)
    bty_chat_page_set_explained (user_data, reply);
}

static void
remember_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  BtyMessage *message = find (user_data, parameter);

  if (message != NULL && message->content != NULL)
    bty_chat_page_remember (user_data, message->content, message);
}

static void
forget_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  BtyChatPage *self = user_data;
  BtyMessage *message = find (self, parameter);

  if (message != NULL)
    bty_forget_message (GTK_WIDGET (self), bty_profile_get_memories (self->profile), message->id);
}

static void
answer_with_cb (GtkWidget  *widget,
                const char *provider,
                gpointer    data)
{
  bty_chat_page_regenerate (BTY_CHAT_PAGE (widget), data, provider);
}

static void
continue_with_cb (GtkWidget  *widget,
                  const char *provider,
                  gpointer    data)
{
  bty_chat_page_continue (BTY_CHAT_PAGE (widget), data, provider);
}

static void
ask (BtyChatPage           *self,
     const char            *heading,
     BtyMessage            *message,
     BtyProviderChoiceFunc  func)
{
  GListModel *providers = bty_provider_service_get_providers (bty_profile_get_providers (self->profile));

  if (message != NULL)
    bty_provider_choice_present (GTK_WIDGET (self), heading, providers, func, g_object_ref (message), g_object_unref);
}

static void
answer_with_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  ask (user_data, _("Answer With"), find_reply (user_data, parameter), answer_with_cb);
}

static void
continue_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  ask (user_data, _("Continue With"), find (user_data, parameter), continue_with_cb);
}

static const GActionEntry actions[] = {
  { "copy", copy_action, "s" },
  { "edit", edit_action, "s" },
  { "regenerate", regenerate_action, "s" },
  { "branch", branch_action, "s" },
  { "version-previous", step_action, "s" },
  { "version-next", step_action, "s" },
  { "details", details_action, "s" },
  { "remember", remember_action, "s" },
  { "forget", forget_action, "s" },
  { "answer-with", answer_with_action, "s" },
  { "continue", continue_action, "s" },
};

/* What changes the tree has to wait while a reply arrives. */
static const char * const changing[] = {
  "edit", "regenerate", "branch", "version-previous", "version-next", "answer-with", "continue",
  "forget",
};

/**
 * bty_chat_page_enable_message_actions:
 * @self: a page
 * @enabled: whether messages can be changed now
 */
void
bty_chat_page_enable_message_actions (BtyChatPage *self,
                                      gboolean     enabled)
{
  for (guint i = 0; i < G_N_ELEMENTS (changing); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->message_actions), changing[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
    }
}

/**
 * bty_chat_page_install_message_actions:
 * @self: a page
 *
 * Gives the page what its messages ask for.
 */
void
bty_chat_page_install_message_actions (BtyChatPage *self)
{
  self->message_actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->message_actions), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "message", G_ACTION_GROUP (self->message_actions));
}
