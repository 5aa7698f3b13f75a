/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-editor.h"

#include <glib/gi18n.h>
#include <math.h>

#include "bty-bot-avatar.h"
#include "bty-chain-editor.h"
#include "bty-keys.h"
#include "bty-soul-history.h"
#include "bty-toasts.h"
#include "bty-typed-text.h"

/**
 * BtyBotEditor:
 *
 * Makes a bot or changes one. Works on a copy until it is saved.
 */
struct _BtyBotEditor
{
  AdwWindow          parent_instance;

  /* Owned */
  BtyProfile        *profile;
  BtyBot            *bot;        /* a copy, or new */
  GCancellable      *cancellable;
  char              *old_soul;   /* NULL = not read yet */
  gboolean           is_new;

  /* Template */
  GtkWidget         *save_button;
  GtkWidget         *history_button;
  BtyBotAvatar      *avatar;
  GtkEditable       *name;
  GtkEditable       *description;
  GtkMenuButton     *emoji_button;
  GtkColorChooser   *color_button;
  GtkTextView       *soul;
  BtyChainEditor    *chain;
  GtkSwitch         *local_only;
  GtkEditable       *model;
  GtkCheckButton    *has_temperature;
  GtkAdjustment     *temperature;
  GtkAdjustment     *max_tokens;
  AdwComboRow       *category;
  GtkEditable       *tags;
};

G_DEFINE_FINAL_TYPE (BtyBotEditor, bty_bot_editor, ADW_TYPE_WINDOW)

static BtyBotService *
get_service (BtyBotEditor *self)
{
  return bty_profile_get_bots (self->profile);
}

static void
set_soul (BtyBotEditor *self,
          const char   *text)
{
  g_free (self->old_soul);
  self->old_soul = g_strdup (text);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->soul), text, -1);
}

static char *
dup_soul (BtyBotEditor *self)
{
  char *text;

  g_object_get (gtk_text_view_get_buffer (self->soul), "text", &text, NULL);

  return text;
}

static void
changed_cb (BtyBotEditor *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));

  gtk_widget_set_sensitive (self->save_button, name[0] != '\0' && self->old_soul != NULL);
  if (self->bot != NULL)
    g_object_set (self->bot, "name", name, NULL);
}

static void
color_set_cb (BtyBotEditor *self)
{
  GdkRGBA color;
  g_autofree char *name = NULL;

  gtk_color_chooser_get_rgba (self->color_button, &color);
  name = g_strdup_printf ("#%02x%02x%02x", (int) round (color.red * 255), (int) round (color.green * 255),
                          (int) round (color.blue * 255));
  g_object_set (self->bot, "color", name, NULL);
}

static void
emoji_picked_cb (BtyBotEditor *self,
                 const char   *emoji)
{
  g_object_set (self->bot, "emoji", emoji, NULL);
}

/* The chooser reads a large table: only for who wants to choose. */
static void
create_emoji_chooser_cb (GtkMenuButton *button,
                         gpointer       user_data)
{
  GtkWidget *chooser;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  chooser = gtk_emoji_chooser_new ();
  g_signal_connect_object (chooser, "emoji-picked", G_CALLBACK (emoji_picked_cb), user_data, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, chooser);
}

static char **
read_tags (BtyBotEditor *self)
{
  g_auto(GStrv) parts = g_strsplit (gtk_editable_get_text (self->tags), ",", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_strstrip (parts[i])[0] != '\0')
      g_strv_builder_add (builder, parts[i]);

  return g_strv_builder_end (builder);
}

static void
read_form (BtyBotEditor *self)
{
  g_auto(GStrv) tags = read_tags (self);
  g_auto(GStrv) chain = bty_chain_editor_dup_chain (self->chain);
  g_autofree char *model = g_strstrip (g_strdup (gtk_editable_get_text (self->model)));

  g_object_set (self->bot,
                "description", gtk_editable_get_text (self->description),
                "chain", chain,
                "local-only", gtk_switch_get_active (self->local_only),
                "model", model[0] != '\0' ? model : NULL,
                "temperature", gtk_check_button_get_active (self->has_temperature)
                                 ? gtk_adjustment_get_value (self->temperature) : NAN,
                "max-tokens", (gint64) gtk_adjustment_get_value (self->max_tokens),
                "category", adw_combo_row_get_selected (self->category),
                "tags", tags,
                NULL);
}

static void
write_form (BtyBotEditor *self)
{
  BtyBot *bot = self->bot;
  g_autofree char *tags = bot->tags != NULL ? g_strjoinv (", ", bot->tags) : g_strdup ("");
  GdkRGBA color;

  gtk_editable_set_text (self->name, bot->name != NULL ? bot->name : "");
  gtk_editable_set_text (self->description, bot->description != NULL ? bot->description : "");
  bty_bot_avatar_set_bot (self->avatar, bot);
  bty_bot_avatar_get_color (self->avatar, &color);
  gtk_color_chooser_set_rgba (self->color_button, &color);
  bty_chain_editor_set_chain (self->chain, (const char * const *) bot->chain);
  gtk_switch_set_active (self->local_only, bot->local_only);
  gtk_editable_set_text (self->model, bot->model != NULL ? bot->model : "");
  gtk_check_button_set_active (self->has_temperature, !isnan (bot->temperature));
  if (!isnan (bot->temperature))
    gtk_adjustment_set_value (self->temperature, bot->temperature);
  gtk_adjustment_set_value (self->max_tokens, bot->max_tokens);
  adw_combo_row_set_selected (self->category, bot->category);
  gtk_editable_set_text (self->tags, tags);
}

