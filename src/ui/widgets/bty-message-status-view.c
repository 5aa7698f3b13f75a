/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-status-view.h"

#include <glib/gi18n.h>

#include "bty-json.h"
#include "bty-markdown-view.h"
#include "bty-stop-reason.h"
#include "bty-unlock-button.h"

/* Some providers answer with a whole web page. */
#define LONGEST_WORDS 2000

/**
 * BtyMessageStatusView:
 *
 * Why a reply is not there or not whole, in plain words, and the ways out; a spinner while nothing of
 * it has arrived yet.
 */
struct _BtyMessageStatusView
{
  GtkWidget        parent_instance;

  /* Template */
  GtkSpinner      *spinner;
  GtkWidget       *icon;
  BtyMarkdownView *words;
  GtkBox          *buttons;
};

G_DEFINE_FINAL_TYPE (BtyMessageStatusView, bty_message_status_view, GTK_TYPE_WIDGET)

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static void
add_button (BtyMessageStatusView *self,
            const char           *label,
            const char           *action,
            const char           *target)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (self->buttons, button);
}

static void
remove_buttons (BtyMessageStatusView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->buttons))) != NULL)
    gtk_box_remove (self->buttons, child);
}

/* Whose key or credit is the trouble. */
static const char *
get_troubled_provider (BtyMessage *message)
{
  guint n_attempts = message->attempts != NULL && JSON_NODE_HOLDS_ARRAY (message->attempts)
                     ? json_array_get_length (json_node_get_array (message->attempts)) : 0;
  g_autofree char *path = NULL;

  if (bty_message_find_attempt (message, "keyring_locked") != NULL)
    return bty_message_find_attempt (message, "keyring_locked");
  if (bty_message_find_attempt (message, "keyring") != NULL)
    return bty_message_find_attempt (message, "keyring");
  if (g_strcmp0 (message->error_code, "authentication") != 0 && g_strcmp0 (message->error_code, "quota") != 0)
    return NULL;
  if (!is_empty (message->provider))
    return message->provider;
  if (n_attempts == 0)
    return NULL;

  path = g_strdup_printf ("%u.provider", n_attempts - 1);

  return bty_json_get_text (message->attempts, path);
}

static void
add_ways_out (BtyMessageStatusView *self,
              BtyMessage           *message)
{
  const char *troubled = get_troubled_provider (message);

  if (bty_message_find_attempt (message, "keyring_locked") != NULL)
    gtk_box_append (self->buttons, bty_unlock_button_new ());
  if (bty_message_can_continue (message))
    add_button (self, _("_Continue…"), "message.continue", message->id);
  else
    add_button (self, _("_Retry"), "message.regenerate", message->id);
  add_button (self, _("_Answer with…"), "message.answer-with", message->id);
  if (troubled != NULL)
    add_button (self, _("_Fix the Provider"), "win.show-provider", troubled);
}

static const char *
get_words (BtyMessage *message)
{
  if (message->status == BTY_MESSAGE_STATUS_STREAMING)
    return _("Waiting for the reply…");
  if (bty_message_was_cut (message))
    return bty_stop_reason_explain (message->stop_reason);
  if (!is_empty (message->error))
    return message->error;

  return message->status == BTY_MESSAGE_STATUS_FAILED ? _("No reply came.") : _("This reply was interrupted.");
}

static void
bty_message_status_view_dispose (GObject *object)
{
  BtyMessageStatusView *self = BTY_MESSAGE_STATUS_VIEW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bty_message_status_view_parent_class)->dispose (object);
}

static void
bty_message_status_view_class_init (BtyMessageStatusViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_message_status_view_dispose;

  gtk_widget_class_set_css_name (widget_class, "messagestatus");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/widgets/bty-message-status-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMessageStatusView, spinner);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageStatusView, icon);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageStatusView, words);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageStatusView, buttons);
}

static void
bty_message_status_view_init (BtyMessageStatusView *self)
{
  g_type_ensure (BTY_TYPE_MARKDOWN_VIEW);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_markdown_view_set_limit (self->words, LONGEST_WORDS);
}

/**
 * bty_message_status_view_new:
 *
 * Returns: (transfer floating): a view of no message yet
 */
GtkWidget *
bty_message_status_view_new (void)
{
  return g_object_new (BTY_TYPE_MESSAGE_STATUS_VIEW, NULL);
}

/**
 * bty_message_status_view_needed:
 * @message: a message
 *
 * Returns: whether there is something to say about it
 */
gboolean
bty_message_status_view_needed (BtyMessage *message)
{
  switch (message->status)
    {
    case BTY_MESSAGE_STATUS_STREAMING:
      return is_empty (message->content) && is_empty (message->thinking);
    case BTY_MESSAGE_STATUS_INTERRUPTED:
    case BTY_MESSAGE_STATUS_FAILED:
      return TRUE;
    case BTY_MESSAGE_STATUS_COMPLETE:
    default:
      return bty_message_was_cut (message);
    }
}

/**
 * bty_message_status_view_update:
 * @self: a view
 * @message: what to show it of
 */
void
bty_message_status_view_update (BtyMessageStatusView *self,
                                BtyMessage           *message)
{
  gboolean is_waiting = message->status == BTY_MESSAGE_STATUS_STREAMING;

  g_return_if_fail (BTY_IS_MESSAGE_STATUS_VIEW (self));

  remove_buttons (self);
  if (is_waiting)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "trouble");
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "trouble");
      add_ways_out (self, message);
    }
  bty_markdown_view_set_text (self->words, get_words (message));
  gtk_spinner_set_spinning (self->spinner, is_waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_waiting);
  gtk_widget_set_visible (self->icon, !is_waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), !is_waiting);
}
