/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-row.h"

#include <glib/gi18n.h>

#include "bty-bot-avatar.h"
#include "bty-visible-text.h"

/**
 * BtyBotRow:
 *
 * One bot in the sidebar, or, without a bot, all of them together.
 */
struct _BtyBotRow
{
  GtkListBoxRow  parent_instance;

  /* Owned */
  BtyBot        *bot;  /* NULL = all */

  /* Template */
  BtyBotAvatar  *avatar;
  GtkLabel      *name;
  GtkButton     *chat_button;
};

G_DEFINE_FINAL_TYPE (BtyBotRow, bty_bot_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (BtyBotRow *self)
{
  g_autofree char *name = self->bot != NULL ? bty_visible_line (self->bot->name) : g_strdup (_("All Bots"));
  gboolean archived = self->bot != NULL && self->bot->status == BTY_BOT_STATUS_ARCHIVED;

  gtk_label_set_label (self->name, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), self->bot != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->chat_button), self->bot != NULL && !archived);
  if (archived)
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name), "dim-label");

  if (self->bot != NULL)
    {
      /* Translators: %s is the name of a bot. */
      g_autofree char *tooltip = g_strdup_printf (_("New Chat with %s"), name);
      g_autofree char *description = bty_visible_start (self->bot->description != NULL ? self->bot->description : "");

      gtk_widget_set_tooltip_text (GTK_WIDGET (self->chat_button), tooltip);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self), description[0] != '\0' ? description : NULL);
    }
}

static void
bty_bot_row_dispose (GObject *object)
{
  g_clear_object (&BTY_BOT_ROW (object)->bot);

  G_OBJECT_CLASS (bty_bot_row_parent_class)->dispose (object);
}

static void
bty_bot_row_class_init (BtyBotRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_bot_row_dispose;

  g_type_ensure (BTY_TYPE_BOT_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-bot-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyBotRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, BtyBotRow, name);
  gtk_widget_class_bind_template_child (widget_class, BtyBotRow, chat_button);
}

static void
bty_bot_row_init (BtyBotRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_bot_row_new:
 * @bot: (nullable): whom it shows, also when that changes; %NULL for all bots together
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
bty_bot_row_new (BtyBot *bot)
{
  BtyBotRow *self = g_object_new (BTY_TYPE_BOT_ROW, NULL);

  g_set_object (&self->bot, bot);
  bty_bot_avatar_set_bot (self->avatar, bot);
  if (bot != NULL)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->chat_button), "s", bot->id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->chat_button), "win.new-chat-with");
      g_signal_connect_object (bot, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);

  return GTK_WIDGET (self);
}

/**
 * bty_bot_row_get_bot:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): whom it shows
 */
BtyBot *
bty_bot_row_get_bot (BtyBotRow *self)
{
  g_return_val_if_fail (BTY_IS_BOT_ROW (self), NULL);

  return self->bot;
}
