/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-graph.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bty-entity-list.h"
#include "bty-entity-row.h"
#include "bty-graph-edit.h"
#include "bty-graph-view.h"
#include "bty-keys.h"
#include "bty-paging.h"
#include "bty-portions.h"

/**
 * BtyMemoryGraph:
 *
 * Whom and what a bot knows, and how they stand to each other: as a table that can be searched and changed, and as a
 * drawing of the same.
 */
struct _BtyMemoryGraph
{
  AdwBin             parent_instance;

  /* Owned */
  BtyGraphService   *service;
  BtyEntityList     *entities;
  BtyGraph          *graph;     /* what is drawn; NULL = not read yet */
  GCancellable      *loading;   /* of what is drawn */
  char              *bot_id;    /* NULL = there is no bot */
  char              *chosen_id; /* of the entity that is chosen in the drawing; NULL = none */
  guint              refresh;

  /* Template */
  GtkSearchEntry    *entry;
  GtkToggleButton   *drawing_button;
  GtkWidget         *altered;
  GtkStack          *stack;
  AdwStatusPage     *status;
  GtkScrolledWindow *scroller;
  GtkListBox        *list;
  BtyGraphView      *drawing;
  GtkLabel          *left_out;
  GtkWidget         *chosen_scroller;
  GtkListBox        *chosen;
};

G_DEFINE_FINAL_TYPE (BtyMemoryGraph, bty_memory_graph, ADW_TYPE_BIN)

static void
show_status (BtyMemoryGraph *self,
             const char     *title,
             const char     *text)
{
  g_autofree char *description = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, description);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

/* Why there is nothing in the table. */
static void
show_emptiness (BtyMemoryGraph *self,
                const char     *error)
{
  if (error != NULL)
    show_status (self, _("This Could Not Be Read"), error);
  else if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    show_status (self, _("Nothing Found"), _("Nobody and nothing has these words in its name."));
  else
    show_status (self, _("Nobody and Nothing Is Known Yet"),
                 _("People, places and things, and how they stand to each other: add the first one above."));
}

static gboolean
refresh_cb (gpointer user_data)
{
  BtyMemoryGraph *self = user_data;
  gboolean wants_drawing = gtk_toggle_button_get_active (self->drawing_button);
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->entities)) == 0;
  g_autofree char *error = NULL;
  gboolean loading;

  self->refresh = 0;
  g_object_get (self->entities, "loading", &loading, "error", &error, NULL);
  if (wants_drawing && self->graph != NULL && self->graph->entities->len > 0)
    gtk_stack_set_visible_child_name (self->stack, "drawing");
  else if (!is_empty && !wants_drawing)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (is_empty && !loading)
    show_emptiness (self, error);
  /* Who looks at an empty drawing can still go back to the table. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->drawing_button), !is_empty || wants_drawing);
  if (bty_entity_list_has_altered (self->entities) || (self->graph != NULL && self->graph->n_altered > 0))
    gtk_widget_set_visible (self->altered, TRUE);
  if (bty_paging_is_near_end (self->scroller))
    bty_paged_list_load_more (BTY_PAGED_LIST (self->entities));

  return G_SOURCE_REMOVE;
}

static void
queue_refresh (BtyMemoryGraph *self)
{
  if (self->refresh == 0)
    self->refresh = g_idle_add (refresh_cb, self);
}

static void
altered_cb (BtyMemoryGraph *self)
{
  gtk_widget_set_visible (self->altered, TRUE);
}

static void
wished_cb (BtyMemoryGraph *self,
           int             wish,
           BtyRecord      *record)
{
  GtkWidget *widget = GTK_WIDGET (self);

  switch ((BtyEntityWish) wish)
    {
    case BTY_ENTITY_WISH_RENAME:
      bty_graph_edit_rename (widget, self->service, BTY_ENTITY (record));
      break;
    case BTY_ENTITY_WISH_RELATE:
      bty_graph_edit_relate (widget, self->service, BTY_ENTITY (record));
      break;
    case BTY_ENTITY_WISH_REMOVE:
      bty_graph_edit_remove (widget, self->service, record);
      break;
    default:
      g_assert_not_reached ();
    }
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  BtyMemoryGraph *self = user_data;
  GtkWidget *row = bty_entity_row_new (self->service, item);

  g_signal_connect_object (row, "wished", G_CALLBACK (wished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "altered", G_CALLBACK (altered_cb), self, G_CONNECT_SWAPPED);
  bty_entity_row_update (BTY_ENTITY_ROW (row));

  return row;
}

/* What is chosen in the drawing can be looked at and changed below it, as in the table. */
static void
selected_cb (BtyMemoryGraph *self,
             guint           point)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->chosen, 0);
  BtyEntity *entity = NULL;

  if (self->graph != NULL && point < self->graph->entities->len)
    entity = self->graph->entities->pdata[point];
  if (row != NULL)
    gtk_list_box_remove (self->chosen, GTK_WIDGET (row));
  if (entity != NULL)
    gtk_list_box_append (self->chosen, create_row (entity, self));
  gtk_widget_set_visible (self->chosen_scroller, entity != NULL);
  g_free (self->chosen_id);
  self->chosen_id = entity != NULL ? g_strdup (entity->entity_id) : NULL;
}

