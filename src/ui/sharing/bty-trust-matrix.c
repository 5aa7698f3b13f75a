/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-trust-matrix.h"

#include <glib/gi18n.h>

#include "bty-bot-avatar.h"
#include "bty-sharing-wording.h"

#define AVATAR_SIZE 24

/**
 * BtyTrustMatrix:
 *
 * Who trusts whom: a row for each bot that reads, a column for each that writes, and where they meet a switch. What
 * does not fit is scrolled; the names stay where they are. Arrows go from switch to switch, and a switch activates
 * "sharing.trust".
 */
struct _BtyTrustMatrix
{
  AdwBin         parent_instance;

  /* Owned */
  BtyTrustTable *table;
  GPtrArray     *bots;     /* of BtyBot, as they are shown */
  GPtrArray     *cells;    /* of GtkCheckButton, borrowed, row by row; NULL where a bot meets itself */
  guint          rebuild;

  gboolean       updating;
};

G_DEFINE_FINAL_TYPE (BtyTrustMatrix, bty_trust_matrix, ADW_TYPE_BIN)

static void
toggled_cb (BtyTrustMatrix *self,
            GtkCheckButton *cell)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cell), "index"));
  BtyBot *reader;
  BtyBot *author;

  if (self->updating)
    return;

  reader = g_ptr_array_index (self->bots, index / self->bots->len);
  author = g_ptr_array_index (self->bots, index % self->bots->len);
  gtk_widget_activate_action (GTK_WIDGET (self), "sharing.trust", "(ssb)", reader->id, author->id,
                              gtk_check_button_get_active (cell));
}

static void
update (BtyTrustMatrix *self)
{
  self->updating = TRUE;
  for (guint i = 0; i < self->cells->len; i++)
    {
      GtkCheckButton *cell = g_ptr_array_index (self->cells, i);
      BtyBot *reader = g_ptr_array_index (self->bots, i / self->bots->len);
      BtyBot *author = g_ptr_array_index (self->bots, i % self->bots->len);

      if (cell != NULL)
        gtk_check_button_set_active (cell, bty_trust_table_is_trusted (self->table, reader->id, author->id));
    }
  self->updating = FALSE;
}

static GtkWidget *
create_name (BtyBot         *bot,
             GtkOrientation  orientation)
{
  GtkWidget *box = gtk_box_new (orientation, 6);
  GtkWidget *avatar = bty_bot_avatar_new (AVATAR_SIZE);
  g_autofree char *name = bty_sharing_wording_dup_name (bot);
  GtkWidget *label = gtk_label_new (name);
  gboolean above = orientation == GTK_ORIENTATION_VERTICAL;

  bty_bot_avatar_set_bot (BTY_BOT_AVATAR (avatar), bot);
  gtk_widget_set_halign (avatar, above ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
  gtk_widget_set_valign (avatar, above ? GTK_ALIGN_END : GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), above ? 11 : 18);
  if (above)
    {
      gtk_label_set_width_chars (GTK_LABEL (label), 11);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_lines (GTK_LABEL (label), 2);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
      gtk_widget_set_valign (label, GTK_ALIGN_START);
      gtk_widget_add_css_class (label, "caption");
    }
  gtk_widget_set_tooltip_text (box, name);
  if (above)
    g_object_set (box, "margin-start", 3, "margin-end", 3, NULL);
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), label);

  return box;
}

