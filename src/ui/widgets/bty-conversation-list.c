/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-conversation-list.h"

#include "bty-message-slot.h"

#define NEAR_END 24
#define FOUND_MS 2000
#define SETTLE_FRAMES 5
#define FILL_SCREENS 2.0
#define FILL_TIME 3000

/**
 * BtyConversationList:
 *
 * The messages of a conversation. It opens at the latest one and stays there while a reply grows, unless
 * the user has scrolled up; a button leads back.
 *
 * Once per frame, while there is something to do: it fills the slots that are seen, and those near them as time
 * allows, and it follows the end. GtkListView keeps what is seen in its place while slots get other heights.
 */
struct _BtyConversationList
{
  GtkWidget              parent_instance;

  /* Owned */
  GListModel            *model;
  char                  *found_id;       /* the message that was scrolled to, while it is marked */
  guint                  found_source;
  guint                  tick;
  guint                  button_source;
  gpointer               context_data;
  GDestroyNotify         context_destroy;
  BtyMessageContextFunc  context_func;

  gboolean               follows;        /* the end, as it moves */
  guint                  settle_frames;  /* for so long heights are guesses, and nobody has scrolled */
  double                 last_value;     /* of the adjustment */
  double                 last_upper;

  /* Template */
  GtkWidget             *overlay;
  GtkScrolledWindow     *scroller;
  GtkListView           *list_view;
  GtkWidget             *latest_button;
};

enum
{
  PROP_0,
  PROP_MODEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BtyConversationList, bty_conversation_list, GTK_TYPE_WIDGET)

static guint
get_n_messages (BtyConversationList *self)
{
  return self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
}

static void
get_context (BtyConversationList *self,
             BtyMessage          *message,
             BtyMessageContext   *context)
{
  if (self->context_func != NULL)
    self->context_func (message, context, self->context_data);
}

static gboolean found_timeout_cb (gpointer user_data);

static void
update_row (BtyConversationList *self,
            BtyMessageSlot      *slot)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (slot), "list-item");
  BtyMessageRow *row = bty_message_slot_get_row (slot);
  BtyMessage *message = bty_message_slot_get_message (slot);

  if (row == NULL)
    return;

  bty_message_row_set_last (row, gtk_list_item_get_position (item) + 1 == get_n_messages (self));
  if (self->found_id != NULL && g_strcmp0 (message->id, self->found_id) == 0)
    {
      gtk_widget_add_css_class (GTK_WIDGET (row), "found");
      if (self->found_source == 0)
        self->found_source = g_timeout_add (FOUND_MS, found_timeout_cb, self);
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "found");
}

static void
update_row_context (BtyConversationList *self,
                    BtyMessageSlot      *slot)
{
  g_auto(BtyMessageContext) context = { 0, };
  BtyMessageRow *row = bty_message_slot_get_row (slot);

  if (row == NULL)
    return;

  get_context (self, bty_message_slot_get_message (slot), &context);
  bty_message_row_set_context (row, &context);
}

static void
foreach_slot (BtyConversationList  *self,
              void                (*function) (BtyConversationList *self,
                                               BtyMessageSlot      *slot))
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *slot = gtk_widget_get_first_child (child);

      if (BTY_IS_MESSAGE_SLOT (slot) && bty_message_slot_get_message (BTY_MESSAGE_SLOT (slot)) != NULL)
        function (self, BTY_MESSAGE_SLOT (slot));
    }
}

static gboolean
found_timeout_cb (gpointer user_data)
{
  BtyConversationList *self = user_data;

  self->found_source = 0;
  g_clear_pointer (&self->found_id, g_free);
  foreach_slot (self, update_row);

  return G_SOURCE_REMOVE;
}

static void
fill (BtyConversationList *self,
      BtyMessageSlot      *slot)
{
  g_auto(BtyMessageContext) context = { 0, };

  get_context (self, bty_message_slot_get_message (slot), &context);
  bty_message_slot_fill (slot, &context);
  update_row (self, slot);
}

/* Returns: whether there is more to do */
static gboolean
fill_slots (BtyConversationList *self)
{
  gint64 end = g_get_monotonic_time () + FILL_TIME;
  double reach = FILL_SCREENS * gtk_widget_get_height (GTK_WIDGET (self));
  BtyMessageSlot *slot = NULL;
  double distance;

  while ((slot = bty_message_slot_find_empty (GTK_WIDGET (self->list_view), GTK_WIDGET (self->scroller), reach,
                                              &distance)) != NULL)
    {
      if (distance > 0 && g_get_monotonic_time () > end)
        return TRUE;
      fill (self, slot);
    }

  return FALSE;
}

