/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-preferences.h"

#include <glib/gi18n.h>

#include "bty-embedder-group.h"
#include "bty-json.h"
#include "bty-keys.h"
#include "bty-storage-page.h"
#include "bty-typed-text.h"
#include "bty-visible-text.h"

/* What the list of times to expire offers, in its order. */
static const char *const expiries[] = { "", "1d", "1w", "30d" };

/* How long typing may rest before the text is saved. */
#define SAVE_DELAY_MS 500

/**
 * BtyPreferences:
 *
 * Settings of the profile and of the window. Each is in force at once.
 */
struct _BtyPreferences
{
  AdwPreferencesWindow  parent_instance;

  /* Owned */
  BtyProfile           *profile;
  GCancellable         *cancellable;
  guint                 save;

  /* Template */
  GtkTextView          *about_you;
  GtkSwitch            *enter_sends;
  GtkSwitch            *notifications;
  BtyEmbedderGroup     *embedder;
  AdwComboRow          *expiry;
  AdwActionRow         *purge;
  GtkWidget            *purge_button;
  AdwActionRow         *data_dir;
  AdwActionRow         *check;
  GtkWidget            *check_button;
};

G_DEFINE_FINAL_TYPE (BtyPreferences, bty_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
set_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(BtyPreferences) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;
  g_autofree char *text = NULL;

  if (bty_setting_service_set_finish (BTY_SETTING_SERVICE (source), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  line = bty_visible_line (error->message);
  text = g_markup_escape_text (line, -1);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (text));
}

static void
save_about_you (BtyPreferences *self)
{
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (self->about_you), "text", &text, NULL);
  /* It is saved also when the window is closed meanwhile. */
  bty_setting_service_set_async (bty_profile_get_settings (self->profile), BTY_SETTING_ABOUT_YOU, text, NULL, set_cb,
                                 g_object_ref (self));
}

static gboolean
save_source_cb (gpointer user_data)
{
  BtyPreferences *self = user_data;

  self->save = 0;
  save_about_you (self);

  return G_SOURCE_REMOVE;
}

static void
about_you_changed_cb (BtyPreferences *self)
{
  g_clear_handle_id (&self->save, g_source_remove);
  self->save = g_timeout_add (SAVE_DELAY_MS, save_source_cb, self);
}

static void
expiry_chosen_cb (BtyPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->expiry);

  /* Not while it is being filled. */
  if (self->profile != NULL && selected < G_N_ELEMENTS (expiries))
    bty_setting_service_set_async (bty_profile_get_settings (self->profile), BTY_SETTING_EXPIRY, expiries[selected],
                                   NULL, set_cb, g_object_ref (self));
}

static void
show_expiry (BtyPreferences *self,
             const char     *expiry)
{
  for (guint i = 0; expiry != NULL && i < G_N_ELEMENTS (expiries); i++)
    if (g_str_equal (expiry, expiries[i]))
      {
        adw_combo_row_set_selected (self->expiry, i);
        return;
      }
  /* Another time was set from the command line; choosing one replaces it. */
  adw_combo_row_set_selected (self->expiry, expiry != NULL ? GTK_INVALID_LIST_POSITION : 0);
}

static void
purged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyPreferences) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean done = bty_profile_purge_deleted_finish (BTY_PROFILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  adw_action_row_set_subtitle (self->purge, done ? _("Nothing deleted is kept") : error->message);
  bty_keys_set_usable (self->purge_button, !done);
}

static void
purge_cb (BtyPreferences *self)
{
  bty_keys_set_usable (self->purge_button, FALSE);
  bty_profile_purge_deleted_async (self->profile, self->cancellable, purged_cb, g_object_ref (self));
}

