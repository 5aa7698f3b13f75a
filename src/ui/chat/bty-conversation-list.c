#include "bty-conversation-list.h"
#include "bty-markdown-view.h"
struct _BtyConversationList { AdwBin parent; GtkListView *view; };
G_DEFINE_FINAL_TYPE (BtyConversationList, bty_conversation_list, ADW_TYPE_BIN)
static void setup (GtkListItemFactory *f, GtkListItem *i) { gtk_list_item_set_child (i, bty_markdown_view_new ()); }
static void bind (GtkListItemFactory *f, GtkListItem *i) { GtkWidget *v = gtk_list_item_get_child (i);
 g_object_bind_property (gtk_list_item_get_item (i), "content", v, "text", G_BINDING_SYNC_CREATE); }
static void bty_conversation_list_class_init (BtyConversationListClass *c) {}
static void bty_conversation_list_init (BtyConversationList *self) {
  GtkListItemFactory *f = gtk_signal_list_item_factory_new ();
  GtkWidget *s = gtk_scrolled_window_new ();
  g_signal_connect (f, "setup", G_CALLBACK (setup), NULL);
  g_signal_connect (f, "bind", G_CALLBACK (bind), NULL);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, f));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (s), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), s);
}
void bty_conversation_list_set_model (BtyConversationList *self, GListModel *model) {
  g_autoptr(GtkNoSelection) n = model ? gtk_no_selection_new (g_object_ref (model)) : NULL;
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (n)); }
void bty_conversation_list_scroll_to_end (BtyConversationList *self) {}
