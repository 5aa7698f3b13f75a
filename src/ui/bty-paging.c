/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-paging.h"

/**
 * bty_paging_is_near_end:
 * @scroller: what shows a list that is loaded a page at a time
 *
 * Returns: whether less than two of its heights are left below, so that the next page is due before the user is there
 */
gboolean
bty_paging_is_near_end (GtkScrolledWindow *scroller)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  double page = gtk_adjustment_get_page_size (adjustment);
  double below = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - page;

  return page > 0 && below < 2 * page;
}
