/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-storage-page.h"

#include <glib/gi18n.h>

#include "bty-ask-password.h"
#include "bty-ask.h"
#include "bty-choose-file.h"
#include "bty-error.h"
#include "bty-import-chats.h"
#include "bty-isolate.h"
#include "bty-job-row.h"
#include "bty-json.h"
#include "bty-old-data-row.h"
#include "bty-profiles.h"
#include "bty-server-password.h"
#include "bty-storage-verify.h"
#include "bty-storage.h"
#include "bty-verify-row.h"
#include "bty-visible-text.h"

/**
 * BtyStoragePage:
 *
 * What can be done with a profile as a whole, and which profiles there are.
 */
struct _BtyStoragePage
{
  AdwPreferencesPage   parent_instance;

  /* Owned */
  BtyProfile          *profile;
  GPtrArray           *rows;      /* of the profiles, each borrowed */
  char                *root_dir;
  char                *target;    /* where the data shall go; NULL = nobody said so */

  /* Template */
  AdwActionRow        *place;
  BtyOldDataRow       *old_data;
  AdwActionRow        *content;
  BtyVerifyRow        *verify;
  AdwPreferencesGroup *work;
  GtkListBox          *work_list;
  AdwPreferencesGroup *profiles;
};

G_DEFINE_FINAL_TYPE (BtyStoragePage, bty_storage_page, ADW_TYPE_PREFERENCES_PAGE)

/* What is counted for people; the rest is how it is kept. */
static const struct
{
  const char *table;
  const char *title;
} counted[] = {
  { "bots", N_("Bots") },
  { "sessions", N_("Chats") },
  { "messages", N_("Messages") },
  { "memories", N_("Memories") },
  { "files", N_("Files") },
};

static void show_profiles (BtyStoragePage *self);

/* Says something in the window of the preferences. */
static void
tell (BtyStoragePage *self,
      const char     *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *line = bty_visible_line (text);
  g_autofree char *escaped = g_markup_escape_text (line, -1);

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (escaped));
}

static void
measured_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyStoragePage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) summary = bty_storage_measure_finish (BTY_PROFILE (source), result, &error);
  g_autofree char *size = NULL;
  g_autoptr(GString) text = NULL;
  gboolean is_file;

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (summary == NULL)
    {
      adw_action_row_set_subtitle (self->content, error->message);
      return;
    }
  size = g_format_size (bty_json_get_int (summary, "size", 0));
  text = g_string_new (NULL);
  is_file = g_strcmp0 (bty_json_get_text (summary, "engine"), "sqlite") == 0;
  g_string_printf (text, "%s%s · %s", bty_isolate_line (), is_file ? "SQLite" : "PostgreSQL", size);
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    g_string_append_printf (text, "%s%s %d", i == 0 ? "\n" : " · ", _(counted[i].title),
                            (int) bty_json_get_int (bty_json_get (summary, "counts"), counted[i].table, 0));
  adw_action_row_set_subtitle (self->content, text->str);
}

static void
watch (BtyStoragePage *self,
       BtyWorkflow    *workflow)
{
  gtk_list_box_prepend (self->work_list, bty_job_row_new (bty_profile_get_jobs (self->profile), workflow));
  gtk_widget_set_visible (GTK_WIDGET (self->work), TRUE);
}

static void
export_chosen (GtkWidget  *widget,
               const char *path)
{
  BtyStoragePage *self = BTY_STORAGE_PAGE (widget);
  g_autoptr(BtyWorkflow) workflow = bty_storage_export (self->profile, path);

  watch (self, workflow);
}

static void
export_cb (BtyStoragePage *self)
{
  bty_choose_file_to_save (GTK_WIDGET (self), _("Export Everything"), _("Boternity.json"), export_chosen);
}

static void
import_chosen (GtkWidget  *widget,
               const char *path)
{
  BtyStoragePage *self = BTY_STORAGE_PAGE (widget);
  g_autoptr(BtyWorkflow) workflow = bty_storage_import (self->profile, path, FALSE);

  watch (self, workflow);
}

