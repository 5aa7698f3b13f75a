/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-import-chats.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bty-choose-file.h"
#include "bty-foreign-import.h"
#include "bty-job-row.h"
#include "bty-keys.h"
#include "bty-toasts.h"
#include "bty-ui-resources.h"
#include "bty-visible-text.h"

/**
 * BtyImportChats:
 *
 * Brings conversations that were had with ChatGPT or Claude, and shows how far that is. It goes on when the window is
 * closed.
 */
struct _BtyImportChats
{
  AdwWindow      parent_instance;

  /* Owned */
  BtyProfile    *profile;
  GCancellable  *cancellable;
  GPtrArray     *bots;       /* of BtyBot, as they are offered */
  char          *path;       /* NULL = none was chosen */
  BtyWorkflow   *workflow;   /* NULL = it has not begun */

  /* Template */
  AdwActionRow  *file;
  GtkWidget     *choose;
  AdwComboRow   *bot;
  AdwEntryRow   *name;
  GtkWidget     *import;
  GtkWidget     *work;
  GtkListBox    *work_list;

  gboolean       is_adding;  /* a bot */
};

G_DEFINE_FINAL_TYPE (BtyImportChats, bty_import_chats, ADW_TYPE_WINDOW)

/* Returns: (transfer none) (nullable): the bot that is chosen; %NULL = a new one */
static BtyBot *
get_bot (BtyImportChats *self)
{
  guint position = adw_combo_row_get_selected (self->bot);

  return position < self->bots->len ? g_ptr_array_index (self->bots, position) : NULL;
}

static char *
dup_name (BtyImportChats *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static void
update (BtyImportChats *self)
{
  g_autofree char *name = dup_name (self);
  gboolean is_new = get_bot (self) == NULL;
  gboolean is_busy = self->is_adding || (self->workflow != NULL && !bty_workflow_has_ended (self->workflow));

  gtk_widget_set_visible (GTK_WIDGET (self->name), is_new);
  gtk_widget_set_sensitive (self->choose, !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->bot), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name), !is_busy);
  bty_keys_set_usable (self->import, !is_busy && self->path != NULL && (!is_new || *name != '\0'));
}

static void
chosen (GtkWidget  *widget,
        const char *path)
{
  BtyImportChats *self = BTY_IMPORT_CHATS (widget);
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *line = bty_visible_line (name);

  g_free (self->path);
  self->path = g_strdup (path);
  adw_action_row_set_subtitle (self->file, line);
  update (self);
}

static void
choose_cb (BtyImportChats *self)
{
  bty_choose_file_to_open (GTK_WIDGET (self), _("Import Conversations"), NULL, chosen);
}

/* What was removed from the list of work is not shown here either. */
static void
jobs_changed_cb (BtyImportChats *self,
                 guint           position,
                 guint           n_removed,
                 guint           n_added,
                 GListModel     *jobs)
{
  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr(BtyWorkflow) workflow = g_list_model_get_item (jobs, i);

      if (workflow == self->workflow)
        return;
    }
  gtk_widget_set_visible (self->work, FALSE);
}

static void
show_work (BtyImportChats *self)
{
  GtkListBoxRow *last = gtk_list_box_get_row_at_index (self->work_list, 0);

  if (last != NULL)
    gtk_list_box_remove (self->work_list, GTK_WIDGET (last));
  gtk_list_box_append (self->work_list, bty_job_row_new (bty_profile_get_jobs (self->profile), self->workflow));
  gtk_widget_set_visible (self->work, TRUE);
}

