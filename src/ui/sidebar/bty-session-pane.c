/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-pane.h"

#include <glib/gi18n.h>

#include "bty-context-menu.h"
#include "bty-deleted-chats.h"
#include "bty-format.h"
#include "bty-keys.h"
#include "bty-paging.h"
#include "bty-session-list.h"
#include "bty-session-menu.h"
#include "bty-session-row.h"
#include "bty-session-scope.h"
#include "bty-shortcuts.h"

/**
 * BtySessionPane:
 *
 * The chats in the sidebar: all of them or those of one bot, in one folder or archived. They are loaded a
 * page at a time while the user scrolls.
 */
struct _BtySessionPane
{
  GtkBox              parent_instance;

  /* Owned */
  BtyProfile         *profile;
  BtySessionList     *sessions;
  GtkSingleSelection *selection;
  BtyBot             *bot;          /* NULL = of every bot */
  GPtrArray          *bound;        /* of GtkListItem: those on the screen */
  GtkWidget          *popover;
  char               *selected_id;
  guint               refresh;

  /* Template */
  BtySessionScope    *scope;
  GtkLabel           *empty;
  GtkScrolledWindow  *scroller;
  GtkListView        *list;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtySessionPane, bty_session_pane, GTK_TYPE_BOX)

static char *
create_heading (BtySession *session)
{
  return session->pinned ? g_strdup (_("Pinned")) : bty_format_age (session->updated_at);
}

static void
update_heading (BtySessionPane *self,
                GtkListItem    *item)
{
  guint position = gtk_list_item_get_position (item);
  BtySession *session = gtk_list_item_get_item (item);
  g_autofree char *heading = create_heading (session);

  if (position > 0 && position != GTK_INVALID_LIST_POSITION)
    {
      g_autoptr(BtySession) above = g_list_model_get_item (G_LIST_MODEL (self->sessions), position - 1);
      g_autofree char *heading_above = above != NULL ? create_heading (above) : NULL;

      if (g_strcmp0 (heading, heading_above) == 0)
        g_clear_pointer (&heading, g_free);
    }
  bty_session_row_set_heading (BTY_SESSION_ROW (gtk_list_item_get_child (item)), heading);
}

static void
update_empty (BtySessionPane *self)
{
  gboolean loading;
  g_autofree char *error = NULL;
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->sessions)) == 0;
  const char *text = _("No chats yet.\nWrite something to begin one.");

  g_object_get (self->sessions, "loading", &loading, "error", &error, NULL);
  if (bty_session_scope_get_archived (self->scope))
    text = _("Nothing is archived.");
  else if (bty_session_scope_get_folder (self->scope) != NULL)
    text = _("This folder is empty.");

  gtk_label_set_label (self->empty, error != NULL ? error : text);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), empty && (!loading || error != NULL));
}

static void
load_enough (BtySessionPane *self)
{
  if (bty_paging_is_near_end (self->scroller))
    bty_paged_list_load_more (BTY_PAGED_LIST (self->sessions));
}

static gboolean
refresh_cb (gpointer user_data)
{
  BtySessionPane *self = user_data;

  self->refresh = 0;
  for (guint i = 0; i < self->bound->len; i++)
    update_heading (self, self->bound->pdata[i]);
  bty_session_pane_select (self, self->selected_id);
  update_empty (self);
  load_enough (self);

  return G_SOURCE_REMOVE;
}

static void
queue_refresh (BtySessionPane *self)
{
  if (self->refresh == 0)
    self->refresh = g_idle_add (refresh_cb, self);
}

static void
choose (BtySessionPane *self,
        BtySession     *session,
        gboolean        activated)
{
  g_free (self->selected_id);
  self->selected_id = g_strdup (session->id);
  g_signal_emit (self, signals[CHOSEN], 0, session, activated);
}

static void
selected_cb (BtySessionPane *self)
{
  BtySession *session = gtk_single_selection_get_selected_item (self->selection);

  if (session != NULL && g_strcmp0 (session->id, self->selected_id) != 0)
    choose (self, session, FALSE);
}