static void
import_cb (BtyStoragePage *self)
{
  bty_choose_file_to_open (GTK_WIDGET (self), _("Import"), NULL, import_chosen);
}

static void
import_chats_cb (BtyStoragePage *self)
{
  GtkWidget *window = bty_import_chats_new (self->profile, bty_bot_service_find (bty_profile_get_bots (self->profile),
                                                                                 NULL));

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (window));
}

static void
backup_chosen (GtkWidget  *widget,
               const char *path)
{
  BtyStoragePage *self = BTY_STORAGE_PAGE (widget);
  g_autoptr(BtyWorkflow) workflow = bty_storage_backup (self->profile, path);

  watch (self, workflow);
}

static void
backup_cb (BtyStoragePage *self)
{
  bty_choose_file_to_save (GTK_WIDGET (self), _("Back Up"), _("Boternity.backup"), backup_chosen);
}

static void
restore_chosen (GtkWidget  *widget,
                const char *path)
{
  gtk_widget_activate_action (widget, "app.restore", "s", path);
}

static void
restore_cb (BtyStoragePage *self)
{
  bty_choose_file_to_open (GTK_WIDGET (self), _("Restore a Backup"), bty_profile_get_data_dir (self->profile),
                           restore_chosen);
}

static void begin_move (GtkWidget *widget);

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BtyStoragePage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_job_service_wait_finish (BTY_JOB_SERVICE (source), result, &error)
      && gtk_widget_get_root (GTK_WIDGET (self)) != NULL
      && g_error_matches (error, BTY_ERROR, BTY_ERROR_AUTHENTICATION))
    bty_ask_password (GTK_WIDGET (self), bty_profile_get_data_dir (self->profile), self->target, begin_move);
}

static void
begin_move (GtkWidget *widget)
{
  BtyStoragePage *self = BTY_STORAGE_PAGE (widget);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyWorkflow) workflow = bty_storage_move (self->profile, self->target, &error);

  if (workflow == NULL)
    {
      tell (self, error->message);
      return;
    }
  watch (self, workflow);
  bty_job_service_wait_async (bty_profile_get_jobs (self->profile), workflow, NULL, moved_cb, g_object_ref (self));
}

static void
move_named (GtkWidget  *widget,
            const char *text,
            gpointer    data)
{
  BtyStoragePage *self = BTY_STORAGE_PAGE (widget);

  if (*text == '\0')
    return;
  g_free (self->target);
  self->target = g_strdup (text);
  begin_move (widget);
}

static void
move_cb (BtyStoragePage *self)
{
  bty_ask_text (GTK_WIDGET (self), _("Move All Data"),
                _("A file, or postgresql://user@host/database?tenant=name"), _("_Move"),
                "", NULL, move_named, NULL, NULL);
}

static void
profile_named (GtkWidget  *widget,
               const char *text,
               gpointer    data)
{
  BtyStoragePage *self = BTY_STORAGE_PAGE (widget);
  g_autoptr(GError) error = NULL;

  if (!bty_profiles_add (self->root_dir, text, NULL, &error))
    tell (self, error->message);
  show_profiles (self);
}

static void
add_profile_cb (BtyStoragePage *self)
{
  bty_ask_text (GTK_WIDGET (self), _("New Profile"), _("Name"), _("_Create"), "", NULL, profile_named, NULL, NULL);
}

static void
remove_profile_cb (GtkWidget *button,
                   gpointer   user_data)
{
  BtyStoragePage *self = user_data;
  const char *name = g_object_get_data (G_OBJECT (button), "profile");
  g_autoptr(GError) error = NULL;
  g_autofree char *dir = bty_profiles_dup_dir (self->root_dir, name);
  g_autofree char *uri = bty_profiles_dup_uri (dir);
  g_autofree char *text = NULL;

  if (bty_profiles_remove (self->root_dir, name, &error))
    {
      bty_server_password_forget_async (dir, uri, NULL, NULL, NULL);
      /* Translators: %s is the name of a profile; the rest is typed in a terminal. */
      text = g_strdup_printf (_("To bring “%s” back: boternityctl profile restore"), name);
    }
  tell (self, text != NULL ? text : error->message);
  show_profiles (self);
}

