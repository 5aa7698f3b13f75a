/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-detail.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-memory-history.h"
#include "bty-memory-versions.h"
#include "bty-memory-wording.h"
#include "bty-sharing-wording.h"
#include "bty-toasts.h"
#include "bty-visible-text.h"

/**
 * BtyMemoryDetail:
 *
 * One memory: what it says, where it comes from, who may read it, what it said before, and where it was used.
 */
struct _BtyMemoryDetail
{
  AdwBin             parent_instance;

  /* Owned */
  BtyProfile        *profile;
  BtyMemory         *memory;      /* NULL = none */
  GCancellable      *cancellable; /* of what is loaded for this memory */

  gboolean           updating;

  /* Template */
  GtkStack          *stack;
  GtkWidget         *altered;
  GtkLabel          *text;
  GtkWidget         *edit_button;
  GtkWidget         *delete_button;
  GtkWidget         *restore_button;
  AdwActionRow      *author;
  AdwActionRow      *origin;
  GtkWidget         *open_button;
  AdwActionRow      *category;
  AdwActionRow      *use;
  AdwActionRow      *event;
  AdwActionRow      *validity;
  AdwComboRow       *trust;
  BtyMemoryVersions *versions;
  BtyMemoryHistory  *history;
};

G_DEFINE_FINAL_TYPE (BtyMemoryDetail, bty_memory_detail, ADW_TYPE_BIN)

static void
set_subtitle (AdwActionRow *row,
              const char   *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (row, escaped);
}

static void
show_author (BtyMemoryDetail *self)
{
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (self->profile), self->memory->bot_id);
  g_autofree char *name = bty_sharing_wording_dup_name (bot);

  set_subtitle (self->author, name);
}

static void
show_origin (BtyMemoryDetail *self)
{
  g_autofree char *when = bty_format_moment (self->memory->created_at);
  g_autofree char *source = bty_visible_start (self->memory->source != NULL ? self->memory->source : "");
  g_autofree char *text = NULL;

  if (source[0] != '\0')
    /* Translators: origin of a memory, the file or address it is from, and when */
    text = g_strdup_printf (_("%s: %s, %s"), bty_memory_wording_origin (self->memory->origin), source, when);
  else
    /* Translators: origin of a memory, and when */
    text = g_strdup_printf (_("%s, %s"), bty_memory_wording_origin (self->memory->origin), when);
  set_subtitle (self->origin, text);
  gtk_widget_set_visible (self->open_button, self->memory->session_id != NULL);
}

static void
show_use (BtyMemoryDetail *self)
{
  g_autofree char *uses = bty_memory_wording_dup_uses (self->memory->access_count);
  g_autofree char *text = NULL;

  if (self->memory->last_accessed_at != BTY_UNSET)
    {
      g_autofree char *last = bty_format_moment (self->memory->last_accessed_at);

      /* Translators: how often a memory was used, and when for the last time */
      text = g_strdup_printf (_("%s, last on %s"), uses, last);
    }
  set_subtitle (self->use, text != NULL ? text : uses);
}

/* When that was, or will be. */
static void
show_event (BtyMemoryDetail *self)
{
  gboolean is_known = self->memory->event_at != BTY_UNSET;
  g_autofree char *event = is_known ? bty_format_event (self->memory->event_at) : g_strdup ("");

  set_subtitle (self->event, event);
  gtk_widget_set_visible (GTK_WIDGET (self->event), is_known);
}

/* Until when it holds, if not for ever. */
static void
show_validity (BtyMemoryDetail *self)
{
  BtyMemory *memory = self->memory;
  gint64 end = memory->valid_to != BTY_UNSET ? memory->valid_to : memory->expires_at;

  gtk_widget_set_visible (GTK_WIDGET (self->validity), end != BTY_UNSET);
  if (end != BTY_UNSET)
    {
      g_autofree char *moment = bty_format_moment (end);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->validity),
                                     memory->valid_to != BTY_UNSET ? _("Replaced") : _("Kept Until"));
      set_subtitle (self->validity, moment);
    }
}

static void
show_memory (BtyMemoryDetail *self)
{
  BtyMemory *memory = self->memory;
  g_autofree char *text = bty_visible_start (memory->text);
  g_autofree char *category = NULL;
  gboolean deleted = memory->deleted_at != BTY_UNSET;
  gboolean intact = bty_memory_is_intact (memory);

  gtk_label_set_label (self->text, text);
  gtk_widget_set_visible (self->altered, !intact);
  /* Translators: category of a memory, and its importance from 1 to 5 */
  category = g_strdup_printf (_("%s, importance %d"), bty_memory_wording_category (memory->category),
                              (int) memory->importance);
  set_subtitle (self->category, category);
  show_author (self);
  show_origin (self);
  show_use (self);
  show_event (self);
  show_validity (self);

  self->updating = TRUE;
  adw_combo_row_set_selected (self->trust, memory->trust);
  self->updating = FALSE;
  set_subtitle (ADW_ACTION_ROW (self->trust), bty_memory_wording_explain_trust (memory->trust));
  gtk_widget_set_sensitive (GTK_WIDGET (self->trust), intact && !deleted);
  gtk_widget_set_visible (self->edit_button, !deleted);
  gtk_widget_set_visible (self->delete_button, !deleted);
  gtk_widget_set_visible (self->restore_button, deleted || memory->valid_to != BTY_UNSET);
  gtk_stack_set_visible_child_name (self->stack, "memory");
}

