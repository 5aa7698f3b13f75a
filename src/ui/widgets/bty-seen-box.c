/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-seen-box.h"

/* How far beyond what is seen is drawn, in pixels: so that not every step of scrolling draws anew. */
#define MARGIN 200

/**
 * BtySeenBox:
 *
 * A column that can be much higher than what it is seen through, and draws only those of its children that are seen.
 * Without a graphics processor a text outside of the window is nearly as much work to draw as one inside.
 */
struct _BtySeenBox
{
  GtkBox parent_instance;

  float  drawn_from;   /* in pixels from the top; what is outside is left out */
  float  drawn_to;
};

G_DEFINE_FINAL_TYPE (BtySeenBox, bty_seen_box, GTK_TYPE_BOX)

static void
bty_seen_box_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  BtySeenBox *self = BTY_SEEN_BOX (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t bounds;

      if (gtk_widget_compute_bounds (child, widget, &bounds)
          && bounds.origin.y + bounds.size.height >= self->drawn_from && bounds.origin.y <= self->drawn_to)
        gtk_widget_snapshot_child (widget, child, snapshot);
    }
}

static void
bty_seen_box_class_init (BtySeenBoxClass *class)
{
  GTK_WIDGET_CLASS (class)->snapshot = bty_seen_box_snapshot;
}

static void
bty_seen_box_init (BtySeenBox *self)
{
  self->drawn_from = -G_MAXFLOAT;
  self->drawn_to = G_MAXFLOAT;
}

/**
 * bty_seen_box_new:
 *
 * Returns: (transfer floating): a column that draws all its children, until it is told what is seen of it
 */
GtkWidget *
bty_seen_box_new (void)
{
  return g_object_new (BTY_TYPE_SEEN_BOX, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
}

/**
 * bty_seen_box_update_seen:
 * @self: a column
 * @viewport: what it is seen through
 *
 * Draws what is seen now, if that was left out before. To be called when all have their places and @viewport is
 * about to be drawn.
 */
void
bty_seen_box_update_seen (BtySeenBox *self,
                          GtkWidget  *viewport)
{
  graphene_rect_t bounds;
  float from;
  float to;

  g_return_if_fail (BTY_IS_SEEN_BOX (self));

  if (!gtk_widget_compute_bounds (GTK_WIDGET (self), viewport, &bounds))
    return;

  from = MAX (0, -bounds.origin.y);
  to = MIN (bounds.size.height, gtk_widget_get_height (viewport) - bounds.origin.y);
  if (from > to || (self->drawn_from <= from && self->drawn_to >= to && self->drawn_to < G_MAXFLOAT))
    return;

  self->drawn_from = from - MARGIN;
  self->drawn_to = to + MARGIN;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