/* Fills the last slots, as many as can be seen, which do not wait for having a place: the first frame shows them. */
static void
fill_end (BtyConversationList *self)
{
  int room = gtk_widget_get_height (GTK_WIDGET (self->scroller));
  int width = gtk_widget_get_width (GTK_WIDGET (self->scroller));

  for (GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (self->list_view)); child != NULL && room > 0;
       child = gtk_widget_get_prev_sibling (child))
    {
      GtkWidget *slot = gtk_widget_get_first_child (child);
      int height;

      if (!BTY_IS_MESSAGE_SLOT (slot) || bty_message_slot_get_message (BTY_MESSAGE_SLOT (slot)) == NULL)
        continue;

      gtk_widget_measure (slot, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
      if (bty_message_slot_get_row (BTY_MESSAGE_SLOT (slot)) == NULL)
        fill (self, BTY_MESSAGE_SLOT (slot));
      room -= height;
    }
}

static gboolean
is_at_end (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) + NEAR_END >=
         gtk_adjustment_get_upper (adjustment);
}

static void
follow_end (BtyConversationList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  /* The action finds a message that has no height yet; the adjustment reaches the end of a long one. */
  if (!is_at_end (adjustment))
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", get_n_messages (self) - 1);
  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment));
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  BtyConversationList *self = BTY_CONVERSATION_LIST (widget);
  gboolean has_more = fill_slots (self);

  if (self->follows && get_n_messages (self) > 0)
    follow_end (self);
  if (self->settle_frames > 0)
    self->settle_frames--;
  if (has_more || self->settle_frames > 0)
    return G_SOURCE_CONTINUE;

  self->tick = 0;

  return G_SOURCE_REMOVE;
}

static void
queue_work (BtyConversationList *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          BtyConversationList      *self)
{
  GtkWidget *slot = bty_message_slot_new ();

  g_object_set_data (G_OBJECT (slot), "list-item", item);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, slot);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         BtyConversationList      *self)
{
  bty_message_slot_set_message (BTY_MESSAGE_SLOT (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
  queue_work (self);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           BtyConversationList      *self)
{
  GtkWidget *slot = gtk_list_item_get_child (item);

  if (slot != NULL)
    bty_message_slot_set_message (BTY_MESSAGE_SLOT (slot), NULL);
}

static void
update_button (BtyConversationList *self)
{
  gboolean visible = !self->follows && !is_at_end (gtk_scrolled_window_get_vadjustment (self->scroller));

  if (gtk_widget_get_visible (self->latest_button) != visible)
    gtk_widget_set_visible (self->latest_button, visible);
}

static gboolean
update_button_cb (gpointer user_data)
{
  BtyConversationList *self = user_data;

  self->button_source = 0;
  update_button (self);

  return G_SOURCE_REMOVE;
}

/* The adjustment changes while sizes are allocated, when nothing may be shown or hidden. */
static void
queue_update_button (BtyConversationList *self)
{
  if (self->button_source == 0)
    self->button_source = g_idle_add (update_button_cb, self);
}

static void
value_changed_cb (BtyConversationList *self,
                  GtkAdjustment       *adjustment)
{
  double value = gtk_adjustment_get_value (adjustment);
  double upper = gtk_adjustment_get_upper (adjustment);

  /* What grows or shrinks never leads up while the whole gets no shorter: that is the user. */
  if (self->settle_frames == 0 && value < self->last_value - 1 && upper >= self->last_upper)
    self->follows = FALSE;
  else if (is_at_end (adjustment))
    self->follows = TRUE;
  self->last_value = value;
  self->last_upper = upper;
  queue_work (self);
  queue_update_button (self);
}

static void
changed_cb (BtyConversationList *self,
            GtkAdjustment       *adjustment)
{
  queue_work (self);
  queue_update_button (self);
}

static void
items_changed_cb (BtyConversationList *self,
                  guint                position,
                  guint                removed,
                  guint                added,
                  GListModel          *model)
{
  if (added > 0)
    {
      g_autoptr(BtyMessage) message = g_list_model_get_item (model, position + added - 1);

      /* Who writes wants to see the answer. */
      if (message->role == BTY_ROLE_USER && position + added == g_list_model_get_n_items (model))
        self->follows = TRUE;
    }
  if (self->follows)
    self->settle_frames = SETTLE_FRAMES;
  queue_work (self);
  foreach_slot (self, update_row);
  foreach_slot (self, update_row_context);
}

static void
update_seen (BtyConversationList *self,
             BtyMessageSlot      *slot)
{
  bty_message_slot_update_seen (slot, GTK_WIDGET (self->scroller));
}

/* Here everything has its place for this frame, and whatever moves below leads here. */
static void
bty_conversation_list_snapshot (GtkWidget   *widget,
                                GtkSnapshot *snapshot)
{
  foreach_slot (BTY_CONVERSATION_LIST (widget), update_seen);

  GTK_WIDGET_CLASS (bty_conversation_list_parent_class)->snapshot (widget, snapshot);
}

static void
stay_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *target)
{
  BTY_CONVERSATION_LIST (widget)->follows = FALSE;
}

static void
bty_conversation_list_get_property (GObject    *object,
                                    guint       property,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  g_value_set_object (value, BTY_CONVERSATION_LIST (object)->model);
}

static void
bty_conversation_list_set_property (GObject      *object,
                                    guint         property,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  bty_conversation_list_set_model (BTY_CONVERSATION_LIST (object), g_value_get_object (value));
}

static void
bty_conversation_list_dispose (GObject *object)
{
  BtyConversationList *self = BTY_CONVERSATION_LIST (object);

  g_clear_handle_id (&self->found_source, g_source_remove);
  if (self->list_view != NULL)
    bty_conversation_list_set_model (self, NULL);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->button_source, g_source_remove);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  self->list_view = NULL;
  bty_conversation_list_set_context_func (self, NULL, NULL, NULL);
  g_clear_pointer (&self->found_id, g_free);

  G_OBJECT_CLASS (bty_conversation_list_parent_class)->dispose (object);
}

