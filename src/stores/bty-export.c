/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-export.h"

#include "bty-json-writer.h"
#include "bty-kinds.h"

/* The whole content of a profile as one JSON document, a row per line, that is never in memory as a whole:
 *
 *   {"version":"1.0","exported_at":…,"source_engine":"…","migrations":…,
 *    "data":{"settings":[{…},…],"bots":[…],…},
 *    "counts":{"settings":2,…},"sha256":{"settings":"…",…}}
 *
 * A hash is that of the bytes of a list behind its "[", up to and with its "]". */

typedef struct
{
  /* Borrowed */
  BtyDatabase   *database;
  BtyJsonWriter *writer;
  BtyProgress   *progress;
  GCancellable  *cancellable;

  /* Owned */
  JsonObject    *counts;
  JsonObject    *sums;

  gint64         done;
  gint64         total;
} Export;

static void
write_value (BtyJsonWriter  *writer,
             BtyRecord      *record,
             const BtyField *field)
{
  g_autofree char *owned = NULL;
  BtyValue value = bty_record_get_value (record, field, &owned);

  switch (value.type)
    {
    case BTY_VALUE_TEXT:
      if (field->type == BTY_FIELD_JSON || field->type == BTY_FIELD_STRV)
        bty_json_writer_raw (writer, value.text);
      else
        bty_json_writer_string (writer, value.text);
      break;
    case BTY_VALUE_INTEGER:
      if (field->type == BTY_FIELD_BOOLEAN)
        bty_json_writer_raw (writer, value.integer != 0 ? "true" : "false");
      else
        bty_json_writer_integer (writer, value.integer);
      break;
    case BTY_VALUE_REAL:
      /* One engine keeps the sign of zero, another does not. */
      bty_json_writer_real (writer, value.real == 0 ? 0 : value.real);
      break;
    case BTY_VALUE_BLOB:
      bty_json_writer_bytes (writer, value.blob.data, value.blob.size);
      break;
    case BTY_VALUE_NULL:
    case BTY_VALUE_END:
    default:
      bty_json_writer_raw (writer, "null");
    }
}

static void
write_record (BtyJsonWriter *writer,
              BtyRecord     *record)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);
  const char *separator = "{\"";

  for (guint i = 0; i < class->n_fields; i++)
    {
      if (class->fields[i].flags & BTY_FIELD_LOCAL)
        continue;
      bty_json_writer_raw (writer, separator);
      bty_json_writer_raw (writer, class->fields[i].name);
      bty_json_writer_raw (writer, "\":");
      write_value (writer, record, &class->fields[i]);
      separator = ",\"";
    }
  bty_json_writer_raw (writer, "}");
}

static gboolean
write_rows (Export         *self,
            const BtyKind  *kind,
            gint64         *count,
            GError        **error)
{
  g_autoptr(BtyRows) rows = bty_kind_query (kind, self->database, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      g_autoptr(BtyRecord) record = bty_rows_read_record (rows, kind->get_type (), error);

      if (record == NULL || g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (kind->complete != NULL)
        kind->complete (self->database, record);
      bty_json_writer_raw (self->writer, *count > 0 ? ",\n" : "\n");
      write_record (self->writer, record);
      (*count)++;
      bty_progress_set (self->progress, ++self->done, self->total);
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return FALSE;
    }

  return TRUE;
}

static gboolean
write_kind (Export         *self,
            const BtyKind  *kind,
            GError        **error)
{
  g_autoptr(BtyRecordClass) class = bty_kind_ref_class (kind);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gint64 count = 0;

  bty_json_writer_raw (self->writer, json_object_get_size (self->counts) > 0 ? ",\n" : "\n");
  bty_json_writer_string (self->writer, class->table);
  bty_json_writer_raw (self->writer, ":[");
  bty_json_writer_set_checksum (self->writer, checksum);
  if (!write_rows (self, kind, &count, error))
    {
      bty_json_writer_set_checksum (self->writer, NULL);
      return FALSE;
    }
  bty_json_writer_raw (self->writer, "]");
  bty_json_writer_set_checksum (self->writer, NULL);

  json_object_set_int_member (self->counts, class->table, count);
  json_object_set_string_member (self->sums, class->table, g_checksum_get_string (checksum));

  /* A disk that is full is noticed here, not after everything has been read. */
  return bty_json_writer_flush (self->writer, self->cancellable, error);
}

static gboolean
count_rows (Export  *self,
            GError **error)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      gint64 count;

      if (!bty_kind_is_exported (&kinds[i]))
        continue;
      if (!bty_kind_count (&kinds[i], self->database, TRUE, &count, error))
        return FALSE;
      self->total += count;
    }

  return TRUE;
}

