/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-ask.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bty-visible-text.h"

#define MAX_SUGGESTIONS 8

/**
 * Question:
 *
 * A dialog that asks for one line of text.
 */
typedef struct
{
  GtkWidget      *widget;   /* owned */
  GtkEditable    *entry;
  BtyAskFunc      func;
  gpointer        data;
  GDestroyNotify  free_data;
} Question;

static void
free_question (gpointer  data,
               GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->widget);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *self)
{
  if (g_str_equal (response, "confirm"))
    self->func (self->widget, gtk_editable_get_text (self->entry), self->data);
}

static void
suggestion_clicked_cb (GtkButton   *button,
                       GtkEditable *entry)
{
  gtk_editable_set_text (entry, g_object_get_data (G_OBJECT (button), "suggestion"));
  gtk_editable_set_position (entry, -1);
}

static GtkWidget *
create_suggestions (GtkEditable        *entry,
                    const char * const *suggestions)
{
  GtkWidget *box = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 4);
  for (guint i = 0; suggestions[i] != NULL && i < MAX_SUGGESTIONS; i++)
    {
      g_autofree char *visible = bty_visible_line (suggestions[i]);
      GtkWidget *button = gtk_button_new_with_label (visible);
      GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
      gtk_widget_set_tooltip_text (button, visible);
      g_object_set_data_full (G_OBJECT (button), "suggestion", g_strdup (suggestions[i]), g_free);
      gtk_widget_add_css_class (button, "pill");
      g_signal_connect_object (button, "clicked", G_CALLBACK (suggestion_clicked_cb), entry, 0);
      gtk_flow_box_append (GTK_FLOW_BOX (box), button);
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
    }

  return box;
}

/**
 * bty_ask_text:
 * @widget: any widget of the window that asks
 * @heading: what it is about
 * @label: what the text is
 * @confirm: the label of the button
 * @text: (nullable): what stands there at first
 * @suggestions: (nullable): other texts, to be taken by a click
 * @func: called with @widget and the text, unless it is cancelled
 * @data: for @func
 * @free_data: (nullable): frees @data
 *
 * Asks for one line of text.
 */
void
bty_ask_text (GtkWidget          *widget,
              const char         *heading,
              const char         *label,
              const char         *confirm,
              const char         *text,
              const char * const *suggestions,
              BtyAskFunc          func,
              gpointer            data,
              GDestroyNotify      free_data)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry = gtk_entry_new ();
  Question *self = g_new0 (Question, 1);

  *self = (Question) { g_object_ref (widget), GTK_EDITABLE (entry), func, data, free_data };
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_editable_set_text (self->entry, text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), label);
  gtk_box_append (GTK_BOX (box), entry);
  if (suggestions != NULL && suggestions[0] != NULL)
    gtk_box_append (GTK_BOX (box), create_suggestions (self->entry, suggestions));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "confirm", confirm, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "confirm", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "confirm");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, free_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}
