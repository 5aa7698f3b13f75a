/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-timeline.h"

#include <glib/gi18n.h>

#include "bty-keys.h"
#include "bty-memory-event-row.h"
#include "bty-paging.h"

/* What a screen and a half takes; the next page is asked for before the end is reached. */
#define PAGE 100

/**
 * BtyMemoryTimeline:
 *
 * All that happened to memories, the newest first, as far as the filters leave it. Entries never change, so that what
 * is new is put before what is there.
 */
struct _BtyMemoryTimeline
{
  AdwBin             parent_instance;

  /* Owned */
  BtyProfile        *profile;
  BtyMemoryFilters  *filters;
  GListStore        *entries;
  GHashTable        *texts;     /* id of a memory -> what it says, "" = it is gone or being read */
  GCancellable      *loading;   /* NULL = nothing is being loaded */
  gint64             offset;    /* of the page that is being loaded */
  gboolean           has_more;

  /* Template */
  GtkStack          *stack;
  AdwStatusPage     *status;
  GtkWidget         *reset_button;
  GtkScrolledWindow *scroller;
  GtkListView       *list;
};

G_DEFINE_FINAL_TYPE (BtyMemoryTimeline, bty_memory_timeline, ADW_TYPE_BIN)

static guint
count_entries (BtyMemoryTimeline *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->entries));
}

static void
show_status (BtyMemoryTimeline *self,
             const GError      *error)
{
  gboolean neutral = bty_memory_filters_is_neutral (self->filters);
  const char *description = error != NULL ? error->message
                            : neutral     ? _("Whatever is remembered, changed, shared or forgotten will stand here.")
                                          : _("No entry fits these filters.");
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->status, error != NULL ? _("The Record Could Not Be Read")
                                           : neutral     ? _("Nothing Happened Yet")
                                                         : _("Nothing Found"));
  adw_status_page_set_description (self->status, escaped);
  gtk_widget_set_visible (self->reset_button, error == NULL && !neutral);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

/* Puts a page where it belongs. The first one may bring what is new, and leave what is known as it is. */
static void
take_page (BtyMemoryTimeline *self,
           GPtrArray         *page)
{
  guint n_entries = count_entries (self);
  g_autoptr(BtyAuditEntry) newest = g_list_model_get_item (G_LIST_MODEL (self->entries), 0);

  if (self->offset > 0)
    {
      g_list_store_splice (self->entries, n_entries, 0, page->pdata, page->len);
      self->has_more = page->len == PAGE;
      return;
    }
  for (guint i = 0; newest != NULL && i < page->len; i++)
    if (g_strcmp0 (BTY_AUDIT_ENTRY (page->pdata[i])->id, newest->id) == 0)
      {
        g_list_store_splice (self->entries, 0, 0, page->pdata, i);
        return;
      }
  g_list_store_splice (self->entries, 0, n_entries, page->pdata, page->len);
  self->has_more = page->len == PAGE;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyMemoryTimeline) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) page = bty_audit_service_list_finish (BTY_AUDIT_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->loading);
  if (page != NULL)
    take_page (self, page);
  if (count_entries (self) > 0 && error == NULL)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_status (self, error);
}

static void
load (BtyMemoryTimeline *self,
      gint64             offset)
{
  BtyAuditFilter filter = { .offset = offset, .limit = PAGE };

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  self->offset = offset;
  bty_memory_filters_fill_audit (self->filters, &filter);
  bty_audit_service_list_async (bty_profile_get_audit (self->profile), &filter, self->loading, listed_cb,
                                g_object_ref (self));
}

static void
load_enough (BtyMemoryTimeline *self)
{
  if (self->has_more && self->loading == NULL && bty_paging_is_near_end (self->scroller))
    load (self, count_entries (self));
}

/* Something happened: what is shown is brought up to date, what is not is when it is looked at. */
static void
grown_cb (BtyMemoryTimeline *self)
{
  g_hash_table_remove_all (self->texts);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self, 0);
}

static void
show_entry (BtyMemoryTimeline *self,
            GtkListItem       *item)
{
  BtyAuditEntry *entry = gtk_list_item_get_item (item);
  BtyBot *bot;
  const char *text;

  if (entry == NULL)
    return;

  bot = entry->bot_id != NULL ? bty_bot_service_find (bty_profile_get_bots (self->profile), entry->bot_id) : NULL;
  text = entry->memory_id != NULL ? g_hash_table_lookup (self->texts, entry->memory_id) : NULL;
  bty_memory_event_row_set_entry (BTY_MEMORY_EVENT_ROW (gtk_list_item_get_child (item)), entry, bot, text);
}

