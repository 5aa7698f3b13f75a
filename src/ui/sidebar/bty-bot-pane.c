/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-pane.h"

#include <glib/gi18n.h>

#include "bty-bot-row.h"
#include "bty-context-menu.h"
#include "bty-keys.h"

/**
 * BtyBotPane:
 *
 * The bots in the sidebar. The chosen one narrows the chats below to its own.
 */
struct _BtyBotPane
{
  GtkBox               parent_instance;

  /* Owned */
  GtkFilterListModel  *bots;
  BtyBot              *bot;      /* NULL = all */
  GSimpleActionGroup  *actions;
  GtkWidget           *popover;

  /* Template */
  GtkListBox          *list;
};

enum
{
  PROP_0,
  PROP_BOT,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BtyBotPane, bty_bot_pane, GTK_TYPE_BOX)

static gboolean
shows_archived (BtyBotPane *self)
{
  g_autoptr(GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "show-archived");

  return g_variant_get_boolean (state);
}

static gboolean
is_shown (gpointer item,
          gpointer user_data)
{
  BtyBot *bot = item;

  return bot->status != BTY_BOT_STATUS_ARCHIVED || shows_archived (user_data);
}

static void
choose (BtyBotPane *self,
        BtyBot     *bot)
{
  if (g_set_object (&self->bot, bot))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BOT]);
}

static void
row_activated_cb (BtyBotPane *self,
                  BtyBotRow  *row)
{
  choose (self, bty_bot_row_get_bot (row));
}

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        const char *bot_id)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", bot_id);
  g_menu_append_item (menu, item);
}

static GMenuModel *
create_menu (BtyBot *bot)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) chat = g_menu_new ();
  g_autoptr(GMenu) change = g_menu_new ();
  g_autoptr(GMenu) end = g_menu_new ();
  gboolean archived = bot->status == BTY_BOT_STATUS_ARCHIVED;

  if (!archived)
    {
      append (chat, _("_New Chat"), "win.new-chat-with", bot->id);
      append (chat, _("New _Private Chat"), "win.new-private-chat-with", bot->id);
    }
  append (change, _("_Edit…"), "bot.edit", bot->id);
  append (change, _("_Files…"), "bot.files", bot->id);
  append (change, _("_Duplicate"), "bot.clone", bot->id);
  append (change, _("E_xport…"), "bot.export", bot->id);
  append (end, archived ? _("Take Out of _Archive") : _("_Archive"), "bot.archive", bot->id);
  append (end, _("_Delete"), "bot.delete", bot->id);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (chat));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));

  return G_MENU_MODEL (menu);
}

static void
popup (BtyBotPane *self,
       BtyBotRow  *row,
       double      x,
       double      y)
{
  g_autoptr(GMenuModel) menu = NULL;

  if (row == NULL || bty_bot_row_get_bot (row) == NULL)
    return;

  menu = create_menu (bty_bot_row_get_bot (row));
  bty_context_menu_popup (&self->popover, GTK_WIDGET (self), menu, GTK_WIDGET (self->list), x, y);
}

static void
pressed_cb (BtyBotPane *self,
            int         n_press,
            double      x,
            double      y)
{
  popup (self, BTY_BOT_ROW (gtk_list_box_get_row_at_y (self->list, y)), x, y);
}

static void
long_pressed_cb (BtyBotPane *self,
                 double      x,
                 double      y)
{
  pressed_cb (self, 1, x, y);
}

static void
menu_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  BtyBotPane *self = BTY_BOT_PANE (widget);
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  if (row != NULL)
    {
      double x;
      double y;

      gtk_widget_translate_coordinates (row, GTK_WIDGET (self->list), 24, gtk_widget_get_height (row), &x, &y);
      popup (self, BTY_BOT_ROW (row), x, y);
    }
}

static void
select_row (BtyBotPane *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (bty_bot_row_get_bot (BTY_BOT_ROW (row)) == self->bot)
      gtk_list_box_select_row (self->list, row);
}