static void
activate_cb (BtySessionPane *self,
             guint           position)
{
  g_autoptr(BtySession) session = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (session != NULL)
    choose (self, session, TRUE);
}

static void
popup (BtySessionPane *self,
       GtkWidget      *row,
       double          x,
       double          y)
{
  g_autoptr(GMenuModel) menu = bty_session_menu_new (bty_session_row_get_session (BTY_SESSION_ROW (row)));

  bty_context_menu_popup (&self->popover, GTK_WIDGET (self), menu, row, x, y);
}

static BtySessionPane *
get_pane (GtkWidget *row)
{
  return BTY_SESSION_PANE (gtk_widget_get_ancestor (row, BTY_TYPE_SESSION_PANE));
}

static void
clicked_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  BtySession *session = bty_session_row_get_session (BTY_SESSION_ROW (row));

  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_PRIMARY)
    choose (get_pane (row), session, TRUE);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup (get_pane (row), row, x, y);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture,
                 double               x,
                 double               y)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup (get_pane (row), row, x, y);
}

static void
menu_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  BtySessionPane *self = BTY_SESSION_PANE (widget);

  for (guint i = 0; i < self->bound->len; i++)
    {
      GtkListItem *item = self->bound->pdata[i];
      GtkWidget *row = gtk_list_item_get_child (item);

      if (gtk_list_item_get_selected (item))
        popup (self, row, 24, gtk_widget_get_height (row));
    }
}

static void
show_deleted_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  GtkWidget *window = bty_deleted_chats_new (BTY_SESSION_PANE (widget)->profile);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (window));
}

static void
setup_cb (BtySessionPane *self,
          GtkListItem    *item)
{
  GtkWidget *row = bty_session_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  g_signal_connect (click, "released", G_CALLBACK (clicked_cb), NULL);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (pressed_cb), NULL);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (long_pressed_cb), NULL);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (menu));
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (press));
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (BtySessionPane *self,
         GtkListItem    *item)
{
  BtySession *session = gtk_list_item_get_item (item);
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (self->profile), session->bot_id);

  bty_session_row_set_session (BTY_SESSION_ROW (gtk_list_item_get_child (item)), session, bot);
  update_heading (self, item);
  g_ptr_array_add (self->bound, item);
}

static void
unbind_cb (BtySessionPane *self,
           GtkListItem    *item)
{
  g_ptr_array_remove_fast (self->bound, item);
  bty_session_row_set_session (BTY_SESSION_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
apply_filter (BtySessionPane *self)
{
  BtySessionFilter filter = {
    .bot_id = self->bot != NULL ? self->bot->id : NULL,
    .folder = bty_session_scope_get_folder (self->scope),
    .archived = bty_session_scope_get_archived (self->scope),
  };

  bty_session_list_set_filter (self->sessions, &filter);
  queue_refresh (self);
}

static void
bty_session_pane_dispose (GObject *object)
{
  BtySessionPane *self = BTY_SESSION_PANE (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->sessions);
  g_clear_object (&self->bot);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->selected_id, g_free);
  self->list = NULL;

  G_OBJECT_CLASS (bty_session_pane_parent_class)->dispose (object);
}

static void
bty_session_pane_finalize (GObject *object)
{
  g_ptr_array_unref (BTY_SESSION_PANE (object)->bound);

  G_OBJECT_CLASS (bty_session_pane_parent_class)->finalize (object);
}

static void
bty_session_pane_class_init (BtySessionPaneClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bty_session_pane_dispose;
  object_class->finalize = bty_session_pane_finalize;

  /**
   * BtySessionPane::chosen:
   * @self: the pane
   * @session: the chat
   * @activated: whether it was clicked or entered, and not only passed on the way to another
   */
  signals[CHOSEN] = g_signal_new ("chosen", BTY_TYPE_SESSION_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, BTY_TYPE_SESSION, G_TYPE_BOOLEAN);

  g_type_ensure (BTY_TYPE_SESSION_SCOPE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-session-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BtySessionPane, scope);
  gtk_widget_class_bind_template_child (widget_class, BtySessionPane, empty);
  gtk_widget_class_bind_template_child (widget_class, BtySessionPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, BtySessionPane, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_filter);

  gtk_widget_class_install_action (widget_class, "chats.show-deleted", NULL, show_deleted_action);
  gtk_widget_class_install_action (widget_class, "menu.popup", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "menu.popup", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "menu.popup", NULL);
}

static void
bty_session_pane_init (BtySessionPane *self)
{
  self->bound = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
  bty_shortcuts_add_to_widget (GTK_WIDGET (self->list), "chats");
}

/**
 * bty_session_pane_set_profile:
 * @self: a pane
 * @profile: whose chats it shows; to be called once
 */
void
bty_session_pane_set_profile (BtySessionPane *self,
                              BtyProfile     *profile)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (BTY_IS_SESSION_PANE (self));
  g_return_if_fail (self->profile == NULL);

  self->profile = g_object_ref (profile);
  bty_session_scope_set_service (self->scope, bty_profile_get_sessions (profile));
  self->sessions = bty_session_list_new (bty_profile_get_sessions (profile));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->sessions)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sessions, "items-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sessions, "notify", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  /* A chat that was pinned may stay where it is and still get another heading. */
  g_signal_connect_object (bty_profile_get_sessions (profile), "changed", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (load_enough), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  apply_filter (self);
}

