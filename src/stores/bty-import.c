/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-import.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-export.h"
#include "bty-import-row.h"
#include "bty-json.h"
#include "bty-kinds.h"
#include "bty-migrator.h"
#include "bty-row-batch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Reads what bty-export.c writes, as strictly as possible: a document that is not exactly what was exported is
 * refused, and what it says of itself at its end, counts and hashes, must be true. */

typedef struct
{
  /* Borrowed */
  BtyDatabase   *database;   /* NULL = nothing is stored */
  BtyJsonReader *reader;
  BtyProgress   *progress;
  GCancellable  *cancellable;

  /* Owned */
  GString       *path;
  GString       *name;       /* of the member that is read */
  JsonObject    *counts;
  JsonObject    *sums;
  JsonArray     *renamed;    /* NULL = a name that is taken is refused */

  gint64         size;
  guint64        line;       /* where a row is that cannot be stored; 0 = where the reader is */
} Import;

static gboolean
refuse (const char  *reason,
        GError     **error)
{
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, reason);

  return FALSE;
}

/* The same key twice would silently lose a row. Hashes of 64 bits, so that a million keys fit into 24 MiB. */
static gboolean
add_key (GHashTable  *keys,
         const char  *id,
         GError     **error)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037); /* FNV-1a */

  for (const char *at = id; *at != '\0'; at++)
    hash = (hash ^ (guchar) *at) * G_GUINT64_CONSTANT (1099511628211);

  return g_hash_table_add (keys, GSIZE_TO_POINTER (hash)) || refuse (_("its key is there twice"), error);
}

/* Reads a row and has it stored, at once or with others. */
static gboolean
read_row (Import         *self,
          const BtyKind  *kind,
          GHashTable     *keys,
          BtyRowBatch    *batch,
          GError        **error)
{
  g_autoptr(BtyRecord) record = bty_import_row_read (self->reader, kind->get_type (), self->path, error);

  return record != NULL && add_key (keys, bty_record_get_id (record), error)
         && (self->database == NULL
             || bty_row_batch_add (batch, record, bty_json_reader_get_line (self->reader), error));
}

static gboolean
read_rows (Import         *self,
           const BtyKind  *kind,
           BtyRowBatch    *batch,
           gint64         *count,
           GError        **error)
{
  g_autoptr(GHashTable) keys = g_hash_table_new (NULL, NULL);
  gsize length = self->path->len;
  gboolean has_more = FALSE;

  if (!bty_json_reader_next (self->reader, NULL, &has_more, error))
    return FALSE;
  while (has_more)
    {
      g_string_append_printf (self->path, "[%" G_GINT64_FORMAT "]", *count);
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
          || !read_row (self, kind, keys, batch, error))
        return FALSE;
      g_string_truncate (self->path, length);
      (*count)++;
      bty_progress_set (self->progress, bty_json_reader_get_offset (self->reader), self->size);
      if (!bty_json_reader_next (self->reader, NULL, &has_more, error))
        return FALSE;
    }

  return bty_row_batch_flush (batch, error);
}

static gboolean
read_list (Import         *self,
           const BtyKind  *kind,
           const char     *table,
           GError        **error)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(BtyRowBatch) batch = bty_row_batch_new (self->database, kind, (kind->flags & BTY_KIND_KEPT) != 0,
                                                    self->renamed);
  gsize length = self->path->len;
  gint64 count = 0;
  gint64 number;
  gboolean done;

  if (!bty_json_reader_begin (self->reader, BTY_JSON_ARRAY, error))
    return FALSE;
  bty_json_reader_set_checksum (self->reader, checksum);
  done = read_rows (self, kind, batch, &count, error);
  bty_json_reader_set_checksum (self->reader, NULL);
  if (!done)
    {
      if (bty_row_batch_get_failed (batch, &number, &self->line))
        {
          g_string_truncate (self->path, length);
          g_string_append_printf (self->path, "[%" G_GINT64_FORMAT "]", number);
        }
      return FALSE;
    }

  json_object_set_int_member (self->counts, table, count);
  json_object_set_string_member (self->sums, table, g_checksum_get_string (checksum));

  return TRUE;
}

/* Kinds may be left out, as older exports do, but not come in another order: what a row belongs to must be
 * there before it. */
static gboolean
read_kind (Import  *self,
           guint   *next,
           GError **error)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);
  gsize length = self->path->len;

  g_string_append_printf (self->path, ".%s", self->name->str);
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr(BtyRecordClass) class = bty_kind_ref_class (&kinds[i]);

      if (!g_str_equal (class->table, self->name->str) || !bty_kind_is_exported (&kinds[i]))
        continue;
      if (json_object_has_member (self->counts, class->table))
        return refuse (_("it is there twice"), error);
      if (i < *next)
        return refuse (_("it is in the wrong place"), error);
      *next = i + 1;
      if (!read_list (self, &kinds[i], class->table, error))
        return FALSE;
      g_string_truncate (self->path, length);
      return TRUE;
    }

  return refuse (_("this version does not know it"), error);
}

