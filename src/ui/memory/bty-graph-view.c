/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "bty-graph-layout.h"
#include "bty-visible-text.h"

/* More would be a ball of wool; the table has all. */
#define MAX_DRAWN 200

#define RADIUS 7
#define EDGE_LENGTH 90
#define MAX_LABEL 24

/**
 * BtyGraphView:
 *
 * A drawing of a graph. It is dragged and zoomed with the pointer, and with the keyboard: arrow keys go from one
 * point to the next, plus and minus zoom, 0 begins anew. Its twin for screen readers is the table.
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
  guint          selected;   /* a point */
};

G_DEFINE_FINAL_TYPE (BtyGraphView, bty_graph_view, GTK_TYPE_WIDGET)

static graphene_point_t
get_place (BtyGraphView *self,
           guint         point)
{
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 + self->offset.x + self->points[point].x * self->zoom;
  double y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 + self->offset.y + self->points[point].y * self->zoom;

  return GRAPHENE_POINT_INIT ((float) x, (float) y);
}

static void
draw_text (BtyGraphView    *self,
           GtkSnapshot     *snapshot,
           const char      *text,
           float            x,
           float            y,
           const GdkRGBA   *colour)
{
  g_autofree char *visible = bty_visible_text (text);
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), visible);
  int width;

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_width (layout, MAX_LABEL * 7 * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  width = MAX_LABEL * 7;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x - width / 2.0f, y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_edges (BtyGraphView  *self,
            GtkSnapshot   *snapshot,
            const GdkRGBA *colour)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                               gtk_widget_get_height (GTK_WIDGET (self)));
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  GdkRGBA faint = *colour;

  faint.alpha *= 0.35f;
  gdk_cairo_set_source_rgba (cairo, &faint);
  cairo_set_line_width (cairo, 1.5);
  for (guint i = 0; i < self->types->len; i++)
    {
      graphene_point_t from = get_place (self, self->edges[i].from);
      graphene_point_t to = get_place (self, self->edges[i].to);

      cairo_move_to (cairo, from.x, from.y);
      cairo_line_to (cairo, to.x, to.y);
    }
  cairo_stroke (cairo);
  cairo_destroy (cairo);

  faint.alpha = colour->alpha * 0.7f;
  for (guint i = 0; i < self->types->len; i++)
    {
      graphene_point_t from = get_place (self, self->edges[i].from);
      graphene_point_t to = get_place (self, self->edges[i].to);

      /* Nearer to where it ends, so that it can be seen which way it goes. */
      if (self->zoom > EDGE_LENGTH / 2)
        draw_text (self, snapshot, self->types->pdata[i], from.x * 0.4f + to.x * 0.6f, from.y * 0.4f + to.y * 0.6f,
                   &faint);
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
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                         gtk_widget_get_height (widget)));
  draw_edges (self, snapshot, &colour);
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
describe_selected (BtyGraphView *self)
{
  g_autofree char *name = NULL;

  if (self->selected < self->names->len)
    name = bty_visible_text (self->names->pdata[self->selected]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  name != NULL ? name : "", -1);
}

static void
select_point (BtyGraphView *self,
              guint         point)
{
  self->selected = point;
  describe_selected (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
zoom_by (BtyGraphView *self,
         double        factor)
{
  double zoom = CLAMP (self->zoom * factor, 10, 400);

  self->offset.x *= zoom / self->zoom;
  self->offset.y *= zoom / self->zoom;
  self->zoom = zoom;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
key_pressed_cb (BtyGraphView *self,
                guint         key)
{
  guint n_points = self->names->len;

  if (key == GDK_KEY_plus || key == GDK_KEY_KP_Add)
    zoom_by (self, 1.25);
  else if (key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract)
    zoom_by (self, 0.8);
  else if (key == GDK_KEY_0)
    {
      self->offset = (BtyGraphPoint) { 0, 0 };
      self->zoom = EDGE_LENGTH;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  else if (n_points > 0 && (key == GDK_KEY_Right || key == GDK_KEY_Down))
    select_point (self, self->selected + 1 < n_points ? self->selected + 1 : 0);
  else if (n_points > 0 && (key == GDK_KEY_Left || key == GDK_KEY_Up))
    select_point (self, self->selected > 0 && self->selected < n_points ? self->selected - 1 : n_points - 1);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static gboolean
scroll_cb (BtyGraphView *self,
           double        dx,
           double        dy)
{
  zoom_by (self, pow (0.9, dy));

  return GDK_EVENT_STOP;
}

static void
drag_begin_cb (BtyGraphView *self,
               double        x,
               double        y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->grabbed = self->offset;
  for (guint i = 0; i < self->names->len; i++)
    {
      graphene_point_t place = get_place (self, i);

      if (hypot (place.x - x, place.y - y) < 2 * RADIUS)
        select_point (self, i);
    }
}

static void
drag_update_cb (BtyGraphView *self,
                double        dx,
                double        dy)
{
  self->offset.x = self->grabbed.x + dx;
  self->offset.y = self->grabbed.y + dy;
  gtk_widget_queue_draw (GTK_WIDGET (self));
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
  self->zoom = EDGE_LENGTH;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Drawing; the table says the same"), -1);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
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
  for (guint i = 0; graph != NULL && i < MIN (graph->entities->len, MAX_DRAWN); i++)
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
  self->selected = MIN (self->selected, self->names->len > 0 ? self->names->len - 1 : 0);
  describe_selected (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
