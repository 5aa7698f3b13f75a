/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-edit.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bty-ask.h"
#include "bty-time.h"
#include "bty-toasts.h"
#include "bty-visible-text.h"

/* With more names than that the choices can be searched. */
#define MAX_UNSEARCHED 12

/* What is done when the user has answered, or takes it back. */
typedef struct
{
  GtkWidget       *widget;   /* NULL in a toast, which is in it */
  BtyGraphService *service;
  BtyEntity       *entity;   /* about which it is; NULL = a new one */
  char            *bot_id;   /* of a new one; NULL = none */
  GPtrArray       *records;  /* of BtyRecord: what ended, or to what it may be related; NULL = not known yet */
} Edit;

static Edit *
edit_new (GtkWidget       *widget,
          BtyGraphService *service,
          BtyEntity       *entity)
{
  Edit *self = g_new0 (Edit, 1);

  self->widget = g_object_ref (widget);
  self->service = g_object_ref (service);
  self->entity = entity != NULL ? g_object_ref (entity) : NULL;

  return self;
}

static void
edit_free (gpointer data)
{
  Edit *self = data;

  g_clear_object (&self->widget);
  g_object_unref (self->service);
  g_clear_object (&self->entity);
  g_free (self->bot_id);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_free (self);
}

static void
put_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_graph_service_put_finish (BTY_GRAPH_SERVICE (source), result, &error))
    bty_toasts_show_error (widget, _("It was not stored."), error);
}

/* Takes over @record. */
static void
put (Edit     *self,
     gpointer  record)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (records, record);
  bty_graph_service_put_async (self->service, records, NULL, put_cb, g_object_ref (self->widget));
}

static void
named_cb (GtkWidget  *widget,
          const char *text,
          gpointer    data)
{
  Edit *self = data;

  if (self->entity == NULL)
    {
      put (self, bty_entity_new (self->bot_id, "thing", text, bty_time_now ()));
    }
  else
    {
      g_autoptr(BtyEntity) renamed = bty_record_copy (self->entity);

      /* What it was called before stays true of the time before. */
      g_object_set (renamed, "name", text, "valid-from", bty_time_now (), NULL);
      put (self, g_steal_pointer (&renamed));
    }
}

/**
 * bty_graph_edit_add:
 * @widget: over which it is asked
 * @service: the graph
 * @bot_id: who is to know it
 *
 * Asks for the name of somebody or something new.
 */
void
bty_graph_edit_add (GtkWidget       *widget,
                    BtyGraphService *service,
                    const char      *bot_id)
{
  Edit *edit = edit_new (widget, service, NULL);

  edit->bot_id = g_strdup (bot_id);
  bty_ask_text (widget, _("Somebody or Something New"), _("Name"), _("_Add"), "", NULL, named_cb, edit, edit_free);
}

/**
 * bty_graph_edit_rename:
 * @widget: over which it is asked
 * @service: the graph
 * @entity: what gets another name
 *
 * Asks for another name.
 */
void
bty_graph_edit_rename (GtkWidget       *widget,
                       BtyGraphService *service,
                       BtyEntity       *entity)
{
  bty_ask_text (widget, _("Another Name"), _("Name"), _("_Rename"), entity->name, NULL, named_cb,
                edit_new (widget, service, entity), edit_free);
}

static void
related_cb (Edit             *self,
            const char       *response,
            AdwMessageDialog *dialog)
{
  GtkEditable *type = g_object_get_data (G_OBJECT (dialog), "type");
  GtkDropDown *other = g_object_get_data (G_OBJECT (dialog), "other");
  guint selected = gtk_drop_down_get_selected (other);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (type)));

  if (g_str_equal (response, "relate") && text[0] != '\0' && selected < self->records->len)
    put (self, bty_relationship_new (self->entity->scope, self->entity->entity_id, text,
                                     BTY_ENTITY (self->records->pdata[selected])->entity_id, bty_time_now ()));
}