/* Where the keyboard is in the list; -1 if it is elsewhere. */
static int
get_focused (BtyBotPane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;

  if (row == NULL || gtk_widget_get_parent (row) != GTK_WIDGET (self->list))
    return -1;

  return gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

/* Rows are few and cheap: they are made anew when a bot comes or goes. */
static void
bots_changed_cb (BtyBotPane *self)
{
  GListModel *model = G_LIST_MODEL (self->bots);
  guint n_bots = g_list_model_get_n_items (model);
  gboolean is_there = self->bot == NULL;
  int focused = get_focused (self);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));

  if (n_bots > 1)
    gtk_list_box_append (self->list, bty_bot_row_new (NULL));
  for (guint i = 0; i < n_bots; i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (model, i);

      is_there = is_there || bot == self->bot;
      gtk_list_box_append (self->list, bty_bot_row_new (bot));
    }

  if (!is_there)
    choose (self, NULL);
  select_row (self);
  /* Who has deleted a bot goes on at the one that is there instead. */
  row = gtk_list_box_get_row_at_index (self->list, MIN (focused, (int) n_bots - (n_bots == 1)));
  if (focused >= 0 && row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
refilter (BtyBotPane *self)
{
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->bots), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
show_archived_cb (GSimpleAction *action,
                  GVariant      *state,
                  gpointer       user_data)
{
  g_simple_action_set_state (action, state);
  refilter (user_data);
}

/* A filter does not notice by itself that a bot was archived. */
static void
watch_bots_cb (BtyBotPane *self,
               guint       position,
               guint       removed,
               guint       added,
               GListModel *model)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (model, i);

      g_signal_handlers_disconnect_by_func (bot, refilter, self);
      g_signal_connect_object (bot, "notify::status", G_CALLBACK (refilter), self, G_CONNECT_SWAPPED);
    }
}

static void
bty_bot_pane_get_property (GObject    *object,
                           guint       property,
                           GValue     *value,
                           GParamSpec *pspec)
{
  g_value_set_object (value, BTY_BOT_PANE (object)->bot);
}

static void
bty_bot_pane_dispose (GObject *object)
{
  BtyBotPane *self = BTY_BOT_PANE (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->bots);
  g_clear_object (&self->bot);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (bty_bot_pane_parent_class)->dispose (object);
}

static void
bty_bot_pane_class_init (BtyBotPaneClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bty_bot_pane_dispose;
  object_class->get_property = bty_bot_pane_get_property;

  properties[PROP_BOT] = g_param_spec_object ("bot", NULL, NULL, BTY_TYPE_BOT,
                                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-bot-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyBotPane, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "menu.popup", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "menu.popup", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "menu.popup", NULL);
}

static void
bty_bot_pane_init (BtyBotPane *self)
{
  static const GActionEntry entries[] = {
    { "show-archived", NULL, NULL, "false", show_archived_cb },
  };
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "bots", G_ACTION_GROUP (self->actions));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (press));
}

/**
 * bty_bot_pane_set_profile:
 * @self: a pane
 * @profile: whose bots it shows; to be called once
 */
void
bty_bot_pane_set_profile (BtyBotPane *self,
                          BtyProfile *profile)
{
  GListModel *model;
  GtkFilter *filter;

  g_return_if_fail (BTY_IS_BOT_PANE (self));
  g_return_if_fail (self->bots == NULL);

  model = bty_bot_service_get_bots (bty_profile_get_bots (profile));
  filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->bots = gtk_filter_list_model_new (g_object_ref (model), filter);
  g_signal_connect_object (self->bots, "items-changed", G_CALLBACK (bots_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (watch_bots_cb), self, G_CONNECT_SWAPPED);
  watch_bots_cb (self, 0, 0, g_list_model_get_n_items (model), model);
  bots_changed_cb (self);
}

/**
 * bty_bot_pane_get_bot:
 * @self: a pane
 *
 * Returns: (transfer none) (nullable): the chosen bot; %NULL for all
 */
BtyBot *
bty_bot_pane_get_bot (BtyBotPane *self)
{
  g_return_val_if_fail (BTY_IS_BOT_PANE (self), NULL);

  return self->bot;
}
