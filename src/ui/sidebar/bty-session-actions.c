/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-actions.h"

#include <glib/gi18n.h>

#include "bty-ask.h"
#include "bty-save-file.h"
#include "bty-session-row.h"
#include "bty-time.h"
#include "bty-toasts.h"

/**
 * BtySessionActions:
 *
 * What can be done with a chat, as the action group "session". Each action takes the id of a chat; the
 * empty one is the chat that is shown.
 */
struct _BtySessionActions
{
  GObject             parent_instance;

  /* Owned */
  GSimpleActionGroup *group;
  BtyProfile         *profile;
  GCancellable       *cancellable;
  char               *current_id;

  /* Borrowed */
  GtkWidget          *widget;  /* it owns this */
};

G_DEFINE_FINAL_TYPE (BtySessionActions, bty_session_actions, G_TYPE_OBJECT)

/**
 * Call:
 *
 * One action on its way: what to do with the chat as soon as it is there.
 */
typedef struct _Call Call;

struct _Call
{
  BtySessionActions *self;     /* owned */
  BtySession        *session;  /* owned */
  void             (*run) (Call *call);
  const char        *format;
  char             **folders;
  gint64             span;     /* until it expires, in microseconds; 0 = never */
};

static void
free_call (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->self);
  g_clear_object (&call->session);
  g_clear_pointer (&call->folders, g_strfreev);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, free_call)

static BtySessionService *
get_service (BtySessionActions *self)
{
  return bty_profile_get_sessions (self->profile);
}

/* Whether there is something to tell: not when the window has gone. */
static gboolean
should_tell (GError *error)
{
  return error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_session_service_save_finish (BTY_SESSION_SERVICE (source), result, &error) && should_tell (error))
    bty_toasts_show_error (call->self->widget, _("The chat could not be changed."), error);
}

/* Changes a copy: what could not be stored is not shown either. */
static void
save (Call       *call,
      const char *property,
      ...)
{
  g_autoptr(BtySession) session = bty_record_copy (call->session);
  va_list values;

  va_start (values, property);
  g_object_set_valist (G_OBJECT (session), property, values);
  va_end (values);
  bty_session_service_save_async (get_service (call->self), session, call->self->cancellable, saved_cb, call);
}

static Call *
copy_call (Call *call)
{
  Call *copy = g_new0 (Call, 1);

  copy->self = g_object_ref (call->self);
  copy->session = g_object_ref (call->session);

  return copy;
}

static void
set_title_cb (GtkWidget  *widget,
              const char *text,
              gpointer    data)
{
  Call *call = data;
  g_autofree char *title = g_strstrip (g_strdup (text));

  if (title[0] != '\0')
    save (copy_call (call), "title", title, NULL);
}

static void
run_rename (Call *call)
{
  bty_ask_text (call->self->widget, _("Rename Chat"), _("Title"), _("_Rename"), call->session->title, NULL,
                set_title_cb, call, free_call);
}

static void
set_folder_cb (GtkWidget  *widget,
               const char *text,
               gpointer    data)
{
  Call *call = data;
  g_autofree char *folder = g_strstrip (g_strdup (text));

  save (copy_call (call), "folder", folder, NULL);
}

static void
folders_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  GtkWidget *widget = call->self->widget;
  const char *folder = call->session->folder;
  const char * const *folders;

  call->folders = bty_session_service_list_folders_finish (BTY_SESSION_SERVICE (source), result, &error);
  if (error != NULL)
    {
      if (should_tell (error))
        bty_toasts_show_error (widget, _("The folders could not be read."), error);
      return;
    }

  folders = (const char * const *) call->folders;
  bty_ask_text (widget, _("Move to Folder"), _("Folder (empty for none)"), _("_Move"), folder, folders, set_folder_cb,
                g_steal_pointer (&call), free_call);
}

static void
run_move (Call *call)
{
  bty_session_service_list_folders_async (get_service (call->self), call->self->cancellable, folders_cb, call);
}

static void
run_pin (Call *call)
{
  save (call, "pinned", !call->session->pinned, NULL);
}

static void
run_expire (Call *call)
{
  save (call, "expires-at", call->span > 0 ? bty_time_now () + call->span : BTY_UNSET, NULL);
}

static void
undo_archive_cb (GtkWidget *widget,
                 gpointer   data)
{
  Call *call = data;

  save (copy_call (call), "archived", !call->session->archived, NULL);
}

static void
run_archive (Call *call)
{
  bty_toasts_offer_undo (call->self->widget,
                         call->session->archived ? _("Chat taken out of the archive") : _("Chat archived"),
                         undo_archive_cb, copy_call (call), free_call);
  save (call, "archived", !call->session->archived, NULL);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *title = bty_session_dup_shown_title (call->session);
  g_autofree char *name = NULL;
  char *text = bty_session_service_export_finish (BTY_SESSION_SERVICE (source), result, &error);

  if (text == NULL)
    {
      if (should_tell (error))
        bty_toasts_show_error (call->self->widget, _("The chat could not be exported."), error);
      return;
    }

  name = g_strconcat (title, g_str_equal (call->format, "json") ? ".json" : ".md", NULL);
  bty_save_file (call->self->widget, name, text);
}

static void
run_export (Call *call)
{
  bty_session_service_export_async (get_service (call->self), call->session->id, call->format,
                                    call->self->cancellable, exported_cb, call);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;

  if (bty_session_service_restore_finish (BTY_SESSION_SERVICE (source), result, &error))
    gtk_widget_activate_action (call->self->widget, "win.open-session", "s", call->session->id);
  else if (should_tell (error))
    bty_toasts_show_error (call->self->widget, _("The chat could not be brought back."), error);
}

