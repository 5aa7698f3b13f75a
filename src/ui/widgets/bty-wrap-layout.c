/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-wrap-layout.h"

#define SPACING 6

/**
 * BtyWrapLayout:
 *
 * Sets children of their natural sizes one after the other, in as many lines as they need, like words. One that expands
 * takes what is left of the line when all that follow it are in it too.
 */
struct _BtyWrapLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (BtyWrapLayout, bty_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
bty_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                  GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
get_natural_width (GtkWidget *child)
{
  int width;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);

  return width;
}

/* What all that follow @child take of a line. */
static int
measure_rest (GtkWidget *child)
{
  int width = 0;

  for (GtkWidget *next = gtk_widget_get_next_sibling (child); next != NULL; next = gtk_widget_get_next_sibling (next))
    if (gtk_widget_should_layout (next))
      width += SPACING + get_natural_width (next);

  return width;
}

/* Goes through the children as they fit into @width and, if asked to, puts them there. Returns the height. */
static int
lay_out (GtkWidget *widget,
         int        width,
         gboolean   allocate)
{
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;
  int y = 0;
  int line_height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;

      if (!gtk_widget_should_layout (child))
        continue;

      child_width = MIN (get_natural_width (child), width);
      if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
        child_width = MAX (child_width, width - x - measure_rest (child));
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL, NULL);
      if (x > 0 && x + child_width > width)
        {
          x = 0;
          y += line_height + SPACING;
          line_height = 0;
        }
      if (allocate)
        gtk_widget_size_allocate (child,
                                  &(GtkAllocation) { is_rtl ? width - x - child_width : x, y,
                                                     child_width, child_height },
                                  -1);
      x += child_width + SPACING;
      line_height = MAX (line_height, child_height);
    }

  return y + line_height;
}

static void
bty_wrap_layout_measure (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         GtkOrientation    orientation,
                         int               for_size,
                         int              *minimum,
                         int              *natural,
                         int              *minimum_baseline,
                         int              *natural_baseline)
{
  int widest = 0;
  int total = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      widest = MAX (widest, child_minimum);
      total += child_natural + (total > 0 ? SPACING : 0);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widest;
      *natural = total;
    }
  else
    *minimum = *natural = lay_out (widget, for_size >= 0 ? for_size : total, FALSE);
}

static void
bty_wrap_layout_allocate (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          int               width,
                          int               height,
                          int               baseline)
{
  lay_out (widget, width, TRUE);
}

static void
bty_wrap_layout_class_init (BtyWrapLayoutClass *class)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (class);

  layout_class->get_request_mode = bty_wrap_layout_get_request_mode;
  layout_class->measure = bty_wrap_layout_measure;
  layout_class->allocate = bty_wrap_layout_allocate;
}

static void
bty_wrap_layout_init (BtyWrapLayout *self)
{
}
