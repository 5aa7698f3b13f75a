/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-deleted-chats.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-session-row.h"
#include "bty-toasts.h"
#include "bty-ui-resources.h"
#include "bty-visible-text.h"

/**
 * BtyDeletedChats:
 *
 * The chats that were deleted and can still be brought back, or removed for good.
 */
struct _BtyDeletedChats
{
  AdwWindow     parent_instance;

  /* Owned */
  BtyProfile   *profile;
  GCancellable *cancellable;

  /* Template */
  GtkStack     *stack;
  GtkListBox   *list;
};

G_DEFINE_FINAL_TYPE (BtyDeletedChats, bty_deleted_chats, ADW_TYPE_WINDOW)

/**
 * Call:
 *
 * What is being done with one of the chats. Counts its references.
 */
typedef struct
{
  BtyDeletedChats *self;     /* owned */
  BtySession      *session;  /* owned */
  GtkWidget       *row;      /* owned */
} Call;

static void
clear_call (Call *call)
{
  g_clear_object (&call->self);
  g_clear_object (&call->session);
  g_clear_object (&call->row);
}

static void
release_call (Call *call)
{
  g_rc_box_release_full (call, (GDestroyNotify) clear_call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, release_call)

static void
release_call_cb (gpointer  data,
                 GClosure *closure)
{
  release_call (data);
}

static Call *
create_call (BtyDeletedChats *self,
             GtkWidget       *button)
{
  Call *call = g_rc_box_new0 (Call);

  call->self = g_object_ref (self);
  call->row = g_object_ref (gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW));
  call->session = g_object_ref (g_object_get_data (G_OBJECT (call->row), "session"));

  return call;
}

static BtySessionService *
get_service (BtyDeletedChats *self)
{
  return bty_profile_get_sessions (self->profile);
}

/* The row goes, and the keyboard to the one that takes its place. */
static void
remove_row (Call *call)
{
  BtyDeletedChats *self = call->self;
  int position = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (call->row));
  GtkListBoxRow *next;

  gtk_list_box_remove (self->list, call->row);
  next = gtk_list_box_get_row_at_index (self->list, position);
  if (next == NULL && position > 0)
    next = gtk_list_box_get_row_at_index (self->list, position - 1);
  if (next != NULL)
    gtk_widget_child_focus (GTK_WIDGET (next), GTK_DIR_TAB_FORWARD);
  else
    gtk_stack_set_visible_child_name (self->stack, "empty");
}

/* Tells what became of a chat. A window that was closed meanwhile tells nothing. */
static void
end_call (Call       *call,
          gboolean    done,
          GError     *error,
          const char *sentence)
{
  if (g_cancellable_is_cancelled (call->self->cancellable))
    return;

  gtk_widget_set_sensitive (call->row, TRUE);
  if (done)
    remove_row (call);
  else
    bty_toasts_show_error (GTK_WIDGET (call->self), sentence, error);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  gboolean done = bty_session_service_restore_finish (BTY_SESSION_SERVICE (source), result, &error);

  end_call (call, done, error, _("The chat could not be brought back."));
}

static void
restore_cb (BtyDeletedChats *self,
            GtkWidget       *button)
{
  Call *call = create_call (self, button);

  gtk_widget_set_sensitive (call->row, FALSE);
  bty_session_service_restore_async (get_service (self), call->session, NULL, restored_cb, call);
}

static void
purged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  gboolean done = bty_session_service_purge_finish (BTY_SESSION_SERVICE (source), result, &error);

  end_call (call, done, error, _("The chat could not be removed."));
}

static void
answered_cb (GtkWidget  *dialog,
             const char *response,
             gpointer    user_data)
{
  Call *call = user_data;

  if (!g_str_equal (response, "delete"))
    return;

  gtk_widget_set_sensitive (call->row, FALSE);
  bty_session_service_purge_async (get_service (call->self), call->session, NULL, purged_cb, g_rc_box_acquire (call));
}

/* The one thing here that cannot be undone is asked about. */
static void
purge_cb (BtyDeletedChats *self,
          GtkWidget       *button)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Delete This Chat for Good?"),
                                              _("All that was said in it is removed from the disk. What was "
                                                "remembered from it stays."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "delete", _("_Delete for Good"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), create_call (self, button), release_call_cb, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
create_row (BtyDeletedChats *self,
            BtySession      *session)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *restore = gtk_button_new_with_mnemonic (_("_Restore"));
  GtkWidget *purge = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *title = bty_session_dup_shown_title (session);
  g_autofree char *visible = bty_visible_start (title);
  g_autofree char *when = bty_format_moment (session->deleted_at);
  /* Translators: %s is a day or a time. */
  g_autofree char *deleted = g_strdup_printf (_("Deleted: %s"), when);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), visible);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), deleted);
  gtk_widget_set_tooltip_text (purge, _("Delete for Good"));
  gtk_widget_set_valign (restore, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (purge, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (purge, "flat");
  g_signal_connect_object (restore, "clicked", G_CALLBACK (restore_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (purge, "clicked", G_CALLBACK (purge_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), restore);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), purge);
  g_object_set_data_full (G_OBJECT (row), "session", g_object_ref (session), g_object_unref);

  return row;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyDeletedChats) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) sessions = bty_session_service_list_finish (BTY_SESSION_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (sessions == NULL)
    {
      bty_toasts_show_error (GTK_WIDGET (self), _("The deleted chats could not be read."), error);
      return;
    }

  for (guint i = 0; i < sessions->len; i++)
    gtk_list_box_append (self->list, create_row (self, sessions->pdata[i]));
  gtk_stack_set_visible_child_name (self->stack, sessions->len > 0 ? "chats" : "empty");
}

static void
bty_deleted_chats_dispose (GObject *object)
{
  BtyDeletedChats *self = BTY_DELETED_CHATS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_deleted_chats_parent_class)->dispose (object);
}

static void
bty_deleted_chats_finalize (GObject *object)
{
  BtyDeletedChats *self = BTY_DELETED_CHATS (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bty_deleted_chats_parent_class)->finalize (object);
}

static void
bty_deleted_chats_class_init (BtyDeletedChatsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_deleted_chats_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_deleted_chats_finalize;

  bty_ui_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-deleted-chats.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyDeletedChats, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyDeletedChats, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bty_deleted_chats_init (BtyDeletedChats *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_deleted_chats_new:
 * @profile: whose chats
 *
 * Returns: (transfer floating): a window that lists what can be brought back
 */
GtkWidget *
bty_deleted_chats_new (BtyProfile *profile)
{
  BtyDeletedChats *self = g_object_new (BTY_TYPE_DELETED_CHATS, NULL);
  BtySessionFilter filter = { .deleted = TRUE };

  self->profile = g_object_ref (profile);
  bty_session_service_list_async (get_service (self), &filter, NULL, self->cancellable, listed_cb,
                                  g_object_ref (self));

  return GTK_WIDGET (self);
}
