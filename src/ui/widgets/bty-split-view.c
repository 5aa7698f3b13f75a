/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-split-view.h"

#include <adwaita.h>

#define FOLD_WIDTH 720
#define END_FOLD_WIDTH 1000
#define SIDEBAR_MIN_WIDTH 240
#define SIDEBAR_MAX_WIDTH 320
#define END_MIN_WIDTH 300
#define END_MAX_WIDTH 380

/**
 * BtySplitView:
 *
 * A sidebar, the content and an optional pane at the end, side by side while there is room. In a narrow
 * window one of them is shown at a time (#BtySplitView:folded); before that, the end pane lies over the
 * content (#BtySplitView:end-folded). Escape and Alt+Left go back.
 *
 * How panes are laid out follows from the width alone and is decided while allocating, with
 * gtk_widget_set_child_visible(), which queues no resize. The properties follow from an idle, so that
 * header bars that are bound to them may change.
 */
struct _BtySplitView
{
  GtkWidget  parent_instance;

  /* Owned */
  GtkWidget *sidebar_pane;
  GtkWidget *content_pane;
  GtkWidget *end_pane;
  GtkWidget *sidebar_separator;
  GtkWidget *end_separator;
  GtkWidget *shade;            /* dims the content under the end pane; a click on it closes the pane */
  guint      announce_source;

  gboolean   show_content;
  gboolean   show_end;
  gboolean   folded;
  gboolean   end_folded;
  gboolean   allocated_folded;
  gboolean   allocated_end_folded;
  gboolean   move_focus;
};

enum
{
  PROP_0,
  PROP_SIDEBAR,
  PROP_CONTENT,
  PROP_END,
  PROP_SHOW_CONTENT,
  PROP_SHOW_END,
  PROP_FOLDED,
  PROP_END_FOLDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BtySplitView, bty_split_view, GTK_TYPE_WIDGET)

/* Widths of the panes; 0 = not shown. */
typedef struct
{
  gboolean folded;
  gboolean end_folded;
  int      sidebar;
  int      content;
  int      end;
} Layout;

static gboolean
has_child (GtkWidget *pane)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (pane));

  return child != NULL && gtk_widget_get_visible (child);
}

static int
get_min_width (GtkWidget *pane)
{
  int minimum = 0;

  if (has_child (pane))
    gtk_widget_measure (pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

static Layout
lay_out (BtySplitView *self,
         int           width)
{
  gboolean has_sidebar = has_child (self->sidebar_pane);
  gboolean end_shown = self->show_end && has_child (self->end_pane);
  int sidebar = has_sidebar ? MAX (get_min_width (self->sidebar_pane), SIDEBAR_MIN_WIDTH) : 0;
  int content = get_min_width (self->content_pane);
  int end = MAX (get_min_width (self->end_pane), END_MIN_WIDTH);
  Layout layout = { 0, };

  layout.folded = width < MAX (FOLD_WIDTH, sidebar + content + 1);
  layout.end_folded = width < MAX (END_FOLD_WIDTH, sidebar + content + end + 2);

  if (layout.folded)
    {
      if (end_shown)
        layout.end = width;
      else if (self->show_content || !has_sidebar)
        layout.content = width;
      else
        layout.sidebar = width;
      return layout;
    }

  if (has_sidebar)
    layout.sidebar = CLAMP (width / 4, sidebar, MAX (sidebar, SIDEBAR_MAX_WIDTH));
  if (layout.sidebar > width - content - 1)
    layout.sidebar = sidebar;
  layout.content = width - layout.sidebar - (has_sidebar ? 1 : 0);
  if (end_shown)
    layout.end = CLAMP (width / 4, end, MAX (end, END_MAX_WIDTH));
  if (end_shown && !layout.end_folded)
    {
      if (layout.end > layout.content - content - 1)
        layout.end = end;
      layout.content -= layout.end + 1;
    }

  return layout;
}

static void
focus_pane (BtySplitView *self,
            GtkWidget    *pane)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, pane))
    gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
}

