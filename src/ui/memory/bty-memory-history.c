/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-history.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-isolate.h"
#include "bty-memory-wording.h"

/* The timeline of the profile has the rest. */
#define MAX_ENTRIES 30

/**
 * BtyMemoryHistory:
 *
 * What happened to one memory: its entries in the record, the newest first.
 */
struct _BtyMemoryHistory
{
  AdwBin        parent_instance;

  /* Owned */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (BtyMemoryHistory, bty_memory_history, ADW_TYPE_BIN)

static GtkWidget *
create_row (BtyAuditEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = bty_memory_wording_dup_actor (entry->actor);
  g_autofree char *actor = bty_isolate (name);
  g_autofree char *moment = bty_format_moment (entry->at);
  /* Translators: who did something to a memory, and when */
  g_autofree char *made = g_strdup_printf (_("%s, %s"), actor, moment);
  g_autofree char *line = g_strconcat (bty_isolate_line (), made, NULL);
  g_autofree char *subtitle = g_markup_escape_text (line, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), bty_memory_wording_action (entry->action));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return row;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyMemoryHistory) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = bty_audit_service_list_finish (BTY_AUDIT_SERVICE (source), result, &error);
  GtkWidget *group = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (entries != NULL && entries->len > 0)
    {
      group = adw_preferences_group_new ();
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("What Happened"));
      for (guint i = 0; i < entries->len; i++)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_row (entries->pdata[i]));
    }
  adw_bin_set_child (ADW_BIN (self), group);
}

static void
bty_memory_history_dispose (GObject *object)
{
  BtyMemoryHistory *self = BTY_MEMORY_HISTORY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bty_memory_history_parent_class)->dispose (object);
}

static void
bty_memory_history_class_init (BtyMemoryHistoryClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_memory_history_dispose;
}

static void
bty_memory_history_init (BtyMemoryHistory *self)
{
}

/**
 * bty_memory_history_set_memory:
 * @self: the list
 * @service: where the record is
 * @memory_id: of the memory that it is about
 *
 * Reads and shows what happened to a memory.
 */
void
bty_memory_history_set_memory (BtyMemoryHistory *self,
                               BtyAuditService  *service,
                               const char       *memory_id)
{
  BtyAuditFilter filter = { .memory_id = memory_id, .limit = MAX_ENTRIES };

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  bty_audit_service_list_async (service, &filter, self->cancellable, listed_cb, g_object_ref (self));
}
