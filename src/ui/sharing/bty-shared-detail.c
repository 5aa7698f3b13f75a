/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-shared-detail.h"

#include <glib/gi18n.h>

#include "bty-bot-avatar.h"
#include "bty-format.h"
#include "bty-memory-wording.h"
#include "bty-sharing-wording.h"
#include "bty-visible-text.h"

/* How much of a reply tells which one it is. */
#define REPLY_CHARACTERS 120

/**
 * BtySharedDetail:
 *
 * One shared memory: who wrote it, who may read it, and who did, for which reply.
 */
struct _BtySharedDetail
{
  AdwBin               parent_instance;

  /* Owned */
  BtyProfile          *profile;
  BtyTrustTable       *table;
  BtyMemory           *memory;      /* NULL = none */
  GCancellable        *loading;

  /* Borrowed */
  GPtrArray           *rows;        /* in the group of readings */

  /* Template */
  GtkStack            *stack;
  GtkWidget           *altered;
  GtkLabel            *text;
  AdwActionRow        *author;
  AdwActionRow        *level;
  GtkWidget           *revoke_button;
  AdwPreferencesGroup *readings;
};

G_DEFINE_FINAL_TYPE (BtySharedDetail, bty_shared_detail, ADW_TYPE_BIN)

static BtyBot *
find_bot (BtySharedDetail *self,
          const char      *id)
{
  return id != NULL ? bty_bot_service_find (bty_profile_get_bots (self->profile), id) : NULL;
}

/* The names of the bots that trust its author, or NULL if none does. */
static char *
dup_readers (BtySharedDetail *self)
{
  GListModel *bots = bty_trust_table_get_bots (self->table);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (bots, i);
      g_autofree char *name = NULL;

      if (!bty_trust_table_is_trusted (self->table, bot->id, self->memory->bot_id))
        continue;
      name = bty_sharing_wording_dup_name (bot);
      g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "", name);
    }

  return names->len > 0 ? g_strdup (names->str) : NULL;
}

static void
show_level (BtySharedDetail *self)
{
  BtyTrust trust = self->memory->trust;
  g_autofree char *readers = trust == BTY_TRUST_TRUSTED ? dup_readers (self) : NULL;
  g_autofree char *text = NULL;

  if (trust == BTY_TRUST_PRIVATE || trust == BTY_TRUST_PUBLIC)
    text = g_strdup (bty_memory_wording_explain_trust (trust));
  else if (readers == NULL)
    text = g_strdup (_("No bot trusts its author yet."));
  else
    /* Translators: %s is a list of bots */
    text = g_strdup_printf (_("Read by bots that trust its author: %s"), readers);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->level), bty_memory_wording_trust (trust));
  adw_action_row_set_subtitle (self->level, text);
  gtk_widget_set_visible (self->revoke_button, trust != BTY_TRUST_PRIVATE);
}

static void
show_memory (BtySharedDetail *self)
{
  g_autofree char *text = bty_visible_start (self->memory->text);
  g_autofree char *name = bty_sharing_wording_dup_name (find_bot (self, self->memory->bot_id));
  /* Translators: %s is a bot */
  g_autofree char *author = g_strdup_printf (_("Written by %s"), name);
  g_autofree char *shared = NULL;

  gtk_label_set_label (self->text, text);
  gtk_widget_set_visible (self->altered, !bty_memory_is_intact (self->memory));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->author), author);
  if (self->memory->shared_at != BTY_UNSET)
    {
      g_autofree char *moment = bty_format_moment (self->memory->shared_at);

      /* Translators: %s is a date and a time */
      shared = g_strdup_printf (_("Shared on %s"), moment);
    }
  adw_action_row_set_subtitle (self->author, shared != NULL ? shared : "");
  show_level (self);
  gtk_stack_set_visible_child_name (self->stack, "memory");
}

/* How a reply begins, in one line. */
static char *
dup_beginning (const char *reply)
{
  g_autofree char *visible = bty_visible_start (reply);
  g_auto(GStrv) words = g_strsplit_set (visible, " \r\n\t", -1);
  g_autoptr(GString) line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", words[i]);
  if (g_utf8_strlen (line->str, -1) > REPLY_CHARACTERS)
    {
      g_string_truncate (line, (gsize) (g_utf8_offset_to_pointer (line->str, REPLY_CHARACTERS) - line->str));
      g_string_append (line, "…");
    }

  return g_strdup (line->str);
}

static char *
describe_reply (BtyMemoryReading *reading)
{
  g_autofree char *moment = bty_format_moment (reading->read_at);
  g_autofree char *beginning = reading->text != NULL ? dup_beginning (reading->text) : NULL;
  g_autofree char *title = reading->title != NULL ? bty_visible_start (reading->title) : NULL;

  if (beginning == NULL)
    /* Translators: %s is a date and a time; the reply a memory was used for was deleted */
    return g_strdup_printf (_("%s, for a reply that is gone"), moment);
  if (title == NULL || title[0] == '\0')
    /* Translators: a date and a time, and how a reply begins */
    return g_strdup_printf (_("%1$s: “%2$s”"), moment, beginning);

  /* Translators: a date and a time, the title of a chat, and how a reply in it begins */
  return g_strdup_printf (_("%1$s, in %2$s: “%3$s”"), moment, title, beginning);
}