static void
update_focus (BtySplitView *self)
{
  gboolean covered = self->end_folded && self->show_end && has_child (self->end_pane);

  /* What lies under the end pane is out of reach for keys as for the pointer. */
  gtk_widget_set_can_focus (self->content_pane, !covered);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL || !self->move_focus)
    return;

  self->move_focus = FALSE;
  if (covered)
    focus_pane (self, self->end_pane);
  else if (self->folded && !self->show_content && has_child (self->sidebar_pane))
    focus_pane (self, self->sidebar_pane);
  else
    focus_pane (self, self->content_pane);
}

static gboolean
announce_cb (gpointer user_data)
{
  g_autoptr(BtySplitView) self = g_object_ref (user_data);
  gboolean folded_changed = self->folded != self->allocated_folded;
  gboolean end_folded_changed = self->end_folded != self->allocated_end_folded;

  self->announce_source = 0;
  self->folded = self->allocated_folded;
  self->end_folded = self->allocated_end_folded;
  update_focus (self);

  if (folded_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
  if (end_folded_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_END_FOLDED]);

  return G_SOURCE_REMOVE;
}

static void
queue_announce (BtySplitView *self)
{
  if (self->announce_source == 0)
    self->announce_source = g_idle_add_full (G_PRIORITY_DEFAULT, announce_cb, self, NULL);
}

static void
shade_released_cb (BtySplitView *self)
{
  bty_split_view_set_show_end (self, FALSE);
}

static gboolean
back_binding_cb (GtkWidget *widget,
                 GVariant  *direction,
                 gpointer   user_data)
{
  if (direction != NULL && g_variant_get_int32 (direction) != (int) gtk_widget_get_direction (widget))
    return GDK_EVENT_PROPAGATE;

  return bty_split_view_go_back (BTY_SPLIT_VIEW (widget));
}

static GtkSizeRequestMode
bty_split_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_pane (GtkWidget      *pane,
              GtkOrientation  orientation,
              int             for_size,
              int            *minimum,
              int            *natural)
{
  int pane_minimum = 0;
  int pane_natural = 0;

  gtk_widget_measure (pane, orientation, for_size, &pane_minimum, &pane_natural, NULL, NULL);
  *minimum = MAX (*minimum, pane_minimum);
  *natural = MAX (*natural, pane_natural);
}

static void
bty_split_view_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  BtySplitView *self = BTY_SPLIT_VIEW (widget);
  GtkWidget *panes[] = { self->sidebar_pane, self->content_pane, self->end_pane };
  Layout layout = { 0, };
  int widths[G_N_ELEMENTS (panes)];

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    layout = lay_out (self, for_size);
  widths[0] = layout.sidebar;
  widths[1] = layout.content;
  widths[2] = layout.end;

  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    if (orientation == GTK_ORIENTATION_HORIZONTAL || for_size < 0)
      measure_pane (panes[i], orientation, -1, minimum, natural);
    else if (widths[i] > 0)
      measure_pane (panes[i], orientation, widths[i], minimum, natural);
}

static void
place (BtySplitView *self,
       GtkWidget    *child,
       gboolean      shown,
       int           x,
       int           width,
       int           height)
{
  int total = gtk_widget_get_width (GTK_WIDGET (self));

  /* Who is in what has no room any more goes on in what is shown instead. */
  if (!shown && gtk_widget_get_child_visible (child) && gtk_widget_get_focus_child (GTK_WIDGET (self)) == child)
    self->move_focus = TRUE;
  gtk_widget_set_child_visible (child, shown);
  if (!shown)
    return;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = total - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, 0, width, height }, -1);
}

