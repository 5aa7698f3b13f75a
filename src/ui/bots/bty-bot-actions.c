/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-actions.h"

#include <glib/gi18n.h>

#include "bty-bot-editor.h"
#include "bty-files-window.h"
#include "bty-save-file.h"
#include "bty-toasts.h"

/**
 * BtyBotActions:
 *
 * What can be done with a bot, as the action group "bot". Each action but "import" takes the id of a bot.
 */
struct _BtyBotActions
{
  GObject             parent_instance;

  /* Owned */
  GSimpleActionGroup *group;
  BtyProfile         *profile;
  GCancellable       *cancellable;

  /* Borrowed */
  GtkWidget          *widget;  /* it owns this */
};

G_DEFINE_FINAL_TYPE (BtyBotActions, bty_bot_actions, G_TYPE_OBJECT)

/**
 * Call:
 *
 * One bot that something is done with.
 */
typedef struct
{
  BtyBotActions *self;  /* owned */
  BtyBot        *bot;   /* owned */
} Call;

static void
free_call (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->self);
  g_clear_object (&call->bot);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, free_call)

static Call *
create_call (BtyBotActions *self,
             BtyBot        *bot)
{
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (self);
  call->bot = g_object_ref (bot);

  return call;
}

static BtyBotService *
get_service (BtyBotActions *self)
{
  return bty_profile_get_bots (self->profile);
}

static BtyBot *
find (BtyBotActions *self,
      GVariant      *parameter)
{
  return bty_bot_service_find (get_service (self), g_variant_get_string (parameter, NULL));
}

static void
tell (BtyBotActions *self,
      const char    *what,
      GError        *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bty_toasts_show_error (self->widget, what, error);
}

static void
present_editor (BtyBotActions *self,
                BtyBot        *bot)
{
  GtkWindow *editor = bty_bot_editor_new (self->profile, bot);

  gtk_window_set_transient_for (editor, GTK_WINDOW (gtk_widget_get_root (self->widget)));
  gtk_window_present (editor);
}

static void
edit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BtyBot *bot = find (user_data, parameter);

  if (bot != NULL)
    present_editor (user_data, bot);
}

static void
files_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  BtyBotActions *self = user_data;
  BtyBot *bot = find (self, parameter);
  GtkWindow *window = bot != NULL ? bty_files_window_new (bty_profile_get_files (self->profile), bot) : NULL;

  if (window == NULL)
    return;
  gtk_window_set_transient_for (window, GTK_WINDOW (gtk_widget_get_root (self->widget)));
  gtk_window_present (window);
}

static void
cloned_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyBotActions) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_bot_service_clone_finish (BTY_BOT_SERVICE (source), result, &error);

  if (bot != NULL)
    present_editor (self, bot);
  else
    tell (self, _("The bot could not be duplicated."), error);
}

static void
clone_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  BtyBotActions *self = user_data;
  BtyBot *bot = find (self, parameter);
  g_autofree char *name = NULL;

  if (bot == NULL)
    return;

  /* Translators: the name of a duplicate; %s is the name of the bot. */
  name = g_strdup_printf (_("%s (copy)"), bot->name);
  bty_bot_service_clone_async (get_service (self), bot, name, self->cancellable, cloned_cb, g_object_ref (self));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_bot_service_save_finish (BTY_BOT_SERVICE (source), result, &error))
    tell (call->self, _("The bot could not be changed."), error);
}

static void
toggle_archived (BtyBotActions *self,
                 BtyBot        *bot)
{
  gboolean archived = bot->status == BTY_BOT_STATUS_ARCHIVED;
  g_autoptr(BtyBot) copy = bty_record_copy (bot);

  g_object_set (copy, "status", archived ? BTY_BOT_STATUS_ACTIVE : BTY_BOT_STATUS_ARCHIVED, NULL);
  bty_bot_service_save_async (get_service (self), copy, self->cancellable, saved_cb, create_call (self, bot));
}

static void
undo_archive_cb (GtkWidget *widget,
                 gpointer   data)
{
  Call *call = data;

  toggle_archived (call->self, call->bot);
}

static void
archive_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  BtyBotActions *self = user_data;
  BtyBot *bot = find (self, parameter);

  if (bot == NULL)
    return;

  toggle_archived (self, bot);
  bty_toasts_offer_undo (self->widget,
                         bot->status == BTY_BOT_STATUS_ARCHIVED ? _("Bot taken out of the archive") : _("Bot archived"),
                         undo_archive_cb, create_call (self, bot), free_call);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_bot_service_restore_finish (BTY_BOT_SERVICE (source), result, &error))
    tell (call->self, _("The bot could not be brought back."), error);
}

