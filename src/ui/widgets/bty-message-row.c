/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bty-attachment-chip.h"
#include "bty-bubble.h"
#include "bty-markdown-view.h"
#include "bty-message-footer.h"
#include "bty-message-status-view.h"
#include "bty-message-toolbar.h"
#include "bty-thinking-view.h"
#include "bty-visible-text.h"
#include "bty-wrap-layout.h"

/* A very long reply is updated less often than with each frame, so that there is time for other things. */
#define IDLE_SHARE 4

/**
 * BtyMessageRow:
 *
 * One message of a conversation: what the user wrote as a bubble at the end, replies plain. It follows its
 * message while that changes, at most once per frame. What few messages have (thoughts, attachments,
 * trouble) or few need at a time (the toolbar) is created when it is needed, so that a list of
 * messages opens quickly; a row serves many messages, one after the other.
 */
struct _BtyMessageRow
{
  GtkWidget             parent_instance;

  /* Owned */
  BtyMessage           *message;
  BtyMessageContext     context;
  guint                 tick;
  gint64                next_update;   /* not before this steady time, in microseconds */

  /* Created when needed; borrowed from the template */
  BtyThinkingView      *thinking_view;
  BtyMessageStatusView *status_view;
  BtyMessageFooter     *footer;
  BtyMessageToolbar    *toolbar;
  GtkBox               *chips;
  GtkLabel             *forgotten_label;

  gboolean              last;

  /* Template */
  GtkWidget            *clamp;
  GtkBox               *column;
  GtkLabel             *speaker_label;
  BtyBubble            *bubble;
  GtkBox               *body;
  BtyMarkdownView      *text_view;
  GtkBox               *toolbar_slot;
};

G_DEFINE_FINAL_TYPE (BtyMessageRow, bty_message_row, GTK_TYPE_WIDGET)

static gboolean
is_reply (BtyMessageRow *self)
{
  return self->message->role == BTY_ROLE_ASSISTANT;
}

static void
update_speaker (BtyMessageRow *self)
{
  const char *speaker = self->context.speaker != NULL ? self->context.speaker : "";
  const char *emoji = self->context.emoji != NULL ? self->context.emoji : "";
  g_autofree char *text = *emoji != '\0' ? g_strdup_printf ("%s  %s", emoji, speaker) : g_strdup (speaker);
  g_autofree char *visible = bty_visible_start (text);

  gtk_label_set_text (self->speaker_label, visible);
  gtk_widget_set_visible (GTK_WIDGET (self->speaker_label), is_reply (self) && *visible != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, is_reply (self) ? visible : _("You"),
                                  -1);
}

static void
update_thinking (BtyMessageRow *self)
{
  gboolean has_thinking = self->message->thinking != NULL && *self->message->thinking != '\0';

  if (has_thinking && self->thinking_view == NULL)
    {
      self->thinking_view = BTY_THINKING_VIEW (bty_thinking_view_new ());
      gtk_box_prepend (self->body, GTK_WIDGET (self->thinking_view));
    }
  if (self->thinking_view != NULL)
    {
      bty_thinking_view_set_text (self->thinking_view, self->message->thinking);
      gtk_widget_set_visible (GTK_WIDGET (self->thinking_view), has_thinking);
    }
}

static void
update_status (BtyMessageRow *self)
{
  gboolean needed = bty_message_status_view_needed (self->message);

  if (needed && self->status_view == NULL)
    {
      self->status_view = BTY_MESSAGE_STATUS_VIEW (bty_message_status_view_new ());
      gtk_box_append (self->body, GTK_WIDGET (self->status_view));
    }
  if (needed)
    bty_message_status_view_update (self->status_view, self->message);
  if (self->status_view != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->status_view), needed);
}

static char *
describe_forgotten (BtyMessage *message)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (message->forgotten_at / G_USEC_PER_SEC);
  g_autofree char *day = time != NULL ? g_date_time_format (time, "%x") : g_strdup ("?");

  /* Translators: stands in the place of a message; %s is a date */
  return g_strdup_printf (_("Forgotten on %s"), day);
}

/* What was forgotten keeps its place. */
static void
update_forgotten (BtyMessageRow *self)
{
  gboolean is_forgotten = bty_message_is_forgotten (self->message);
  g_autofree char *text = is_forgotten ? describe_forgotten (self->message) : NULL;

  if (is_forgotten && self->forgotten_label == NULL)
    {
      self->forgotten_label = GTK_LABEL (gtk_label_new (NULL));
      gtk_label_set_xalign (self->forgotten_label, 0);
      gtk_label_set_wrap (self->forgotten_label, TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (self->forgotten_label), "forgotten");
      gtk_widget_add_css_class (GTK_WIDGET (self->forgotten_label), "dim-label");
      gtk_box_append (self->body, GTK_WIDGET (self->forgotten_label));
    }
  if (is_forgotten)
    gtk_label_set_text (self->forgotten_label, text);
  if (self->forgotten_label != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->forgotten_label), is_forgotten);
  if (is_forgotten && self->chips != NULL)
    gtk_box_remove (self->column, GTK_WIDGET (g_steal_pointer (&self->chips)));
}