static GtkWidget *
create_cell (BtyTrustMatrix *self,
             guint           index)
{
  BtyBot *reader = g_ptr_array_index (self->bots, index / self->bots->len);
  BtyBot *author = g_ptr_array_index (self->bots, index % self->bots->len);
  g_autofree char *sentence = bty_sharing_wording_dup_trust (reader, author);
  GtkWidget *cell = reader == author ? gtk_image_new_from_icon_name ("object-select-symbolic")
                                     : gtk_check_button_new ();

  gtk_widget_set_halign (cell, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (cell, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  if (reader == author)
    {
      gtk_widget_add_css_class (cell, "dim-label");
      g_ptr_array_add (self->cells, NULL);
      return cell;
    }

  g_object_set_data (G_OBJECT (cell), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (cell, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->cells, cell);

  return cell;
}

/* Arrows go from cell to cell, over those where a bot meets itself. */
static gboolean
key_pressed_cb (BtyTrustMatrix *self,
                guint           key)
{
  gboolean reversed = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int right = reversed ? -1 : 1;
  int rows = (key == GDK_KEY_Down) - (key == GDK_KEY_Up);
  int columns = key == GDK_KEY_Right ? right : key == GDK_KEY_Left ? -right : 0;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  int n_bots = (int) self->bots->len;
  guint index;

  if ((rows == 0 && columns == 0) || !g_ptr_array_find (self->cells, focus, &index))
    return GDK_EVENT_PROPAGATE;

  for (int row = (int) index / n_bots + rows, column = (int) index % n_bots + columns;
       row >= 0 && row < n_bots && column >= 0 && column < n_bots; row += rows, column += columns)
    {
      GtkWidget *cell = g_ptr_array_index (self->cells, row * n_bots + column);

      if (cell != NULL)
        return gtk_widget_grab_focus (cell);
    }

  return GDK_EVENT_STOP;
}

static GtkWidget *
create_scroller (GtkWidget     *child,
                 GtkPolicyType  horizontal,
                 GtkPolicyType  vertical)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), horizontal, vertical);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);

  return scroller;
}

static void
keep_same_size (GtkWidget        *first,
                GtkWidget        *second,
                GtkSizeGroupMode  mode)
{
  g_autoptr(GtkSizeGroup) group = gtk_size_group_new (mode);

  gtk_size_group_add_widget (group, first);
  gtk_size_group_add_widget (group, second);
}

/* Lines between the rows lead the eye from a name to its cells. They have the sizes of columns, and an empty label at
 * the end of each row that of the row: a cell that is larger than it wants to be does not stand in its middle. */
static void
attach_row (BtyTrustMatrix *self,
            GtkGrid        *names,
            GtkGrid        *body,
            guint           row)
{
  guint n_bots = self->bots->len;
  int line = (int) (2 * row);
  GtkWidget *name = create_name (g_ptr_array_index (self->bots, row), GTK_ORIENTATION_HORIZONTAL);
  GtkWidget *height = gtk_label_new (NULL);

  gtk_widget_set_margin_end (name, 12);
  gtk_widget_add_css_class (name, "trust-row");
  gtk_grid_attach (names, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL), 0, line, 1, 1);
  gtk_grid_attach (names, name, 0, line + 1, 1, 1);
  gtk_grid_attach (body, height, (int) n_bots, line + 1, 1, 1);
  keep_same_size (name, height, GTK_SIZE_GROUP_VERTICAL);
  for (guint column = 0; column < n_bots; column++)
    {
      gtk_grid_attach (body, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL), (int) column, line, 1, 1);
      gtk_grid_attach (body, create_cell (self, row * n_bots + column), (int) column, line + 1, 1, 1);
    }
}

