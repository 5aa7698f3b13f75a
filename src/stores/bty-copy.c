/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-copy.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-export.h"
#include "bty-import.h"
#include "bty-kinds.h"
#include "bty-row-batch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* So many rows are lost at most when the program is killed, and are copied again. */
#define ROWS_AT_ONCE 500

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
copy_kind (Copy           *self,
           const BtyKind  *kind,
           GError        **error)
{
  g_autoptr(BtyRowBatch) batch = bty_row_batch_new (self->target, kind, FALSE, NULL);
  g_autoptr(BtyRows) rows = bty_kind_query (kind, self->source, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      g_autoptr(BtyRecord) record = bty_rows_read_record (rows, kind->get_type (), error);

      if (record == NULL || g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (kind->complete != NULL)
        kind->complete (self->source, record);
      if (!bty_row_batch_add (batch, record, 0, error))
        return FALSE;
      bty_progress_set (self->progress, ++self->done, self->total);
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return FALSE;
    }

  return bty_row_batch_flush (batch, error);
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

/* Making one kind in the target what it is in the source, where some of it may be there already. */
typedef struct
{
  /* Borrowed */
  BtyDatabase   *source;
  BtyDatabase   *reader;   /* sees the target as it was before */
  BtyDatabase   *target;
  const BtyKind *kind;
  BtyRowBatch   *batch;

  guint          n_open;   /* written since the last commit */
} Update;

static gboolean
commit_some (Update  *self,
             GError **error)
{
  if (++self->n_open < ROWS_AT_ONCE)
    return TRUE;
  self->n_open = 0;

  return bty_row_batch_flush (self->batch, error) && bty_database_commit (self->target, error)
         && bty_database_begin (self->target, error);
}

static gboolean
put (Update     *self,
     BtyRecord  *record,
     GError    **error)
{
  return bty_row_batch_add (self->batch, record, 0, error) && commit_some (self, error);
}

/* The next row of the target; NULL also at the end. */
static gboolean
read_found (Update     *self,
            BtyRows    *rows,
            BtyRecord **record,
            GError    **error)
{
  GError *row_error = NULL;

  g_clear_object (record);
  if (bty_rows_next (rows, &row_error))
    {
      *record = bty_rows_read_record (rows, self->kind->get_type (), error);
      return *record != NULL;
    }
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

/* Whether @found, which the target has, cannot come in the source any more, now that the source is at @wanted. New rows
 * of a table with an order of its own come at its end, so there every row that is not the same is in the way. */
static gboolean
is_left_over (Update    *self,
              BtyRecord *found,
              BtyRecord *wanted)
{
  int order = wanted != NULL ? strcmp (bty_record_get_id (found), bty_record_get_id (wanted)) : -1;

  return self->kind->flags & BTY_KIND_NUMBERED ? order != 0 : order < 0;
}

static gboolean
remove_left_over (Update     *self,
                  BtyRows    *rows,
                  BtyRecord **found,
                  BtyRecord  *wanted,
                  GError    **error)
{
  while (*found != NULL && is_left_over (self, *found, wanted))
    {
      GError *delete_error = NULL;

      if (!bty_row_batch_flush (self->batch, error))
        return FALSE;
      /* It may have gone with what it belonged to. */
      if (!bty_database_delete (self->target, self->kind->get_type (), bty_record_get_id (*found), &delete_error)
          && !g_error_matches (delete_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, delete_error);
          return FALSE;
        }
      g_clear_error (&delete_error);
      if (!commit_some (self, error) || !read_found (self, rows, found, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
bring (Update     *self,
       BtyRows    *rows,
       BtyRecord **found,
       BtyRecord  *wanted,
       GError    **error)
{
  gboolean is_there;

  if (self->kind->complete != NULL)
    self->kind->complete (self->source, wanted);
  if (!remove_left_over (self, rows, found, wanted, error))
    return FALSE;
  is_there = *found != NULL && g_str_equal (bty_record_get_id (*found), bty_record_get_id (wanted));
  if (!is_there)
    return put (self, wanted, error);
  if (self->kind->complete != NULL)
    self->kind->complete (self->reader, *found);

  return (bty_record_equal (*found, wanted) || put (self, wanted, error)) && read_found (self, rows, found, error);
}

static gboolean
bring_all (Update        *self,
           BtyCopyPlace  *place,
           BtyProgress   *progress,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(BtyRows) rows = bty_kind_query (self->kind, self->source, error);
  g_autoptr(BtyRows) found_rows = rows != NULL ? bty_kind_query (self->kind, self->reader, error) : NULL;
  g_autoptr(BtyRecord) found = NULL;
  GError *row_error = NULL;

  if (found_rows == NULL || !read_found (self, found_rows, &found, error))
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      g_autoptr(BtyRecord) wanted = bty_rows_read_record (rows, self->kind->get_type (), error);

      if (wanted == NULL || g_cancellable_set_error_if_cancelled (cancellable, error)
          || !bring (self, found_rows, &found, wanted, error))
        return FALSE;
      bty_progress_set (progress, ++place->done, place->total);
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return FALSE;
    }

  return remove_left_over (self, found_rows, &found, NULL, error) && bty_row_batch_flush (self->batch, error);
}

/**
 * bty_copy_count:
 * @source: a connection
 * @place: (out): gets how many rows are to be copied in all, and how many are of the kinds before @table
 * @table: (nullable): of a kind
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were counted
 */
gboolean
bty_copy_count (BtyDatabase   *source,
                BtyCopyPlace  *place,
                const char    *table,
                GError       **error)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);
  gboolean is_before = table != NULL;

  *place = (BtyCopyPlace) { 0, 0 };
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr(BtyRecordClass) class = bty_kind_ref_class (&kinds[i]);
      gint64 count;

      if (!bty_kind_is_exported (&kinds[i]))
        continue;
      if (!bty_kind_count (&kinds[i], source, TRUE, &count, error))
        return FALSE;
      is_before = is_before && !g_str_equal (class->table, table);
      place->total += count;
      place->done += is_before ? count : 0;
    }

  return TRUE;
}

/**
 * bty_copy_update:
 * @source: a connection, in a transaction
 * @reader: a connection that only reads the target
 * @target: the connection that writes the target, in no transaction
 * @kind: what is copied; those that its rows belong to must be there
 * @place: (inout): how far the whole is; its done rows grow
 * @progress: (nullable): shows it
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND or %BTY_ERROR_EXISTS if other kinds must be brought up first, or what
 *   else went wrong
 *
 * Makes the rows of one kind in the target what they are in the source: what is missing is added, what differs is
 * replaced, what is too much is removed. What is there stays, also when this is broken off, so that it can be gone on
 * with later.
 *
 * Returns: whether all of it is there, committed
 */
gboolean
bty_copy_update (BtyDatabase    *source,
                 BtyDatabase    *reader,
                 BtyDatabase    *target,
                 const BtyKind  *kind,
                 BtyCopyPlace   *place,
                 BtyProgress    *progress,
                 GCancellable   *cancellable,
                 GError        **error)
{
  g_autoptr(BtyRowBatch) batch = bty_row_batch_new (target, kind, FALSE, NULL);
  Update self = { source, reader, target, kind, batch, 0 };
  gboolean done;

  if (!bty_database_begin_read (reader, error))
    return FALSE;
  if (!bty_database_begin (target, error))
    {
      bty_database_rollback (reader);
      return FALSE;
    }
  done = bring_all (&self, place, progress, cancellable, error) && bty_database_commit (target, error);
  if (!done)
    bty_database_rollback (target);
  bty_database_rollback (reader);

  return done;
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