static void
update_footer (BtyMessageRow *self)
{
  gboolean needed = bty_message_footer_needed (self->message);

  if (needed && self->footer == NULL)
    {
      self->footer = BTY_MESSAGE_FOOTER (bty_message_footer_new ());
      gtk_box_insert_child_after (self->column, GTK_WIDGET (self->footer), GTK_WIDGET (self->bubble));
    }
  if (needed)
    bty_message_footer_update (self->footer, self->message);
  if (self->footer != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->footer), needed);
}

static void
update_toolbar (BtyMessageRow *self)
{
  gboolean shown = self->message->status != BTY_MESSAGE_STATUS_STREAMING;

  if (self->toolbar == NULL && (self->last || self->context.n_versions > 1))
    {
      self->toolbar = BTY_MESSAGE_TOOLBAR (bty_message_toolbar_new ());
      gtk_box_append (self->toolbar_slot, GTK_WIDGET (self->toolbar));
    }
  if (self->toolbar == NULL)
    return;

  bty_message_toolbar_update (self->toolbar, self->message, self->context.version, self->context.n_versions);
  gtk_widget_set_visible (GTK_WIDGET (self->toolbar), shown);
  if (self->last || self->context.n_versions > 1)
    gtk_widget_add_css_class (GTK_WIDGET (self->toolbar), "lasting");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->toolbar), "lasting");
}

static void
entered_cb (BtyMessageRow *self)
{
  if (self->message == NULL || self->toolbar != NULL)
    return;

  self->toolbar = BTY_MESSAGE_TOOLBAR (bty_message_toolbar_new ());
  gtk_box_append (self->toolbar_slot, GTK_WIDGET (self->toolbar));
  update_toolbar (self);
}

static void
update_chips (BtyMessageRow *self)
{
  guint n_attachments = self->context.attachments != NULL ? self->context.attachments->len : 0;

  if (self->chips != NULL)
    gtk_box_remove (self->column, GTK_WIDGET (g_steal_pointer (&self->chips)));
  if (n_attachments == 0)
    return;

  self->chips = g_object_new (GTK_TYPE_BOX, "layout-manager", g_object_new (BTY_TYPE_WRAP_LAYOUT, NULL), NULL);
  gtk_widget_set_halign (GTK_WIDGET (self->chips), is_reply (self) ? GTK_ALIGN_START : GTK_ALIGN_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->chips), "attachments");
  for (guint i = 0; i < n_attachments; i++)
    gtk_box_append (self->chips, bty_attachment_chip_new (self->context.attachments->pdata[i], FALSE));
  gtk_box_insert_child_after (self->column, GTK_WIDGET (self->chips), GTK_WIDGET (self->speaker_label));
}

static void
update_role (BtyMessageRow *self)
{
  if (is_reply (self))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "reply");
      gtk_widget_remove_css_class (GTK_WIDGET (self), "own");
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "own");
      gtk_widget_remove_css_class (GTK_WIDGET (self), "reply");
    }
  bty_bubble_set_hugs (self->bubble, !is_reply (self));
  gtk_widget_set_halign (GTK_WIDGET (self->toolbar_slot), is_reply (self) ? GTK_ALIGN_START : GTK_ALIGN_END);
}

static void
update_text (BtyMessageRow *self)
{
  const char *text = self->message->content != NULL ? self->message->content : "";

  bty_markdown_view_set_plain (self->text_view, !is_reply (self));
  bty_markdown_view_set_text (self->text_view, text);
  gtk_widget_set_visible (GTK_WIDGET (self->text_view), *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->bubble),
                          is_reply (self) || *text != '\0' || bty_message_is_forgotten (self->message));
}

/* What may change while a reply arrives. */
static void
update_message (BtyMessageRow *self)
{
  update_text (self);
  update_thinking (self);
  update_status (self);
  update_forgotten (self);
  update_footer (self);
  update_toolbar (self);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  BtyMessageRow *self = BTY_MESSAGE_ROW (widget);
  gint64 start = g_get_monotonic_time ();

  if (self->message->status == BTY_MESSAGE_STATUS_STREAMING && start < self->next_update)
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  update_message (self);
  self->next_update = start + IDLE_SHARE * (g_get_monotonic_time () - start);

  return G_SOURCE_REMOVE;
}

