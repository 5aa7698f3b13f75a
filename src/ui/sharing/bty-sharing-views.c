/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sharing-views.h"

#include <glib/gi18n.h>

#include "bty-bot-avatar.h"
#include "bty-keys.h"
#include "bty-sharing-wording.h"

/* The names of the rows that stand before the authors, whose names are their ids. */
#define TRUST "trust"
#define ALL "all"

struct _BtySharingViews
{
  AdwBin         parent_instance;

  /* Owned */
  BtyTrustTable *table;
  guint          refill;

  /* Borrowed */
  GtkListBox    *list;

  gboolean       updating;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtySharingViews, bty_sharing_views, ADW_TYPE_BIN)

static const char *
get_chosen (BtySharingViews *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? gtk_widget_get_name (GTK_WIDGET (row)) : TRUST;
}

static void
chosen_cb (BtySharingViews *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHANGED], 0);
}

static char *
dup_count (BtySharingViews *self,
           BtyBot          *author)
{
  GListModel *bots = bty_trust_table_get_bots (self->table);
  guint n_shared = 0;

  if (author != NULL)
    return bty_sharing_wording_dup_count (bty_trust_table_get_n_shared (self->table, author->id));

  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (bots, i);

      n_shared += bty_trust_table_get_n_shared (self->table, bot->id);
    }

  /* Translators: how many memories all bots share */
  return g_strdup_printf (ngettext ("%u shared", "%u shared", n_shared), n_shared);
}

static void
update_row (BtySharingViews *self,
            GtkListBoxRow   *row)
{
  GtkLabel *label = g_object_get_data (G_OBJECT (row), "count");
  BtyBot *author = g_object_get_data (G_OBJECT (row), "author");
  g_autofree char *count = NULL;
  g_autofree char *name = NULL;

  if (label == NULL)
    return;

  count = dup_count (self, author);
  name = author != NULL ? bty_sharing_wording_dup_name (author) : g_strdup (_("All Bots"));
  gtk_label_set_label (label, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, count,
                                  -1);
}

static void
update (BtySharingViews *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    update_row (self, row);
}

static GtkWidget *
create_label (const char *text,
              const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);

  return label;
}

/* @author NULL = of all. */
static void
add_author (BtySharingViews *self,
            BtyBot          *author)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *count = create_label (NULL, "caption");
  g_autofree char *name = author != NULL ? bty_sharing_wording_dup_name (author) : g_strdup (_("All Bots"));

  if (author != NULL)
    {
      GtkWidget *avatar = bty_bot_avatar_new (24);

      bty_bot_avatar_set_bot (BTY_BOT_AVATAR (avatar), author);
      gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), avatar);
      g_object_set_data_full (G_OBJECT (row), "author", g_object_ref (author), g_object_unref);
    }
  gtk_widget_add_css_class (count, "dim-label");
  gtk_box_append (GTK_BOX (words), create_label (name, NULL));
  gtk_box_append (GTK_BOX (words), count);
  gtk_box_append (GTK_BOX (box), words);
  g_object_set (box, "margin-top", 6, "margin-bottom", 6, NULL);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_name (row, author != NULL ? author->id : ALL);
  g_object_set_data (G_OBJECT (row), "count", count);
  gtk_list_box_append (self->list, row);
}

static void
select_name (BtySharingViews *self,
             const char      *name)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_str_equal (gtk_widget_get_name (GTK_WIDGET (row)), name))
      {
        gtk_list_box_select_row (self->list, row);
        return;
      }
  gtk_list_box_select_row (self->list, first);
}

static gboolean
refill_cb (gpointer user_data)
{
  BtySharingViews *self = user_data;
  GListModel *bots = bty_trust_table_get_bots (self->table);
  g_autofree char *chosen = g_strdup (get_chosen (self));
  GtkWidget *trust = gtk_list_box_row_new ();
  GtkListBoxRow *row;

  self->refill = 0;
  self->updating = TRUE;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));

  gtk_widget_set_name (trust, TRUST);
  gtk_accessible_update_property (GTK_ACCESSIBLE (trust), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Who Trusts Whom"), -1);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (trust), create_label (_("Who Trusts Whom"), NULL));
  gtk_list_box_append (self->list, trust);
  add_author (self, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (bots, i);

      add_author (self, bot);
    }
  update (self);
  select_name (self, chosen);
  self->updating = FALSE;
  if (!g_str_equal (chosen, get_chosen (self)))
    chosen_cb (self);

  return G_SOURCE_REMOVE;
}

static void
queue_refill (BtySharingViews *self)
{
  if (self->refill == 0)
    self->refill = g_idle_add (refill_cb, self);
}

/* Memories stand below a heading of their own. */
static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       user_data)
{
  GtkWidget *heading;

  if (before == NULL || !g_str_equal (gtk_widget_get_name (GTK_WIDGET (before)), TRUST))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  heading = create_label (_("Shared Memories"), "heading");
  g_object_set (heading, "margin-top", 12, "margin-bottom", 6, "margin-start", 14, NULL);
  gtk_list_box_row_set_header (row, heading);
}

static void
activated_cb (BtySharingViews *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sharing.show-content", NULL);
}

static void
bty_sharing_views_dispose (GObject *object)
{
  BtySharingViews *self = BTY_SHARING_VIEWS (object);

  g_clear_handle_id (&self->refill, g_source_remove);
  g_clear_object (&self->table);

  G_OBJECT_CLASS (bty_sharing_views_parent_class)->dispose (object);
}

static void
bty_sharing_views_class_init (BtySharingViewsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_sharing_views_dispose;

  /**
   * BtySharingViews::changed:
   *
   * Something else is to be looked at.
   */
  signals[CHANGED] = g_signal_new ("changed", BTY_TYPE_SHARING_VIEWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
bty_sharing_views_init (BtySharingViews *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Views"), -1);
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/**
 * bty_sharing_views_new:
 * @table: who shares how much
 *
 * Returns: (transfer floating): the pane
 */
GtkWidget *
bty_sharing_views_new (BtyTrustTable *table)
{
  BtySharingViews *self = g_object_new (BTY_TYPE_SHARING_VIEWS, NULL);

  self->table = g_object_ref (table);
  g_signal_connect_object (table, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_trust_table_get_bots (table), "items-changed", G_CALLBACK (queue_refill), self,
                           G_CONNECT_SWAPPED);
  refill_cb (self);

  return GTK_WIDGET (self);
}

/**
 * bty_sharing_views_shows_trust:
 * @self: the pane
 *
 * Returns: whether it is who trusts whom that is looked at, and not shared memories
 */
gboolean
bty_sharing_views_shows_trust (BtySharingViews *self)
{
  return g_str_equal (get_chosen (self), TRUST);
}

/**
 * bty_sharing_views_get_author_id:
 * @self: the pane
 *
 * Returns: (transfer none) (nullable): whose shared memories are looked at; %NULL = of all
 */
const char *
bty_sharing_views_get_author_id (BtySharingViews *self)
{
  const char *chosen = get_chosen (self);

  return g_str_equal (chosen, TRUST) || g_str_equal (chosen, ALL) ? NULL : chosen;
}

/**
 * bty_sharing_views_show_all:
 * @self: the pane
 *
 * Looks at the shared memories of all.
 */
void
bty_sharing_views_show_all (BtySharingViews *self)
{
  select_name (self, ALL);
}
