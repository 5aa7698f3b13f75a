/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cleaning.h"

#include "bty-artifact-store.h"
#include "bty-bot-store.h"
#include "bty-hook-store.h"
#include "bty-key-value-store.h"
#include "bty-memory-writing.h"
#include "bty-session-store.h"
#include "bty-time.h"
#include "bty-vector-store.h"
#include "bty-workflow-store.h"

/* How long it is remembered what long work came to. */
#define ENDED_WORK_AGE (90 * G_TIME_SPAN_DAY)

/* What expires, and what nobody brings back any more: what a profile must not keep for ever. */

static gboolean
purge_deleted (BtyDatabase  *database,
               gint64        until,
               GError      **error)
{
  gint64 n_sessions;
  gint64 n_bots;

  if (!bty_memory_forget_deleted (database, until, error))
    return FALSE;
  n_sessions = bty_session_store_purge_deleted (database, until, error);
  if (n_sessions < 0)
    return FALSE;
  n_bots = bty_bot_store_purge_deleted (database, until, error);
  if (n_bots < 0)
    return FALSE;
  if (n_bots > 0)
    return bty_database_erase_residue (database, BTY_FULL_TEXT_CHATS | BTY_FULL_TEXT_FILES, error);

  return n_sessions == 0 || bty_database_erase_residue (database, BTY_FULL_TEXT_CHATS, error);
}

/* Files beside the database first: a row that goes in this transaction is not gone before the end of it. */
static gboolean
purge_components (BtyDatabase  *database,
                  gint64        now,
                  GError      **error)
{
  return bty_artifact_store_sweep_files (database, error)
         && bty_artifact_store_sweep (database, error) >= 0
         && bty_key_value_store_purge_expired (database, now, error) >= 0
         && bty_vector_store_purge_expired (database, now, error) >= 0
         && bty_hook_store_purge (database, now, error) >= 0;
}

/**
 * bty_cleaning_on_db:
 *
 * A job, for every hour. Removes what has expired, and what was deleted long ago.
 *
 * Returns: (transfer full) (nullable): a #GStrv, the ids of the conversations that have expired
 */
gpointer
bty_cleaning_on_db (BtyDatabase   *database,
                    gpointer       data,
                    GCancellable  *cancellable,
                    GError       **error)
{
  gint64 now = bty_time_now ();
  g_auto(GStrv) expired = bty_session_store_purge_expired (database, now, error);

  if (expired == NULL
      || (expired[0] != NULL && !bty_database_erase_residue (database, BTY_FULL_TEXT_CHATS, error))
      || !purge_deleted (database, now - BTY_CLEANING_KEEPS_DELETED, error)
      || !bty_workflow_store_purge (database, now - ENDED_WORK_AGE, error)
      || !purge_components (database, now, error))
    return NULL;

  return g_steal_pointer (&expired);
}

/**
 * bty_cleaning_start:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Call it at start-up, before anything is sent. Marks what a crash left as well.
 *
 * Returns: whether it is done
 */
gboolean
bty_cleaning_start (BtyDatabase  *database,
                    GError      **error)
{
  g_auto(GStrv) expired = bty_cleaning_on_db (database, NULL, NULL, error);

  return expired != NULL
         && bty_session_store_mark_crashed (database, error)
         && bty_session_store_purge_private (database, error);
}

/**
 * bty_cleaning_all_on_db:
 *
 * A job. Removes for good everything that was deleted, however short ago.
 *
 * Returns: whether it is gone
 */
gpointer
bty_cleaning_all_on_db (BtyDatabase   *database,
                        gpointer       data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  return GINT_TO_POINTER (purge_deleted (database, G_MAXINT64, error));
}
