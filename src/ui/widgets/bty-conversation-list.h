/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-message-context.h"

G_BEGIN_DECLS

#define BTY_TYPE_CONVERSATION_LIST (bty_conversation_list_get_type ())

G_DECLARE_FINAL_TYPE (BtyConversationList, bty_conversation_list, BTY, CONVERSATION_LIST, GtkWidget)

GtkWidget  *bty_conversation_list_new               (void) G_GNUC_WARN_UNUSED_RESULT;

void        bty_conversation_list_set_model         (BtyConversationList   *self,
                                                     GListModel            *model);
void        bty_conversation_list_set_context_func  (BtyConversationList   *self,
                                                     BtyMessageContextFunc  func,
                                                     gpointer               user_data,
                                                     GDestroyNotify         destroy);
void        bty_conversation_list_update_context    (BtyConversationList   *self);
gboolean    bty_conversation_list_scroll_to_message (BtyConversationList   *self,
                                                     const char            *message_id);
void        bty_conversation_list_scroll_to_latest  (BtyConversationList   *self);

G_END_DECLS
