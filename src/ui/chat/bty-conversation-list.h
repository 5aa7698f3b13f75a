#pragma once
#include <adwaita.h>
#define BTY_TYPE_CONVERSATION_LIST (bty_conversation_list_get_type ())
G_DECLARE_FINAL_TYPE (BtyConversationList, bty_conversation_list, BTY, CONVERSATION_LIST, AdwBin)
void bty_conversation_list_set_model (BtyConversationList *self, GListModel *model);
void bty_conversation_list_scroll_to_end (BtyConversationList *self);
