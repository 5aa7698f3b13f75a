/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-table-view.h"

#include <glib/gi18n.h>

#include "bty-markdown-label.h"

#define CELL_CHARS 32

/**
 * BtyTableView:
 *
 * A table that scrolls sideways when it is wider than its place.
 */
struct _BtyTableView
{
  GtkWidget  parent_instance;

  /* Owned */
  GtkWidget *scroller;
  GtkGrid   *grid;        /* borrowed from the scroller */
  GtkLabel  *note;
};

G_DEFINE_FINAL_TYPE (BtyTableView, bty_table_view, GTK_TYPE_WIDGET)

static void
bty_table_view_dispose (GObject *object)
{
  BtyTableView *self = BTY_TABLE_VIEW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bty_table_view_parent_class)->dispose (object);
}

static void
bty_table_view_class_init (BtyTableViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_table_view_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "tableview");
}

static void
bty_table_view_init (BtyTableView *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);

  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->grid), GTK_ALIGN_START);
  self->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                                 "vscrollbar-policy", GTK_POLICY_NEVER,
                                 "propagate-natural-width", TRUE,
                                 "child", self->grid,
                                 NULL);
  /* Keys can scroll it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scroller), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Table"), -1);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  self->note = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0f, "visible", FALSE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "dim-label");
  gtk_widget_set_parent (GTK_WIDGET (self->note), GTK_WIDGET (self));
}

/**
 * bty_table_view_new:
 *
 * Returns: (transfer floating): an empty table
 */
GtkWidget *
bty_table_view_new (void)
{
  return g_object_new (BTY_TYPE_TABLE_VIEW, NULL);
}

static guint
get_n_columns (const BtyMarkdown *table)
{
  if (table == NULL || table->children->len == 0)
    return 0;

  return ((BtyMarkdown *) table->children->pdata[0])->children->len;
}

static const BtyMarkdown *
get_cell (const BtyMarkdown *table,
          guint              row,
          guint              column)
{
  const BtyMarkdown *cells = NULL;

  if (table == NULL || row >= table->children->len)
    return NULL;

  cells = table->children->pdata[row];

  return column < cells->children->len ? cells->children->pdata[column] : NULL;
}

/* Wide enough to read, and never so wide that one cell fills the screen. It has one width only: what scrolls it would
 * take the height that it has when it is narrow, and leave it empty when it is not. */
static void
size_cell (GtkWidget         *label,
           const BtyMarkdown *cell)
{
  int length = g_utf8_strlen (cell->text->str, cell->text->len);

  gboolean wraps = length > CELL_CHARS;

  g_object_set (label,
                "wrap", wraps,
                "width-chars", wraps ? CELL_CHARS : -1,
                "max-width-chars", wraps ? CELL_CHARS : -1,
                NULL);
}

static void
update_cell (BtyTableView      *self,
             guint              row,
             guint              column,
             const BtyMarkdown *shown,
             const BtyMarkdown *cell)
{
  GtkWidget *label = NULL;

  if (shown != NULL && bty_markdown_equal (shown, cell))
    return;

  if (shown != NULL)
    {
      label = gtk_grid_get_child_at (self->grid, column, row);
      bty_markdown_label_set_leaf (label, cell);
    }
  else
    {
      label = bty_markdown_label_new (cell);
      gtk_widget_add_css_class (label, row == 0 ? "head-cell" : "cell");
      gtk_grid_attach (self->grid, label, column, row, 1, 1);
    }
  gtk_label_set_xalign (GTK_LABEL (label), cell->align);
  size_cell (label, cell);
}

/**
 * bty_table_view_update:
 * @self: a table
 * @shown: (nullable): the node that it shows, %NULL if none yet
 * @table: the node to show
 *
 * Shows @table; only cells that differ are laid out again.
 */
void
bty_table_view_update (BtyTableView      *self,
                       const BtyMarkdown *shown,
                       const BtyMarkdown *table)
{
  guint n_columns = get_n_columns (table);
  g_autofree char *note = NULL;

  g_return_if_fail (BTY_IS_TABLE_VIEW (self));

  if (get_n_columns (shown) != n_columns)
    {
      GtkWidget *child;

      while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
        gtk_grid_remove (self->grid, child);
      shown = NULL;
    }

  for (guint row = shown != NULL ? shown->children->len : 0; row > table->children->len; row--)
    gtk_grid_remove_row (self->grid, row - 1);
  for (guint row = 0; row < table->children->len; row++)
    for (guint column = 0; column < n_columns; column++)
      if (get_cell (table, row, column) != NULL)
        update_cell (self, row, column, get_cell (shown, row, column), get_cell (table, row, column));

  note = g_strdup_printf (ngettext ("%u more row is not shown. Copy the message to see it.",
                                    "%u more rows are not shown. Copy the message to see them.",
                                    table->number), table->number);
  gtk_label_set_text (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), table->number > 0);
}
