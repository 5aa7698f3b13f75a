/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memories-page.h"

#include <glib/gi18n.h>

#include "bty-forget.h"
#include "bty-memory-detail.h"
#include "bty-memory-duplicates.h"
#include "bty-memory-editor.h"
#include "bty-memory-graph.h"
#include "bty-memory-inbox.h"
#include "bty-memory-integrity.h"
#include "bty-memory-past.h"
#include "bty-memory-results.h"
#include "bty-memory-timeline.h"
#include "bty-split-view.h"
#include "bty-toasts.h"
#include "bty-ui-resources.h"

/**
 * BtyMemoriesPage:
 *
 * Everything that bots remember: what is looked at on one side, one memory on the other, the list between them, and
 * below it whether the record of all that is whole.
 */
struct _BtyMemoriesPage
{
  AdwBin               parent_instance;

  /* Owned */
  BtyProfile          *profile;

  /* Borrowed */
  BtySplitView        *split;
  BtyMemoryFilters    *filters;
  GtkStack            *content;
  BtyMemoryResults    *results;
  BtyMemoryInbox      *inbox;
  BtyMemoryTimeline   *timeline;
  BtyMemoryPast       *known;
  BtyMemoryDuplicates *duplicates;
  BtyMemoryGraph      *graph;
  BtyMemoryDetail     *detail;
};

G_DEFINE_FINAL_TYPE (BtyMemoriesPage, bty_memories_page, ADW_TYPE_BIN)

static void
present (BtyMemoriesPage *self,
         GtkWindow       *window)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_set_transient_for (window, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (window);
}

static void
filters_changed_cb (BtyMemoriesPage *self)
{
  const char *view = bty_memory_filters_get_view (self->filters);
  const char *bot_id = bty_memory_filters_get_bot_id (self->filters);

  if (g_str_equal (view, "inbox"))
    bty_memory_inbox_update (self->inbox, bot_id);
  else if (g_str_equal (view, "timeline"))
    bty_memory_timeline_update (self->timeline);
  else if (g_str_equal (view, "known"))
    bty_memory_past_update (self->known, bot_id);
  else if (g_str_equal (view, "duplicates"))
    bty_memory_duplicates_update (self->duplicates, bot_id);
  else if (g_str_equal (view, "graph"))
    bty_memory_graph_update (self->graph, bot_id);
  else
    bty_memory_results_update (self->results);

  /* The lists of memories differ only in which ones they show. */
  if (gtk_stack_get_child_by_name (self->content, view) == NULL)
    view = "live";
  gtk_stack_set_visible_child_name (self->content, view);
}

static void
chosen_cb (BtyMemoriesPage *self,
           BtyMemory       *memory,
           gboolean         activated)
{
  bty_memory_detail_set_memory (self->detail, memory);
  /* Where the pane would cover the list it waits until it is wanted. */
  if (activated || !bty_split_view_get_end_folded (self->split))
    bty_split_view_set_show_end (self->split, TRUE);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyMemoriesPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = bty_memory_service_get_finish (BTY_MEMORY_SERVICE (source), result, &error);

  if (memory != NULL)
    chosen_cb (self, memory, TRUE);
  else
    bty_toasts_show_error (GTK_WIDGET (self), _("This memory is not there any more."), error);
}

static void
open_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  bty_memories_page_open (BTY_MEMORIES_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
close_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  bty_split_view_set_show_end (BTY_MEMORIES_PAGE (widget)->split, FALSE);
}

/* In a narrow window the filters take the place of the list, and in a wide one they are beside it. */
static void
filters_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  BtyMemoriesPage *self = BTY_MEMORIES_PAGE (widget);

  if (bty_split_view_get_folded (self->split))
    bty_split_view_set_show_content (self->split, FALSE);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->filters), !gtk_widget_get_visible (GTK_WIDGET (self->filters)));
}

static void
add_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  BtyMemoriesPage *self = BTY_MEMORIES_PAGE (widget);

  present (self, bty_memory_editor_new (self->profile, bty_memory_filters_get_bot_id (self->filters), NULL));
}

static void
edit_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  BtyMemoriesPage *self = BTY_MEMORIES_PAGE (widget);
  BtyMemory *memory = bty_memory_detail_get_memory (self->detail);

  if (memory != NULL)
    present (self, bty_memory_editor_new (self->profile, NULL, memory));
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyMemoriesPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_memory_service_restore_finish (BTY_MEMORY_SERVICE (source), result, &error))
    bty_toasts_show_error (GTK_WIDGET (self), _("It could not be brought back."), error);
}

static void
restore (GtkWidget *widget,
         gpointer   id)
{
  BtyMemoriesPage *self = BTY_MEMORIES_PAGE (widget);
  const char *ids[] = { id, NULL };

  bty_memory_service_restore_async (bty_profile_get_memories (self->profile), ids, NULL, NULL, restored_cb,
                                    g_object_ref (self));
}

static void
restore_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  BtyMemory *memory = bty_memory_detail_get_memory (BTY_MEMORIES_PAGE (widget)->detail);

  if (memory != NULL)
    restore (widget, memory->id);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtyMemoriesPage) self = user_data;
  g_autoptr(GError) error = NULL;
  BtyMemory *memory = bty_memory_detail_get_memory (self->detail);

  if (!bty_memory_service_delete_finish (BTY_MEMORY_SERVICE (source), result, &error))
    bty_toasts_show_error (GTK_WIDGET (self), _("It could not be deleted."), error);
  else if (memory != NULL)
    bty_toasts_offer_undo (GTK_WIDGET (self), _("Memory deleted"), restore, g_strdup (memory->id), g_free);
}