static void
undo_delete_cb (GtkWidget *widget,
                gpointer   data)
{
  Call *call = data;

  bty_session_service_restore_async (get_service (call->self), call->session, call->self->cancellable,
                                     restored_cb, copy_call (call));
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  GtkWidget *widget = call->self->widget;

  if (bty_session_service_delete_finish (BTY_SESSION_SERVICE (source), result, &error))
    bty_toasts_offer_undo (widget, _("Chat deleted"), undo_delete_cb, g_steal_pointer (&call), free_call);
  else if (should_tell (error))
    bty_toasts_show_error (widget, _("The chat could not be deleted."), error);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;

  if (bty_chat_service_close_finish (BTY_CHAT_SERVICE (source), result, &error))
    bty_toasts_show (call->self->widget, _("The private chat is gone"));
  else if (should_tell (error))
    bty_toasts_show_error (call->self->widget, _("The private chat could not be closed."), error);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyConversation) conversation = NULL;
  GCancellable *cancellable = call->self->cancellable;

  conversation = bty_chat_service_open_finish (BTY_CHAT_SERVICE (source), result, &error);
  if (conversation != NULL)
    bty_chat_service_close_async (BTY_CHAT_SERVICE (source), conversation, cancellable, closed_cb,
                                  g_steal_pointer (&call));
  else if (should_tell (error))
    bty_toasts_show_error (call->self->widget, _("The private chat could not be closed."), error);
}

static void
run_delete (Call *call)
{
  if (call->session->private)
    bty_chat_service_open_async (bty_profile_get_chat (call->self->profile), call->session->id,
                                 call->self->cancellable, opened_cb, call);
  else
    bty_session_service_delete_async (get_service (call->self), call->session, call->self->cancellable,
                                      deleted_cb, call);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  void (*run) (Call *call) = call->run;

  call->session = bty_session_service_get_finish (BTY_SESSION_SERVICE (source), result, &error);
  if (call->session != NULL)
    run (g_steal_pointer (&call));
  else if (should_tell (error))
    bty_toasts_show_error (call->self->widget, _("The chat could not be found."), error);
}

static void
start_with_span (BtySessionActions *self,
                 const char        *id,
                 void             (*run) (Call *call),
                 const char        *format,
                 gint64             span)
{
  Call *call;

  if (id[0] == '\0')
    id = self->current_id;
  if (id == NULL)
    return;

  call = g_new0 (Call, 1);
  call->span = span;
  call->self = g_object_ref (self);
  call->run = run;
  call->format = format;
  bty_session_service_get_async (get_service (self), id, self->cancellable, got_cb, call);
}

static void
start (BtySessionActions *self,
       GVariant          *parameter,
       void             (*run) (Call *call),
       const char        *format)
{
  start_with_span (self, g_variant_get_string (parameter, NULL), run, format, 0);
}

static void
rename_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  start (user_data, parameter, run_rename, NULL);
}

static void
move_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  start (user_data, parameter, run_move, NULL);
}

static void
pin_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  start (user_data, parameter, run_pin, NULL);
}

static void
archive_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  start (user_data, parameter, run_archive, NULL);
}

static void
export_markdown_action (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  start (user_data, parameter, run_export, "markdown");
}

static void
export_json_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  start (user_data, parameter, run_export, "json");
}

static void
expire_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  const char *id;
  gint64 span;

  g_variant_get (parameter, "(&sx)", &id, &span);
  start_with_span (user_data, id, run_expire, NULL, span);
}

static void
delete_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  start (user_data, parameter, run_delete, NULL);
}

static const GActionEntry actions[] = {
  { "rename", rename_action, "s" },
  { "move", move_action, "s" },
  { "pin", pin_action, "s" },
  { "archive", archive_action, "s" },
  { "export-markdown", export_markdown_action, "s" },
  { "export-json", export_json_action, "s" },
  { "expire", expire_action, "(sx)" },
  { "delete", delete_action, "s" },
};

static void
bty_session_actions_dispose (GObject *object)
{
  BtySessionActions *self = BTY_SESSION_ACTIONS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->group);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->current_id, g_free);

  G_OBJECT_CLASS (bty_session_actions_parent_class)->dispose (object);
}

static void
bty_session_actions_class_init (BtySessionActionsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_session_actions_dispose;
}

static void
bty_session_actions_init (BtySessionActions *self)
{
  self->group = g_simple_action_group_new ();
  self->cancellable = g_cancellable_new ();
}

/**
 * bty_session_actions_new:
 * @widget: the widget that owns the actions; where dialogs and toasts appear
 * @profile: where the chats are
 *
 * Inserts the group "session" into @widget.
 *
 * Returns: (transfer full): the actions
 */
BtySessionActions *
bty_session_actions_new (GtkWidget  *widget,
                         BtyProfile *profile)
{
  BtySessionActions *self = g_object_new (BTY_TYPE_SESSION_ACTIONS, NULL);

  self->widget = widget;
  self->profile = g_object_ref (profile);
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_insert_action_group (widget, "session", G_ACTION_GROUP (self->group));

  return self;
}

/**
 * bty_session_actions_set_current:
 * @self: the actions
 * @session_id: (nullable): the chat that is shown
 */
void
bty_session_actions_set_current (BtySessionActions *self,
                                 const char        *session_id)
{
  g_return_if_fail (BTY_IS_SESSION_ACTIONS (self));

  g_free (self->current_id);
  self->current_id = g_strdup (session_id);
}