static void
show_past (BtyMemoryDetail *self)
{
  bty_memory_versions_set_memory (self->versions, bty_profile_get_memories (self->profile), self->memory);
  bty_memory_history_set_memory (self->history, bty_profile_get_audit (self->profile), self->memory->id);
}

static void
shared_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyMemoryDetail) self = user_data;
  g_autoptr(GError) error = NULL;

  if (bty_memory_service_share_finish (BTY_MEMORY_SERVICE (source), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  bty_toasts_show_error (GTK_WIDGET (self), _("It was not shared."), error);
  if (self->memory != NULL)
    show_memory (self);
}

static void
revoked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtyMemoryDetail) self = user_data;
  g_autoptr(GError) error = NULL;

  if (bty_memory_service_revoke_finish (BTY_MEMORY_SERVICE (source), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  bty_toasts_show_error (GTK_WIDGET (self), _("It is still shared."), error);
  if (self->memory != NULL)
    show_memory (self);
}

static void
trust_selected_cb (BtyMemoryDetail *self)
{
  BtyTrust trust = adw_combo_row_get_selected (self->trust);
  BtyMemoryService *service;
  const char *ids[] = { NULL, NULL };

  if (self->updating || self->memory == NULL || trust == self->memory->trust)
    return;

  service = bty_profile_get_memories (self->profile);
  ids[0] = self->memory->id;
  if (trust == BTY_TRUST_PRIVATE)
    bty_memory_service_revoke_async (service, ids, self->memory->bot_id, NULL, NULL, revoked_cb, g_object_ref (self));
  else
    bty_memory_service_share_async (service, ids, self->memory->bot_id, trust, NULL, NULL, shared_cb,
                                    g_object_ref (self));
}

static void
open_cb (BtyMemoryDetail *self)
{
  if (self->memory != NULL && self->memory->session_id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-message", "(ss)", self->memory->session_id,
                                self->memory->message_id != NULL ? self->memory->message_id : "");
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyMemoryDetail) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = bty_memory_service_get_finish (BTY_MEMORY_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* What was forgotten is not there any more. */
  if (memory == NULL || self->memory == NULL)
    {
      bty_memory_detail_set_memory (self, NULL);
      return;
    }
  g_set_object (&self->memory, memory);
  show_memory (self);
  show_past (self);
}

static void
load (BtyMemoryDetail *self)
{
  if (self->memory == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  bty_memory_service_get_async (bty_profile_get_memories (self->profile), self->memory->id, self->cancellable,
                                loaded_cb, g_object_ref (self));
}

static void
bty_memory_detail_dispose (GObject *object)
{
  BtyMemoryDetail *self = BTY_MEMORY_DETAIL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->memory);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_memory_detail_parent_class)->dispose (object);
}

static void
bty_memory_detail_class_init (BtyMemoryDetailClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_detail_dispose;

  g_type_ensure (BTY_TYPE_MEMORY_HISTORY);
  g_type_ensure (BTY_TYPE_MEMORY_VERSIONS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, altered);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, text);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, edit_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, delete_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, restore_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, author);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, origin);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, open_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, category);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, use);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, event);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, validity);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, trust);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, versions);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDetail, history);
  gtk_widget_class_bind_template_callback (widget_class, trust_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
bty_memory_detail_init (BtyMemoryDetail *self)
{
  g_autoptr(GtkStringList) levels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  self->updating = TRUE;
  for (int i = BTY_TRUST_PRIVATE; i <= BTY_TRUST_PUBLIC; i++)
    gtk_string_list_append (levels, bty_memory_wording_trust (i));
  adw_combo_row_set_model (self->trust, G_LIST_MODEL (levels));
  self->updating = FALSE;
}

/**
 * bty_memory_detail_new:
 * @profile: whose memories there are
 *
 * Returns: (transfer floating): a pane that shows nothing yet
 */
GtkWidget *
bty_memory_detail_new (BtyProfile *profile)
{
  BtyMemoryDetail *self = g_object_new (BTY_TYPE_MEMORY_DETAIL, NULL);

  self->profile = g_object_ref (profile);
  g_signal_connect_object (bty_profile_get_memories (profile), "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_memory_detail_get_memory:
 * @self: the pane
 *
 * Returns: (transfer none) (nullable): what it shows
 */
BtyMemory *
bty_memory_detail_get_memory (BtyMemoryDetail *self)
{
  return self->memory;
}

/**
 * bty_memory_detail_set_memory:
 * @self: the pane
 * @memory: (nullable): what it shows; it follows its changes
 */
void
bty_memory_detail_set_memory (BtyMemoryDetail *self,
                              BtyMemory       *memory)
{
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->memory, memory);
  if (memory == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return;
    }

  show_memory (self);
  show_past (self);
}
