/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-shared-row.h"

#include "bty-memory-row.h"

/**
 * BtySharedRow:
 *
 * A shared memory that can be selected, looked into, and made private again.
 */
struct _BtySharedRow
{
  GtkBox          parent_instance;

  gboolean        updating;

  /* Template */
  GtkCheckButton *check;
  BtyMemoryRow   *memory;
  GtkActionable  *readers_button;
  GtkActionable  *revoke_button;

  /* Owned */
  char           *id;
};

G_DEFINE_FINAL_TYPE (BtySharedRow, bty_shared_row, GTK_TYPE_BOX)

static void
toggled_cb (BtySharedRow *self)
{
  if (!self->updating && self->id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "shared.select", "(sb)", self->id,
                                gtk_check_button_get_active (self->check));
}

static void
bty_shared_row_finalize (GObject *object)
{
  g_free (BTY_SHARED_ROW (object)->id);

  G_OBJECT_CLASS (bty_shared_row_parent_class)->finalize (object);
}

static void
bty_shared_row_class_init (BtySharedRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bty_shared_row_finalize;

  g_type_ensure (BTY_TYPE_MEMORY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-shared-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtySharedRow, check);
  gtk_widget_class_bind_template_child (widget_class, BtySharedRow, memory);
  gtk_widget_class_bind_template_child (widget_class, BtySharedRow, readers_button);
  gtk_widget_class_bind_template_child (widget_class, BtySharedRow, revoke_button);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
bty_shared_row_init (BtySharedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_shared_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
bty_shared_row_new (void)
{
  return g_object_new (BTY_TYPE_SHARED_ROW, NULL);
}

/**
 * bty_shared_row_set_memory:
 * @self: a row
 * @memory: what it shows
 * @author: (nullable): who wrote it
 */
void
bty_shared_row_set_memory (BtySharedRow *self,
                           BtyMemory    *memory,
                           BtyBot       *author)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  g_free (self->id);
  self->id = g_strdup (memory->id);
  bty_memory_row_set_memory (self->memory, memory, author);
  gtk_actionable_set_action_target (self->readers_button, "s", memory->id);
  gtk_actionable_set_action_target (self->revoke_button, "s", memory->id);
  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, memory->text, -1);
}

/**
 * bty_shared_row_set_selected:
 * @self: a row
 * @selected: whether it is among those that are selected
 */
void
bty_shared_row_set_selected (BtySharedRow *self,
                             gboolean      selected)
{
  self->updating = TRUE;
  gtk_check_button_set_active (self->check, selected);
  self->updating = FALSE;
}
