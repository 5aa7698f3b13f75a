/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-shared-results.h"

#include <glib/gi18n.h>

#include "bty-enum-types.h"
#include "bty-keys.h"
#include "bty-memory-list.h"
#include "bty-memory-wording.h"
#include "bty-paging.h"
#include "bty-revocation.h"
#include "bty-shared-row.h"
#include "bty-sharing-wording.h"

/**
 * BtySharedResults:
 *
 * The memories that one bot or all bots share, a page at a time. One or many can be made private again.
 */
struct _BtySharedResults
{
  AdwBin              parent_instance;

  /* Owned */
  BtyProfile         *profile;
  BtyMemoryList      *memories;
  GtkMultiSelection  *selection;
  char               *author_id;  /* NULL = of all */
  guint               refresh;

  /* Template */
  GtkLabel           *heading;
  GtkDropDown        *level;
  GtkWidget          *revoke_button;
  GtkStack           *stack;
  AdwStatusPage      *status;
  GtkWidget          *memory_button;
  GtkWidget          *reset_button;
  GtkScrolledWindow  *scroller;
  GtkListView        *list;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtySharedResults, bty_shared_results, ADW_TYPE_BIN)

static BtyBot *
find_author (BtySharedResults *self,
             const char       *id)
{
  return id != NULL ? bty_bot_service_find (bty_profile_get_bots (self->profile), id) : NULL;
}

/* Those that are selected. */
static GPtrArray *
collect (BtySharedResults *self)
{
  g_autoptr(GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GPtrArray *memories = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < gtk_bitset_get_size (selected); i++)
    {
      BtyMemory *memory = g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_nth (selected, i));

      if (memory != NULL)
        g_ptr_array_add (memories, memory);
    }

  return memories;
}

static void
update_heading (BtySharedResults *self)
{
  g_autoptr(GPtrArray) selected = collect (self);
  g_autofree char *heading = NULL;

  if (selected->len > 1)
    heading = g_strdup_printf (ngettext ("%u selected", "%u selected", selected->len), selected->len);
  else if (self->author_id != NULL)
    heading = bty_sharing_wording_dup_name (find_author (self, self->author_id));
  else
    heading = g_strdup (_("Shared Memories"));
  gtk_label_set_label (self->heading, heading);
  gtk_widget_set_visible (self->revoke_button, selected->len > 0);
}

static void
show_status (BtySharedResults *self,
             const char       *title,
             const char       *description,
             gboolean          can_reset)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_widget_set_visible (self->reset_button, can_reset);
  gtk_widget_set_visible (self->memory_button, !can_reset);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

/* Says why there is nothing, and what can be done. */
static void
show_emptiness (BtySharedResults *self,
                const char       *error)
{
  if (error != NULL)
    show_status (self, _("The Memories Could Not Be Read"), error, FALSE);
  else if (gtk_drop_down_get_selected (self->level) != 0)
    show_status (self, _("Nothing Found"), _("No shared memory is of this author and level."), TRUE);
  else if (self->author_id != NULL)
    show_status (self, _("Nothing Is Shared Yet"),
                 _("This bot keeps its memories to itself. To share one, open it on the page Memory and choose "
                   "who may read it."), FALSE);
  else
    show_status (self, _("Nothing Is Shared Yet"),
                 _("Every memory is private to its bot. To share one, open it on the page Memory and choose "
                   "who may read it."), FALSE);
}

static gboolean
refresh_cb (gpointer user_data)
{
  BtySharedResults *self = user_data;
  g_autofree char *error = NULL;
  gboolean loading;

  self->refresh = 0;
  g_object_get (self->memories, "loading", &loading, "error", &error, NULL);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->memories)) > 0)
    gtk_stack_set_visible_child_name (self->stack, "results");
  else if (!loading)
    show_emptiness (self, error);
  update_heading (self);
  if (bty_paging_is_near_end (self->scroller))
    bty_paged_list_load_more (BTY_PAGED_LIST (self->memories));

  return G_SOURCE_REMOVE;
}

static void
queue_refresh (BtySharedResults *self)
{
  if (self->refresh == 0)
    self->refresh = g_idle_add (refresh_cb, self);
}

static void
load (BtySharedResults *self)
{
  guint level = gtk_drop_down_get_selected (self->level);
  BtyMemoryFilter filter = {
    .bot_id = self->author_id,
    .is_shared = TRUE,
    .state = BTY_MEMORY_NOT_DELETED,
  };

  if (self->memories == NULL)
    return;

  /* "All" stands where the level of what is not shared would. */
  if (level != BTY_TRUST_PRIVATE)
    filter.trust = bty_enum_to_nick (BTY_TYPE_TRUST, (int) level);
  bty_memory_list_set_filter (self->memories, &filter);
  queue_refresh (self);
}

static void
selected_cb (BtySharedResults *self)
{
  g_autoptr(GPtrArray) selected = collect (self);

  update_heading (self);
  if (selected->len == 1)
    g_signal_emit (self, signals[CHOSEN], 0, selected->pdata[0], FALSE);
}

static void
activate_cb (BtySharedResults *self,
             guint             position)
{
  g_autoptr(BtyMemory) memory = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (memory != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, memory, TRUE);
}

static void
reset_cb (BtySharedResults *self)
{
  gtk_drop_down_set_selected (self->level, 0);
  gtk_widget_activate_action (GTK_WIDGET (self), "sharing.show-all", NULL);
}

static void
revoke_many_cb (BtySharedResults *self)
{
  g_autoptr(GPtrArray) memories = collect (self);

  if (memories->len > 0)
    bty_revocation_run (GTK_WIDGET (self), bty_profile_get_memories (self->profile), memories);
}