static void
fail (BtyBotEditor *self,
      GError       *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  bty_toasts_show_error (GTK_WIDGET (self), _("The bot could not be saved."), error);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static void
soul_saved_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(BtyBotEditor) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtySoul) soul = bty_bot_service_save_soul_finish (BTY_BOT_SERVICE (source), result, &error);

  if (soul != NULL)
    gtk_window_close (GTK_WINDOW (self));
  else
    fail (self, error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BtyBotEditor) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *soul = dup_soul (self);

  if (!bty_bot_service_save_finish (BTY_BOT_SERVICE (source), result, &error))
    fail (self, error);
  else if (g_strcmp0 (soul, self->old_soul) == 0)
    gtk_window_close (GTK_WINDOW (self));
  else
    bty_bot_service_save_soul_async (get_service (self), self->bot, soul, self->cancellable, soul_saved_cb,
                                     g_object_ref (self));
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BtyBotEditor) self = user_data;
  g_autoptr(GError) error = NULL;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (!bty_bot_service_add_finish (BTY_BOT_SERVICE (source), result, &error))
    {
      fail (self, error);
      return;
    }

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.new-chat-with", "s", self->bot->id);
  gtk_window_close (GTK_WINDOW (self));
}

static void
save_cb (BtyBotEditor *self)
{
  g_autofree char *soul = dup_soul (self);

  gtk_widget_set_sensitive (self->save_button, FALSE);
  read_form (self);
  if (self->is_new)
    bty_bot_service_add_async (get_service (self), self->bot, soul, self->cancellable, added_cb, g_object_ref (self));
  else
    bty_bot_service_save_async (get_service (self), self->bot, self->cancellable, saved_cb, g_object_ref (self));
}

static void
souls_listed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(BtyBotEditor) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) souls = bty_bot_service_list_souls_finish (BTY_BOT_SERVICE (source), result, &error);

  if (souls == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        bty_toasts_show_error (GTK_WIDGET (self), _("The instructions could not be read."), error);
      return;
    }

  set_soul (self, souls->len > 0 ? ((BtySoul *) souls->pdata[0])->text : "");
  changed_cb (self);
}

static void
load_soul (BtyBotEditor *self)
{
  bty_bot_service_list_souls_async (get_service (self), self->bot, self->cancellable, souls_listed_cb,
                                    g_object_ref (self));
}

static void
history_cb (BtyBotEditor *self)
{
  GtkWindow *history = bty_soul_history_new (get_service (self), self->bot);

  g_signal_connect_object (history, "rolled-back", G_CALLBACK (load_soul), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (history, GTK_WINDOW (self));
  gtk_window_present (history);
}

static void
bty_bot_editor_dispose (GObject *object)
{
  BtyBotEditor *self = BTY_BOT_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->bot);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->old_soul, g_free);

  G_OBJECT_CLASS (bty_bot_editor_parent_class)->dispose (object);
}

static void
bty_bot_editor_class_init (BtyBotEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_bot_editor_dispose;

  g_type_ensure (BTY_TYPE_BOT_AVATAR);
  g_type_ensure (BTY_TYPE_CHAIN_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-bot-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, save_button);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, history_button);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, avatar);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, name);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, description);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, emoji_button);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, color_button);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, soul);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, chain);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, local_only);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, model);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, has_temperature);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, temperature);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, max_tokens);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, category);
  gtk_widget_class_bind_template_child (widget_class, BtyBotEditor, tags);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, color_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, history_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bty_bot_editor_init (BtyBotEditor *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_typed_text_guard (self->soul);
  bty_keys_confirm_with (GTK_WIDGET (self), self->save_button);
  gtk_menu_button_set_create_popup_func (self->emoji_button, create_emoji_chooser_cb, self, NULL);
}

/**
 * bty_bot_editor_new:
 * @profile: where the bot is
 * @bot: (nullable): the bot to change; %NULL to make one
 *
 * Returns: (transfer none): an editor; it lives until it is closed
 */
GtkWindow *
bty_bot_editor_new (BtyProfile *profile,
                    BtyBot     *bot)
{
  BtyBotEditor *self = g_object_new (BTY_TYPE_BOT_EDITOR, NULL);

  self->profile = g_object_ref (profile);
  self->is_new = bot == NULL;
  self->bot = bot != NULL ? bty_record_copy (bot) : bty_bot_new ("");
  gtk_window_set_title (GTK_WINDOW (self), self->is_new ? _("New Bot") : _("Edit Bot"));
  gtk_widget_set_visible (self->history_button, !self->is_new);
  bty_chain_editor_set_providers (self->chain,
                                  bty_provider_service_get_providers (bty_profile_get_providers (profile)));
  write_form (self);
  if (self->is_new)
    set_soul (self, "");
  else
    load_soul (self);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));

  return GTK_WINDOW (self);
}
