/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BtyPortions:
 *
 * What is shown of a long list: as much of it as the user has scrolled to, and a little more. Its rows are made a few
 * at a time, so that a list of thousands opens as quickly as a short one and is scrolled without a stop.
 */
#define BTY_TYPE_PORTIONS (bty_portions_get_type ())

G_DECLARE_FINAL_TYPE (BtyPortions, bty_portions, BTY, PORTIONS, GObject)

/* How many rows there are at first, if there are so many. */
#define BTY_PORTIONS_FIRST 20

void bty_portions_bind   (GtkListBox                 *list,
                          GListModel                 *model,
                          GtkListBoxCreateWidgetFunc  create,
                          gpointer                    user_data);
void bty_portions_reveal (GtkListBox                 *list,
                          guint                       position);

G_END_DECLS