static GtkWidget *
create_profile_button (const char *icon,
                       const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");

  return button;
}

static GtkWidget *
create_profile_row (BtyStoragePage *self,
                    const char     *name,
                    gboolean        is_open)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *visible = bty_visible_line (name);
  GtkWidget *remove;
  GtkWidget *open;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), visible);
  if (is_open)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Open now"));
      return row;
    }

  if (!g_str_equal (name, BTY_PROFILES_DEFAULT))
    {
      remove = create_profile_button ("user-trash-symbolic", _("Remove the Profile"));
      g_object_set_data_full (G_OBJECT (remove), "profile", g_strdup (name), g_free);
      g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_profile_cb), self, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
    }
  open = gtk_button_new_with_mnemonic (_("_Switch"));
  gtk_widget_set_valign (open, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (open), "s", name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "app.profile");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), open);

  return row;
}

static void
show_profiles (BtyStoragePage *self)
{
  g_auto(GStrv) names = bty_profiles_list (self->root_dir);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->profiles, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *dir = bty_profiles_dup_dir (self->root_dir, names[i]);
      GtkWidget *row = create_profile_row (self, names[i],
                                           g_str_equal (dir, bty_profile_get_data_dir (self->profile)));

      adw_preferences_group_add (self->profiles, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
bty_storage_page_finalize (GObject *object)
{
  BtyStoragePage *self = BTY_STORAGE_PAGE (object);

  g_clear_object (&self->profile);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->root_dir);
  g_free (self->target);

  G_OBJECT_CLASS (bty_storage_page_parent_class)->finalize (object);
}

static void
bty_storage_page_class_init (BtyStoragePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bty_storage_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-storage-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyStoragePage, place);
  gtk_widget_class_bind_template_child (widget_class, BtyStoragePage, old_data);
  gtk_widget_class_bind_template_child (widget_class, BtyStoragePage, content);
  gtk_widget_class_bind_template_child (widget_class, BtyStoragePage, verify);
  gtk_widget_class_bind_template_child (widget_class, BtyStoragePage, work);
  gtk_widget_class_bind_template_child (widget_class, BtyStoragePage, work_list);
  gtk_widget_class_bind_template_child (widget_class, BtyStoragePage, profiles);
  gtk_widget_class_bind_template_callback (widget_class, move_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_chats_cb);
  gtk_widget_class_bind_template_callback (widget_class, backup_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_profile_cb);
}

static void
bty_storage_page_init (BtyStoragePage *self)
{
  g_type_ensure (BTY_TYPE_OLD_DATA_ROW);
  g_type_ensure (BTY_TYPE_VERIFY_ROW);
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_storage_page_new:
 * @profile: an open profile
 * @root_dir: where all profiles are
 *
 * Returns: (transfer floating): the page
 */
AdwPreferencesPage *
bty_storage_page_new (BtyProfile *profile,
                      const char *root_dir)
{
  BtyStoragePage *self = g_object_new (BTY_TYPE_STORAGE_PAGE, NULL);
  g_autofree char *uri = bty_profiles_dup_uri (bty_profile_get_data_dir (profile));
  g_autofree char *shown = g_filename_display_name (uri);

  self->profile = g_object_ref (profile);
  self->root_dir = g_strdup (root_dir);
  adw_action_row_set_subtitle (self->place, shown);
  bty_old_data_row_set_profile_dir (self->old_data, bty_profile_get_data_dir (profile));
  bty_verify_row_set_profile (self->verify, profile);
  bty_storage_measure_async (profile, NULL, measured_cb, g_object_ref (self));
  show_profiles (self);

  return ADW_PREFERENCES_PAGE (self);
}
