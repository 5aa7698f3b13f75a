/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-editor.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-keys.h"
#include "bty-memory-extract.h"
#include "bty-memory-undo.h"
#include "bty-memory-wording.h"
#include "bty-time.h"
#include "bty-toasts.h"
#include "bty-typed-text.h"
#include "bty-visible-text.h"

/**
 * BtyMemoryEditor:
 *
 * Writes a new memory, changes one, or changes what a bot would like to remember before it may.
 */
struct _BtyMemoryEditor
{
  AdwWindow           parent_instance;

  /* Owned */
  BtyProfile         *profile;
  BtyMemory          *memory;     /* NULL = a new one */
  BtyMemoryCandidate *candidate;  /* NULL = none */
  GPtrArray          *bots;       /* of BtyBot, as they are offered */
  GCancellable       *cancellable;

  gint64              event_at;   /* when that was, or will be; BTY_UNSET = of no day */
  gboolean            is_text_good;
  gboolean            is_event_good;

  /* Template */
  GtkWidget          *save_button;
  GtkTextView        *view;
  GtkLabel           *count;
  AdwComboRow        *bot;
  AdwComboRow        *category;
  GtkAdjustment      *importance;
  AdwEntryRow        *event;
  AdwComboRow        *expiry;
};

G_DEFINE_FINAL_TYPE (BtyMemoryEditor, bty_memory_editor, ADW_TYPE_WINDOW)

/* The choices of "Keep"; the last one stands for the time a memory has already. */
static const gint64 periods[] = { 0, 7 * G_TIME_SPAN_DAY, 31 * G_TIME_SPAN_DAY, 366 * G_TIME_SPAN_DAY };
#define KEEP_AS_IT_IS G_N_ELEMENTS (periods)

static char *
dup_text (BtyMemoryEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
update_button (BtyMemoryEditor *self)
{
  gtk_widget_set_sensitive (self->save_button, self->is_text_good && self->is_event_good);
}

static void
text_changed_cb (BtyMemoryEditor *self)
{
  g_autofree char *text = g_strstrip (dup_text (self));
  glong length = g_utf8_strlen (text, -1);
  /* Translators: how many characters a text has, and how many it may have */
  g_autofree char *count = g_strdup_printf (_("%ld of %d characters"), length, BTY_MEMORY_MAX_CHARACTERS);

  gtk_label_set_label (self->count, count);
  if (length > BTY_MEMORY_MAX_CHARACTERS)
    gtk_widget_add_css_class (GTK_WIDGET (self->count), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->count), "error");
  self->is_text_good = length > 0 && length <= BTY_MEMORY_MAX_CHARACTERS;
  update_button (self);
}

/* Whether @time is on the day that begins at @day. */
static gboolean
is_on_day (gint64 time,
           gint64 day)
{
  return time == day || (time != BTY_UNSET && day != BTY_UNSET && time > day && time - day < G_TIME_SPAN_DAY);
}

/* Shows which day is understood. What is not touched keeps its time of day. */
static void
event_changed_cb (BtyMemoryEditor *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->event));
  gint64 day = bty_memory_extract_date (text, bty_time_now ());
  g_autofree char *title = NULL;

  self->is_event_good = *text == '\0' || day != BTY_UNSET;
  if (!is_on_day (self->event_at, day))
    self->event_at = day;
  if (self->event_at != BTY_UNSET)
    title = bty_format_event (self->event_at);
  else if (*text == '\0')
    title = g_strdup (_("When That Was or Will Be"));
  else
    /* Translators: days that can be written so: 2024-06-03 in every language, the others as in the original */
    title = g_strdup (_("A day, such as 2024-06-03, 3 June 2024 or yesterday"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->event), title);
  if (self->is_event_good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->event), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->event), "error");
  update_button (self);
}

