/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bubble.h"

/* Each width that is tried is the text laid out once more. */
#define STEP 6               /* in pixels */
#define HIGHEST_FITTED 320   /* in pixels: what is higher fills its place anyway */

/**
 * BtyBubble:
 *
 * Holds one child, which fills it, or hugs its text: then it stands at the end and is as narrow as it can be without
 * getting higher. Aligning the child would do the same, but GTK looks for the width to the last pixel, which for a long
 * text takes seconds.
 */
struct _BtyBubble
{
  GtkWidget parent_instance;

  gboolean  hugs;
};

G_DEFINE_FINAL_TYPE (BtyBubble, bty_bubble, GTK_TYPE_WIDGET)

static int
measure_height (GtkWidget *child,
                int        width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);

  return height;
}

/* The least width up to @widest, to within a step, at which @child is not higher than there. */
static int
find_width (GtkWidget *child,
            int        widest)
{
  int narrowest;
  int natural;
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, &natural, NULL, NULL);
  if (natural <= widest)
    return natural;

  height = measure_height (child, widest);
  if (height > HIGHEST_FITTED)
    return widest;

  while (widest - narrowest > STEP)
    {
      int middle = (narrowest + widest) / 2;

      if (measure_height (child, middle) > height)
        narrowest = middle;
      else
        widest = middle;
    }

  return widest;
}

static GtkSizeRequestMode
bty_bubble_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bty_bubble_measure (GtkWidget      *widget,
                    GtkOrientation  orientation,
                    int             for_size,
                    int            *minimum,
                    int            *natural,
                    int            *minimum_baseline,
                    int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, NULL, NULL);
}

static void
bty_bubble_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int child_width = BTY_BUBBLE (widget)->hugs ? find_width (child, width) : width;

  gtk_widget_size_allocate (child, &(GtkAllocation) { is_rtl ? 0 : width - child_width, 0, child_width, height }, -1);
}

static void
bty_bubble_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bty_bubble_parent_class)->dispose (object);
}

static void
bty_bubble_class_init (BtyBubbleClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_bubble_dispose;
  widget_class->get_request_mode = bty_bubble_get_request_mode;
  widget_class->measure = bty_bubble_measure;
  widget_class->size_allocate = bty_bubble_size_allocate;
}

static void
bty_bubble_init (BtyBubble *self)
{
}

/**
 * bty_bubble_set_hugs:
 * @self: a bubble
 * @hugs: whether the child is only as wide as its text needs, instead of filling the place
 */
void
bty_bubble_set_hugs (BtyBubble *self,
                     gboolean   hugs)
{
  g_return_if_fail (BTY_IS_BUBBLE (self));

  hugs = !!hugs;
  if (self->hugs == hugs)
    return;

  self->hugs = hugs;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
