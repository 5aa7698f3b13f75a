/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "bty-graph-layout.h"
#include "bty-visible-text.h"

#define RADIUS 7
#define LABEL_WIDTH 168
#define LABEL_HEIGHT 22

/* Pixels per unit. */
#define NORMAL_ZOOM 120
#define MIN_ZOOM 12
#define MAX_ZOOM 480

/**
 * BtyGraphView:
 *
 * A drawing of a graph. All of it is in sight until it is dragged or zoomed with the pointer or with the keyboard:
 * arrow keys go from one point to the next, plus and minus zoom, 0 shows all again. Its twin for screen readers is the
 * table.
 */
struct _BtyGraphView
{
  GtkWidget      parent_instance;

  /* Owned */
  BtyGraphPoint *points;
  BtyGraphEdge  *edges;
  GPtrArray     *names;      /* of char*, one for each point */
  GPtrArray     *types;      /* of char*, one for each edge */

  double         zoom;       /* pixels per unit */
  BtyGraphPoint  offset;     /* of the middle, in pixels */
  BtyGraphPoint  grabbed;    /* the offset when dragging began */
  guint          grabbed_point;
  guint          selected;   /* a point; GTK_INVALID_LIST_POSITION = none */
  gboolean       shows_all;  /* whatever size it gets */
};

enum
{
  SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyGraphView, bty_graph_view, GTK_TYPE_WIDGET)

static gboolean
has_selected (BtyGraphView *self)
{
  return self->selected < self->names->len;
}

/* Leaves room for the names at the sides and below. */
static void
fit (BtyGraphView *self)
{
  BtyGraphPoint least = { 0, 0 };
  BtyGraphPoint most = { 0, 0 };
  double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - LABEL_WIDTH, 1);
  double height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - 4 * LABEL_HEIGHT, 1);

  for (guint i = 0; i < self->names->len; i++)
    {
      least.x = i == 0 ? self->points[i].x : MIN (least.x, self->points[i].x);
      least.y = i == 0 ? self->points[i].y : MIN (least.y, self->points[i].y);
      most.x = i == 0 ? self->points[i].x : MAX (most.x, self->points[i].x);
      most.y = i == 0 ? self->points[i].y : MAX (most.y, self->points[i].y);
    }
  self->zoom = MIN (width / MAX (most.x - least.x, 0.01), height / MAX (most.y - least.y, 0.01));
  self->zoom = CLAMP (self->zoom, MIN_ZOOM, NORMAL_ZOOM);
  self->offset.x = -(least.x + most.x) / 2 * self->zoom;
  self->offset.y = -(least.y + most.y) / 2 * self->zoom;
}

static graphene_point_t
get_place (BtyGraphView *self,
           guint         point)
{
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 + self->offset.x + self->points[point].x * self->zoom;
  double y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 + self->offset.y + self->points[point].y * self->zoom;

  return GRAPHENE_POINT_INIT ((float) x, (float) y);
}

static void
draw_text (BtyGraphView  *self,
           GtkSnapshot   *snapshot,
           const char    *text,
           float          x,
           float          y,
           const GdkRGBA *colour)
{
  g_autofree char *visible = bty_visible_start (text);
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), visible);
  PangoRectangle extents;
  GdkRGBA behind;

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_width (layout, LABEL_WIDTH * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x - LABEL_WIDTH / 2.0f, y));
  /* Lines do not run through words. */
  if (gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "window_bg_color", &behind))
    {
      behind.alpha *= 0.8f;
      gtk_snapshot_append_color (snapshot, &behind, &GRAPHENE_RECT_INIT (extents.x - 2, extents.y,
                                                                         extents.width + 4, extents.height));
    }
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static gboolean
touches_selected (BtyGraphView *self,
                  guint         edge)
{
  return has_selected (self) && (self->edges[edge].from == self->selected || self->edges[edge].to == self->selected);
}

