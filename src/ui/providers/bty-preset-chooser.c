/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-preset-chooser.h"

#include <glib/gi18n-lib.h>

#include "bty-providers-resources.h"

/**
 * BtyPresetChooser:
 *
 * The services that can be added, to search and to choose from: see the signal "chosen", which carries a
 * #BtyPreset that lives as long as the program.
 */
struct _BtyPresetChooser
{
  AdwBin               parent_instance;

  /* Owned */
  char                *needle; /* casefolded, never %NULL */

  /* Borrowed */
  GtkWidget           *builtin_row;

  /* Template */
  GtkEditable         *search;
  AdwPreferencesGroup *remote_group;
  GtkListBox          *remote;
  AdwPreferencesGroup *local_group;
  GtkListBox          *local;
  GtkListBox          *other;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyPresetChooser, bty_preset_chooser, ADW_TYPE_BIN)

static const BtyPreset other_preset = {
  .name = (char *) "",
  .type = BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE,
  .base_url = (char *) "",
  .model = (char *) "",
  .context_tokens = BTY_UNSET,
  .output_tokens = BTY_UNSET,
};

static const BtyPreset builtin_preset = {
  .name = (char *) "",
  .type = BTY_PROVIDER_TYPE_BUILTIN,
  .base_url = (char *) "",
  .model = (char *) "",
  .context_tokens = BTY_UNSET,
  .output_tokens = BTY_UNSET,
};

static const BtyPreset *
get_preset (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "preset");
}

static gboolean
matches (GtkListBoxRow *row,
         gpointer       user_data)
{
  BtyPresetChooser *self = user_data;
  AdwActionRow *action_row = ADW_ACTION_ROW (row);
  g_autofree char *title = g_utf8_casefold (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  g_autofree char *subtitle = NULL;

  /* The way out of a search that finds nothing. */
  if (get_preset (row) == &other_preset)
    return TRUE;
  if (strstr (title, self->needle) != NULL)
    return TRUE;

  subtitle = g_utf8_casefold (adw_action_row_get_subtitle (action_row), -1);

  return strstr (subtitle, self->needle) != NULL;
}

static GtkListBoxRow *
find_first (BtyPresetChooser *self,
            GtkListBox       *list)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (gtk_widget_get_visible (GTK_WIDGET (row)) && matches (row, self))
      return row;

  return NULL;
}

/* At once: who presses Tab then must not come to what is about to be hidden. */
static void
search_changed_cb (BtyPresetChooser *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));

  g_free (self->needle);
  self->needle = g_utf8_casefold (text, -1);

  gtk_list_box_invalidate_filter (self->remote);
  gtk_list_box_invalidate_filter (self->local);
  gtk_list_box_invalidate_filter (self->other);
  gtk_widget_set_visible (GTK_WIDGET (self->remote_group), find_first (self, self->remote) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->local_group), find_first (self, self->local) != NULL);
}

static void
row_activated_cb (BtyPresetChooser *self,
                  GtkListBoxRow    *row,
                  GtkListBox       *list)
{
  g_signal_emit (self, signals[CHOSEN], 0, get_preset (row));
}

static void
search_activate_cb (BtyPresetChooser *self)
{
  GtkListBox *lists[] = { self->remote, self->local, self->other };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      GtkListBoxRow *row = find_first (self, lists[i]);

      if (row != NULL)
        {
          row_activated_cb (self, row, lists[i]);
          return;
        }
    }
}

/* Escape empties the search first, and only then closes the dialog. */
static void
stop_search_cb (BtyPresetChooser *self)
{
  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "dialog.back", NULL);
}

static GtkWidget *
append (BtyPresetChooser *self,
        GtkListBox       *list,
        const BtyPreset  *preset,
        const char       *title,
        const char       *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", subtitle, "activatable", TRUE, NULL);
  g_object_set (arrow, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  g_object_set_data (G_OBJECT (row), "preset", (gpointer) preset);
  gtk_list_box_append (list, row);

  return row;
}

static void
append_presets (BtyPresetChooser *self)
{
  GPtrArray *presets = bty_catalog_get_presets ();

  for (guint i = 0; i < presets->len; i++)
    {
      const BtyPreset *preset = g_ptr_array_index (presets, i);
      g_autoptr(GUri) uri = g_uri_parse (preset->base_url, G_URI_FLAGS_NONE, NULL);
      const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
      gboolean local = g_strcmp0 (host, "localhost") == 0 || g_strcmp0 (host, "127.0.0.1") == 0;

      append (self, local ? self->local : self->remote, preset, preset->name, local ? preset->base_url : host);
    }
  append (self, self->other, &other_preset, _("Other, OpenAI-compatible"), _("Any service that speaks as OpenAI does"));
  self->builtin_row = append (self, self->other, &builtin_preset, _("Built In"),
                              _("Answers from what was said before, without a network"));
  gtk_widget_set_visible (self->builtin_row, FALSE);
}

static gboolean
bty_preset_chooser_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BTY_PRESET_CHOOSER (widget)->search));
}

static void
bty_preset_chooser_finalize (GObject *object)
{
  BtyPresetChooser *self = BTY_PRESET_CHOOSER (object);

  g_clear_pointer (&self->needle, g_free);

  G_OBJECT_CLASS (bty_preset_chooser_parent_class)->finalize (object);
}

static void
bty_preset_chooser_class_init (BtyPresetChooserClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->finalize = bty_preset_chooser_finalize;
  widget_class->grab_focus = bty_preset_chooser_grab_focus;

  signals[CHOSEN] = g_signal_new ("chosen", BTY_TYPE_PRESET_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  bty_providers_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-preset-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyPresetChooser, search);
  gtk_widget_class_bind_template_child (widget_class, BtyPresetChooser, remote_group);
  gtk_widget_class_bind_template_child (widget_class, BtyPresetChooser, remote);
  gtk_widget_class_bind_template_child (widget_class, BtyPresetChooser, local_group);
  gtk_widget_class_bind_template_child (widget_class, BtyPresetChooser, local);
  gtk_widget_class_bind_template_child (widget_class, BtyPresetChooser, other);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
bty_preset_chooser_init (BtyPresetChooser *self)
{
  self->needle = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));

  append_presets (self);
  gtk_list_box_set_filter_func (self->remote, matches, self, NULL);
  gtk_list_box_set_filter_func (self->local, matches, self, NULL);
  gtk_list_box_set_filter_func (self->other, matches, self, NULL);
}

/**
 * bty_preset_chooser_offer_builtin:
 * @self: a chooser
 * @offer: whether the built-in provider can be chosen
 *
 * One of it is enough, so it is offered only where it was removed.
 */
void
bty_preset_chooser_offer_builtin (BtyPresetChooser *self,
                                  gboolean          offer)
{
  gtk_widget_set_visible (self->builtin_row, offer);
}
