/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-reading.h"

#include "bty-error.h"
#include "bty-memory-jobs.h"
#include "bty-message-store.h"
#include "bty-session-store.h"
#include "bty-trust-store.h"

#define MAX_READINGS 50

/* Finds the reply; that it may be gone is no error. */
static gboolean
find_reply (BtyDatabase       *database,
            BtyMemoryReading  *self,
            GError           **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(BtyMessage) reply = bty_message_store_get (database, self->message_id, &local_error);
  g_autoptr(BtySession) session = NULL;

  if (reply != NULL)
    session = bty_session_store_get (database, reply->session_id, &local_error);
  if (session != NULL && session->deleted_at == BTY_UNSET)
    {
      self->session_id = g_strdup (session->id);
      self->title = g_strdup (session->title);
      self->text = g_strdup (reply->content);
    }
  if (local_error == NULL || g_error_matches (local_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/**
 * bty_memory_list_readings_on_db:
 *
 * A job. Lists who read the memory job->id, and for which replies.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyMemoryReading
 */
gpointer
bty_memory_list_readings_on_db (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error)
{
  BtyMemoryJob *job = data;
  g_autoptr(GPtrArray) uses = bty_trust_store_list_uses (database, NULL, job->id, MAX_READINGS, error);
  g_autoptr(GPtrArray) readings = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_memory_reading_free);

  if (uses == NULL)
    return NULL;
  for (guint i = 0; i < uses->len; i++)
    {
      BtyMemoryUse *use = g_ptr_array_index (uses, i);
      BtyMemoryReading *reading = g_new0 (BtyMemoryReading, 1);

      g_ptr_array_add (readings, reading);
      reading->bot_id = g_strdup (use->bot_id);
      reading->message_id = g_strdup (use->message_id);
      reading->read_at = use->used_at;
      if (!find_reply (database, reading, error))
        return NULL;
    }

  return g_steal_pointer (&readings);
}

/**
 * bty_memory_reading_free:
 * @self: (transfer full): a reading
 */
void
bty_memory_reading_free (BtyMemoryReading *self)
{
  g_free (self->bot_id);
  g_free (self->message_id);
  g_free (self->session_id);
  g_free (self->title);
  g_free (self->text);
  g_free (self);
}