static gboolean
read_data (Import  *self,
           GError **error)
{
  guint next = 0;
  gboolean has_more = FALSE;

  if (!bty_json_reader_begin (self->reader, BTY_JSON_OBJECT, error)
      || !bty_json_reader_next (self->reader, self->name, &has_more, error))
    return FALSE;
  while (has_more)
    if (!read_kind (self, &next, error) || !bty_json_reader_next (self->reader, self->name, &has_more, error))
      return FALSE;

  return TRUE;
}

/* Members come in the order in which they are written. */
static gboolean
read_name (Import      *self,
           const char  *expected,
           GError     **error)
{
  gboolean has_more;

  g_string_assign (self->path, expected);

  return bty_json_reader_next (self->reader, self->name, &has_more, error)
         && ((has_more && g_str_equal (self->name->str, expected))
             || refuse (_("it is missing here: this is no export of Boternity"), error));
}

static gboolean
read_version (Import  *self,
              GError **error)
{
  g_autoptr(GString) version = g_string_new (NULL);

  if (!read_name (self, "version", error) || !bty_json_reader_string (self->reader, version, error))
    return FALSE;
  if (!g_str_equal (version->str, BTY_EXPORT_VERSION))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("this is version “%s” of the format, and only %s is known"),
                   version->str, BTY_EXPORT_VERSION);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_head (Import  *self,
           GError **error)
{
  g_autoptr(GString) engine = g_string_new (NULL);
  gint64 exported_at;
  gint64 version;

  if (!bty_json_reader_begin (self->reader, BTY_JSON_OBJECT, error)
      || !read_version (self, error)
      || !read_name (self, "exported_at", error)
      || !bty_json_reader_integer (self->reader, &exported_at, error)
      || !read_name (self, "source_engine", error)
      || !bty_json_reader_string (self->reader, engine, error)
      || !read_name (self, "migrations", error)
      || !bty_json_reader_integer (self->reader, &version, error))
    return FALSE;
  if (version > bty_migrator_get_newest ())
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_SCHEMA_TOO_NEW,
                   _("it was written by a newer version of Boternity: schema %d, and this one knows %d"),
                   (int) version, (int) bty_migrator_get_newest ());
      return FALSE;
    }

  return TRUE;
}

/* What the document says about itself must be what was read, member by member. */
static gboolean
compare (Import      *self,
         const char  *name,
         JsonObject  *found,
         GError     **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(JsonNode) said = NULL;
  g_autoptr(JsonNode) read = json_node_init_object (json_node_alloc (), found);
  JsonObjectIter iter;
  const char *kind;
  JsonNode *value;

  if (!read_name (self, name, error) || !bty_json_reader_raw (self->reader, text, error))
    return FALSE;
  said = bty_json_parse (text->str, text->len, error);
  if (said == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (said))
    return refuse (_("an object is expected here"), error);

  json_object_iter_init (&iter, found);
  while (json_object_iter_next (&iter, &kind, &value))
    {
      JsonNode *other = json_object_get_member (json_node_get_object (said), kind);

      if (other == NULL || !json_node_equal (value, other))
        {
          g_string_append_printf (self->path, ".%s", kind);
          return refuse (_("it does not agree with what is in the file: it was changed or damaged"), error);
        }
    }

  return json_node_equal (read, said)
         || refuse (_("it does not agree with what is in the file: it was changed or damaged"), error);
}

static gboolean
read_document (Import  *self,
               GError **error)
{
  gboolean has_more;

  return read_head (self, error)
         && read_name (self, "data", error)
         && read_data (self, error)
         && compare (self, "counts", self->counts, error)
         && compare (self, "sha256", self->sums, error)
         && bty_json_reader_next (self->reader, self->name, &has_more, error)
         && (!has_more || refuse (_("something follows after the end"), error))
         && bty_json_reader_end (self->reader, error);
}

/* What is wrong, and where. */
static void
locate (Import  *self,
        GError  *cause,
        GError **error)
{
  g_autofree char *line = NULL;
  g_autofree char *reason = NULL;

  if (cause->domain != BTY_ERROR)
    {
      g_propagate_error (error, cause);
      return;
    }
  line = g_strdup_printf ("%" G_GUINT64_FORMAT,
                          self->line > 0 ? self->line : bty_json_reader_get_line (self->reader));
  /* Some reasons are whole sentences. */
  reason = g_strdup (cause->message);
  if (g_str_has_suffix (reason, "."))
    reason[strlen (reason) - 1] = '\0';
  /* Translators: line 12 of a file, the place in it, and what is wrong there. */
  g_set_error (error, BTY_ERROR, cause->code, _("Line %s, %s: %s."), line,
               self->path->len > 0 ? self->path->str : "{", reason);
  g_error_free (cause);
}