static void
message_changed_cb (BtyMessageRow *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
stop_following (BtyMessageRow *self)
{
  if (self->tick != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
      self->tick = 0;
    }
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_func (self->message, message_changed_cb, self);
  g_clear_object (&self->message);
  self->next_update = 0;
}

static void
copy_context (BtyMessageRow           *self,
              const BtyMessageContext *context)
{
  bty_message_context_clear (&self->context);
  if (context == NULL)
    return;

  self->context.speaker = g_strdup (context->speaker);
  self->context.emoji = g_strdup (context->emoji);
  self->context.version = context->version;
  self->context.n_versions = context->n_versions;
  self->context.attachments = context->attachments != NULL ? g_ptr_array_ref (context->attachments) : NULL;
}

static void
bty_message_row_dispose (GObject *object)
{
  BtyMessageRow *self = BTY_MESSAGE_ROW (object);

  stop_following (self);
  bty_message_context_clear (&self->context);
  g_clear_pointer (&self->clamp, gtk_widget_unparent);

  G_OBJECT_CLASS (bty_message_row_parent_class)->dispose (object);
}

static void
bty_message_row_class_init (BtyMessageRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_message_row_dispose;

  g_type_ensure (BTY_TYPE_BUBBLE);
  g_type_ensure (BTY_TYPE_MARKDOWN_VIEW);
  gtk_widget_class_set_css_name (widget_class, "messagerow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/widgets/bty-message-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMessageRow, clamp);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageRow, column);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageRow, speaker_label);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageRow, bubble);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageRow, body);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageRow, text_view);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageRow, toolbar_slot);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
}

static void
bty_message_row_init (BtyMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_message_row_new:
 *
 * Returns: (transfer floating): a row for no message yet
 */
GtkWidget *
bty_message_row_new (void)
{
  return g_object_new (BTY_TYPE_MESSAGE_ROW, NULL);
}

/**
 * bty_message_row_get_message:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
BtyMessage *
bty_message_row_get_message (BtyMessageRow *self)
{
  g_return_val_if_fail (BTY_IS_MESSAGE_ROW (self), NULL);

  return self->message;
}

/**
 * bty_message_row_set_message:
 * @self: a row
 * @message: (nullable): what to show; %NULL to let go of it
 * @context: (nullable): what it is shown with
 */
void
bty_message_row_set_message (BtyMessageRow           *self,
                             BtyMessage              *message,
                             const BtyMessageContext *context)
{
  g_return_if_fail (BTY_IS_MESSAGE_ROW (self));
  g_return_if_fail (message == NULL || BTY_IS_MESSAGE (message));

  stop_following (self);
  copy_context (self, context);
  if (message == NULL)
    {
      /* Let go of what is large; the rest is replaced when the row is used again. */
      bty_markdown_view_set_text (self->text_view, NULL);
      if (self->thinking_view != NULL)
        bty_thinking_view_set_text (self->thinking_view, NULL);
      if (self->chips != NULL)
        gtk_box_remove (self->column, GTK_WIDGET (g_steal_pointer (&self->chips)));
      return;
    }

  self->message = g_object_ref (message);
  g_signal_connect_object (message, "notify", G_CALLBACK (message_changed_cb), self, G_CONNECT_SWAPPED);
  update_role (self);
  update_speaker (self);
  update_chips (self);
  update_message (self);
}

/**
 * bty_message_row_set_context:
 * @self: a row that shows a message
 * @context: what that is shown with now
 */
void
bty_message_row_set_context (BtyMessageRow           *self,
                             const BtyMessageContext *context)
{
  gboolean same_attachments;

  g_return_if_fail (BTY_IS_MESSAGE_ROW (self));
  g_return_if_fail (self->message != NULL);

  same_attachments = context->attachments == self->context.attachments;
  copy_context (self, context);
  update_speaker (self);
  update_toolbar (self);
  if (!same_attachments)
    update_chips (self);
}

/**
 * bty_message_row_set_last:
 * @self: a row
 * @last: whether it is the last of the conversation, whose toolbar is always shown
 */
void
bty_message_row_set_last (BtyMessageRow *self,
                          gboolean       last)
{
  g_return_if_fail (BTY_IS_MESSAGE_ROW (self));

  last = !!last;
  if (self->last == last)
    return;

  self->last = last;
  if (self->message != NULL)
    update_toolbar (self);
}

/**
 * bty_message_row_update_seen:
 * @self: a row
 * @viewport: what it is seen through, which is about to be drawn
 *
 * Draws of a long message what is seen of it.
 */
void
bty_message_row_update_seen (BtyMessageRow *self,
                             GtkWidget     *viewport)
{
  g_return_if_fail (BTY_IS_MESSAGE_ROW (self));

  bty_markdown_view_update_seen (self->text_view, viewport);
}
