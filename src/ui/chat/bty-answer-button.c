/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-answer-button.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-provider-status.h"
#include "bty-visible-text.h"

/**
 * BtyAnswerButton:
 *
 * Chooses who answers: the bot's providers in their order, or one in particular.
 */
struct _BtyAnswerButton
{
  AdwBin              parent_instance;

  /* Owned */
  GListModel         *providers;  /* of BtyProviderStatus */
  GSimpleActionGroup *actions;
  char               *provider;   /* NULL = in order */

  /* Borrowed */
  GtkMenuButton      *button;
  GtkLabel           *label;
};

G_DEFINE_FINAL_TYPE (BtyAnswerButton, bty_answer_button, ADW_TYPE_BIN)

static void
provider_cb (GSimpleAction *action,
             GVariant      *state,
             gpointer       user_data)
{
  const char *provider = g_variant_get_string (state, NULL);

  bty_answer_button_set_provider (user_data, provider[0] != '\0' ? provider : NULL);
}

static void
append (GMenu      *menu,
        const char *label,
        const char *provider)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "answer.provider", "s", provider);
  g_menu_append_item (menu, item);
}

/* Providers come and go: the menu is made when it is looked at. */
static void
create_menu_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  BtyAnswerButton *self = user_data;
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) automatic = g_menu_new ();
  g_autoptr(GMenu) one = g_menu_new ();

  append (automatic, _("The First That Works"), "");
  for (guint i = 0; i < g_list_model_get_n_items (self->providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (self->providers, i);
      BtyProviderConfig *config = bty_provider_status_get_config (status);

      if (config->enabled)
        {
          g_autofree char *label = bty_format_choice (config->name);

          append (one, label, config->name);
        }
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (automatic));
  g_menu_append_section (menu, _("Only"), G_MENU_MODEL (one));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
bty_answer_button_dispose (GObject *object)
{
  BtyAnswerButton *self = BTY_ANSWER_BUTTON (object);

  g_clear_object (&self->providers);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->provider, g_free);

  G_OBJECT_CLASS (bty_answer_button_parent_class)->dispose (object);
}

static void
bty_answer_button_class_init (BtyAnswerButtonClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_answer_button_dispose;
}

static void
bty_answer_button_init (BtyAnswerButton *self)
{
  static const GActionEntry entries[] = {
    { "provider", NULL, "s", "''", provider_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "answer", G_ACTION_GROUP (self->actions));

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->label, 20);
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, GTK_WIDGET (self->label));
  gtk_menu_button_set_always_show_arrow (self->button, TRUE);
  gtk_menu_button_set_direction (self->button, GTK_ARROW_UP);
  gtk_menu_button_set_create_popup_func (self->button, create_menu_cb, self, NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _("Who Answers"));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "answer-with");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  bty_answer_button_set_provider (self, NULL);
}

/**
 * bty_answer_button_new:
 * @providers: of #BtyProviderStatus: what can be chosen from
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
bty_answer_button_new (GListModel *providers)
{
  BtyAnswerButton *self = g_object_new (BTY_TYPE_ANSWER_BUTTON, NULL);

  self->providers = g_object_ref (providers);

  return GTK_WIDGET (self);
}

/**
 * bty_answer_button_get_provider:
 * @self: a button
 *
 * Returns: (transfer none) (nullable): the name of the one that shall answer; %NULL for the bot's providers in
 *   their order
 */
const char *
bty_answer_button_get_provider (BtyAnswerButton *self)
{
  g_return_val_if_fail (BTY_IS_ANSWER_BUTTON (self), NULL);

  return self->provider;
}

/**
 * bty_answer_button_set_provider:
 * @self: a button
 * @provider: (nullable): the name of the one that shall answer
 */
void
bty_answer_button_set_provider (BtyAnswerButton *self,
                                const char      *provider)
{
  g_autofree char *name = provider != NULL ? bty_visible_line (provider) : NULL;
  GAction *action;

  g_return_if_fail (BTY_IS_ANSWER_BUTTON (self));

  action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "provider");
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (provider != NULL ? provider : ""));
  if (provider != self->provider)
    {
      g_free (self->provider);
      self->provider = g_strdup (provider);
    }
  /* Translators: who answers: whichever provider works. */
  gtk_label_set_label (self->label, name != NULL ? name : _("Automatic"));
}