static guint
find_position (BtySharedResults *self,
               const char       *id)
{
  guint n_memories = g_list_model_get_n_items (G_LIST_MODEL (self->memories));

  for (guint i = 0; i < n_memories; i++)
    {
      g_autoptr(BtyMemory) memory = g_list_model_get_item (G_LIST_MODEL (self->memories), i);

      if (g_strcmp0 (memory->id, id) == 0)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static void
revoke_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtySharedResults *self = BTY_SHARED_RESULTS (widget);
  guint position = find_position (self, g_variant_get_string (parameter, NULL));
  g_autoptr(GPtrArray) memories = g_ptr_array_new_with_free_func (g_object_unref);

  if (position == GTK_INVALID_LIST_POSITION)
    return;

  g_ptr_array_add (memories, g_list_model_get_item (G_LIST_MODEL (self->memories), position));
  bty_revocation_run (widget, bty_profile_get_memories (self->profile), memories);
}

static void
show_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  BtySharedResults *self = BTY_SHARED_RESULTS (widget);
  guint position = find_position (self, g_variant_get_string (parameter, NULL));

  if (position != GTK_INVALID_LIST_POSITION)
    activate_cb (self, position);
}

static void
select_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtySharedResults *self = BTY_SHARED_RESULTS (widget);
  const char *id;
  gboolean selected;
  guint position;

  g_variant_get (parameter, "(&sb)", &id, &selected);
  position = find_position (self, id);
  if (selected)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, FALSE);
  else
    gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (self->selection), position);
}

static void
item_selected_cb (GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row != NULL)
    bty_shared_row_set_selected (BTY_SHARED_ROW (row), gtk_list_item_get_selected (item));
}

static void
setup_cb (BtySharedResults *self,
          GtkListItem      *item)
{
  gtk_list_item_set_child (item, bty_shared_row_new ());
  g_signal_connect (item, "notify::selected", G_CALLBACK (item_selected_cb), NULL);
}

static void
bind_cb (BtySharedResults *self,
         GtkListItem      *item)
{
  BtyMemory *memory = gtk_list_item_get_item (item);

  bty_shared_row_set_memory (BTY_SHARED_ROW (gtk_list_item_get_child (item)), memory,
                             find_author (self, memory->bot_id));
  item_selected_cb (item);
}

static void
bty_shared_results_dispose (GObject *object)
{
  BtySharedResults *self = BTY_SHARED_RESULTS (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_object (&self->selection);
  g_clear_object (&self->memories);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->author_id, g_free);

  G_OBJECT_CLASS (bty_shared_results_parent_class)->dispose (object);
}

static void
bty_shared_results_class_init (BtySharedResultsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_shared_results_dispose;

  /**
   * BtySharedResults::chosen:
   * @memory: what the user chose
   * @activated: whether by a button or Enter, and not only by moving there
   */
  signals[CHOSEN] = g_signal_new ("chosen", BTY_TYPE_SHARED_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, BTY_TYPE_MEMORY, G_TYPE_BOOLEAN);

  gtk_widget_class_install_action (widget_class, "shared.revoke", "s", revoke_action);
  gtk_widget_class_install_action (widget_class, "shared.select", "(sb)", select_action);
  gtk_widget_class_install_action (widget_class, "shared.show", "s", show_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-shared-results.ui");
  gtk_widget_class_bind_template_child (widget_class, BtySharedResults, heading);
  gtk_widget_class_bind_template_child (widget_class, BtySharedResults, level);
  gtk_widget_class_bind_template_child (widget_class, BtySharedResults, revoke_button);
  gtk_widget_class_bind_template_child (widget_class, BtySharedResults, stack);
  gtk_widget_class_bind_template_child (widget_class, BtySharedResults, status);
  gtk_widget_class_bind_template_child (widget_class, BtySharedResults, memory_button);
  gtk_widget_class_bind_template_child (widget_class, BtySharedResults, reset_button);
  gtk_widget_class_bind_template_child (widget_class, BtySharedResults, scroller);
  gtk_widget_class_bind_template_child (widget_class, BtySharedResults, list);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, revoke_many_cb);
}

static void
bty_shared_results_init (BtySharedResults *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkStringList) levels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);

  /* Translators: no filter: memories of any trust level */
  gtk_string_list_append (levels, _("All"));
  for (int i = BTY_TRUST_TRUSTED; i <= BTY_TRUST_PUBLIC; i++)
    gtk_string_list_append (levels, bty_memory_wording_trust (i));
  gtk_drop_down_set_model (self->level, G_LIST_MODEL (levels));
}

/**
 * bty_shared_results_new:
 * @profile: whose memories there are
 *
 * Returns: (transfer floating): the list of what all bots share
 */
GtkWidget *
bty_shared_results_new (BtyProfile *profile)
{
  BtySharedResults *self = g_object_new (BTY_TYPE_SHARED_RESULTS, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->profile = g_object_ref (profile);
  self->memories = bty_memory_list_new (bty_profile_get_memories (profile));
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->memories)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->memories, "items-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->memories, "notify", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  load (self);

  return GTK_WIDGET (self);
}

/**
 * bty_shared_results_set_author:
 * @self: the list
 * @author_id: (nullable): whose memories it shows; %NULL = of all
 */
void
bty_shared_results_set_author (BtySharedResults *self,
                               const char       *author_id)
{
  g_free (self->author_id);
  self->author_id = g_strdup (author_id);
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  load (self);
}
