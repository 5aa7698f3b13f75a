/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-empty-chat.h"

#include <glib/gi18n.h>

#include "bty-bot-avatar.h"
#include "bty-visible-text.h"

/* They also work without a network, where the bot answers from what it was told. */
static const char * const suggestions[] = {
  N_("What can you do?"),
  N_("Remember that I like short answers."),
  N_("What did I tell you before?"),
};

/**
 * BtyEmptyChat:
 *
 * A chat in which nothing was said yet: who is there, and what could be said.
 */
struct _BtyEmptyChat
{
  AdwBin        parent_instance;

  /* Template */
  BtyBotAvatar *avatar;
  GtkLabel     *title;
  GtkLabel     *description;
  GtkBox       *suggestions;
};

enum
{
  SUGGESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyEmptyChat, bty_empty_chat, ADW_TYPE_BIN)

static void
clicked_cb (BtyEmptyChat *self,
            GtkButton    *button)
{
  g_signal_emit (self, signals[SUGGESTED], 0, gtk_button_get_label (button));
}

static void
bty_empty_chat_class_init (BtyEmptyChatClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  /**
   * BtyEmptyChat::suggested:
   * @self: the empty chat
   * @text: what the user wants to say
   */
  signals[SUGGESTED] = g_signal_new ("suggested", BTY_TYPE_EMPTY_CHAT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (BTY_TYPE_BOT_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-empty-chat.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyEmptyChat, avatar);
  gtk_widget_class_bind_template_child (widget_class, BtyEmptyChat, title);
  gtk_widget_class_bind_template_child (widget_class, BtyEmptyChat, description);
  gtk_widget_class_bind_template_child (widget_class, BtyEmptyChat, suggestions);
}

static void
bty_empty_chat_init (BtyEmptyChat *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (suggestions); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_(suggestions[i]));
      GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
      gtk_widget_add_css_class (button, "suggestion");
      g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->suggestions, button);
    }
}

/**
 * bty_empty_chat_new:
 *
 * Returns: (transfer floating): an empty chat
 */
GtkWidget *
bty_empty_chat_new (void)
{
  return g_object_new (BTY_TYPE_EMPTY_CHAT, NULL);
}

/**
 * bty_empty_chat_set_bot:
 * @self: an empty chat
 * @bot: whom it is with
 * @is_private: whether it is gone when closed
 */
void
bty_empty_chat_set_bot (BtyEmptyChat *self,
                        BtyBot       *bot,
                        gboolean      is_private)
{
  /* Translators: %s is the name of a bot. */
  g_autofree char *name = bty_visible_line (bot->name);
  g_autofree char *title = is_private ? g_strdup_printf (_("Private Chat with %s"), name)
                                      : g_strdup_printf (_("Chat with %s"), name);
  g_autofree char *about = bty_visible_start (bot->description != NULL ? bot->description : "");
  const char *description = is_private ? _("It is gone when you close it. Nothing said here is found later.") : about;

  g_return_if_fail (BTY_IS_EMPTY_CHAT (self));

  bty_bot_avatar_set_bot (self->avatar, bot);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->description, description);
  gtk_widget_set_visible (GTK_WIDGET (self->description), description[0] != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->suggestions), !is_private);
}
