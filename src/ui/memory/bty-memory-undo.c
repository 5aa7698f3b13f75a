/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-undo.h"

#include <glib/gi18n.h>

#include "bty-toasts.h"

/**
 * Undo:
 *
 * What takes back that a memory was changed, and that another one ended with that.
 */
typedef struct
{
  BtyMemoryService *service;
  char             *id;
  gint64            version;   /* what it was before */
  char             *ended_id;  /* NULL = none */
} Undo;

static void
free_undo (gpointer data)
{
  Undo *undo = data;

  g_object_unref (undo->service);
  g_free (undo->id);
  g_free (undo->ended_id);
  g_free (undo);
}

static void
fail (GtkWidget    *widget,
      const GError *error)
{
  bty_toasts_show_error (widget, _("It could not be undone."), error);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_memory_service_restore_finish (BTY_MEMORY_SERVICE (source), result, &error))
    fail (widget, error);
}

static void
reverted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = bty_memory_service_revert_finish (BTY_MEMORY_SERVICE (source), result, &error);

  if (memory == NULL)
    fail (widget, error);
}

static void
undo_cb (GtkWidget *widget,
         gpointer   data)
{
  Undo *undo = data;
  const char *ended[] = { undo->ended_id, NULL };

  bty_memory_service_revert_async (undo->service, undo->id, undo->version, NULL, NULL, reverted_cb,
                                   g_object_ref (widget));
  if (undo->ended_id != NULL)
    bty_memory_service_restore_async (undo->service, ended, NULL, NULL, restored_cb, g_object_ref (widget));
}

/**
 * bty_memory_undo_offer:
 * @widget: any widget of the window
 * @text: plain text: what was done
 * @service: where the memories are
 * @changed: a memory as it is after it was changed
 * @ended_id: (nullable): a memory that ended because of this
 *
 * Tells what was done and offers to take it back: another version says what the one before @changed said.
 */
void
bty_memory_undo_offer (GtkWidget        *widget,
                       const char       *text,
                       BtyMemoryService *service,
                       BtyMemory        *changed,
                       const char       *ended_id)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->service = g_object_ref (service);
  undo->id = g_strdup (changed->id);
  undo->version = changed->version - 1;
  undo->ended_id = g_strdup (ended_id);
  bty_toasts_offer_undo (widget, text, undo_cb, undo, free_undo);
}
