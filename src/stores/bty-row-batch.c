/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-row-batch.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-import-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Rows that come from elsewhere are stored some at a time: a server takes as long to be asked as to store one. */

#define MAX_ROWS 256
#define MAX_SIZE (1024 * 1024) /* bytes of text and blobs */

struct _BtyRowBatch
{
  /* Owned */
  GPtrArray     *records;
  GArray        *lines;    /* of guint64: where each ends */

  /* Borrowed */
  BtyDatabase   *database;
  const BtyKind *kind;
  JsonArray     *renamed;

  gboolean       if_new;
  gsize          size;     /* of what is waiting */
  gint64         n_stored;
  gboolean       has_failed;
};

/**
 * bty_row_batch_new:
 * @database: a connection, in a transaction that is undone when something cannot be stored
 * @kind: what the rows are
 * @if_new: whether what is stored already stays as it is; else it is replaced
 * @renamed: (nullable): gets what was renamed; %NULL = a name that is taken is refused
 *
 * Returns: (transfer full): stores rows
 */
BtyRowBatch *
bty_row_batch_new (BtyDatabase   *database,
                   const BtyKind *kind,
                   gboolean       if_new,
                   JsonArray     *renamed)
{
  BtyRowBatch *self = g_new0 (BtyRowBatch, 1);

  self->database = database;
  self->kind = kind;
  self->if_new = if_new;
  self->renamed = renamed;
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint64));

  return self;
}

/**
 * bty_row_batch_free:
 * @self: (transfer full): stores rows
 *
 * Forgets what was not stored.
 */
void
bty_row_batch_free (BtyRowBatch *self)
{
  g_ptr_array_unref (self->records);
  g_array_unref (self->lines);
  g_free (self);
}

/* What must be looked at before, or is kept at another place too. */
static gboolean
is_stored_alone (BtyRowBatch *self,
                 BtyRecord   *record)
{
  return self->kind->store != NULL || (self->renamed != NULL && bty_import_name_is_only_one (record));
}

static gsize
measure (BtyRecord *record)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);
  gsize size = 0;

  for (guint i = 0; i < class->n_fields; i++)
    if (class->fields[i].type == BTY_FIELD_TEXT || class->fields[i].type == BTY_FIELD_BLOB)
      {
        g_autofree char *owned = NULL;
        BtyValue value = bty_record_get_value (record, &class->fields[i], &owned);

        if (value.type == BTY_VALUE_BLOB)
          size += value.blob.size;
        else if (value.type == BTY_VALUE_TEXT)
          size += strlen (value.text);
      }

  return size;
}

static gboolean
store_alone (BtyRowBatch  *self,
             guint        *n_stored,
             GError      **error)
{
  BtyRecord *record = g_ptr_array_index (self->records, 0);

  *n_stored = 0;
  if (self->renamed != NULL && !bty_import_name_make_room (self->database, record, self->renamed, error))
    return FALSE;
  if (self->kind->store != NULL)
    return self->kind->store (self->database, record, error);

  return bty_database_store_many (self->database, self->records, self->if_new, n_stored, error);
}

/**
 * bty_row_batch_flush:
 * @self: stores rows
 * @error: (out) (optional): where to say what went wrong; see bty_row_batch_get_failed()
 *
 * Stores what is waiting.
 *
 * Returns: whether all of it is stored
 */
gboolean
bty_row_batch_flush (BtyRowBatch  *self,
                     GError      **error)
{
  GError *store_error = NULL;
  guint n_stored = 0;
  gboolean done;

  if (self->records->len == 0)
    return TRUE;
  if (is_stored_alone (self, g_ptr_array_index (self->records, 0)))
    done = store_alone (self, &n_stored, &store_error);
  else
    done = bty_database_store_many (self->database, self->records, self->if_new, &n_stored, &store_error);
  if (!done)
    {
      self->n_stored += n_stored;
      self->has_failed = TRUE;
      g_array_remove_range (self->lines, 0, n_stored);
      if (g_error_matches (store_error, BTY_ERROR, BTY_ERROR_EXISTS))
        {
          g_clear_error (&store_error);
          store_error = g_error_new_literal (BTY_ERROR, BTY_ERROR_EXISTS,
                                             _("another with this name is stored already"));
        }
      g_propagate_error (error, store_error);
      return FALSE;
    }

  self->n_stored += self->records->len;
  self->size = 0;
  g_ptr_array_set_size (self->records, 0);
  g_array_set_size (self->lines, 0);

  return TRUE;
}

/**
 * bty_row_batch_add:
 * @self: stores rows
 * @record: another row
 * @line: where it ends, for bty_row_batch_get_failed()
 * @error: (out) (optional): where to say what went wrong; see bty_row_batch_get_failed()
 *
 * Stores @record, now or when there are more; bty_row_batch_flush() stores the last ones.
 *
 * Returns: whether all is well
 */
gboolean
bty_row_batch_add (BtyRowBatch  *self,
                   gpointer      record,
                   guint64       line,
                   GError      **error)
{
  self->size += measure (record);
  g_ptr_array_add (self->records, g_object_ref (record));
  g_array_append_val (self->lines, line);
  if (!is_stored_alone (self, record) && self->records->len < MAX_ROWS && self->size < MAX_SIZE)
    return TRUE;

  return bty_row_batch_flush (self, error);
}

/**
 * bty_row_batch_get_failed:
 * @self: stores rows
 * @number: (out): which row could not be stored, of all that were added; 0 = the first
 * @line: (out): where it ends
 *
 * Returns: whether one could not
 */
gboolean
bty_row_batch_get_failed (BtyRowBatch *self,
                          gint64      *number,
                          guint64     *line)
{
  if (!self->has_failed)
    return FALSE;
  *number = self->n_stored;
  *line = g_array_index (self->lines, guint64, 0);

  return TRUE;
}
