/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-copy.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-export.h"
#include "bty-import.h"
#include "bty-kinds.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  /* Borrowed */
  BtyDatabase  *source;
  BtyDatabase  *target;
  BtyProgress  *progress;
  GCancellable *cancellable;

  gint64        done;
  gint64        total;
} Copy;

static gboolean
store (Copy           *self,
       const BtyKind  *kind,
       BtyRecord      *record,
       GError        **error)
{
  if (kind->complete != NULL)
    kind->complete (self->source, record);
  bty_progress_set (self->progress, ++self->done, self->total);

  return kind->store != NULL ? kind->store (self->target, record, error)
                             : bty_database_insert (self->target, record, error);
}

static gboolean
copy_kind (Copy           *self,
           const BtyKind  *kind,
           GError        **error)
{
  g_autoptr(BtyRows) rows = bty_kind_query (kind, self->source, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      g_autoptr(BtyRecord) record = bty_rows_read_record (rows, kind->get_type (), error);

      if (record == NULL || g_cancellable_set_error_if_cancelled (self->cancellable, error)
          || !store (self, kind, record, error))
        return FALSE;
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return FALSE;
    }

  return TRUE;
}

static gboolean
copy_all (Copy    *self,
          GError **error)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);
  gint64 count;

  for (guint i = 0; i < n_kinds; i++)
    {
      if (!bty_kind_is_exported (&kinds[i]))
        continue;
      if (!bty_kind_count (&kinds[i], self->source, TRUE, &count, error))
        return FALSE;
      self->total += count;
    }
  for (guint i = 0; i < n_kinds; i++)
    if (bty_kind_is_exported (&kinds[i]) && !copy_kind (self, &kinds[i], error))
      return FALSE;

  return TRUE;
}

/**
 * bty_copy_run:
 * @source: a connection, in a transaction
 * @target: another, in a transaction; what is in it is removed
 * @progress: (nullable): rows
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): where to say what went wrong
 *
 * Copies everything from one database to another, whatever their engines, and compares counts and hashes of every
 * kind. Commit @target only when this has succeeded.
 *
 * Returns: whether both have the same content now
 */
gboolean
bty_copy_run (BtyDatabase   *source,
              BtyDatabase   *target,
              BtyProgress   *progress,
              GCancellable  *cancellable,
              GError       **error)
{
  Copy self = { source, target, progress, cancellable, 0, 0 };
  g_autoptr(JsonNode) wanted = NULL;
  g_autoptr(JsonNode) found = NULL;

  if (!bty_import_remove_all (target, error) || !copy_all (&self, error))
    return FALSE;
  wanted = bty_export_summarize (source, NULL, cancellable, error);
  found = wanted != NULL ? bty_export_summarize (target, NULL, cancellable, error) : NULL;
  if (found == NULL)
    return FALSE;
  if (!json_node_equal (wanted, found))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_FAILED,
                           _("The copy is not the same as what was copied. Nothing was changed."));
      return FALSE;
    }

  return TRUE;
}