/* The lines of the chosen point stand out from the others. */
static void
draw_edges (BtyGraphView  *self,
            GtkSnapshot   *snapshot,
            const GdkRGBA *colour,
            const GdkRGBA *accent)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                               gtk_widget_get_height (GTK_WIDGET (self)));
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  GdkRGBA faint = *colour;

  faint.alpha *= 0.35f;
  for (guint i = 0; i < self->types->len; i++)
    {
      gboolean stands_out = touches_selected (self, i);
      graphene_point_t from = get_place (self, self->edges[i].from);
      graphene_point_t to = get_place (self, self->edges[i].to);

      gdk_cairo_set_source_rgba (cairo, stands_out ? accent : &faint);
      cairo_set_line_width (cairo, stands_out ? 2.5 : 1.5);
      cairo_move_to (cairo, from.x, from.y);
      cairo_line_to (cairo, to.x, to.y);
      cairo_stroke (cairo);
    }
  cairo_destroy (cairo);

  faint.alpha = colour->alpha * 0.7f;
  for (guint i = 0; i < self->types->len; i++)
    {
      graphene_point_t from = get_place (self, self->edges[i].from);
      graphene_point_t to = get_place (self, self->edges[i].to);

      /* Nearer to where it ends, so that it can be seen which way it goes. */
      if (self->zoom > NORMAL_ZOOM / 2 || touches_selected (self, i))
        draw_text (self, snapshot, self->types->pdata[i], from.x * 0.4f + to.x * 0.6f, from.y * 0.4f + to.y * 0.6f,
                   touches_selected (self, i) ? colour : &faint);
    }
}

static void
bty_graph_view_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  BtyGraphView *self = BTY_GRAPH_VIEW (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA colour;
  GdkRGBA accent;

  gtk_style_context_get_color (style, &colour);
  if (!gtk_style_context_lookup_color (style, "accent_color", &accent))
    accent = colour;
  if (self->shows_all)
    fit (self);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                         gtk_widget_get_height (widget)));
  draw_edges (self, snapshot, &colour, &accent);
  for (guint i = 0; i < self->names->len; i++)
    {
      graphene_point_t place = get_place (self, i);
      float radius = i == self->selected ? RADIUS * 1.5f : RADIUS;
      GskRoundedRect circle;

      gsk_rounded_rect_init_from_rect (&circle, &GRAPHENE_RECT_INIT (place.x - radius, place.y - radius,
                                                                    2 * radius, 2 * radius), radius);
      gtk_snapshot_push_rounded_clip (snapshot, &circle);
      gtk_snapshot_append_color (snapshot, i == self->selected ? &colour : &accent, &circle.bounds);
      gtk_snapshot_pop (snapshot);
      draw_text (self, snapshot, self->names->pdata[i], place.x, place.y + radius + 1, &colour);
    }
  gtk_snapshot_pop (snapshot);
}

static void
select_point (BtyGraphView *self,
              guint         point)
{
  g_autofree char *name = NULL;

  self->selected = point;
  if (has_selected (self))
    name = bty_visible_start (self->names->pdata[point]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  name != NULL ? name : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SELECTED], 0, point);
}

/* Brings a point that keys went to, or words found, into sight. */
static void
reveal (BtyGraphView *self,
        guint         point)
{
  graphene_point_t place = get_place (self, point);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  if (place.x > 0 && place.y > 0 && place.x < width && place.y < height - LABEL_HEIGHT)
    return;

  self->shows_all = FALSE;
  self->offset.x = -self->points[point].x * self->zoom;
  self->offset.y = -self->points[point].y * self->zoom;
}

static void
step (BtyGraphView *self,
      gboolean      forward)
{
  guint n_points = self->names->len;
  guint next = forward ? 0 : n_points - 1;

  if (n_points == 0)
    return;

  if (has_selected (self))
    next = (self->selected + (forward ? 1 : n_points - 1)) % n_points;
  reveal (self, next);
  select_point (self, next);
}