static void
add_row (BtySharedDetail *self,
         GtkWidget       *row)
{
  adw_preferences_group_add (self->readings, row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
create_row (const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return row;
}

static void
add_reading (BtySharedDetail  *self,
             BtyMemoryReading *reading)
{
  BtyBot *bot = find_bot (self, reading->bot_id);
  g_autofree char *name = bty_sharing_wording_dup_name (bot);
  g_autofree char *reply = describe_reply (reading);
  GtkWidget *row = create_row (name, reply);
  GtkWidget *avatar = bty_bot_avatar_new (24);
  GtkWidget *button;

  bty_bot_avatar_set_bot (BTY_BOT_AVATAR (avatar), bot);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  add_row (self, row);
  if (reading->session_id == NULL)
    return;

  button = gtk_button_new_from_icon_name ("go-jump-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Open the Reply"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-message");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", reading->session_id, reading->message_id);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
remove_rows (BtySharedDetail *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->readings, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
readings_listed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(BtySharedDetail) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) readings = bty_memory_service_list_readings_finish (BTY_MEMORY_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  remove_rows (self);
  if (readings == NULL)
    add_row (self, create_row (_("It is not known who read it."), error->message));
  else if (readings->len == 0)
    add_row (self, create_row (_("Nobody Yet"), _("When a bot uses it for a reply, that is listed here.")));
  for (guint i = 0; readings != NULL && i < readings->len; i++)
    add_reading (self, g_ptr_array_index (readings, i));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtySharedDetail) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = bty_memory_service_get_finish (BTY_MEMORY_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* What was forgotten is not there any more. */
  if (memory == NULL || self->memory == NULL)
    {
      g_clear_object (&self->memory);
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return;
    }
  g_set_object (&self->memory, memory);
  show_memory (self);
}

static void
load (BtySharedDetail *self)
{
  BtyMemoryService *service;

  if (self->memory == NULL)
    return;

  service = bty_profile_get_memories (self->profile);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  bty_memory_service_get_async (service, self->memory->id, self->loading, loaded_cb, g_object_ref (self));
  bty_memory_service_list_readings_async (service, self->memory->id, self->loading, readings_listed_cb,
                                          g_object_ref (self));
}

static void
table_changed_cb (BtySharedDetail *self)
{
  if (self->memory != NULL)
    show_level (self);
}

static void
bty_shared_detail_dispose (GObject *object)
{
  BtySharedDetail *self = BTY_SHARED_DETAIL (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->memory);
  g_clear_object (&self->table);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (bty_shared_detail_parent_class)->dispose (object);
}

static void
bty_shared_detail_class_init (BtySharedDetailClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_shared_detail_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-shared-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, BtySharedDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, BtySharedDetail, altered);
  gtk_widget_class_bind_template_child (widget_class, BtySharedDetail, text);
  gtk_widget_class_bind_template_child (widget_class, BtySharedDetail, author);
  gtk_widget_class_bind_template_child (widget_class, BtySharedDetail, level);
  gtk_widget_class_bind_template_child (widget_class, BtySharedDetail, revoke_button);
  gtk_widget_class_bind_template_child (widget_class, BtySharedDetail, readings);
  /* Also when it is shown again: a reply may have been made while another page was looked at. */
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
bty_shared_detail_init (BtySharedDetail *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_shared_detail_new:
 * @profile: whose memories there are
 * @table: who trusts whom
 *
 * Returns: (transfer floating): a pane that shows nothing yet
 */
GtkWidget *
bty_shared_detail_new (BtyProfile    *profile,
                       BtyTrustTable *table)
{
  BtySharedDetail *self = g_object_new (BTY_TYPE_SHARED_DETAIL, NULL);

  self->profile = g_object_ref (profile);
  self->table = g_object_ref (table);
  g_signal_connect_object (bty_profile_get_memories (profile), "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "changed", G_CALLBACK (table_changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_shared_detail_get_memory:
 * @self: the pane
 *
 * Returns: (transfer none) (nullable): what it shows
 */
BtyMemory *
bty_shared_detail_get_memory (BtySharedDetail *self)
{
  return self->memory;
}

/**
 * bty_shared_detail_set_memory:
 * @self: the pane
 * @memory: what it shows; it follows its changes
 */
void
bty_shared_detail_set_memory (BtySharedDetail *self,
                              BtyMemory       *memory)
{
  if (g_set_object (&self->memory, memory))
    remove_rows (self);
  show_memory (self);
  load (self);
}