static void
bty_conversation_list_class_init (BtyConversationListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = bty_conversation_list_get_property;
  object_class->set_property = bty_conversation_list_set_property;
  object_class->dispose = bty_conversation_list_dispose;
  widget_class->snapshot = bty_conversation_list_snapshot;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READWRITE |
                                                G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "conversationlist");
  gtk_widget_class_install_action (widget_class, "conversation.stay", NULL, stay_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/widgets/bty-conversation-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyConversationList, overlay);
  gtk_widget_class_bind_template_child (widget_class, BtyConversationList, scroller);
  gtk_widget_class_bind_template_child (widget_class, BtyConversationList, list_view);
  gtk_widget_class_bind_template_child (widget_class, BtyConversationList, latest_button);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, bty_conversation_list_scroll_to_latest);
}

static void
bty_conversation_list_init (BtyConversationList *self)
{
  GtkAdjustment *adjustment = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->follows = TRUE;
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * bty_conversation_list_new:
 *
 * Returns: (transfer floating): a list of no messages
 */
GtkWidget *
bty_conversation_list_new (void)
{
  return g_object_new (BTY_TYPE_CONVERSATION_LIST, NULL);
}

/**
 * bty_conversation_list_set_model:
 * @self: a list
 * @model: (nullable): a #GListModel of #BtyMessage, oldest first
 *
 * Shows another conversation, at its end.
 */
void
bty_conversation_list_set_model (BtyConversationList *self,
                                 GListModel          *model)
{
  g_autoptr(GtkNoSelection) selection = NULL;

  g_return_if_fail (BTY_IS_CONVERSATION_LIST (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);
  g_set_object (&self->model, model);
  if (model != NULL)
    selection = gtk_no_selection_new (g_object_ref (model));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  /* After the list view's own handler, which it connected first. */
  if (model != NULL)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  bty_conversation_list_scroll_to_latest (self);
  fill_end (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

/**
 * bty_conversation_list_set_context_func:
 * @self: a list
 * @func: (nullable) (scope notified): finds what a message is shown with
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 */
void
bty_conversation_list_set_context_func (BtyConversationList   *self,
                                        BtyMessageContextFunc  func,
                                        gpointer               user_data,
                                        GDestroyNotify         destroy)
{
  g_return_if_fail (BTY_IS_CONVERSATION_LIST (self));

  if (self->context_destroy != NULL)
    self->context_destroy (self->context_data);
  self->context_func = func;
  self->context_data = user_data;
  self->context_destroy = destroy;
  if (self->list_view != NULL)
    bty_conversation_list_update_context (self);
}

/**
 * bty_conversation_list_update_context:
 * @self: a list
 *
 * Asks again what the messages are shown with: a bot got another name, or a message another version.
 */
void
bty_conversation_list_update_context (BtyConversationList *self)
{
  g_return_if_fail (BTY_IS_CONVERSATION_LIST (self));

  foreach_slot (self, update_row_context);
}

/**
 * bty_conversation_list_scroll_to_message:
 * @self: a list
 * @message_id: the id of one of its messages
 *
 * Scrolls to the message and marks it for a moment.
 *
 * Returns: whether there is such a message
 */
gboolean
bty_conversation_list_scroll_to_message (BtyConversationList *self,
                                         const char          *message_id)
{
  g_return_val_if_fail (BTY_IS_CONVERSATION_LIST (self), FALSE);

  for (guint i = 0; i < get_n_messages (self); i++)
    {
      g_autoptr(BtyMessage) message = g_list_model_get_item (self->model, i);

      if (g_strcmp0 (message->id, message_id) != 0)
        continue;

      self->follows = FALSE;
      self->settle_frames = SETTLE_FRAMES;
      g_clear_handle_id (&self->found_source, g_source_remove);
      g_free (self->found_id);
      self->found_id = g_strdup (message_id);
      gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", i);
      foreach_slot (self, update_row);
      return TRUE;
    }

  return FALSE;
}

/**
 * bty_conversation_list_scroll_to_latest:
 * @self: a list
 *
 * Scrolls to the end and stays there.
 */
void
bty_conversation_list_scroll_to_latest (BtyConversationList *self)
{
  g_return_if_fail (BTY_IS_CONVERSATION_LIST (self));

  self->follows = TRUE;
  if (get_n_messages (self) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", get_n_messages (self) - 1);
  self->settle_frames = SETTLE_FRAMES;
  queue_work (self);
  queue_update_button (self);
}
