/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-graph.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bty-ask.h"
#include "bty-entity-row.h"
#include "bty-graph-view.h"
#include "bty-keys.h"
#include "bty-time.h"
#include "bty-toasts.h"
#include "bty-visible-text.h"

/**
 * BtyMemoryGraph:
 *
 * Whom and what a bot knows, and how they stand to each other: as a table that can be searched and changed, and as a
 * drawing of the same.
 */
struct _BtyMemoryGraph
{
  AdwBin           parent_instance;

  /* Owned */
  BtyGraphService *service;
  BtyGraph        *graph;     /* NULL = not read yet */
  GCancellable    *loading;
  char            *bot_id;    /* NULL = there is no bot */
  char            *chosen_id; /* of the entity that is chosen in the drawing; NULL = none */

  /* Template */
  GtkSearchEntry  *entry;
  GtkToggleButton *drawing_button;
  GtkWidget       *altered;
  GtkStack        *stack;
  AdwStatusPage   *status;
  GtkListBox      *list;
  BtyGraphView    *drawing;
  GtkLabel        *left_out;
  GtkWidget       *chosen_scroller;
  GtkListBox      *chosen;
};

G_DEFINE_FINAL_TYPE (BtyMemoryGraph, bty_memory_graph, ADW_TYPE_BIN)

static void
show_what_there_is (BtyMemoryGraph *self,
                    const GError   *error)
{
  g_autofree char *description = NULL;

  if (self->graph != NULL && self->graph->entities->len > 0)
    {
      gtk_stack_set_visible_child_name (self->stack,
                                        gtk_toggle_button_get_active (self->drawing_button) ? "drawing" : "list");
      return;
    }
  description = g_markup_escape_text (error != NULL ? error->message
                                                    : _("People, places and things, and how they stand to each other: "
                                                        "add the first one above."), -1);
  adw_status_page_set_title (self->status,
                             error != NULL ? _("This Could Not Be Read") : _("Nobody and Nothing Is Known Yet"));
  adw_status_page_set_description (self->status, description);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
toggled_cb (BtyMemoryGraph *self)
{
  show_what_there_is (self, NULL);
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
    gtk_list_box_append (self->chosen, bty_entity_row_new (self->service, self->graph, entity));
  gtk_widget_set_visible (self->chosen_scroller, entity != NULL);
  g_free (self->chosen_id);
  self->chosen_id = entity != NULL ? g_strdup (entity->entity_id) : NULL;
}

static void
draw (BtyMemoryGraph *self)
{
  guint n_entities = self->graph != NULL ? self->graph->entities->len : 0;
  g_autofree char *chosen_id = g_strdup (self->chosen_id);
  /* Translators: how many people and things a drawing shows, and how many there are */
  g_autofree char *left_out = g_strdup_printf (_("%d of %u; the table has all"), BTY_GRAPH_VIEW_MAX_DRAWN, n_entities);

  /* Who looks at an empty drawing can still go back to the table. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->drawing_button),
                            n_entities > 0 || gtk_toggle_button_get_active (self->drawing_button));
  gtk_label_set_label (self->left_out, left_out);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out), n_entities > BTY_GRAPH_VIEW_MAX_DRAWN);
  bty_graph_view_set_graph (self->drawing, self->graph);
  for (guint i = 0; chosen_id != NULL && i < n_entities; i++)
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
  g_autoptr(BtyGraph) graph = bty_graph_service_get_finish (BTY_GRAPH_SERVICE (source), result, &error);
  GtkListBoxRow *row;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; graph != NULL && i < graph->entities->len; i++)
    gtk_list_box_append (self->list, bty_entity_row_new (self->service, graph, graph->entities->pdata[i]));
  g_clear_pointer (&self->graph, bty_graph_free);
  self->graph = g_steal_pointer (&graph);
  gtk_widget_set_visible (self->altered, self->graph != NULL && self->graph->n_altered > 0);
  draw (self);
  show_what_there_is (self, error);
}

static void
load (BtyMemoryGraph *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  if (self->bot_id != NULL)
    bty_graph_service_get_async (self->service, self->bot_id, self->loading, got_cb, g_object_ref (self));
  else
    show_what_there_is (self, NULL);
}

static void
changed_cb (BtyMemoryGraph *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
put_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GtkWidget) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_graph_service_put_finish (BTY_GRAPH_SERVICE (source), result, &error))
    bty_toasts_show_error (self, _("It was not stored."), error);
}

/* Takes over @record. */
static void
put (BtyMemoryGraph *self,
     gpointer        record)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (records, record);
  bty_graph_service_put_async (self->service, records, NULL, put_cb, g_object_ref (self));
}

static void
undo_end (GtkWidget *widget,
          gpointer   data)
{
  bty_graph_service_put_async (BTY_MEMORY_GRAPH (widget)->service, data, NULL, put_cb, g_object_ref (widget));
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GtkWidget) self = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *ended = bty_graph_service_end_finish (BTY_GRAPH_SERVICE (source), result, &error);

  if (ended != NULL)
    bty_toasts_offer_undo (self, _("Removed"), undo_end, ended, (GDestroyNotify) g_ptr_array_unref);
  else
    bty_toasts_show_error (self, _("It was not removed."), error);
}