static GtkWidget *
create_choice (GPtrArray *others)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GtkExpression *string = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *choice;

  for (guint i = 0; i < others->len; i++)
    gtk_string_list_take (names, bty_visible_line (BTY_ENTITY (others->pdata[i])->name));
  choice = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), string);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (choice), others->len > MAX_UNSEARCHED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, _("To whom or what"), -1);
  /* What takes the focus is the button inside. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (choice)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("To whom or what"), -1);

  return choice;
}

/* Takes over @edit, whose records are the others. */
static void
ask_relationship (Edit *edit)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *type = gtk_entry_new ();
  GtkWidget *other = create_choice (edit->records);
  gboolean is_alone = edit->records->len == 0;
  g_autofree char *heading = bty_visible_line (edit->entity->name);
  GtkWidget *dialog;

  gtk_entry_set_placeholder_text (GTK_ENTRY (type), _("lives in, works with, is a sister of"));
  gtk_entry_set_activates_default (GTK_ENTRY (type), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (type), GTK_ACCESSIBLE_PROPERTY_LABEL, _("How it stands"), -1);
  gtk_box_append (GTK_BOX (box), type);
  gtk_box_append (GTK_BOX (box), other);
  gtk_widget_set_sensitive (box, !is_alone);

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (edit->widget)), heading,
                                   is_alone ? _("There is nobody and nothing else yet.") : NULL);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "relate", _("_Relate"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "relate", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "relate", !is_alone);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "relate");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data (G_OBJECT (dialog), "type", type);
  g_object_set_data (G_OBJECT (dialog), "other", other);
  g_signal_connect_data (dialog, "response", G_CALLBACK (related_cb), edit,
                         (GClosureNotify) (void (*) (void)) edit_free,
                         G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Edit *edit = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyGraph) graph = bty_graph_service_list_finish (BTY_GRAPH_SERVICE (source), result, &error);
  gboolean is_open = GTK_IS_WINDOW (gtk_widget_get_root (edit->widget));

  if (graph == NULL && is_open)
    bty_toasts_show_error (edit->widget, _("This could not be read."), error);
  if (graph == NULL || !is_open)
    {
      edit_free (edit);
      return;
    }

  for (guint i = graph->entities->len; i > 0; i--)
    if (g_str_equal (BTY_ENTITY (graph->entities->pdata[i - 1])->entity_id, edit->entity->entity_id))
      g_ptr_array_remove_index (graph->entities, i - 1);
  edit->records = g_steal_pointer (&graph->entities);
  ask_relationship (edit);
}

/**
 * bty_graph_edit_relate:
 * @widget: over which it is asked
 * @service: the graph
 * @entity: what stands to another
 *
 * Asks how it stands to whom or what.
 */
void
bty_graph_edit_relate (GtkWidget       *widget,
                       BtyGraphService *service,
                       BtyEntity       *entity)
{
  bty_graph_service_list_async (service, entity->scope, NULL, NULL, G_MAXUINT, NULL, listed_cb,
                                edit_new (widget, service, entity));
}

static void
undo_end (GtkWidget *widget,
          gpointer   data)
{
  Edit *self = data;

  bty_graph_service_put_async (self->service, self->records, NULL, put_cb, g_object_ref (widget));
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Edit *edit = user_data;
  g_autoptr(GError) error = NULL;

  edit->records = bty_graph_service_end_finish (BTY_GRAPH_SERVICE (source), result, &error);
  if (edit->records != NULL)
    {
      g_autoptr(GtkWidget) widget = g_steal_pointer (&edit->widget);

      bty_toasts_offer_undo (widget, _("Removed"), undo_end, edit, edit_free);
      return;
    }
  bty_toasts_show_error (edit->widget, _("It was not removed."), error);
  edit_free (edit);
}

/**
 * bty_graph_edit_remove:
 * @widget: where that can be taken back
 * @service: the graph
 * @record: an entity, which goes with how it stands to others, or one relationship
 *
 * Removes what is not so any more.
 */
void
bty_graph_edit_remove (GtkWidget       *widget,
                       BtyGraphService *service,
                       BtyRecord       *record)
{
  bty_graph_service_end_async (service, record, NULL, ended_cb, edit_new (widget, service, NULL));
}
