/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-duplicates.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bty-memory-pair-row.h"
#include "bty-memory-undo.h"
#include "bty-toasts.h"

/* Pairs that a person wants to keep are lines in a setting, the newest last; this many of them. */
#define SETTING_KEPT "memories_kept_apart"
#define MAX_KEPT 1000

/**
 * BtyMemoryDuplicates:
 *
 * The memories of one bot that say nearly the same, in pairs, until a person has decided what becomes of them.
 */
struct _BtyMemoryDuplicates
{
  AdwBin          parent_instance;

  /* Owned */
  BtyProfile     *profile;
  GCancellable   *loading;
  char           *bot_id;   /* NULL = there is no bot */

  /* Template */
  GtkStack       *stack;
  AdwStatusPage  *status;
  GtkListBox     *list;
};

G_DEFINE_FINAL_TYPE (BtyMemoryDuplicates, bty_memory_duplicates, ADW_TYPE_BIN)

/* Both orders of two ids give the same. */
static char *
dup_pair_key (const char *a,
              const char *b)
{
  return strcmp (a, b) < 0 ? g_strconcat (a, " ", b, NULL) : g_strconcat (b, " ", a, NULL);
}

static gboolean
is_kept (BtyMemoryDuplicates *self,
         BtyMemoryPair       *pair)
{
  const char *kept = bty_setting_service_get (bty_profile_get_settings (self->profile), SETTING_KEPT);
  g_autofree char *key = dup_pair_key (pair->first->id, pair->second->id);

  return kept != NULL && strstr (kept, key) != NULL;
}

typedef struct
{
  BtyMemoryDuplicates *self;
  char                *ended_id;
} Merge;

static void
merged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Merge *merge = user_data;
  g_autoptr(BtyMemoryDuplicates) self = merge->self;
  g_autofree char *ended_id = merge->ended_id;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = bty_memory_service_merge_finish (BTY_MEMORY_SERVICE (source), result, &error);

  if (memory != NULL)
    bty_memory_undo_offer (GTK_WIDGET (self), _("Merged; the other one is among those that were replaced"),
                           BTY_MEMORY_SERVICE (source), memory, ended_id);
  else
    bty_toasts_show_error (GTK_WIDGET (self), _("They were not merged."), error);
}

static void
merge_cb (BtyMemoryDuplicates *self,
          const char          *id,
          const char          *other_id,
          const char          *text)
{
  Merge *merge = g_new (Merge, 1);

  merge->self = g_object_ref (self);
  merge->ended_id = g_strdup (other_id);
  bty_memory_service_merge_async (bty_profile_get_memories (self->profile), id, other_id, text, NULL, NULL, merged_cb,
                                  merge);
}

static void
load (BtyMemoryDuplicates *self);

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(BtyMemoryDuplicates) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_setting_service_set_finish (BTY_SETTING_SERVICE (source), result, &error))
    bty_toasts_show_error (GTK_WIDGET (self), _("It could not be noted."), error);
  else if (self->profile != NULL)
    load (self);
}

static void
undo_keep (GtkWidget *widget,
           gpointer   before)
{
  BtyMemoryDuplicates *self = BTY_MEMORY_DUPLICATES (widget);

  bty_setting_service_set_async (bty_profile_get_settings (self->profile), SETTING_KEPT, before, NULL, kept_cb,
                                 g_object_ref (self));
}

static void
keep_cb (BtyMemoryDuplicates *self,
         const char          *id,
         const char          *other_id)
{
  BtySettingService *settings = bty_profile_get_settings (self->profile);
  const char *kept = bty_setting_service_get (settings, SETTING_KEPT);
  g_auto(GStrv) lines = g_strsplit (kept != NULL ? kept : "", "\n", -1);
  guint n_lines = g_strv_length (lines);
  g_autofree char *rest = g_strjoinv ("\n", lines + (n_lines > MAX_KEPT ? n_lines - MAX_KEPT : 0));
  g_autofree char *key = dup_pair_key (id, other_id);
  g_autofree char *value = g_strconcat (rest, rest[0] != '\0' ? "\n" : "", key, NULL);

  bty_toasts_offer_undo (GTK_WIDGET (self), _("Both are kept"), undo_keep, g_strdup (kept != NULL ? kept : ""), g_free);
  bty_setting_service_set_async (settings, SETTING_KEPT, value, NULL, kept_cb, g_object_ref (self));
}

static void
show_status (BtyMemoryDuplicates *self,
             const GError        *error)
{
  g_autofree char *description = NULL;

  description = g_markup_escape_text (error != NULL ? error->message
                                                    : _("When two memories of a bot say nearly the same, they can be "
                                                        "made one here."), -1);
  adw_status_page_set_title (self->status,
                             error != NULL ? _("The Memories Could Not Be Compared") : _("Nothing Is Said Twice"));
  adw_status_page_set_description (self->status, description);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyMemoryDuplicates) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) pairs = bty_memory_service_list_duplicates_finish (BTY_MEMORY_SERVICE (source), result, &error);
  GtkListBoxRow *row;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; pairs != NULL && i < pairs->len; i++)
    if (!is_kept (self, pairs->pdata[i]))
      {
        GtkWidget *pair = bty_memory_pair_row_new (pairs->pdata[i]);

        g_signal_connect_object (pair, "merge", G_CALLBACK (merge_cb), self, G_CONNECT_SWAPPED);
        g_signal_connect_object (pair, "keep", G_CALLBACK (keep_cb), self, G_CONNECT_SWAPPED);
        gtk_list_box_append (self->list, pair);
      }
  if (gtk_list_box_get_row_at_index (self->list, 0) != NULL)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_status (self, error);
}

static void
load (BtyMemoryDuplicates *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->bot_id == NULL)
    {
      show_status (self, NULL);
      return;
    }
  self->loading = g_cancellable_new ();
  bty_memory_service_list_duplicates_async (bty_profile_get_memories (self->profile), self->bot_id, self->loading,
                                            listed_cb, g_object_ref (self));
}

/* What is not shown is compared when it is looked at. */
static void
changed_cb (BtyMemoryDuplicates *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
bty_memory_duplicates_dispose (GObject *object)
{
  BtyMemoryDuplicates *self = BTY_MEMORY_DUPLICATES (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->bot_id, g_free);

  G_OBJECT_CLASS (bty_memory_duplicates_parent_class)->dispose (object);
}

static void
bty_memory_duplicates_class_init (BtyMemoryDuplicatesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_duplicates_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-duplicates.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDuplicates, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDuplicates, status);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryDuplicates, list);
}

static void
bty_memory_duplicates_init (BtyMemoryDuplicates *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_memory_duplicates_new:
 * @profile: whose memories are compared
 *
 * Returns: (transfer floating): the list; call bty_memory_duplicates_update() to fill it
 */
GtkWidget *
bty_memory_duplicates_new (BtyProfile *profile)
{
  BtyMemoryDuplicates *self = g_object_new (BTY_TYPE_MEMORY_DUPLICATES, NULL);

  self->profile = g_object_ref (profile);
  g_signal_connect_object (bty_profile_get_memories (profile), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_profile_get_embedders (profile), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_memory_duplicates_update:
 * @self: the list
 * @bot_id: (nullable): whose memories are compared; %NULL = there is no bot
 */
void
bty_memory_duplicates_update (BtyMemoryDuplicates *self,
                              const char          *bot_id)
{
  if (g_strcmp0 (self->bot_id, bot_id) != 0)
    gtk_stack_set_visible_child_name (self->stack, "loading");
  g_free (self->bot_id);
  self->bot_id = g_strdup (bot_id);
  load (self);
}