static JsonNode *
run (BtyDatabase   *database,
     GInputStream  *stream,
     gint64         size,
     gboolean       renames,
     BtyProgress   *progress,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr(BtyJsonReader) reader = bty_json_reader_new (stream);
  g_autoptr(GString) path = g_string_new (NULL);
  g_autoptr(GString) name = g_string_new (NULL);
  g_autoptr(JsonObject) counts = json_object_new ();
  g_autoptr(JsonObject) sums = json_object_new ();
  g_autoptr(JsonObject) summary = json_object_new ();
  g_autoptr(JsonArray) renamed = json_array_new ();
  Import self = { database, reader, progress, cancellable, path, name, counts, sums, renames ? renamed : NULL, size };
  GError *cause = NULL;

  if (!read_document (&self, &cause))
    {
      locate (&self, cause, error);
      return NULL;
    }
  json_object_set_object_member (summary, "counts", json_object_ref (counts));
  json_object_set_object_member (summary, "sha256", json_object_ref (sums));
  if (json_array_get_length (renamed) > 0)
    json_object_set_array_member (summary, "renamed", json_array_ref (renamed));

  return json_node_init_object (json_node_alloc (), summary);
}

/**
 * bty_import_remove_all:
 * @database: a connection, in a transaction
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes everything that an import brings.
 *
 * Returns: whether it is gone
 */
gboolean
bty_import_remove_all (BtyDatabase  *database,
                       GError      **error)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);

  for (guint i = n_kinds; i-- > 0;)
    {
      g_autoptr(BtyRecordClass) class = bty_kind_ref_class (&kinds[i]);
      g_autofree char *sql = g_strconcat ("DELETE FROM ", class->table, NULL);

      if (bty_kind_is_exported (&kinds[i]) && !bty_database_execute (database, sql, BTY_NO_ARGS, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bty_import_check:
 * @stream: an export
 * @size: how long it is, for @progress; 0 = not known
 * @progress: (nullable): bytes
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): what is wrong with it, and where
 *
 * Reads an export to its end and stores nothing.
 *
 * Returns: (transfer full) (nullable): an object with "counts" and "sha256" of each kind
 */
JsonNode *
bty_import_check (GInputStream  *stream,
                  gint64         size,
                  BtyProgress   *progress,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return run (NULL, stream, size, FALSE, progress, cancellable, error);
}

/**
 * bty_import_read:
 * @database: a connection, in a transaction that is undone when this fails
 * @stream: an export
 * @size: how long it is, for @progress; 0 = not known
 * @mode: whether what is there stays
 * @progress: (nullable): bytes
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): what is wrong with it, and where
 *
 * Stores what was exported. What is there under the same keys is replaced, except where history is kept: events
 * that are there stay as they are. A bot or a provider whose name another has that stays gets one that is free.
 *
 * Returns: (transfer full) (nullable): an object with "counts" and "sha256" of each kind, and "renamed", a list of
 *   objects with "kind", "from" and "to", if there are any
 */
JsonNode *
bty_import_read (BtyDatabase    *database,
                 GInputStream   *stream,
                 gint64          size,
                 BtyImportMode   mode,
                 BtyProgress    *progress,
                 GCancellable   *cancellable,
                 GError        **error)
{
  if (mode == BTY_IMPORT_REPLACE && !bty_import_remove_all (database, error))
    return NULL;

  return run (database, stream, size, mode == BTY_IMPORT_MERGE, progress, cancellable, error);
}

/**
 * bty_import_is_fresh:
 * @database: a connection
 * @is_fresh: (out): whether there is nothing in it but what the first start makes
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it could be seen
 */
gboolean
bty_import_is_fresh (BtyDatabase  *database,
                     gboolean     *is_fresh,
                     GError      **error)
{
  gint64 count;

  if (!bty_database_query_integer (database,
                                   "SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM memories)"
                                   " + (SELECT count(*) FROM souls WHERE version > 1)"
                                   " + (SELECT count(*) FROM bots WHERE updated_at <> created_at)"
                                   " + (SELECT count(*) FROM providers WHERE type <> 'builtin')",
                                   BTY_NO_ARGS, &count, error))
    return FALSE;
  *is_fresh = count == 0;

  return TRUE;
}
