/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-salvage.h"

#include "bty-database-files.h"
#include "bty-error.h"
#include "bty-kinds.h"

typedef struct
{
  /* Borrowed */
  BtyDatabase  *source;
  BtyDatabase  *target;
  const BtyKind *kind;
  GCancellable *cancellable;

  gint64        n_saved;
  gint64        n_lost;
} Salvage;

/* What belongs to something that is lost is lost too, and so is what is there twice. */
static gboolean
keep (BtyRecord  *record,
      gpointer    user_data,
      GError    **error)
{
  Salvage *self = user_data;
  GError *store_error = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (self->kind->complete != NULL)
    self->kind->complete (self->source, record);
  if (bty_database_insert_if_new (self->target, record, &store_error))
    self->n_saved++;
  else if (g_error_matches (store_error, BTY_ERROR, BTY_ERROR_NOT_FOUND)
           || g_error_matches (store_error, BTY_ERROR, BTY_ERROR_INVALID))
    {
      self->n_lost++;
      g_error_free (store_error);
    }
  else
    {
      g_propagate_error (error, store_error);
      return FALSE;
    }

  return TRUE;
}

/**
 * bty_salvage_run:
 * @source: a database that is damaged
 * @target: an empty one
 * @progress: (nullable): kinds of record; the last step is left to the caller
 * @n_saved: (out): how many rows are in @target now
 * @n_lost: (out): how many at least are not
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): where to say what went wrong with @target
 *
 * Copies every row that can be read.
 *
 * Returns: whether that is done, however little it was
 */
gboolean
bty_salvage_run (BtyDatabase   *source,
                 BtyDatabase   *target,
                 BtyProgress   *progress,
                 gint64        *n_saved,
                 gint64        *n_lost,
                 GCancellable  *cancellable,
                 GError       **error)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);
  Salvage self = { source, target, NULL, cancellable, 0, 0 };

  if (!bty_database_begin (target, error))
    return FALSE;
  for (guint i = 0; i < n_kinds; i++)
    {
      self.kind = &kinds[i];
      bty_progress_set (progress, i, n_kinds + 1);
      if (!bty_database_salvage (source, kinds[i].get_type (), keep, &self, &self.n_lost, error))
        {
          bty_database_rollback (target);
          return FALSE;
        }
    }
  bty_progress_set (progress, n_kinds, n_kinds + 1);
  *n_saved = self.n_saved;
  *n_lost = self.n_lost;

  return bty_database_commit (target, error);
}