static void
close_with (BtyMemoryEditor *self,
            const char      *text)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    bty_toasts_show (GTK_WIDGET (parent), text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
fail (BtyMemoryEditor *self,
      const GError    *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  bty_toasts_show_error (GTK_WIDGET (self), _("It was not stored."), error);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static const char *
describe (BtyMemoryOutcome outcome)
{
  switch (outcome)
    {
    case BTY_MEMORY_KNOWN:
      return _("That was known already");
    case BTY_MEMORY_MERGED:
      return _("Added to a memory that says nearly the same");
    case BTY_MEMORY_SUPERSEDES:
      return _("Remembered, in place of an older memory");
    case BTY_MEMORY_STORED:
    default:
      return _("Remembered");
    }
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BtyMemoryEditor) self = user_data;
  g_autoptr(GError) error = NULL;
  BtyMemoryOutcome outcome;
  g_autoptr(BtyMemory) memory = bty_memory_service_add_finish (BTY_MEMORY_SERVICE (source), result, &outcome, &error);

  if (memory != NULL)
    close_with (self, describe (outcome));
  else
    fail (self, error);
}

static void
edited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyMemoryEditor) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = bty_memory_service_edit_finish (BTY_MEMORY_SERVICE (source), result, &error);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (memory == NULL)
    {
      fail (self, error);
      return;
    }
  if (parent != NULL)
    bty_memory_undo_offer (GTK_WIDGET (parent), _("Changed; the former version is kept"),
                           BTY_MEMORY_SERVICE (source), memory, NULL);
  gtk_window_close (GTK_WINDOW (self));
}

static void
accepted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyMemoryEditor) self = user_data;
  g_autoptr(GError) error = NULL;

  if (bty_memory_service_accept_finish (BTY_MEMORY_SERVICE (source), result, &error))
    close_with (self, _("Remembered"));
  else
    fail (self, error);
}

static gint64
get_expiry (BtyMemoryEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->expiry);

  if (selected == KEEP_AS_IT_IS)
    return self->memory->expires_at;

  return selected > 0 && selected < G_N_ELEMENTS (periods) ? bty_time_now () + periods[selected] : BTY_UNSET;
}

/* Takes over what was written; all that can be remembered has these properties. */
static void
apply (BtyMemoryEditor *self,
       gpointer         record)
{
  g_autofree char *text = g_strstrip (dup_text (self));

  g_object_set (record,
                "text", text,
                "category", (int) adw_combo_row_get_selected (self->category),
                "importance", (gint64) gtk_adjustment_get_value (self->importance),
                "event-at", self->event_at,
                NULL);
}

static void
save_candidate (BtyMemoryEditor *self)
{
  g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  BtyMemoryCandidate *copy = bty_record_copy (self->candidate);

  apply (self, copy);
  g_ptr_array_add (candidates, copy);
  bty_memory_service_accept_async (bty_profile_get_memories (self->profile), candidates, NULL, self->cancellable,
                                   accepted_cb, g_object_ref (self));
}

static void
save_cb (BtyMemoryEditor *self)
{
  BtyMemoryService *service = bty_profile_get_memories (self->profile);
  g_autoptr(BtyMemory) memory = NULL;
  guint bot = adw_combo_row_get_selected (self->bot);

  gtk_widget_set_sensitive (self->save_button, FALSE);
  if (self->candidate != NULL)
    {
      save_candidate (self);
      return;
    }

  if (self->memory != NULL)
    memory = bty_record_copy (self->memory);
  else if (bot < self->bots->len)
    memory = bty_memory_new (BTY_BOT (self->bots->pdata[bot])->id, "");
  if (memory == NULL)
    return;

  apply (self, memory);
  g_object_set (memory, "expires-at", get_expiry (self), NULL);
  if (self->memory != NULL)
    bty_memory_service_edit_async (service, memory, NULL, self->cancellable, edited_cb, g_object_ref (self));
  else
    bty_memory_service_add_async (service, memory, NULL, self->cancellable, added_cb, g_object_ref (self));
}

static void
bty_memory_editor_dispose (GObject *object)
{
  BtyMemoryEditor *self = BTY_MEMORY_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->candidate);
  g_clear_object (&self->memory);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->bots, g_ptr_array_unref);

  G_OBJECT_CLASS (bty_memory_editor_parent_class)->dispose (object);
}

static void
bty_memory_editor_class_init (BtyMemoryEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_editor_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEditor, save_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEditor, view);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEditor, count);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEditor, bot);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEditor, category);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEditor, importance);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEditor, event);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEditor, expiry);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, event_changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bty_memory_editor_init (BtyMemoryEditor *self)
{
  g_autoptr(GtkStringList) categories = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  self->event_at = BTY_UNSET;
  self->bots = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_typed_text_guard (self->view);
  bty_keys_confirm_with (GTK_WIDGET (self), self->save_button);

  for (int i = BTY_MEMORY_CATEGORY_PREFERENCE; i <= BTY_MEMORY_CATEGORY_CORRECTION; i++)
    gtk_string_list_append (categories, bty_memory_wording_category (i));
  adw_combo_row_set_model (self->category, G_LIST_MODEL (categories));
  text_changed_cb (self);
  event_changed_cb (self);
}

