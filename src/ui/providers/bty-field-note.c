/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-field-note.h"

#include "bty-providers-resources.h"

/**
 * BtyFieldNote:
 *
 * A line under a field of a form that says what is wrong with what was typed, or what to mind. Hidden
 * when there is nothing to say.
 */
struct _BtyFieldNote
{
  AdwPreferencesRow  parent_instance;

  /* Template */
  GtkImage          *icon;
  GtkLabel          *label;
};

G_DEFINE_FINAL_TYPE (BtyFieldNote, bty_field_note, ADW_TYPE_PREFERENCES_ROW)

static void
show (BtyFieldNote *self,
      const char   *text,
      const char   *icon,
      const char   *style)
{
  const char *icon_styles[] = { style, NULL };
  const char *label_styles[] = { "caption", style, NULL };

  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), icon_styles);
  gtk_widget_set_css_classes (GTK_WIDGET (self->label), label_styles);
  gtk_label_set_text (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

static void
bty_field_note_class_init (BtyFieldNoteClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  bty_providers_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-field-note.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyFieldNote, icon);
  gtk_widget_class_bind_template_child (widget_class, BtyFieldNote, label);
}

static void
bty_field_note_init (BtyFieldNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->label, NULL, -1);
}

/**
 * bty_field_note_complain:
 * @self: a note
 * @field: the field it is about
 * @complaint: (nullable): what is wrong; %NULL hides the note
 *
 * Says that what was typed cannot be used, to eyes and to screen readers.
 */
void
bty_field_note_complain (BtyFieldNote *self,
                         GtkWidget    *field,
                         const char   *complaint)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (field);

  show (self, complaint, "dialog-error-symbolic", "error");

  if (complaint != NULL)
    {
      gtk_widget_add_css_class (field, "error");
      gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->label, NULL, -1);
    }
  else
    {
      gtk_widget_remove_css_class (field, "error");
      gtk_accessible_reset_state (accessible, GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
    }
}

/**
 * bty_field_note_warn:
 * @self: a note
 * @warning: (nullable): what to mind; %NULL hides the note
 *
 * Says something about what was typed, which can be used nevertheless.
 */
void
bty_field_note_warn (BtyFieldNote *self,
                     const char   *warning)
{
  show (self, warning, "dialog-warning-symbolic", "warning");
}