/* An entity or a relationship that is shown. */
static gpointer
find (BtyMemoryGraph *self,
      const char     *id)
{
  for (guint i = 0; self->graph != NULL && i < self->graph->entities->len; i++)
    if (g_strcmp0 (BTY_ENTITY (self->graph->entities->pdata[i])->entity_id, id) == 0)
      return self->graph->entities->pdata[i];
  for (guint i = 0; self->graph != NULL && i < self->graph->relationships->len; i++)
    if (g_strcmp0 (BTY_RELATIONSHIP (self->graph->relationships->pdata[i])->relationship_id, id) == 0)
      return self->graph->relationships->pdata[i];

  return NULL;
}

static void
remove_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtyMemoryGraph *self = BTY_MEMORY_GRAPH (widget);
  gpointer record = find (self, g_variant_get_string (parameter, NULL));

  if (record != NULL)
    bty_graph_service_end_async (self->service, record, NULL, ended_cb, g_object_ref (self));
}

static void
named_cb (GtkWidget  *widget,
          const char *text,
          gpointer    data)
{
  BtyMemoryGraph *self = BTY_MEMORY_GRAPH (widget);
  BtyEntity *entity = data;

  if (entity == NULL)
    {
      put (self, bty_entity_new (self->bot_id, _("thing"), text, bty_time_now ()));
    }
  else
    {
      g_autoptr(BtyEntity) renamed = bty_record_copy (entity);

      /* What it was called before stays true of the time before. */
      g_object_set (renamed, "name", text, "valid-from", bty_time_now (), NULL);
      put (self, g_steal_pointer (&renamed));
    }
}

static void
add_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  if (BTY_MEMORY_GRAPH (widget)->bot_id != NULL)
    bty_ask_text (widget, _("Somebody or Something New"), _("Name"), _("_Add"), "", NULL, named_cb, NULL, NULL);
}

static void
rename_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtyEntity *entity = find (BTY_MEMORY_GRAPH (widget), g_variant_get_string (parameter, NULL));

  if (entity != NULL)
    bty_ask_text (widget, _("Another Name"), _("Name"), _("_Rename"), entity->name, NULL, named_cb,
                  g_object_ref (entity), g_object_unref);
}

static void
related_cb (BtyMemoryGraph   *self,
            const char       *response,
            AdwMessageDialog *dialog)
{
  const char *from_id = g_object_get_data (G_OBJECT (dialog), "id");
  GtkEditable *type = g_object_get_data (G_OBJECT (dialog), "type");
  GtkDropDown *other = g_object_get_data (G_OBJECT (dialog), "other");
  guint selected = gtk_drop_down_get_selected (other);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (type)));

  if (g_str_equal (response, "relate") && text[0] != '\0' && self->graph != NULL
      && selected < self->graph->entities->len)
    put (self, bty_relationship_new (self->bot_id, from_id, text,
                                     BTY_ENTITY (self->graph->entities->pdata[selected])->entity_id, bty_time_now ()));
}

static void
ask_relationship (BtyMemoryGraph *self,
                  BtyEntity      *entity)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *type = gtk_entry_new ();
  GtkWidget *other;
  GtkWidget *dialog;
  g_autofree char *heading = bty_visible_line (entity->name);

  for (guint i = 0; i < self->graph->entities->len; i++)
    gtk_string_list_take (names, bty_visible_line (BTY_ENTITY (self->graph->entities->pdata[i])->name));
  other = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  if (self->graph->entities->pdata[0] == entity && self->graph->entities->len > 1)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (other), 1);
  gtk_entry_set_placeholder_text (GTK_ENTRY (type), _("lives in, works with, is a sister of"));
  gtk_entry_set_activates_default (GTK_ENTRY (type), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (type), GTK_ACCESSIBLE_PROPERTY_LABEL, _("How it stands"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (other), GTK_ACCESSIBLE_PROPERTY_LABEL, _("To whom or what"), -1);
  gtk_box_append (GTK_BOX (box), type);
  gtk_box_append (GTK_BOX (box), other);

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, NULL);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "relate", _("_Relate"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "relate", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "relate");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "id", g_strdup (entity->entity_id), g_free);
  g_object_set_data (G_OBJECT (dialog), "type", type);
  g_object_set_data (G_OBJECT (dialog), "other", other);
  g_signal_connect_object (dialog, "response", G_CALLBACK (related_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
relate_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtyMemoryGraph *self = BTY_MEMORY_GRAPH (widget);
  BtyEntity *entity = find (self, g_variant_get_string (parameter, NULL));

  if (entity != NULL)
    ask_relationship (self, entity);
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

static gboolean
matches (GtkListBoxRow *row,
         gpointer       user_data)
{
  g_autofree char *words = dup_words (user_data);

  return fits (bty_entity_row_get_entity (BTY_ENTITY_ROW (row)), words);
}

/* The table leaves out what does not fit, the drawing chooses the first that does. */
static void
search_cb (BtyMemoryGraph *self)
{
  g_autofree char *words = dup_words (self);

  gtk_list_box_invalidate_filter (self->list);
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
  g_clear_object (&self->loading);
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
  gtk_widget_class_install_action (widget_class, "graph.relate", "s", relate_action);
  gtk_widget_class_install_action (widget_class, "graph.remove", "s", remove_action);
  gtk_widget_class_install_action (widget_class, "graph.rename", "s", rename_action);

  g_type_ensure (BTY_TYPE_GRAPH_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-graph.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, entry);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, drawing_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, altered);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryGraph, status);
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
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
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

  self->service = g_object_ref (bty_profile_get_graph (profile));
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
  g_free (self->bot_id);
  self->bot_id = g_strdup (bot_id);
  load (self);
}