static void
bty_split_view_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  BtySplitView *self = BTY_SPLIT_VIEW (widget);
  Layout layout = lay_out (self, width);
  gboolean side_by_side = !layout.folded && layout.sidebar > 0;
  gboolean overlaid = !layout.folded && layout.end_folded && layout.end > 0;
  int content_x = side_by_side ? layout.sidebar + 1 : 0;

  place (self, self->sidebar_pane, layout.sidebar > 0, 0, layout.sidebar, height);
  place (self, self->sidebar_separator, side_by_side, layout.sidebar, 1, height);
  place (self, self->content_pane, layout.content > 0, content_x, layout.content, height);
  place (self, self->shade, overlaid, content_x, layout.content, height);
  place (self, self->end_pane, layout.end > 0, width - layout.end, layout.end, height);
  place (self, self->end_separator, layout.end > 0 && !layout.folded, width - layout.end - 1, 1, height);

  self->allocated_folded = layout.folded;
  self->allocated_end_folded = layout.end_folded;
  if (self->move_focus || layout.folded != self->folded || layout.end_folded != self->end_folded)
    queue_announce (self);
}

static void
set_child (BtySplitView *self,
           GtkWidget    *pane,
           GtkWidget    *child,
           guint         property)
{
  if (adw_bin_get_child (ADW_BIN (pane)) == child)
    return;

  adw_bin_set_child (ADW_BIN (pane), child);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
bty_split_view_get_property (GObject    *object,
                             guint       property,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BtySplitView *self = BTY_SPLIT_VIEW (object);

  switch (property)
    {
    case PROP_SIDEBAR:
      g_value_set_object (value, adw_bin_get_child (ADW_BIN (self->sidebar_pane)));
      break;
    case PROP_CONTENT:
      g_value_set_object (value, adw_bin_get_child (ADW_BIN (self->content_pane)));
      break;
    case PROP_END:
      g_value_set_object (value, adw_bin_get_child (ADW_BIN (self->end_pane)));
      break;
    case PROP_SHOW_CONTENT:
      g_value_set_boolean (value, self->show_content);
      break;
    case PROP_SHOW_END:
      g_value_set_boolean (value, self->show_end);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    case PROP_END_FOLDED:
      g_value_set_boolean (value, self->end_folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_split_view_set_property (GObject      *object,
                             guint         property,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  BtySplitView *self = BTY_SPLIT_VIEW (object);

  switch (property)
    {
    case PROP_SIDEBAR:
      set_child (self, self->sidebar_pane, g_value_get_object (value), property);
      break;
    case PROP_CONTENT:
      set_child (self, self->content_pane, g_value_get_object (value), property);
      break;
    case PROP_END:
      set_child (self, self->end_pane, g_value_get_object (value), property);
      break;
    case PROP_SHOW_CONTENT:
      bty_split_view_set_show_content (self, g_value_get_boolean (value));
      break;
    case PROP_SHOW_END:
      bty_split_view_set_show_end (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_split_view_dispose (GObject *object)
{
  BtySplitView *self = BTY_SPLIT_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->announce_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bty_split_view_parent_class)->dispose (object);
}

static void
bty_split_view_class_init (BtySplitViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags read_write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bty_split_view_get_property;
  object_class->set_property = bty_split_view_set_property;
  object_class->dispose = bty_split_view_dispose;
  widget_class->get_request_mode = bty_split_view_get_request_mode;
  widget_class->measure = bty_split_view_measure;
  widget_class->size_allocate = bty_split_view_size_allocate;

  properties[PROP_SIDEBAR] = g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, read_write);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, read_write);
  properties[PROP_END] = g_param_spec_object ("end", NULL, NULL, GTK_TYPE_WIDGET, read_write);
  properties[PROP_SHOW_CONTENT] = g_param_spec_boolean ("show-content", NULL, NULL, FALSE, read_write);
  properties[PROP_SHOW_END] = g_param_spec_boolean ("show-end", NULL, NULL, FALSE, read_write);
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, read_only);
  properties[PROP_END_FOLDED] = g_param_spec_boolean ("end-folded", NULL, NULL, FALSE, read_only);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "splitview");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, back_binding_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Back, 0, back_binding_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, back_binding_cb,
                                "i", GTK_TEXT_DIR_LTR);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, GDK_ALT_MASK, back_binding_cb,
                                "i", GTK_TEXT_DIR_RTL);
}