static void
delete_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtyMemoriesPage *self = BTY_MEMORIES_PAGE (widget);
  BtyMemory *memory = bty_memory_detail_get_memory (self->detail);
  const char *ids[] = { memory != NULL ? memory->id : NULL, NULL };

  if (memory != NULL)
    bty_memory_service_delete_async (bty_profile_get_memories (self->profile), ids, NULL, NULL, deleted_cb,
                                     g_object_ref (self));
}

static void
forgotten (GtkWidget *widget)
{
  bty_split_view_set_show_end (BTY_MEMORIES_PAGE (widget)->split, FALSE);
}

static void
forget_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtyMemoriesPage *self = BTY_MEMORIES_PAGE (widget);
  BtyMemory *memory = bty_memory_detail_get_memory (self->detail);

  if (memory != NULL)
    bty_forget_memory (widget, bty_profile_get_memories (self->profile), memory->id, forgotten);
}

static void
alert_cb (BtyMemoriesPage *self,
          const char      *sentence)
{
  bty_toasts_show (GTK_WIDGET (self), sentence);
}

static void
bty_memories_page_dispose (GObject *object)
{
  BtyMemoriesPage *self = BTY_MEMORIES_PAGE (object);

  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_memories_page_parent_class)->dispose (object);
}

static void
bty_memories_page_class_init (BtyMemoriesPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  /* Also where nothing else of this folder is linked. */
  bty_ui_get_resource ();
  G_OBJECT_CLASS (class)->dispose = bty_memories_page_dispose;

  gtk_widget_class_install_action (widget_class, "memory.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "memory.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "memory.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "memory.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "memory.filters", NULL, filters_action);
  gtk_widget_class_install_action (widget_class, "memory.forget", NULL, forget_action);
  gtk_widget_class_install_action (widget_class, "memory.open", "s", open_action);
  gtk_widget_class_install_action (widget_class, "memory.restore", NULL, restore_action);
}

static void
bty_memories_page_init (BtyMemoriesPage *self)
{
}

/**
 * bty_memories_page_new:
 * @profile: whose memories there are
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
bty_memories_page_new (BtyProfile *profile)
{
  BtyMemoriesPage *self = g_object_new (BTY_TYPE_MEMORIES_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->profile = g_object_ref (profile);
  self->filters = BTY_MEMORY_FILTERS (bty_memory_filters_new (profile));
  self->results = BTY_MEMORY_RESULTS (bty_memory_results_new (profile, self->filters));
  self->inbox = BTY_MEMORY_INBOX (bty_memory_inbox_new (profile));
  self->timeline = BTY_MEMORY_TIMELINE (bty_memory_timeline_new (profile, self->filters));
  self->known = BTY_MEMORY_PAST (bty_memory_past_new (profile));
  self->duplicates = BTY_MEMORY_DUPLICATES (bty_memory_duplicates_new (profile));
  self->graph = BTY_MEMORY_GRAPH (bty_memory_graph_new (profile));
  self->detail = BTY_MEMORY_DETAIL (bty_memory_detail_new (profile));
  self->content = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->content, FALSE);
  gtk_stack_add_named (self->content, GTK_WIDGET (self->results), "live");
  gtk_stack_add_named (self->content, GTK_WIDGET (self->inbox), "inbox");
  gtk_stack_add_named (self->content, GTK_WIDGET (self->timeline), "timeline");
  gtk_stack_add_named (self->content, GTK_WIDGET (self->known), "known");
  gtk_stack_add_named (self->content, GTK_WIDGET (self->duplicates), "duplicates");
  gtk_stack_add_named (self->content, GTK_WIDGET (self->graph), "graph");
  self->split = BTY_SPLIT_VIEW (bty_split_view_new ());
  g_object_set (self->split,
                "sidebar", self->filters,
                "content", self->content,
                "end", self->detail,
                "show-content", TRUE,
                NULL);
  gtk_widget_set_vexpand (GTK_WIDGET (self->split), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->split));
  gtk_box_append (GTK_BOX (box), bty_memory_integrity_new (profile));
  adw_bin_set_child (ADW_BIN (self), box);

  g_signal_connect_swapped (self->filters, "changed", G_CALLBACK (filters_changed_cb), self);
  g_signal_connect_swapped (self->results, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_object (bty_profile_get_memories (profile), "alert", G_CALLBACK (alert_cb), self, G_CONNECT_SWAPPED);
  filters_changed_cb (self);

  return GTK_WIDGET (self);
}

/**
 * bty_memories_page_open:
 * @self: the page
 * @memory_id: what it shall show
 */
void
bty_memories_page_open (BtyMemoriesPage *self,
                        const char      *memory_id)
{
  bty_memory_service_get_async (bty_profile_get_memories (self->profile), memory_id, NULL, opened_cb,
                                g_object_ref (self));
}

/**
 * bty_memories_page_search:
 * @self: the page
 *
 * Makes it ready for words to search for.
 */
void
bty_memories_page_search (BtyMemoriesPage *self)
{
  if (gtk_stack_get_visible_child (self->content) != GTK_WIDGET (self->results))
    bty_memory_filters_set_view (self->filters, "live");
  bty_split_view_set_show_end (self->split, !bty_split_view_get_end_folded (self->split)
                                              && bty_split_view_get_show_end (self->split));
  bty_split_view_set_show_content (self->split, TRUE);
  bty_memory_results_search (self->results);
}