/**
 * Reading:
 *
 * A row that waits for what a memory says.
 */
typedef struct
{
  BtyMemoryTimeline *self;
  GtkListItem       *item;
  char              *memory_id;
} Reading;

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr(BtyMemoryTimeline) self = reading->self;
  g_autoptr(GtkListItem) item = reading->item;
  g_autofree char *memory_id = reading->memory_id;
  g_autoptr(BtyMemory) memory = bty_memory_service_get_finish (BTY_MEMORY_SERVICE (source), result, NULL);
  BtyAuditEntry *entry = gtk_list_item_get_item (item);

  if (memory == NULL || self->profile == NULL)
    return;

  g_hash_table_insert (self->texts, g_strdup (memory->id), g_strdup (memory->text));
  /* Meanwhile the row may show something else. */
  if (entry != NULL && g_strcmp0 (entry->memory_id, memory_id) == 0 && gtk_list_item_get_child (item) != NULL)
    show_entry (self, item);
}

static void
setup_cb (BtyMemoryTimeline *self,
          GtkListItem       *item)
{
  gtk_list_item_set_child (item, bty_memory_event_row_new ());
}

static void
bind_cb (BtyMemoryTimeline *self,
         GtkListItem       *item)
{
  BtyAuditEntry *entry = gtk_list_item_get_item (item);
  Reading *reading;

  show_entry (self, item);
  if (entry->memory_id == NULL || g_hash_table_contains (self->texts, entry->memory_id))
    return;

  reading = g_new (Reading, 1);
  reading->self = g_object_ref (self);
  reading->item = g_object_ref (item);
  reading->memory_id = g_strdup (entry->memory_id);
  bty_memory_service_get_async (bty_profile_get_memories (self->profile), entry->memory_id, NULL, read_cb, reading);
}

static void
activate_cb (BtyMemoryTimeline *self,
             guint              position)
{
  g_autoptr(BtyAuditEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), position);

  if (entry != NULL && entry->memory_id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "memory.open", "s", entry->memory_id);
}

static void
reset_cb (BtyMemoryTimeline *self)
{
  bty_memory_filters_reset (self->filters);
}

static void
bty_memory_timeline_dispose (GObject *object)
{
  BtyMemoryTimeline *self = BTY_MEMORY_TIMELINE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->entries);
  g_clear_object (&self->filters);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_memory_timeline_parent_class)->dispose (object);
}

static void
bty_memory_timeline_finalize (GObject *object)
{
  g_hash_table_unref (BTY_MEMORY_TIMELINE (object)->texts);

  G_OBJECT_CLASS (bty_memory_timeline_parent_class)->finalize (object);
}

static void
bty_memory_timeline_class_init (BtyMemoryTimelineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_timeline_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_memory_timeline_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryTimeline, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryTimeline, status);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryTimeline, reset_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryTimeline, scroller);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryTimeline, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
bty_memory_timeline_init (BtyMemoryTimeline *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *model;

  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->entries = g_list_store_new (BTY_TYPE_AUDIT_ENTRY);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->entries))));
  gtk_list_view_set_model (self->list, model);
  g_object_unref (model);
}

/**
 * bty_memory_timeline_new:
 * @profile: whose record is shown
 * @filters: what is left out
 *
 * Returns: (transfer floating): the timeline; call bty_memory_timeline_update() to fill it
 */
GtkWidget *
bty_memory_timeline_new (BtyProfile       *profile,
                         BtyMemoryFilters *filters)
{
  BtyMemoryTimeline *self = g_object_new (BTY_TYPE_MEMORY_TIMELINE, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->profile = g_object_ref (profile);
  self->filters = g_object_ref (filters);
  g_signal_connect_object (bty_profile_get_memories (profile), "changed", G_CALLBACK (grown_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_profile_get_audit (profile), "notify::report", G_CALLBACK (grown_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (load_enough), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (load_enough), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_memory_timeline_update:
 * @self: the timeline
 *
 * Shows what the filters leave.
 */
void
bty_memory_timeline_update (BtyMemoryTimeline *self)
{
  g_list_store_remove_all (self->entries);
  load (self, 0);
}