static void
undo_delete_cb (GtkWidget *widget,
                gpointer   data)
{
  Call *call = data;

  bty_bot_service_restore_async (get_service (call->self), call->bot, call->self->cancellable, restored_cb,
                                 create_call (call->self, call->bot));
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  GtkWidget *widget = call->self->widget;

  if (!bty_bot_service_delete_finish (BTY_BOT_SERVICE (source), result, &error))
    {
      tell (call->self, _("The bot could not be deleted."), error);
      return;
    }

  /* Translators: %s is the name of a bot. */
  text = g_strdup_printf (_("“%s” deleted"), call->bot->name);
  bty_toasts_offer_undo (widget, text, undo_delete_cb, g_steal_pointer (&call), free_call);
}

static void
delete_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  BtyBotActions *self = user_data;
  BtyBot *bot = find (self, parameter);

  if (bot != NULL)
    bty_bot_service_delete_async (get_service (self), bot, self->cancellable, deleted_cb, create_call (self, bot));
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_strconcat (call->bot->name, ".json", NULL);
  char *text = bty_bot_service_export_finish (BTY_BOT_SERVICE (source), result, &error);

  if (text != NULL)
    bty_save_file (call->self->widget, name, text);
  else
    tell (call->self, _("The bot could not be exported."), error);
}

static void
export_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  BtyBotActions *self = user_data;
  BtyBot *bot = find (self, parameter);

  if (bot != NULL)
    bty_bot_service_export_async (get_service (self), bot, self->cancellable, exported_cb, create_call (self, bot));
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyBotActions) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_bot_service_import_finish (BTY_BOT_SERVICE (source), result, &error);

  if (bot != NULL)
    gtk_widget_activate_action (self->widget, "win.new-chat-with", "s", bot->id);
  else
    tell (self, _("The bot could not be imported."), error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyBotActions) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *json = NULL;

  if (g_file_load_contents_finish (G_FILE (source), result, &json, NULL, NULL, &error))
    bty_bot_service_import_async (get_service (self), json, self->cancellable, imported_cb, g_object_ref (self));
  else
    tell (self, _("The file could not be read."), error);
}

static void
file_chosen_cb (GtkNativeDialog *chooser,
                int              response,
                gpointer         user_data)
{
  BtyBotActions *self = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      g_file_load_contents_async (file, self->cancellable, loaded_cb, g_object_ref (self));
    }
  g_object_unref (chooser);
}

static void
import_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  BtyBotActions *self = user_data;
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Import Bot"),
                                                               GTK_WINDOW (gtk_widget_get_root (self->widget)),
                                                               GTK_FILE_CHOOSER_ACTION_OPEN,
                                                               _("_Import"), _("_Cancel"));
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Exported bots"));
  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static const GActionEntry actions[] = {
  { "edit", edit_action, "s" },
  { "files", files_action, "s" },
  { "clone", clone_action, "s" },
  { "archive", archive_action, "s" },
  { "delete", delete_action, "s" },
  { "export", export_action, "s" },
  { "import", import_action },
};

static void
bty_bot_actions_dispose (GObject *object)
{
  BtyBotActions *self = BTY_BOT_ACTIONS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->group);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_bot_actions_parent_class)->dispose (object);
}

static void
bty_bot_actions_class_init (BtyBotActionsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_bot_actions_dispose;
}

static void
bty_bot_actions_init (BtyBotActions *self)
{
  self->group = g_simple_action_group_new ();
  self->cancellable = g_cancellable_new ();
}

/**
 * bty_bot_actions_new:
 * @widget: the widget that owns the actions; where dialogs and toasts appear
 * @profile: where the bots are
 *
 * Inserts the group "bot" into @widget.
 *
 * Returns: (transfer full): the actions
 */
BtyBotActions *
bty_bot_actions_new (GtkWidget  *widget,
                     BtyProfile *profile)
{
  BtyBotActions *self = g_object_new (BTY_TYPE_BOT_ACTIONS, NULL);

  self->widget = widget;
  self->profile = g_object_ref (profile);
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_insert_action_group (widget, "bot", G_ACTION_GROUP (self->group));

  return self;
}

/**
 * bty_bot_actions_create:
 * @self: the actions
 *
 * Lets the user make a new bot.
 */
void
bty_bot_actions_create (BtyBotActions *self)
{
  g_return_if_fail (BTY_IS_BOT_ACTIONS (self));

  present_editor (self, NULL);
}