static gboolean
key_pressed_cb (BtyGraphView *self,
                guint         key)
{
  if (key == GDK_KEY_plus || key == GDK_KEY_KP_Add)
    bty_graph_view_zoom (self, 1.25);
  else if (key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract)
    bty_graph_view_zoom (self, 0.8);
  else if (key == GDK_KEY_0 || key == GDK_KEY_KP_0)
    bty_graph_view_show_all (self);
  else if (key == GDK_KEY_Right || key == GDK_KEY_Down)
    step (self, TRUE);
  else if (key == GDK_KEY_Left || key == GDK_KEY_Up)
    step (self, FALSE);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static gboolean
scroll_cb (BtyGraphView *self,
           double        dx,
           double        dy)
{
  bty_graph_view_zoom (self, pow (0.9, dy));

  return GDK_EVENT_STOP;
}

static void
drag_begin_cb (BtyGraphView *self,
               double        x,
               double        y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->grabbed = self->offset;
  self->grabbed_point = GTK_INVALID_LIST_POSITION;
  for (guint i = 0; i < self->names->len; i++)
    {
      graphene_point_t place = get_place (self, i);

      if (hypot (place.x - x, place.y - y) < 2 * RADIUS)
        self->grabbed_point = i;
    }
}

static void
drag_update_cb (BtyGraphView *self,
                double        dx,
                double        dy)
{
  self->shows_all = FALSE;
  self->offset.x = self->grabbed.x + dx;
  self->offset.y = self->grabbed.y + dy;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A click, and not a movement: on a point, or beside all of them. */
static void
drag_end_cb (BtyGraphView *self,
             double        dx,
             double        dy)
{
  if (hypot (dx, dy) < RADIUS)
    select_point (self, self->grabbed_point);
}

static void
bty_graph_view_finalize (GObject *object)
{
  BtyGraphView *self = BTY_GRAPH_VIEW (object);

  g_free (self->points);
  g_free (self->edges);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->types);

  G_OBJECT_CLASS (bty_graph_view_parent_class)->finalize (object);
}

static void
bty_graph_view_class_init (BtyGraphViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bty_graph_view_finalize;
  widget_class->snapshot = bty_graph_view_snapshot;

  /**
   * BtyGraphView::selected:
   * @point: the position of an entity in the graph; %GTK_INVALID_LIST_POSITION = none
   */
  signals[SELECTED] = g_signal_new ("selected", BTY_TYPE_GRAPH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bty_graph_view_init (BtyGraphView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->types = g_ptr_array_new_with_free_func (g_free);
  self->shows_all = TRUE;
  self->selected = GTK_INVALID_LIST_POSITION;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Drawing; the table says the same"), -1);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/**
 * bty_graph_view_set_graph:
 * @self: a drawing
 * @graph: (nullable): what it shows, the first 200 of it; looked at now only
 */
void
bty_graph_view_set_graph (BtyGraphView *self,
                          BtyGraph     *graph)
{
  g_autoptr(GHashTable) positions = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GArray) edges = g_array_new (FALSE, FALSE, sizeof (BtyGraphEdge));

  g_ptr_array_set_size (self->names, 0);
  g_ptr_array_set_size (self->types, 0);
  for (guint i = 0; graph != NULL && i < MIN (graph->entities->len, BTY_GRAPH_VIEW_MAX_DRAWN); i++)
    {
      BtyEntity *entity = graph->entities->pdata[i];

      g_hash_table_insert (positions, entity->entity_id, GUINT_TO_POINTER (i + 1));
      g_ptr_array_add (self->names, g_strdup (entity->name));
    }
  for (guint i = 0; graph != NULL && i < graph->relationships->len; i++)
    {
      BtyRelationship *relationship = graph->relationships->pdata[i];
      guint from = GPOINTER_TO_UINT (g_hash_table_lookup (positions, relationship->from_id));
      guint to = GPOINTER_TO_UINT (g_hash_table_lookup (positions, relationship->to_id));
      BtyGraphEdge edge = { from - 1, to - 1 };

      if (from == 0 || to == 0)
        continue;
      g_array_append_val (edges, edge);
      g_ptr_array_add (self->types, g_strdup (relationship->type));
    }

  g_free (self->points);
  g_free (self->edges);
  self->points = g_new0 (BtyGraphPoint, MAX (self->names->len, 1));
  self->edges = g_memdup2 (edges->data, edges->len * sizeof (BtyGraphEdge));
  bty_graph_layout (self->points, self->names->len, self->edges, self->types->len);
  select_point (self, GTK_INVALID_LIST_POSITION);
}

/**
 * bty_graph_view_select:
 * @self: a drawing
 * @point: the position of an entity in the graph; %GTK_INVALID_LIST_POSITION = none
 *
 * Chooses a point and brings it into sight.
 */
void
bty_graph_view_select (BtyGraphView *self,
                       guint         point)
{
  if (point < self->names->len)
    reveal (self, point);
  select_point (self, point);
}

/**
 * bty_graph_view_zoom:
 * @self: a drawing
 * @factor: how many times as large it shall be
 */
void
bty_graph_view_zoom (BtyGraphView *self,
                     double        factor)
{
  double zoom = CLAMP (self->zoom * factor, MIN_ZOOM, MAX_ZOOM);

  self->shows_all = FALSE;
  self->offset.x *= zoom / self->zoom;
  self->offset.y *= zoom / self->zoom;
  self->zoom = zoom;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * bty_graph_view_show_all:
 * @self: a drawing
 *
 * Shows all of it, until it is dragged or zoomed again.
 */
void
bty_graph_view_show_all (BtyGraphView *self)
{
  self->shows_all = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