static void
begin (BtyImportChats *self,
       BtyBot         *bot)
{
  if (self->workflow != NULL)
    g_signal_handlers_disconnect_by_func (self->workflow, update, self);
  g_clear_object (&self->workflow);
  self->workflow = bty_foreign_import_start (self->profile, self->path, bot);
  g_signal_connect_object (self->workflow, "notify::status", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  show_work (self);
  update (self);
}

static void
offer (BtyImportChats *self,
       BtyBot         *selected)
{
  GListModel *bots = bty_bot_service_get_bots (bty_profile_get_bots (self->profile));
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint position = 0;

  g_ptr_array_set_size (self->bots, 0);
  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (bots, i);
      g_autofree char *name = bty_visible_line (bot->name);

      if (bot->status == BTY_BOT_STATUS_ARCHIVED)
        continue;
      if (selected != NULL && g_str_equal (bot->id, selected->id))
        position = self->bots->len;
      gtk_string_list_append (names, name);
      g_ptr_array_add (self->bots, g_object_ref (bot));
    }
  gtk_string_list_append (names, _("A New Bot"));
  adw_combo_row_set_model (self->bot, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->bot, position);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BtyImportChats) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean is_added = bty_bot_service_add_finish (BTY_BOT_SERVICE (source), result, &error);
  BtyBot *bot = g_object_get_data (G_OBJECT (self), "new-bot");

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_adding = FALSE;
  if (!is_added)
    {
      bty_toasts_show_error (GTK_WIDGET (self), _("The bot could not be stored."), error);
      update (self);
      return;
    }
  offer (self, bot);
  begin (self, bot);
}

static void
import_cb (BtyImportChats *self)
{
  BtyBot *bot = get_bot (self);
  g_autofree char *name = dup_name (self);

  if (bot != NULL)
    {
      begin (self, bot);
      return;
    }

  bot = bty_bot_new (name);
  g_object_set_data_full (G_OBJECT (self), "new-bot", bot, g_object_unref);
  self->is_adding = TRUE;
  update (self);
  bty_bot_service_add_async (bty_profile_get_bots (self->profile), bot, "", self->cancellable, added_cb,
                             g_object_ref (self));
}

static void
bty_import_chats_dispose (GObject *object)
{
  BtyImportChats *self = BTY_IMPORT_CHATS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workflow);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_import_chats_parent_class)->dispose (object);
}

static void
bty_import_chats_finalize (GObject *object)
{
  BtyImportChats *self = BTY_IMPORT_CHATS (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->bots);
  g_free (self->path);

  G_OBJECT_CLASS (bty_import_chats_parent_class)->finalize (object);
}

static void
bty_import_chats_class_init (BtyImportChatsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_import_chats_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_import_chats_finalize;

  bty_ui_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-import-chats.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyImportChats, file);
  gtk_widget_class_bind_template_child (widget_class, BtyImportChats, choose);
  gtk_widget_class_bind_template_child (widget_class, BtyImportChats, bot);
  gtk_widget_class_bind_template_child (widget_class, BtyImportChats, name);
  gtk_widget_class_bind_template_child (widget_class, BtyImportChats, import);
  gtk_widget_class_bind_template_child (widget_class, BtyImportChats, work);
  gtk_widget_class_bind_template_child (widget_class, BtyImportChats, work_list);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bty_import_chats_init (BtyImportChats *self)
{
  self->cancellable = g_cancellable_new ();
  self->bots = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_confirm_with (GTK_WIDGET (self), self->import);
}

/**
 * bty_import_chats_new:
 * @profile: where they come to
 * @bot: (nullable): with whom they go on unless somebody chooses another
 *
 * Returns: (transfer floating): a window that asks for a file, imports it and shows what became of it
 */
GtkWidget *
bty_import_chats_new (BtyProfile *profile,
                      BtyBot     *bot)
{
  BtyImportChats *self = g_object_new (BTY_TYPE_IMPORT_CHATS, NULL);

  self->profile = g_object_ref (profile);
  g_signal_connect_object (bty_job_service_get_jobs (bty_profile_get_jobs (profile)), "items-changed",
                           G_CALLBACK (jobs_changed_cb), self, G_CONNECT_SWAPPED);
  offer (self, bot);
  update (self);

  return GTK_WIDGET (self);
}