static void
draw (BtyMemoryGraph *self)
{
  guint n_drawn = self->graph->entities->len;
  guint n_left = self->graph->n_left;
  g_autofree char *chosen_id = g_strdup (self->chosen_id);
  /* Translators: how many people and things a drawing shows, and how many there are */
  g_autofree char *left_out = g_strdup_printf (_("%u of %'u; the table has all"), n_drawn, n_drawn + n_left);

  gtk_label_set_label (self->left_out, left_out);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out), n_left > 0);
  bty_graph_view_set_graph (self->drawing, self->graph);
  for (guint i = 0; chosen_id != NULL && i < n_drawn; i++)
    if (g_str_equal (BTY_ENTITY (self->graph->entities->pdata[i])->entity_id, chosen_id))
      bty_graph_view_select (self->drawing, i);
}

static void
zoom_in_cb (BtyMemoryGraph *self)
{
  bty_graph_view_zoom (self->drawing, 1.25);
}

static void
zoom_out_cb (BtyMemoryGraph *self)
{
  bty_graph_view_zoom (self->drawing, 0.8);
}

static void
show_all_cb (BtyMemoryGraph *self)
{
  bty_graph_view_show_all (self->drawing);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(BtyMemoryGraph) self = user_data;
  g_autoptr(GError) error = NULL;
  BtyGraph *graph = bty_graph_service_get_finish (BTY_GRAPH_SERVICE (source), result, &error);

  if (graph == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_status (self, _("This Could Not Be Read"), error->message);
      return;
    }

  g_clear_pointer (&self->graph, bty_graph_free);
  self->graph = graph;
  draw (self);
  queue_refresh (self);
}

/* It is read and laid out when it is wanted. */
static void
load_drawing (BtyMemoryGraph *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->bot_id == NULL || !gtk_toggle_button_get_active (self->drawing_button))
    return;

  self->loading = g_cancellable_new ();
  bty_graph_service_get_async (self->service, self->bot_id, BTY_GRAPH_VIEW_MAX_DRAWN, self->loading, got_cb,
                               g_object_ref (self));
}

static void
toggled_cb (BtyMemoryGraph *self)
{
  load_drawing (self);
  queue_refresh (self);
}

static void
changed_cb (BtyMemoryGraph *self)
{
  GtkListBoxRow *row;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  gtk_widget_set_visible (self->altered, FALSE);
  bty_entity_list_reload (self->entities);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    bty_entity_row_update (BTY_ENTITY_ROW (row));
  load_drawing (self);
}

static void
add_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  BtyMemoryGraph *self = BTY_MEMORY_GRAPH (widget);

  if (self->bot_id != NULL)
    bty_graph_edit_add (widget, self->service, self->bot_id);
}

static char *
dup_words (BtyMemoryGraph *self)
{
  g_autofree char *words = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->entry)), -1);

  return g_strdup (g_strstrip (words));
}

static gboolean
fits (BtyEntity  *entity,
      const char *words)
{
  g_autofree char *name = g_utf8_casefold (entity->name, -1);

  return strstr (name, words) != NULL;
}

/* The table leaves out what does not fit, the drawing chooses the first that does. */
static void
search_cb (BtyMemoryGraph *self)
{
  g_autofree char *words = dup_words (self);

  bty_entity_list_set_filter (self->entities, self->bot_id, words);
  for (guint i = 0; self->graph != NULL && i < self->graph->entities->len; i++)
    if (words[0] != '\0' && fits (self->graph->entities->pdata[i], words))
      {
        bty_graph_view_select (self->drawing, i);
        return;
      }
  bty_graph_view_select (self->drawing, GTK_INVALID_LIST_POSITION);
}

static void
bty_memory_graph_dispose (GObject *object)
{
  BtyMemoryGraph *self = BTY_MEMORY_GRAPH (object);

  g_cancellable_cancel (self->loading);
  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_object (&self->loading);
  g_clear_object (&self->entities);
  g_clear_object (&self->service);
  g_clear_pointer (&self->graph, bty_graph_free);
  g_clear_pointer (&self->bot_id, g_free);
  g_clear_pointer (&self->chosen_id, g_free);

  G_OBJECT_CLASS (bty_memory_graph_parent_class)->dispose (object);
}

static void
bty_memory_graph_class_init (BtyMemoryGraphClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_graph_dispose;

  gtk_widget_class_install_action (widget_class, "graph.add", NULL, add_action);

  g_type_ensure (BTY_TYPE_GRAPH_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-graph.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, entry);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, drawing_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, altered);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, status);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, scroller);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, list);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, drawing);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, left_out);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, chosen_scroller);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, chosen);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out_cb);
}

static void
bty_memory_graph_init (BtyMemoryGraph *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
}

/**
 * bty_memory_graph_new:
 * @profile: whose bots they are
 *
 * Returns: (transfer floating): the view; call bty_memory_graph_update() to fill it
 */
GtkWidget *
bty_memory_graph_new (BtyProfile *profile)
{
  BtyMemoryGraph *self = g_object_new (BTY_TYPE_MEMORY_GRAPH, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->service = g_object_ref (bty_profile_get_graph (profile));
  self->entities = bty_entity_list_new (self->service);
  bty_portions_bind (self->list, G_LIST_MODEL (self->entities), create_row, self);
  g_signal_connect_object (self->entities, "items-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entities, "notify", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->service, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_profile_get_memories (profile), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_memory_graph_update:
 * @self: the view
 * @bot_id: (nullable): whose knowledge is shown; %NULL = there is no bot
 */
void
bty_memory_graph_update (BtyMemoryGraph *self,
                         const char     *bot_id)
{
  g_autofree char *words = dup_words (self);

  g_free (self->bot_id);
  self->bot_id = g_strdup (bot_id);
  gtk_widget_set_visible (self->altered, FALSE);
  bty_entity_list_set_filter (self->entities, bot_id, words);
  g_clear_pointer (&self->graph, bty_graph_free);
  load_drawing (self);
  queue_refresh (self);
}