static void
show_event (BtyMemoryEditor *self,
            gint64           event_at)
{
  g_autoptr(GDateTime) utc = event_at != BTY_UNSET ? g_date_time_new_from_unix_utc (event_at / G_USEC_PER_SEC) : NULL;
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *day = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : g_strdup ("");

  self->event_at = event_at;
  gtk_editable_set_text (GTK_EDITABLE (self->event), day);
  event_changed_cb (self);
}

static BtyMemoryEditor *
create (BtyProfile        *profile,
        const char        *title,
        const char        *text,
        BtyMemoryCategory  category,
        gint64             importance,
        gint64             event_at)
{
  BtyMemoryEditor *self = g_object_new (BTY_TYPE_MEMORY_EDITOR, "title", title, NULL);

  self->profile = g_object_ref (profile);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text, -1);
  adw_combo_row_set_selected (self->category, category);
  gtk_adjustment_set_value (self->importance, importance);
  show_event (self, event_at);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));

  return self;
}

static void
offer_bots (BtyMemoryEditor *self,
            const char      *bot_id)
{
  GListModel *bots = bty_bot_service_get_bots (bty_profile_get_bots (self->profile));
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (bots, i);

      if (bot->status == BTY_BOT_STATUS_ARCHIVED)
        continue;
      if (g_strcmp0 (bot->id, bot_id) == 0)
        selected = self->bots->len;
      gtk_string_list_take (names, bty_visible_line (bot->name));
      g_ptr_array_add (self->bots, g_steal_pointer (&bot));
    }
  adw_combo_row_set_model (self->bot, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->bot, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->bot), TRUE);
}

/* Adds the choice that changes nothing, with the day it stands for. */
static void
offer_expiry (BtyMemoryEditor *self,
              gint64           expires_at)
{
  GtkStringList *choices = GTK_STRING_LIST (adw_combo_row_get_model (self->expiry));
  g_autofree char *moment = bty_format_moment (expires_at);
  /* Translators: %s is a day and time */
  g_autofree char *text = g_strdup_printf (_("Until %s"), moment);

  gtk_string_list_append (choices, text);
  adw_combo_row_set_selected (self->expiry, KEEP_AS_IT_IS);
}

/**
 * bty_memory_editor_new:
 * @profile: where it is stored
 * @bot_id: (nullable): whose a new memory will be if nobody chooses another bot
 * @memory: (nullable): what is changed; %NULL = a new one is written
 *
 * Returns: (transfer none): a window; it lives until it is closed
 */
GtkWindow *
bty_memory_editor_new (BtyProfile *profile,
                       const char *bot_id,
                       BtyMemory  *memory)
{
  BtyMemoryEditor *self;

  if (memory == NULL)
    {
      self = create (profile, _("New Memory"), "", BTY_MEMORY_CATEGORY_FACT, 4, BTY_UNSET);
      offer_bots (self, bot_id);
    }
  else
    {
      self = create (profile, _("Change a Memory"), memory->text, memory->category, memory->importance,
                     memory->event_at);
      self->memory = g_object_ref (memory);
      if (memory->expires_at != BTY_UNSET)
        offer_expiry (self, memory->expires_at);
    }

  return GTK_WINDOW (self);
}

/**
 * bty_memory_editor_new_candidate:
 * @profile: where it is stored
 * @candidate: what a bot would like to remember
 *
 * Returns: (transfer none): a window that remembers it as it is written there; it lives until it is closed
 */
GtkWindow *
bty_memory_editor_new_candidate (BtyProfile         *profile,
                                 BtyMemoryCandidate *candidate)
{
  BtyMemoryEditor *self = create (profile, _("Change and Remember"), candidate->text, candidate->category,
                                  candidate->importance, candidate->event_at);

  self->candidate = g_object_ref (candidate);
  gtk_widget_set_visible (GTK_WIDGET (self->expiry), FALSE);

  return GTK_WINDOW (self);
}