static GtkWidget *
append_child (BtySplitView *self,
              GtkWidget    *child,
              const char   *css_class)
{
  gtk_widget_add_css_class (child, css_class);
  gtk_widget_set_overflow (child, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (child, GTK_WIDGET (self));

  return child;
}

static void
bty_split_view_init (BtySplitView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->sidebar_pane = append_child (self, adw_bin_new (), "sidebar-pane");
  self->content_pane = append_child (self, adw_bin_new (), "content-pane");
  self->sidebar_separator = append_child (self, gtk_separator_new (GTK_ORIENTATION_VERTICAL), "pane-edge");
  self->shade = append_child (self, adw_bin_new (), "shade");
  self->end_pane = append_child (self, adw_bin_new (), "end-pane");
  self->end_separator = append_child (self, gtk_separator_new (GTK_ORIENTATION_VERTICAL), "pane-edge");

  g_signal_connect_object (click, "released", G_CALLBACK (shade_released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->shade, GTK_EVENT_CONTROLLER (click));
}

/**
 * bty_split_view_new:
 *
 * Returns: (transfer floating): an empty split view
 */
GtkWidget *
bty_split_view_new (void)
{
  return g_object_new (BTY_TYPE_SPLIT_VIEW, NULL);
}

static void
show_pane (BtySplitView *self,
           gboolean     *shown,
           gboolean      show,
           guint         property)
{
  show = !!show;
  if (*shown == show)
    return;

  *shown = show;
  self->move_focus = self->folded || property == PROP_SHOW_END;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * bty_split_view_get_show_content:
 * @self: a split view
 *
 * Returns: whether the content, and not the sidebar, is shown while folded
 */
gboolean
bty_split_view_get_show_content (BtySplitView *self)
{
  g_return_val_if_fail (BTY_IS_SPLIT_VIEW (self), FALSE);

  return self->show_content;
}

/**
 * bty_split_view_set_show_content:
 * @self: a split view
 * @show_content: whether the content, and not the sidebar, is shown while folded
 */
void
bty_split_view_set_show_content (BtySplitView *self,
                                 gboolean      show_content)
{
  g_return_if_fail (BTY_IS_SPLIT_VIEW (self));

  show_pane (self, &self->show_content, show_content, PROP_SHOW_CONTENT);
}

/**
 * bty_split_view_get_show_end:
 * @self: a split view
 *
 * Returns: whether the end pane is shown
 */
gboolean
bty_split_view_get_show_end (BtySplitView *self)
{
  g_return_val_if_fail (BTY_IS_SPLIT_VIEW (self), FALSE);

  return self->show_end;
}

/**
 * bty_split_view_set_show_end:
 * @self: a split view
 * @show_end: whether the end pane is shown
 */
void
bty_split_view_set_show_end (BtySplitView *self,
                             gboolean      show_end)
{
  g_return_if_fail (BTY_IS_SPLIT_VIEW (self));

  show_pane (self, &self->show_end, show_end, PROP_SHOW_END);
}

/**
 * bty_split_view_get_folded:
 * @self: a split view
 *
 * Returns: whether one pane is shown at a time
 */
gboolean
bty_split_view_get_folded (BtySplitView *self)
{
  g_return_val_if_fail (BTY_IS_SPLIT_VIEW (self), FALSE);

  return self->folded;
}

/**
 * bty_split_view_get_end_folded:
 * @self: a split view
 *
 * Returns: whether the end pane lies over the others
 */
gboolean
bty_split_view_get_end_folded (BtySplitView *self)
{
  g_return_val_if_fail (BTY_IS_SPLIT_VIEW (self), FALSE);

  return self->end_folded;
}

/**
 * bty_split_view_go_back:
 * @self: a split view
 *
 * Closes the end pane where it covers others, or else goes from the content to the sidebar while folded.
 *
 * Returns: whether there was a way back
 */
gboolean
bty_split_view_go_back (BtySplitView *self)
{
  g_return_val_if_fail (BTY_IS_SPLIT_VIEW (self), FALSE);

  if (self->end_folded && self->show_end && has_child (self->end_pane))
    bty_split_view_set_show_end (self, FALSE);
  else if (self->folded && self->show_content && has_child (self->sidebar_pane))
    bty_split_view_set_show_content (self, FALSE);
  else
    return FALSE;

  return TRUE;
}