static gboolean
write_data (Export  *self,
            GError **error)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);

  if (!count_rows (self, error))
    return FALSE;
  for (guint i = 0; i < n_kinds; i++)
    if (bty_kind_is_exported (&kinds[i]) && !write_kind (self, &kinds[i], error))
      return FALSE;

  return TRUE;
}

static void
write_object (BtyJsonWriter *writer,
              JsonObject    *object)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);

  bty_json_writer_raw (writer, text);
}

static gboolean
write_document (Export  *self,
                gint64   exported_at,
                GError **error)
{
  gint64 version;

  if (!bty_database_get_version (self->database, &version, error))
    return FALSE;

  bty_json_writer_raw (self->writer, "{\"version\":\"" BTY_EXPORT_VERSION "\",\n\"exported_at\":");
  bty_json_writer_integer (self->writer, exported_at);
  bty_json_writer_raw (self->writer, ",\n\"source_engine\":");
  bty_json_writer_string (self->writer, bty_database_get_engine (self->database));
  bty_json_writer_raw (self->writer, ",\n\"migrations\":");
  bty_json_writer_integer (self->writer, version);
  bty_json_writer_raw (self->writer, ",\n\"data\":{");
  if (!write_data (self, error))
    return FALSE;
  bty_json_writer_raw (self->writer, "},\n\"counts\":");
  write_object (self->writer, self->counts);
  bty_json_writer_raw (self->writer, ",\n\"sha256\":");
  write_object (self->writer, self->sums);
  bty_json_writer_raw (self->writer, "}\n");

  return bty_json_writer_flush (self->writer, self->cancellable, error);
}

/**
 * bty_export_write:
 * @database: a connection, in a transaction, so that one state of the data is seen
 * @stream: where to write; not closed
 * @exported_at: microseconds since 1970 UTC
 * @progress: (nullable): rows
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): where to say what went wrong
 *
 * Writes everything that is stored, except what means something in this database only. Keys of providers are
 * not stored, so they are not in it.
 *
 * Returns: whether all of it was written
 */
gboolean
bty_export_write (BtyDatabase    *database,
                  GOutputStream  *stream,
                  gint64          exported_at,
                  BtyProgress    *progress,
                  GCancellable   *cancellable,
                  GError        **error)
{
  g_autoptr(BtyJsonWriter) writer = bty_json_writer_new (stream);
  g_autoptr(JsonObject) counts = json_object_new ();
  g_autoptr(JsonObject) sums = json_object_new ();
  Export self = { database, writer, progress, cancellable, counts, sums, 0, 0 };

  return write_document (&self, exported_at, error);
}

/**
 * bty_export_summarize:
 * @database: a connection, in a transaction
 * @progress: (nullable): rows
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): where to say what went wrong
 *
 * Two databases with the same content have the same summary, whatever engine they are on.
 *
 * Returns: (transfer full) (nullable): an object with "counts" and "sha256" of each kind, as in an export
 */
JsonNode *
bty_export_summarize (BtyDatabase   *database,
                      BtyProgress   *progress,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr(BtyJsonWriter) writer = bty_json_writer_new (NULL);
  g_autoptr(JsonObject) counts = json_object_new ();
  g_autoptr(JsonObject) sums = json_object_new ();
  g_autoptr(JsonObject) summary = json_object_new ();
  Export self = { database, writer, progress, cancellable, counts, sums, 0, 0 };

  if (!write_data (&self, error))
    return NULL;
  json_object_set_object_member (summary, "counts", json_object_ref (counts));
  json_object_set_object_member (summary, "sha256", json_object_ref (sums));

  return json_node_init_object (json_node_alloc (), summary);
}

/**
 * bty_export_has_files:
 * @database: a connection
 * @has_files: (out): whether contents are kept beside the database, which a copy of it does not have
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it could be seen
 */
gboolean
bty_export_has_files (BtyDatabase  *database,
                      gboolean     *has_files,
                      GError      **error)
{
  gint64 count;

  if (!bty_database_query_integer (database, "SELECT count(*) FROM artifacts WHERE data IS NULL", BTY_NO_ARGS, &count,
                                   error))
    return FALSE;
  *has_files = count > 0;

  return TRUE;
}