static GtkWidget *
create_hint (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

static void
follow (GtkAdjustment *adjustment,
        GtkAdjustment *names)
{
  g_object_bind_property (adjustment, "value", names, "value", G_BINDING_BIDIRECTIONAL);
}

static GtkWidget *
build (BtyTrustMatrix *self)
{
  GtkWidget *outer = gtk_grid_new ();
  GtkWidget *top = gtk_grid_new ();
  GtkWidget *side = gtk_grid_new ();
  GtkWidget *body = gtk_grid_new ();
  GtkWidget *top_scroller = create_scroller (top, GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  GtkWidget *side_scroller = create_scroller (side, GTK_POLICY_NEVER, GTK_POLICY_EXTERNAL);
  GtkWidget *body_scroller = create_scroller (body, GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);

  for (guint i = 0; i < self->bots->len; i++)
    {
      GtkWidget *name = create_name (g_ptr_array_index (self->bots, i), GTK_ORIENTATION_VERTICAL);

      gtk_grid_attach (GTK_GRID (top), name, (int) i, 0, 1, 1);
      attach_row (self, GTK_GRID (side), GTK_GRID (body), i);
    }
  for (guint i = 0; i < self->bots->len; i++)
    keep_same_size (gtk_grid_get_child_at (GTK_GRID (top), (int) i, 0),
                    gtk_grid_get_child_at (GTK_GRID (body), (int) i, 0), GTK_SIZE_GROUP_HORIZONTAL);

  /* Names cannot have the focus. Were they asked, they would say that they took it, and Tab would get no further. */
  gtk_widget_set_can_focus (top_scroller, FALSE);
  gtk_widget_set_can_focus (side_scroller, FALSE);
  gtk_widget_set_margin_bottom (top, 6);
  follow (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (body_scroller)),
          gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (top_scroller)));
  follow (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (body_scroller)),
          gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (side_scroller)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (body), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Who trusts whom"), -1);

  /* Translators: above the names of bots in a table: those who wrote what others read */
  gtk_grid_attach (GTK_GRID (outer), create_hint (_("Whose memories")), 1, 0, 1, 1);
  /* Translators: above the names of bots beside a table: those who read */
  gtk_grid_attach (GTK_GRID (outer), create_hint (_("Who reads")), 0, 1, 1, 1);
  gtk_grid_attach (GTK_GRID (outer), top_scroller, 1, 1, 1, 1);
  gtk_grid_attach (GTK_GRID (outer), side_scroller, 0, 2, 1, 1);
  gtk_grid_attach (GTK_GRID (outer), body_scroller, 1, 2, 1, 1);
  gtk_grid_set_row_spacing (GTK_GRID (outer), 6);
  gtk_widget_set_halign (outer, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (outer, GTK_ALIGN_START);

  return outer;
}

static gboolean
rebuild_cb (gpointer user_data)
{
  BtyTrustMatrix *self = user_data;
  GListModel *bots = bty_trust_table_get_bots (self->table);

  self->rebuild = 0;
  g_ptr_array_set_size (self->bots, 0);
  g_ptr_array_set_size (self->cells, 0);
  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    g_ptr_array_add (self->bots, g_list_model_get_item (bots, i));
  adw_bin_set_child (ADW_BIN (self), build (self));
  update (self);

  return G_SOURCE_REMOVE;
}

static void
queue_rebuild (BtyTrustMatrix *self)
{
  if (self->rebuild == 0)
    self->rebuild = g_idle_add (rebuild_cb, self);
}

static void
bty_trust_matrix_dispose (GObject *object)
{
  BtyTrustMatrix *self = BTY_TRUST_MATRIX (object);

  g_clear_handle_id (&self->rebuild, g_source_remove);
  g_clear_object (&self->table);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->bots, g_ptr_array_unref);

  G_OBJECT_CLASS (bty_trust_matrix_parent_class)->dispose (object);
}

static void
bty_trust_matrix_class_init (BtyTrustMatrixClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_trust_matrix_dispose;
}

static void
bty_trust_matrix_init (BtyTrustMatrix *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->bots = g_ptr_array_new_with_free_func (g_object_unref);
  self->cells = g_ptr_array_new ();
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * bty_trust_matrix_new:
 * @table: what it shows
 *
 * Returns: (transfer floating): the matrix
 */
GtkWidget *
bty_trust_matrix_new (BtyTrustTable *table)
{
  BtyTrustMatrix *self = g_object_new (BTY_TYPE_TRUST_MATRIX, NULL);

  self->table = g_object_ref (table);
  g_signal_connect_object (table, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_trust_table_get_bots (table), "items-changed", G_CALLBACK (queue_rebuild), self,
                           G_CONNECT_SWAPPED);
  rebuild_cb (self);

  return GTK_WIDGET (self);
}
