/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-trust-list.h"

#include <glib/gi18n.h>

#include "bty-bot-avatar.h"
#include "bty-portions.h"
#include "bty-sharing-wording.h"

/**
 * BtyTrustList:
 *
 * Whom one bot trusts, for where a matrix has no room: the reader is chosen, and every other bot has a switch. A
 * switch activates "sharing.trust".
 */
struct _BtyTrustList
{
  AdwBin         parent_instance;

  /* Owned */
  BtyTrustTable *table;
  GPtrArray     *bots;      /* of BtyBot, as they are offered */
  char          *reader_id;
  guint          refill;

  /* Borrowed */
  GtkBox        *box;
  AdwComboRow   *reader;
  GtkListBox    *list;      /* of the others; NULL = none yet */

  gboolean       updating;
};

G_DEFINE_FINAL_TYPE (BtyTrustList, bty_trust_list, ADW_TYPE_BIN)

static BtyBot *
get_reader (BtyTrustList *self)
{
  guint selected = adw_combo_row_get_selected (self->reader);

  return selected < self->bots->len ? g_ptr_array_index (self->bots, selected) : NULL;
}

static void
update_row (BtyTrustList *self,
            BtyBot       *reader,
            GtkWidget    *row)
{
  BtyBot *author = g_object_get_data (G_OBJECT (row), "author");
  g_autofree char *count = bty_sharing_wording_dup_count (bty_trust_table_get_n_shared (self->table, author->id));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), count);
  gtk_switch_set_active (g_object_get_data (G_OBJECT (row), "toggle"),
                         bty_trust_table_is_trusted (self->table, reader->id, author->id));
}

static void
update (BtyTrustList *self)
{
  BtyBot *reader = get_reader (self);
  GtkListBoxRow *row;

  if (reader == NULL || self->list == NULL)
    return;

  self->updating = TRUE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    update_row (self, reader, GTK_WIDGET (row));
  self->updating = FALSE;
}

static void
switched_cb (BtyTrustList *self,
             GParamSpec   *pspec,
             GtkSwitch    *toggle)
{
  BtyBot *reader = get_reader (self);
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (toggle), GTK_TYPE_LIST_BOX_ROW);
  BtyBot *author = g_object_get_data (G_OBJECT (row), "author");

  if (!self->updating && reader != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "sharing.trust", "(ssb)", reader->id, author->id,
                                gtk_switch_get_active (toggle));
}

/* A switch for an author whom the reader that is chosen may trust. */
static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  BtyTrustList *self = user_data;
  BtyBot *reader = get_reader (self);
  BtyBot *author = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = bty_bot_avatar_new (24);
  GtkWidget *toggle = gtk_switch_new ();
  g_autofree char *name = bty_sharing_wording_dup_name (author);
  g_autofree char *sentence = bty_sharing_wording_dup_trust (reader, author);

  bty_bot_avatar_set_bot (BTY_BOT_AVATAR (avatar), author);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (toggle, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  g_object_set_data_full (G_OBJECT (row), "author", g_object_ref (author), g_object_unref);
  g_object_set_data (G_OBJECT (row), "toggle", toggle);
  update_row (self, reader, row);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);

  return row;
}

/* The switches of the reader that is chosen. */
static void
show_authors (BtyTrustList *self)
{
  BtyBot *reader = get_reader (self);
  g_autoptr(GListStore) authors = g_list_store_new (BTY_TYPE_BOT);
  GtkWidget *group;

  if (self->list != NULL)
    gtk_box_remove (self->box, gtk_widget_get_last_child (GTK_WIDGET (self->box)));
  self->list = NULL;
  if (reader == NULL)
    return;

  g_free (self->reader_id);
  self->reader_id = g_strdup (reader->id);
  for (guint i = 0; i < self->bots->len; i++)
    if (g_ptr_array_index (self->bots, i) != reader)
      g_list_store_append (authors, g_ptr_array_index (self->bots, i));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  bty_portions_bind (self->list, G_LIST_MODEL (authors), create_row, self);
  group = adw_preferences_group_new ();
  /* Translators: above a list of bots that a bot, chosen above, may trust */
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Trusts"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->list));
  gtk_box_append (self->box, group);
}

static void
reader_selected_cb (BtyTrustList *self)
{
  if (!self->updating)
    show_authors (self);
}

static gboolean
refill_cb (gpointer user_data)
{
  BtyTrustList *self = user_data;
  GListModel *bots = bty_trust_table_get_bots (self->table);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  self->refill = 0;
  g_ptr_array_set_size (self->bots, 0);
  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    {
      BtyBot *bot = g_list_model_get_item (bots, i);
      g_autofree char *name = bty_sharing_wording_dup_name (bot);

      g_ptr_array_add (self->bots, bot);
      gtk_string_list_append (names, name);
      if (g_strcmp0 (bot->id, self->reader_id) == 0)
        selected = i;
    }

  self->updating = TRUE;
  adw_combo_row_set_model (self->reader, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->reader, selected);
  self->updating = FALSE;
  show_authors (self);

  return G_SOURCE_REMOVE;
}

static void
queue_refill (BtyTrustList *self)
{
  if (self->refill == 0)
    self->refill = g_idle_add (refill_cb, self);
}

static void
bty_trust_list_dispose (GObject *object)
{
  BtyTrustList *self = BTY_TRUST_LIST (object);

  g_clear_handle_id (&self->refill, g_source_remove);
  g_clear_object (&self->table);
  g_clear_pointer (&self->bots, g_ptr_array_unref);
  g_clear_pointer (&self->reader_id, g_free);

  G_OBJECT_CLASS (bty_trust_list_parent_class)->dispose (object);
}

static void
bty_trust_list_class_init (BtyTrustListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_trust_list_dispose;
}

static void
bty_trust_list_init (BtyTrustList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *group = adw_preferences_group_new ();

  self->bots = g_ptr_array_new_with_free_func (g_object_unref);
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  self->reader = ADW_COMBO_ROW (adw_combo_row_new ());

  /* Translators: the bot that reads what others share */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reader), _("Who reads"));
  g_signal_connect_object (self->reader, "notify::selected", G_CALLBACK (reader_selected_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->reader));
  gtk_box_append (self->box, group);
  g_object_set (self->box, "margin-start", 12, "margin-end", 12, "margin-top", 6, "margin-bottom", 18, NULL);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->box));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/**
 * bty_trust_list_new:
 * @table: what it shows
 *
 * Returns: (transfer floating): the list
 */
GtkWidget *
bty_trust_list_new (BtyTrustTable *table)
{
  BtyTrustList *self = g_object_new (BTY_TYPE_TRUST_LIST, NULL);

  self->table = g_object_ref (table);
  g_signal_connect_object (table, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_trust_table_get_bots (table), "items-changed", G_CALLBACK (queue_refill), self,
                           G_CONNECT_SWAPPED);
  refill_cb (self);

  return GTK_WIDGET (self);
}