static void
show_folder_cb (BtyPreferences *self)
{
  g_autofree char *uri = g_filename_to_uri (bty_profile_get_data_dir (self->profile), NULL, NULL);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static char *
describe_report (JsonNode *report)
{
  JsonNode *problems = bty_json_get (report, "problems");
  JsonArray *array = problems != NULL && JSON_NODE_HOLDS_ARRAY (problems) ? json_node_get_array (problems) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, json_array_get_string_element (array, i));
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : g_strdup (_("Everything is intact"));
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtyPreferences) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) report = bty_profile_check_finish (BTY_PROFILE (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  text = report != NULL ? describe_report (report) : g_strdup (error->message);
  adw_action_row_set_subtitle (self->check, text);
  bty_keys_set_usable (self->check_button, TRUE);
}

static void
check_cb (BtyPreferences *self)
{
  bty_keys_set_usable (self->check_button, FALSE);
  adw_action_row_set_subtitle (self->check, _("Checking…"));
  bty_profile_check_async (self->profile, self->cancellable, checked_cb, g_object_ref (self));
}

static void
bty_preferences_dispose (GObject *object)
{
  BtyPreferences *self = BTY_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->save, g_source_remove);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_preferences_parent_class)->dispose (object);
}

static gboolean
bty_preferences_close_request (GtkWindow *window)
{
  BtyPreferences *self = BTY_PREFERENCES (window);

  if (self->save != 0)
    {
      g_clear_handle_id (&self->save, g_source_remove);
      save_about_you (self);
    }

  return GTK_WINDOW_CLASS (bty_preferences_parent_class)->close_request (window);
}

static void
bty_preferences_class_init (BtyPreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_preferences_dispose;
  GTK_WINDOW_CLASS (class)->close_request = bty_preferences_close_request;

  g_type_ensure (BTY_TYPE_EMBEDDER_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyPreferences, about_you);
  gtk_widget_class_bind_template_child (widget_class, BtyPreferences, enter_sends);
  gtk_widget_class_bind_template_child (widget_class, BtyPreferences, notifications);
  gtk_widget_class_bind_template_child (widget_class, BtyPreferences, embedder);
  gtk_widget_class_bind_template_child (widget_class, BtyPreferences, expiry);
  gtk_widget_class_bind_template_child (widget_class, BtyPreferences, purge);
  gtk_widget_class_bind_template_child (widget_class, BtyPreferences, purge_button);
  gtk_widget_class_bind_template_child (widget_class, BtyPreferences, data_dir);
  gtk_widget_class_bind_template_child (widget_class, BtyPreferences, check);
  gtk_widget_class_bind_template_child (widget_class, BtyPreferences, check_button);
  gtk_widget_class_bind_template_callback (widget_class, expiry_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, purge_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
}

static void
bty_preferences_init (BtyPreferences *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_typed_text_guard (self->about_you);
}

/**
 * bty_preferences_new:
 * @profile: whose settings are shown
 * @root_dir: where all profiles are
 * @settings: what the window remembers
 *
 * Returns: (transfer none): a window; it lives until it is closed
 */
GtkWindow *
bty_preferences_new (BtyProfile *profile,
                     const char *root_dir,
                     GSettings  *settings)
{
  BtyPreferences *self = g_object_new (BTY_TYPE_PREFERENCES, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->about_you);
  const char *about_you = bty_setting_service_get (bty_profile_get_settings (profile), BTY_SETTING_ABOUT_YOU);
  g_autofree char *data_dir = g_filename_display_name (bty_profile_get_data_dir (profile));

  show_expiry (self, bty_setting_service_get (bty_profile_get_settings (profile), BTY_SETTING_EXPIRY));
  self->profile = g_object_ref (profile);
  bty_embedder_group_set_profile (self->embedder, profile);
  gtk_text_buffer_set_text (buffer, about_you != NULL ? about_you : "", -1);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (about_you_changed_cb), self, G_CONNECT_SWAPPED);
  g_settings_bind (settings, "enter-sends", self->enter_sends, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notifications", self->notifications, "active", G_SETTINGS_BIND_DEFAULT);
  adw_action_row_set_subtitle (self->data_dir, data_dir);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), bty_storage_page_new (profile, root_dir));

  return GTK_WINDOW (self);
}
