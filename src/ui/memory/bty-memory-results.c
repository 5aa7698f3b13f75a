/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-results.h"

#include <glib/gi18n.h>

#include "bty-keys.h"
#include "bty-memory-list.h"
#include "bty-memory-row.h"
#include "bty-paging.h"

/**
 * BtyMemoryResults:
 *
 * The memories that the filters and the words in the search entry leave, a page at a time.
 */
struct _BtyMemoryResults
{
  AdwBin              parent_instance;

  /* Owned */
  BtyProfile         *profile;
  BtyMemoryFilters   *filters;
  BtyMemoryList      *memories;
  GtkSingleSelection *selection;
  char               *chosen_id;
  guint               refresh;

  /* Template */
  GtkSearchEntry     *entry;
  GtkStack           *stack;
  AdwStatusPage      *status;
  GtkWidget          *add_button;
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

G_DEFINE_FINAL_TYPE (BtyMemoryResults, bty_memory_results, ADW_TYPE_BIN)

static char *
dup_words (BtyMemoryResults *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static void
show_status (BtyMemoryResults *self,
             const char       *title,
             const char       *description,
             gboolean          can_reset,
             gboolean          can_add)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_widget_set_visible (self->reset_button, can_reset);
  gtk_widget_set_visible (self->add_button, can_add);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

/* Says why there is nothing, and what can be done. */
static void
show_emptiness (BtyMemoryResults *self,
                const char       *error)
{
  const char *view = bty_memory_filters_get_view (self->filters);
  g_autofree char *words = dup_words (self);

  if (error != NULL)
    show_status (self, _("The Memories Could Not Be Read"), error, FALSE, FALSE);
  else if (words[0] != '\0' || !bty_memory_filters_is_neutral (self->filters))
    show_status (self, _("Nothing Found"), _("No memory fits these words and filters."), TRUE, FALSE);
  else if (g_str_equal (view, "ended"))
    show_status (self, _("Nothing Was Replaced"),
                 _("Memories that something newer replaced, and those whose time is over, are kept here."),
                 FALSE, FALSE);
  else if (g_str_equal (view, "deleted"))
    show_status (self, _("Nothing Was Deleted"), _("What you delete can be brought back from here for a while."),
                 FALSE, FALSE);
  else
    show_status (self, _("No Memories Yet"),
                 _("Tell a bot something about yourself, choose “Remember This” in the menu of a message, "
                   "or add a memory here. What bots noticed by themselves waits in the inbox."),
                 FALSE, TRUE);
}

static gboolean
refresh_cb (gpointer user_data)
{
  BtyMemoryResults *self = user_data;
  g_autofree char *error = NULL;
  gboolean loading;

  self->refresh = 0;
  g_object_get (self->memories, "loading", &loading, "error", &error, NULL);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->memories)) > 0)
    gtk_stack_set_visible_child_name (self->stack, "results");
  else if (!loading)
    show_emptiness (self, error);
  if (bty_paging_is_near_end (self->scroller))
    bty_paged_list_load_more (BTY_PAGED_LIST (self->memories));

  return G_SOURCE_REMOVE;
}

static void
queue_refresh (BtyMemoryResults *self)
{
  if (self->refresh == 0)
    self->refresh = g_idle_add (refresh_cb, self);
}

static void
choose (BtyMemoryResults *self,
        BtyMemory        *memory,
        gboolean          activated)
{
  g_free (self->chosen_id);
  self->chosen_id = g_strdup (memory->id);
  g_signal_emit (self, signals[CHOSEN], 0, memory, activated);
}

static void
selected_cb (BtyMemoryResults *self)
{
  BtyMemory *memory = gtk_single_selection_get_selected_item (self->selection);

  if (memory != NULL && g_strcmp0 (memory->id, self->chosen_id) != 0)
    choose (self, memory, FALSE);
}

static void
activate_cb (BtyMemoryResults *self,
             guint             position)
{
  g_autoptr(BtyMemory) memory = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (memory != NULL)
    choose (self, memory, TRUE);
}

static void
reset_cb (BtyMemoryResults *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  bty_memory_filters_reset (self->filters);
}

static gboolean
key_pressed_cb (BtyMemoryResults *self,
                guint             key)
{
  if (key != GDK_KEY_Down || g_list_model_get_n_items (G_LIST_MODEL (self->memories)) == 0)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_grab_focus (GTK_WIDGET (self->list));

  return GDK_EVENT_STOP;
}

static void
stopped_cb (BtyMemoryResults *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
setup_cb (BtyMemoryResults *self,
          GtkListItem      *item)
{
  gtk_list_item_set_child (item, bty_memory_row_new ());
}

static void
bind_cb (BtyMemoryResults *self,
         GtkListItem      *item)
{
  BtyMemory *memory = gtk_list_item_get_item (item);
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (self->profile), memory->bot_id);

  bty_memory_row_set_memory (BTY_MEMORY_ROW (gtk_list_item_get_child (item)), memory, bot);
}

static void
bty_memory_results_dispose (GObject *object)
{
  BtyMemoryResults *self = BTY_MEMORY_RESULTS (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_object (&self->selection);
  g_clear_object (&self->memories);
  g_clear_object (&self->filters);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->chosen_id, g_free);

  G_OBJECT_CLASS (bty_memory_results_parent_class)->dispose (object);
}

static void
bty_memory_results_class_init (BtyMemoryResultsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_results_dispose;

  /**
   * BtyMemoryResults::chosen:
   * @memory: what the user chose
   * @activated: whether by a click or Enter, and not only by moving there
   */
  signals[CHOSEN] = g_signal_new ("chosen", BTY_TYPE_MEMORY_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, BTY_TYPE_MEMORY, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-results.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryResults, entry);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryResults, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryResults, status);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryResults, add_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryResults, reset_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryResults, scroller);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryResults, list);
  gtk_widget_class_bind_template_callback (widget_class, bty_memory_results_update);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, stopped_cb);
}

static void
bty_memory_results_init (BtyMemoryResults *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * bty_memory_results_new:
 * @profile: whose memories there are
 * @filters: what is left out
 *
 * Returns: (transfer floating): the list; call bty_memory_results_update() to fill it
 */
GtkWidget *
bty_memory_results_new (BtyProfile       *profile,
                        BtyMemoryFilters *filters)
{
  BtyMemoryResults *self = g_object_new (BTY_TYPE_MEMORY_RESULTS, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->profile = g_object_ref (profile);
  self->filters = g_object_ref (filters);
  self->memories = bty_memory_list_new (bty_profile_get_memories (profile));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->memories)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->memories, "items-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->memories, "notify", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_memory_results_update:
 * @self: the list
 *
 * Shows what the filters and the words leave.
 */
void
bty_memory_results_update (BtyMemoryResults *self)
{
  g_autofree char *words = dup_words (self);
  BtyMemoryFilter filter = { .words = words[0] != '\0' ? words : NULL };

  bty_memory_filters_fill (self->filters, &filter);
  bty_memory_list_set_filter (self->memories, &filter);
  queue_refresh (self);
}

/**
 * bty_memory_results_search:
 * @self: the list
 *
 * Makes it ready for words.
 */
void
bty_memory_results_search (BtyMemoryResults *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}
