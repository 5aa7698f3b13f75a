/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sent-window.h"

#include <glib/gi18n.h>

#include "bty-visible-text.h"

/**
 * BtySentWindow:
 *
 * What a provider was sent for one reply, byte for byte; characters that cannot be seen are made visible, and copying
 * gives them as they were.
 */
struct _BtySentWindow
{
  AdwWindow      parent_instance;

  /* Owned */
  GCancellable  *cancellable;
  char          *sent;        /* NULL = not read yet, or not kept */

  /* Template */
  GtkWidget     *copy_button;
  GtkStack      *stack;
  AdwStatusPage *status;
  GtkTextView   *view;
};

G_DEFINE_FINAL_TYPE (BtySentWindow, bty_sent_window, ADW_TYPE_WINDOW)

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtySentWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *sent = bty_recall_service_load_sent_finish (BTY_RECALL_SERVICE (source), result, &error);
  g_autofree char *visible = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (sent == NULL)
    {
      g_autofree char *description = g_markup_escape_text (error != NULL ? error->message
                                                                         : _("It was not kept for this reply."), -1);

      adw_status_page_set_description (self->status, description);
      gtk_stack_set_visible_child_name (self->stack, "status");
      return;
    }

  visible = bty_visible_text (sent);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), visible, -1);
  self->sent = g_steal_pointer (&sent);
  gtk_widget_set_sensitive (self->copy_button, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "text");
}

static void
copy_cb (BtySentWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->sent);
}

static void
bty_sent_window_dispose (GObject *object)
{
  BtySentWindow *self = BTY_SENT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->sent, g_free);

  G_OBJECT_CLASS (bty_sent_window_parent_class)->dispose (object);
}

static void
bty_sent_window_class_init (BtySentWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_sent_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-sent-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BtySentWindow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, BtySentWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BtySentWindow, status);
  gtk_widget_class_bind_template_child (widget_class, BtySentWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bty_sent_window_init (BtySentWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_sent_window_new:
 * @profile: where it is kept
 * @reply_id: of the reply
 *
 * Returns: (transfer none): a window; it lives until it is closed
 */
GtkWindow *
bty_sent_window_new (BtyProfile *profile,
                     const char *reply_id)
{
  BtySentWindow *self = g_object_new (BTY_TYPE_SENT_WINDOW, NULL);

  bty_recall_service_load_sent_async (bty_profile_get_recall (profile), reply_id, self->cancellable, loaded_cb,
                                      g_object_ref (self));

  return GTK_WINDOW (self);
}
