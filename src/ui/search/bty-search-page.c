/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-search-page.h"

#include <glib/gi18n.h>

#include "bty-keys.h"
#include "bty-search-result.h"
#include "bty-search-row.h"

/**
 * BtySearchPage:
 *
 * Finds what was said in any chat while it is typed.
 */
struct _BtySearchPage
{
  AdwBin          parent_instance;

  /* Owned */
  BtyProfile     *profile;
  GListStore     *results;
  GCancellable   *searching;

  /* Template */
  GtkSearchEntry *entry;
  GtkStack       *stack;
  AdwStatusPage  *status;
  GtkListView    *list;
};

G_DEFINE_FINAL_TYPE (BtySearchPage, bty_search_page, ADW_TYPE_BIN)

static void
show_status (BtySearchPage *self,
             const char    *title,
             const char    *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
show_hits (BtySearchPage *self,
           GPtrArray     *hits)
{
  g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_set_free_func (hits, NULL);
  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (results, bty_search_result_new (hits->pdata[i]));
  g_list_store_splice (self->results, 0, g_list_model_get_n_items (G_LIST_MODEL (self->results)),
                       results->pdata, results->len);

  if (hits->len > 0)
    gtk_stack_set_visible_child_name (self->stack, "results");
  else
    show_status (self, _("Nothing Found"), _("Try other words, or fewer of them."));
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BtySearchPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) hits = bty_recall_service_search_finish (BTY_RECALL_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (hits != NULL)
    show_hits (self, hits);
  else
    show_status (self, _("The Search Failed"), error->message);
}

static void
show_start (BtySearchPage *self)
{
  g_list_store_remove_all (self->results);
  show_status (self, _("Search All Chats"), _("Words that were said in any chat, or are in its title."));
}

static void
search_changed_cb (BtySearchPage *self)
{
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (words[0] == '\0')
    {
      show_start (self);
      return;
    }

  self->searching = g_cancellable_new ();
  bty_recall_service_search_async (bty_profile_get_recall (self->profile), words, NULL, self->searching, found_cb,
                                   g_object_ref (self));
}

static void
activate_cb (BtySearchPage *self,
             guint          position)
{
  g_autoptr(BtySearchResult) result = g_list_model_get_item (G_LIST_MODEL (self->results), position);
  const BtySearchHit *hit;

  if (result == NULL)
    return;

  hit = bty_search_result_get_hit (result);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-message", "(ss)", hit->session_id,
                              hit->message_id != NULL ? hit->message_id : "");
}

static void
entry_activated_cb (BtySearchPage *self)
{
  activate_cb (self, 0);
}

static void
stopped_cb (BtySearchPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static gboolean
key_pressed_cb (BtySearchPage *self,
                guint          key)
{
  if (key != GDK_KEY_Down || g_list_model_get_n_items (G_LIST_MODEL (self->results)) == 0)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_grab_focus (GTK_WIDGET (self->list));

  return GDK_EVENT_STOP;
}

static void
setup_cb (BtySearchPage *self,
          GtkListItem   *item)
{
  gtk_list_item_set_child (item, bty_search_row_new ());
}

static void
bind_cb (BtySearchPage *self,
         GtkListItem   *item)
{
  const BtySearchHit *hit = bty_search_result_get_hit (gtk_list_item_get_item (item));
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (self->profile), hit->bot_id);

  bty_search_row_set_hit (BTY_SEARCH_ROW (gtk_list_item_get_child (item)), hit, bot);
}

static void
bty_search_page_dispose (GObject *object)
{
  BtySearchPage *self = BTY_SEARCH_PAGE (object);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->results);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_search_page_parent_class)->dispose (object);
}

static void
bty_search_page_class_init (BtySearchPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_search_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-search-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BtySearchPage, entry);
  gtk_widget_class_bind_template_child (widget_class, BtySearchPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BtySearchPage, status);
  gtk_widget_class_bind_template_child (widget_class, BtySearchPage, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
bty_search_page_init (BtySearchPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkNoSelection *selection;

  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
  self->results = g_list_store_new (BTY_TYPE_SEARCH_RESULT);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->results)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (factory);
  g_object_unref (selection);

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  show_start (self);
}

/**
 * bty_search_page_new:
 * @profile: where it searches
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
bty_search_page_new (BtyProfile *profile)
{
  BtySearchPage *self = g_object_new (BTY_TYPE_SEARCH_PAGE, NULL);

  self->profile = g_object_ref (profile);

  return GTK_WIDGET (self);
}

/**
 * bty_search_page_focus:
 * @self: a page
 *
 * Makes it ready for other words.
 */
void
bty_search_page_focus (BtySearchPage *self)
{
  g_return_if_fail (BTY_IS_SEARCH_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * bty_search_page_find:
 * @self: a page
 * @words: what to look for
 *
 * Looks for it as if it had been typed.
 */
void
bty_search_page_find (BtySearchPage *self,
                      const char    *words)
{
  g_return_if_fail (BTY_IS_SEARCH_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), words);
}
