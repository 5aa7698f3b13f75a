/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-steady-width.h"

#include <gtk/gtk.h>

/* How wide a text or a box wants to be does not depend on how high it is; how high it is depends on its width.
 *
 * GTK 4 lets a box look for the width of a text at a height, by trying one after the other, and each text looks in the
 * same way for the widths that Pango needs. Neither ends well when Pango takes more than it was given, which it does
 * where a word is written in two fonts: "f𒈰J" fits into 17 pixels, and of 19 it takes 22. The box then says that
 * widgets will overlap, or never stops looking, and boxes in boxes multiply the time. Nothing in this program has a
 * width that follows from its height, so nobody has to look for one. */

typedef void (*MeasureFunc)       (GtkWidget      *label,
                                   GtkOrientation  orientation,
                                   int             for_size,
                                   int            *minimum,
                                   int            *natural,
                                   int            *minimum_baseline,
                                   int            *natural_baseline);
typedef void (*MeasureLayoutFunc) (GtkLayoutManager *layout,
                                   GtkWidget        *widget,
                                   GtkOrientation    orientation,
                                   int               for_size,
                                   int              *minimum,
                                   int              *natural,
                                   int              *minimum_baseline,
                                   int              *natural_baseline);

static MeasureFunc measure_label_as_gtk;
static MeasureLayoutFunc measure_box_as_gtk;

static void
measure_label (GtkWidget      *label,
               GtkOrientation  orientation,
               int             for_size,
               int            *minimum,
               int            *natural,
               int            *minimum_baseline,
               int            *natural_baseline)
{
  measure_label_as_gtk (label, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size,
                        minimum, natural, minimum_baseline, natural_baseline);
}

static void
measure_box (GtkLayoutManager *layout,
             GtkWidget        *box,
             GtkOrientation    orientation,
             int               for_size,
             int              *minimum,
             int              *natural,
             int              *minimum_baseline,
             int              *natural_baseline)
{
  measure_box_as_gtk (layout, box, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

/**
 * bty_steady_width_init:
 *
 * From now on every #GtkLabel and #GtkBox, whoever made it, has the same width whatever its height. To be called after
 * GTK was initialized; once more changes nothing.
 */
void
bty_steady_width_init (void)
{
  GtkWidgetClass *label_class;
  GtkLayoutManagerClass *box_class;

  if (measure_label_as_gtk != NULL)
    return;

  /* They are kept for as long as the program runs. */
  label_class = g_type_class_ref (GTK_TYPE_LABEL);
  measure_label_as_gtk = label_class->measure;
  label_class->measure = measure_label;

  box_class = g_type_class_ref (GTK_TYPE_BOX_LAYOUT);
  measure_box_as_gtk = box_class->measure;
  box_class->measure = measure_box;
}
