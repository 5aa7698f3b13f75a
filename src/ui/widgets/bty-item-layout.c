/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-item-layout.h"

#define SPACING 8

/**
 * BtyItemLayout:
 *
 * Sets an item of a list: the first child is its marker, as wide as it wants to be, the second is the text beside
 * it. A #GtkBox would do, but it looks for the width that a height needs by trying one after the other, and for each
 * the text is laid out once more.
 */
struct _BtyItemLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (BtyItemLayout, bty_item_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
bty_item_layout_get_request_mode (GtkLayoutManager *manager,
                                  GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* How far from the edge the text begins. */
static int
measure_indent (GtkWidget *marker)
{
  int width;

  gtk_widget_measure (marker, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);

  return width + SPACING;
}

static void
bty_item_layout_measure (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         GtkOrientation    orientation,
                         int               for_size,
                         int              *minimum,
                         int              *natural,
                         int              *minimum_baseline,
                         int              *natural_baseline)
{
  GtkWidget *marker = gtk_widget_get_first_child (widget);
  GtkWidget *text = gtk_widget_get_next_sibling (marker);
  int indent = measure_indent (marker);
  int marker_height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (text, orientation, -1, minimum, natural, NULL, NULL);
      *minimum += indent;
      *natural += indent;
      return;
    }

  gtk_widget_measure (marker, orientation, -1, &marker_height, NULL, NULL, NULL);
  gtk_widget_measure (text, orientation, for_size >= 0 ? MAX (0, for_size - indent) : -1, minimum, natural, NULL, NULL);
  *minimum = MAX (*minimum, marker_height);
  *natural = MAX (*natural, marker_height);
}

static void
bty_item_layout_allocate (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          int               width,
                          int               height,
                          int               baseline)
{
  GtkWidget *marker = gtk_widget_get_first_child (widget);
  GtkWidget *text = gtk_widget_get_next_sibling (marker);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int indent = measure_indent (marker);
  int text_width = MAX (0, width - indent);

  gtk_widget_size_allocate (marker,
                            &(GtkAllocation) { is_rtl ? text_width + SPACING : 0, 0, indent - SPACING, height }, -1);
  gtk_widget_size_allocate (text, &(GtkAllocation) { is_rtl ? 0 : indent, 0, text_width, height }, -1);
}

static void
bty_item_layout_class_init (BtyItemLayoutClass *class)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (class);

  layout_class->get_request_mode = bty_item_layout_get_request_mode;
  layout_class->measure = bty_item_layout_measure;
  layout_class->allocate = bty_item_layout_allocate;
}

static void
bty_item_layout_init (BtyItemLayout *self)
{
}

/**
 * bty_item_layout_new:
 *
 * Returns: (transfer full): a layout for one item
 */
GtkLayoutManager *
bty_item_layout_new (void)
{
  return g_object_new (BTY_TYPE_ITEM_LAYOUT, NULL);
}