/**
 * bty_session_pane_set_bot:
 * @self: a pane with a profile
 * @bot: (nullable): whose chats are shown; %NULL for those of every bot
 */
void
bty_session_pane_set_bot (BtySessionPane *self,
                          BtyBot         *bot)
{
  g_return_if_fail (BTY_IS_SESSION_PANE (self));

  if (g_set_object (&self->bot, bot))
    apply_filter (self);
}

/**
 * bty_session_pane_select:
 * @self: a pane with a profile
 * @session_id: (nullable): the chat that is shown
 *
 * Marks the chat, now or as soon as it is in the list, without choosing it anew.
 */
void
bty_session_pane_select (BtySessionPane *self,
                         const char     *session_id)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  BtySession *selected = gtk_single_selection_get_selected_item (self->selection);

  if (session_id != self->selected_id)
    {
      g_free (self->selected_id);
      self->selected_id = g_strdup (session_id);
    }
  if (selected != NULL && g_strcmp0 (selected->id, session_id) == 0)
    return;

  for (guint i = 0; session_id != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(BtySession) session = g_list_model_get_item (model, i);

      if (g_str_equal (session->id, session_id))
        {
          gtk_single_selection_set_selected (self->selection, i);
          return;
        }
    }
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

/**
 * bty_session_pane_get_beside:
 * @self: a pane with a profile
 * @direction: -1 for the chat above the selected one, 1 for the one below
 *
 * Returns: (transfer full) (nullable): that chat
 */
BtySession *
bty_session_pane_get_beside (BtySessionPane *self,
                             int             direction)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position == GTK_INVALID_LIST_POSITION)
    position = direction > 0 ? 0 : GTK_INVALID_LIST_POSITION;
  else if (position == 0 && direction < 0)
    return NULL;
  else
    position += direction;

  return g_list_model_get_item (G_LIST_MODEL (self->selection), position);
}

/**
 * bty_session_pane_find_unused:
 * @self: a pane with a profile
 * @bot_id: whom the chat shall be with
 *
 * Returns: (transfer full) (nullable): a chat of the list in which nothing was said yet
 */
BtySession *
bty_session_pane_find_unused (BtySessionPane *self,
                              const char     *bot_id)
{
  GListModel *model = G_LIST_MODEL (self->sessions);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(BtySession) session = g_list_model_get_item (model, i);

      if (session->head_id == NULL && !session->private && !session->archived
          && g_strcmp0 (session->bot_id, bot_id) == 0)
        return g_steal_pointer (&session);
    }

  return NULL;
}
