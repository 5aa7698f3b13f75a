/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-model-chooser.h"

#include <glib/gi18n-lib.h>

#include "bty-keys.h"
#include "bty-provider-wording.h"
#include "bty-providers-resources.h"

/**
 * BtyModelChooser:
 *
 * The models that a provider says it has, to search and to choose from; any other name can be typed. See
 * the signal "chosen", which carries the name.
 */
struct _BtyModelChooser
{
  AdwBin           parent_instance;

  /* Template */
  GtkEditable     *search;
  GtkStack        *stack;
  GtkListView     *list;
  GtkStringList   *models;
  GtkStringFilter *filter;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyModelChooser, bty_model_chooser, ADW_TYPE_BIN)

static char *
dup_typed (BtyModelChooser *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
}

static void
setup_item_cb (GtkListItemFactory *factory,
               GtkListItem        *item)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "ellipsize", PANGO_ELLIPSIZE_MIDDLE,
                                   "margin-bottom", 6,
                                   "margin-top", 6,
                                   "xalign", 0.0,
                                   NULL);

  gtk_list_item_set_child (item, label);
}

static void
bind_item_cb (GtkListItemFactory *factory,
              GtkListItem        *item)
{
  GtkStringObject *model = GTK_STRING_OBJECT (gtk_list_item_get_item (item));
  g_autofree char *name = bty_provider_wording_dup_plain (gtk_string_object_get_string (model));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (gtk_list_item_get_child (item))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static guint
count_shown (BtyModelChooser *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (self->list)));
}

static void
search_changed_cb (BtyModelChooser *self)
{
  g_autofree char *typed = dup_typed (self);

  gtk_string_filter_set_search (self->filter, typed);
  gtk_stack_set_visible_child_name (self->stack, count_shown (self) == 0 && *typed != '\0' ? "none" : "list");
}

static void
activate_cb (BtyModelChooser *self,
             guint            position,
             GtkListView     *list)
{
  g_autoptr(GtkStringObject) model = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);

  if (model != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, gtk_string_object_get_string (model));
}

static void
use_typed_cb (BtyModelChooser *self)
{
  g_autofree char *typed = dup_typed (self);

  if (*typed != '\0')
    g_signal_emit (self, signals[CHOSEN], 0, typed);
}

static void
search_activate_cb (BtyModelChooser *self)
{
  if (count_shown (self) > 0)
    activate_cb (self, 0, self->list);
  else
    use_typed_cb (self);
}

static void
stop_search_cb (BtyModelChooser *self)
{
  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "dialog.back", NULL);
}

static gboolean
bty_model_chooser_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BTY_MODEL_CHOOSER (widget)->search));
}

static void
bty_model_chooser_class_init (BtyModelChooserClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->grab_focus = bty_model_chooser_grab_focus;

  signals[CHOSEN] = g_signal_new ("chosen", BTY_TYPE_MODEL_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  bty_providers_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-model-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyModelChooser, search);
  gtk_widget_class_bind_template_child (widget_class, BtyModelChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyModelChooser, list);
  gtk_widget_class_bind_template_child (widget_class, BtyModelChooser, models);
  gtk_widget_class_bind_template_child (widget_class, BtyModelChooser, filter);
  gtk_widget_class_bind_template_callback (widget_class, setup_item_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_item_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_typed_cb);
}

static void
bty_model_chooser_init (BtyModelChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
}

/**
 * bty_model_chooser_set_models:
 * @self: a chooser
 * @models: the names, ending with %NULL
 *
 * Offers these models, all of them at first.
 */
void
bty_model_chooser_set_models (BtyModelChooser    *self,
                              const char * const *models)
{
  gtk_editable_set_text (self->search, "");
  gtk_string_list_splice (self->models, 0, g_list_model_get_n_items (G_LIST_MODEL (self->models)), models);
  search_changed_cb (self);
}
