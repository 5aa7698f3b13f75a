/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-portions.h"

/* How many rows are made between two frames. */
#define STEP 5

struct _BtyPortions
{
  GObject     parent_instance;

  /* Owned */
  GListModel *model;

  /* Borrowed */
  GtkListBox *list;       /* which owns it */

  guint       n_shown;
  guint       growth;     /* a source; 0 = none */
};

static void implement_list_model (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BtyPortions, bty_portions, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, implement_list_model))

static GType
bty_portions_get_item_type (GListModel *model)
{
  return g_list_model_get_item_type (BTY_PORTIONS (model)->model);
}

static guint
bty_portions_get_n_items (GListModel *model)
{
  return BTY_PORTIONS (model)->n_shown;
}

static gpointer
bty_portions_get_item (GListModel *model,
                       guint       position)
{
  BtyPortions *self = BTY_PORTIONS (model);

  return position < self->n_shown ? g_list_model_get_item (self->model, position) : NULL;
}

static void
implement_list_model (GListModelInterface *interface)
{
  interface->get_item_type = bty_portions_get_item_type;
  interface->get_n_items = bty_portions_get_n_items;
  interface->get_item = bty_portions_get_item;
}

static gboolean
has_more (BtyPortions *self)
{
  return self->n_shown < g_list_model_get_n_items (self->model);
}

static void
grow (BtyPortions *self,
      guint        n_wanted)
{
  guint n_before = self->n_shown;

  self->n_shown = MIN (n_wanted, g_list_model_get_n_items (self->model));
  g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->n_shown - n_before);
}

/* Whether less than two heights of the window are left below. The list has its place in what is scrolled at once; where
 * that has been scrolled to shows in it only when the next frame is drawn. */
static gboolean
is_near_end (BtyPortions *self)
{
  GtkWidget *list = GTK_WIDGET (self->list);
  GtkWidget *viewport = gtk_widget_get_ancestor (list, GTK_TYPE_VIEWPORT);
  GtkWidget *content = viewport != NULL ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double height;

  if (content == NULL || !gtk_widget_get_mapped (list) || !gtk_widget_compute_bounds (list, content, &bounds))
    return FALSE;

  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  height = gtk_adjustment_get_page_size (adjustment);

  return height > 0
         && bounds.origin.y + bounds.size.height - gtk_adjustment_get_value (adjustment) < 3 * height;
}

/* What was added has its place when the next frame is drawn, and that calls this again. */
static gboolean
grow_cb (gpointer user_data)
{
  BtyPortions *self = user_data;

  self->growth = 0;
  if (has_more (self) && is_near_end (self))
    grow (self, self->n_shown + STEP);

  return G_SOURCE_REMOVE;
}

static void
queue_growth (BtyPortions *self)
{
  if (self->growth == 0 && has_more (self))
    self->growth = g_idle_add (grow_cb, self);
}

/* What scrolls it is known when it is shown. */
static void
mapped_cb (BtyPortions *self)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self->list), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;

  if (scroller == NULL)
    return;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_signal_handlers_disconnect_by_func (adjustment, queue_growth, self);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (queue_growth), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (queue_growth), self, G_CONNECT_SWAPPED);
  queue_growth (self);
}

/* Returns: where the row is that has the keyboard; -1 = in none */
static int
find_focus (BtyPortions *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->list));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  if (focus == NULL || !GTK_IS_LIST_BOX_ROW (row) || (focus != row && !gtk_widget_is_ancestor (focus, row)))
    return -1;

  return gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

/* Who was in a row that is gone goes on in the one that is there instead. */
static void
replace (BtyPortions *self,
         guint        position,
         guint        removed,
         guint        n_shown)
{
  int focus = removed > 0 ? find_focus (self) : -1;
  guint added = n_shown - (self->n_shown - removed);
  GtkListBoxRow *row;

  self->n_shown = n_shown;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (focus < (int) position || focus >= (int) (position + removed) || n_shown == 0)
    return;

  row = gtk_list_box_get_row_at_index (self->list, MIN (focus, (int) n_shown - 1));
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
items_changed_cb (BtyPortions *self,
                  guint        position,
                  guint        removed,
                  guint        added)
{
  guint n_items = g_list_model_get_n_items (self->model);

  if (position > self->n_shown)
    return;

  if (position + removed <= self->n_shown && added < removed + BTY_PORTIONS_FIRST)
    replace (self, position, removed, self->n_shown - removed + added);
  else
    replace (self, position, self->n_shown - position,
             MAX (position, MIN (n_items, MAX (self->n_shown, BTY_PORTIONS_FIRST))));
  queue_growth (self);
}

static void
bty_portions_dispose (GObject *object)
{
  BtyPortions *self = BTY_PORTIONS (object);

  g_clear_handle_id (&self->growth, g_source_remove);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (bty_portions_parent_class)->dispose (object);
}

static void
bty_portions_class_init (BtyPortionsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_portions_dispose;
}

static void
bty_portions_init (BtyPortions *self)
{
}

/**
 * bty_portions_bind:
 * @list: a list in a #GtkScrolledWindow
 * @model: what it shows
 * @create: makes a row, as for gtk_list_box_bind_model()
 * @user_data: data for @create
 *
 * Lets @list show @model for as long as it lives, as gtk_list_box_bind_model() does, but rows that are far below are
 * made when the user comes near them. If a row goes that has the focus, the one in its place gets it.
 */
void
bty_portions_bind (GtkListBox                 *list,
                   GListModel                 *model,
                   GtkListBoxCreateWidgetFunc  create,
                   gpointer                    user_data)
{
  BtyPortions *self = g_object_new (BTY_TYPE_PORTIONS, NULL);

  self->list = list;
  self->model = g_object_ref (model);
  self->n_shown = MIN (g_list_model_get_n_items (model), BTY_PORTIONS_FIRST);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "map", G_CALLBACK (mapped_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (list, G_LIST_MODEL (self), create, user_data, NULL);
  g_object_set_data_full (G_OBJECT (list), "portions", self, g_object_unref);
}

/**
 * bty_portions_reveal:
 * @list: a list that shows what bty_portions_bind() gave it
 * @position: of an item
 *
 * Makes the rows up to that of the item, if there are so many items.
 */
void
bty_portions_reveal (GtkListBox *list,
                     guint       position)
{
  BtyPortions *self = g_object_get_data (G_OBJECT (list), "portions");

  if (position >= self->n_shown)
    grow (self, position + 1);
}
