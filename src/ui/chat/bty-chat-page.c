/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chat-page.h"

struct _BtyChatPage
{
  AdwBin              parent_instance;
  GSimpleActionGroup *actions;
};
enum { PROP_0, PROP_EXPLAINED };
G_DEFINE_FINAL_TYPE (BtyChatPage, bty_chat_page, ADW_TYPE_BIN)
static void bty_chat_page_get_property (GObject *o, guint p, GValue *v, GParamSpec *s) { g_value_set_object (v, NULL); }
static void bty_chat_page_class_init (BtyChatPageClass *class)
{
  G_OBJECT_CLASS (class)->get_property = bty_chat_page_get_property;
  g_object_class_install_property (G_OBJECT_CLASS (class), PROP_EXPLAINED, g_param_spec_object ("explained", NULL, NULL, BTY_TYPE_MESSAGE, G_PARAM_READABLE));
  g_signal_new ("replied", BTY_TYPE_CHAT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, BTY_TYPE_CONVERSATION, BTY_TYPE_MESSAGE);
  g_signal_new ("explain", BTY_TYPE_CHAT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}
static void bty_chat_page_init (BtyChatPage *self) { self->actions = g_simple_action_group_new ();
 adw_bin_set_child (ADW_BIN (self), g_object_new (ADW_TYPE_STATUS_PAGE, "title", "Chat", NULL)); }
GtkWidget *bty_chat_page_new (BtyProfile *p, GSettings *s) { return g_object_new (BTY_TYPE_CHAT_PAGE, NULL); }
GActionGroup *bty_chat_page_get_actions (BtyChatPage *self) { return G_ACTION_GROUP (self->actions); }
void bty_chat_page_set_conversation (BtyChatPage *self, BtyConversation *c) { }
void bty_chat_page_show_no_bot (BtyChatPage *self) { }
void bty_chat_page_reveal (BtyChatPage *self, const char *m) { }
void bty_chat_page_focus (BtyChatPage *self) { }
BtyMessage *bty_chat_page_get_explained (BtyChatPage *self) { return NULL; }
