/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-trust-pane.h"

#include "bty-trust-list.h"
#include "bty-trust-matrix.h"

/* More cells than this by this are neither quickly made nor easily read. */
#define MAX_MATRIX 40

/**
 * BtyTrustPane:
 *
 * Who trusts whom, as a matrix where there is room, and else as a list of one bot at a time.
 */
struct _BtyTrustPane
{
  AdwBin         parent_instance;

  /* Owned */
  BtyTrustTable *table;

  /* Borrowed */
  GtkWidget     *matrix; /* NULL = not needed yet */
  GtkWidget     *list;   /* NULL = not needed yet */

  gboolean       narrow;

  /* Template */
  GtkWidget     *rule;
  GtkLabel      *error;
  GtkStack      *stack;
};

G_DEFINE_FINAL_TYPE (BtyTrustPane, bty_trust_pane, ADW_TYPE_BIN)

static void
show_list (BtyTrustPane *self)
{
  if (self->list == NULL)
    {
      self->list = bty_trust_list_new (self->table);
      gtk_stack_add_child (self->stack, self->list);
    }
  gtk_stack_set_visible_child (self->stack, self->list);
}

static void
show_matrix (BtyTrustPane *self)
{
  if (self->matrix == NULL)
    {
      self->matrix = bty_trust_matrix_new (self->table);
      g_object_set (self->matrix, "margin-start", 18, "margin-end", 18, "margin-top", 6, "margin-bottom", 12, NULL);
      gtk_stack_add_child (self->stack, self->matrix);
    }
  gtk_stack_set_visible_child (self->stack, self->matrix);
}

static void
update (BtyTrustPane *self)
{
  guint n_bots = g_list_model_get_n_items (bty_trust_table_get_bots (self->table));

  gtk_widget_set_visible (self->rule, n_bots > 1);
  if (n_bots < 2)
    gtk_stack_set_visible_child_name (self->stack, "alone");
  else if (self->narrow || n_bots > MAX_MATRIX)
    show_list (self);
  else
    show_matrix (self);
}

static void
error_cb (BtyTrustPane *self)
{
  g_autofree char *error = NULL;

  g_object_get (self->table, "error", &error, NULL);
  gtk_label_set_label (self->error, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), error != NULL);
}

static void
bty_trust_pane_dispose (GObject *object)
{
  g_clear_object (&BTY_TRUST_PANE (object)->table);

  G_OBJECT_CLASS (bty_trust_pane_parent_class)->dispose (object);
}

static void
bty_trust_pane_class_init (BtyTrustPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_trust_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-trust-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyTrustPane, rule);
  gtk_widget_class_bind_template_child (widget_class, BtyTrustPane, error);
  gtk_widget_class_bind_template_child (widget_class, BtyTrustPane, stack);
}

static void
bty_trust_pane_init (BtyTrustPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_trust_pane_new:
 * @table: what it shows
 *
 * Returns: (transfer floating): the pane
 */
GtkWidget *
bty_trust_pane_new (BtyTrustTable *table)
{
  BtyTrustPane *self = g_object_new (BTY_TYPE_TRUST_PANE, NULL);

  self->table = g_object_ref (table);
  g_signal_connect_object (table, "notify::error", G_CALLBACK (error_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_trust_table_get_bots (table), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_trust_pane_set_narrow:
 * @self: the pane
 * @narrow: whether there is no room for a matrix
 */
void
bty_trust_pane_set_narrow (BtyTrustPane *self,
                           gboolean      narrow)
{
  self->narrow = narrow;
  update (self);
}
