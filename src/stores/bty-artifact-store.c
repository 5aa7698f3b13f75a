/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact-store.h"

#include "bty-artifact-piece.h"
#include "bty-artifact-spool.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-time.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/*
 * A content is in its row up to 1 MiB. A larger one is a file beside the database, named by its hash; where the
 * database has no directory, because it is on a server or in memory, it is in pieces of 1 MiB in the database. Files
 * are written before the transaction ends and removed after: what a crash leaves is a file that nobody needs, never a
 * row without one.
 */

#define PIECE BTY_ARTIFACT_MAX_IN_ROW
#define SHA256_LENGTH 64 /* hexadecimal digits */
#define SUBFOLDER_LENGTH 2

/* Where somebody uses an artifact, beside those who hold it by hand. */
#define USERS \
  "(SELECT count(*) FROM file_versions WHERE artifact_id = artifacts.id)" \
  " + (SELECT count(*) FROM attachments WHERE artifact_id = artifacts.id)"

/* What came with an import may have anything for its id, also the way to another file of this machine. */
static gboolean
is_hash (const char *id)
{
  return strlen (id) == SHA256_LENGTH && strspn (id, "0123456789abcdef") == SHA256_LENGTH;
}

static char *
find_path (BtyDatabase *database,
           const char  *id)
{
  const char *directory = bty_database_get_files_directory (database);
  g_autofree char *subfolder = NULL;

  if (directory == NULL || !is_hash (id))
    return NULL;
  subfolder = g_strndup (id, SUBFOLDER_LENGTH);

  return g_build_filename (directory, subfolder, id + SUBFOLDER_LENGTH, NULL);
}

/**
 * bty_artifact_store_get:
 * @database: a connection
 * @id: SHA-256 of a content
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the artifact; its content may be elsewhere, see bty_artifact_store_load()
 */
BtyArtifact *
bty_artifact_store_get (BtyDatabase  *database,
                        const char   *id,
                        GError      **error)
{
  return bty_database_get (database, BTY_TYPE_ARTIFACT, id, error);
}

/* Maps the file, so that nothing is copied. */
static GBytes *
load_file (const char  *path,
           GError     **error)
{
  g_autoptr(GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  if (file == NULL)
    {
      bty_artifact_set_file_error (error, ENOENT);
      return NULL;
    }

  return g_mapped_file_get_bytes (file);
}

static GBytes *
load_pieces (BtyDatabase  *database,
             BtyArtifact  *artifact,
             GError      **error)
{
  g_autofree guint8 *data = NULL;
  gsize size = 0;

  /* It may have come from an export that somebody made. */
  if (artifact->size < 0 || artifact->size > BTY_ARTIFACT_MAX_SIZE)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                           _("The content of this file was altered outside Boternity and is not used."));
      return NULL;
    }
  data = g_malloc (artifact->size);
  for (gint64 position = 0; size < (gsize) artifact->size; position++)
    {
      g_autoptr(BtyArtifactPiece) piece = NULL;
      gsize piece_size;

      piece = bty_database_select_first (database, BTY_TYPE_ARTIFACT_PIECE, "WHERE artifact_id = $1 AND position = $2",
                                         BTY_ARGS (BTY_TEXT (artifact->id), BTY_INTEGER (position)), error);
      if (piece == NULL)
        return NULL;
      piece_size = g_bytes_get_size (piece->data);
      if (piece_size == 0 || piece_size > artifact->size - size)
        break;
      memcpy (data + size, g_bytes_get_data (piece->data, NULL), piece_size);
      size += piece_size;
    }

  return g_bytes_new_take (g_steal_pointer (&data), size);
}

/**
 * bty_artifact_store_load:
 * @database: a connection
 * @id: SHA-256 of a content
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, %BTY_ERROR_DAMAGED if it is not what was stored, or what else
 *   went wrong
 *
 * Returns: (transfer full) (nullable): the content, after its hash was compared
 */
GBytes *
bty_artifact_store_load (BtyDatabase  *database,
                         const char   *id,
                         GError      **error)
{
  g_autoptr(BtyArtifact) artifact = bty_artifact_store_get (database, id, error);
  g_autofree char *path = artifact != NULL ? find_path (database, id) : NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (artifact == NULL)
    return NULL;
  if (artifact->data != NULL)
    bytes = g_bytes_ref (artifact->data);
  else
    bytes = path != NULL ? load_file (path, error) : load_pieces (database, artifact, error);
  if (bytes == NULL)
    return NULL;

  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (!g_str_equal (sha256, id))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                           _("The content of this file was altered outside Boternity and is not used."));
      return NULL;
    }

  return g_steal_pointer (&bytes);
}

static gboolean
hash_file (const char    *path,
           GChecksum     *checksum,
           gint64        *size,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, &local_error);
  g_autofree guint8 *buffer = g_malloc (PIECE);
  gssize n = stream != NULL ? 1 : -1;

  while (n > 0)
    {
      n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, PIECE, cancellable, &local_error);
      g_checksum_update (checksum, buffer, MAX (n, 0));
      *size += MAX (n, 0);
    }
  if (n == 0)
    return TRUE;
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    bty_artifact_set_file_error (error, ENOENT);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
hash_pieces (BtyDatabase   *database,
             const char    *id,
             GChecksum     *checksum,
             gint64        *size,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database,
                                                "SELECT data FROM artifact_pieces WHERE artifact_id = $1"
                                                " ORDER BY position",
                                                BTY_ARGS (BTY_TEXT (id)), error);
  GError *read_error = NULL;

  while (rows != NULL && !g_cancellable_set_error_if_cancelled (cancellable, &read_error)
         && bty_rows_next (rows, &read_error))
    {
      BtyValue value = bty_rows_get_value (rows, 0);

      if (value.type != BTY_VALUE_BLOB)
        break;
      g_checksum_update (checksum, value.blob.data, value.blob.size);
      *size += value.blob.size;
    }
  if (read_error != NULL)
    g_propagate_error (error, read_error);

  return rows != NULL && read_error == NULL;
}

/**
 * bty_artifact_store_verify:
 * @database: a connection
 * @id: SHA-256 of a content
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): %BTY_ERROR_DAMAGED if it is missing or not what was stored, %BTY_ERROR_NOT_FOUND, or what
 *   else went wrong
 *
 * Compares the hash of a content, a piece at a time.
 *
 * Returns: whether it is what was stored
 */
gboolean
bty_artifact_store_verify (BtyDatabase   *database,
                           const char    *id,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr(BtyArtifact) artifact = bty_artifact_store_get (database, id, error);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *path = artifact != NULL ? find_path (database, id) : NULL;
  gint64 size = 0;

  if (artifact == NULL)
    return FALSE;
  if (artifact->data != NULL)
    {
      size = g_bytes_get_size (artifact->data);
      g_checksum_update (checksum, g_bytes_get_data (artifact->data, NULL), size);
    }
  else if (path != NULL ? !hash_file (path, checksum, &size, cancellable, error)
                        : !hash_pieces (database, id, checksum, &size, cancellable, error))
    return FALSE;
  if (size == artifact->size && g_str_equal (g_checksum_get_string (checksum), id))
    return TRUE;
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                       _("The content of this file was altered outside Boternity and is not used."));

  return FALSE;
}

static gboolean
insert_pieces (BtyDatabase       *database,
               BtyArtifactSpool  *spool,
               GError           **error)
{
  for (gint64 position = 0;; position++)
    {
      g_autoptr(GBytes) data = bty_artifact_spool_take (spool, PIECE, error);
      g_autoptr(BtyArtifactPiece) piece = NULL;

      if (data == NULL)
        return FALSE;
      if (g_bytes_get_size (data) == 0)
        return TRUE;
      piece = bty_artifact_piece_new (spool->sha256, position, data);
      if (!bty_database_insert (database, piece, error))
        return FALSE;
    }
}

/* The artifact with the content of @spool that is stored already. */
static gboolean
find_stored (BtyDatabase       *database,
             BtyArtifactSpool  *spool,
             BtyArtifact      **artifact,
             GError           **error)
{
  g_autoptr(GError) local_error = NULL;

  *artifact = bty_artifact_store_get (database, spool->sha256, &local_error);
  if (*artifact != NULL || g_error_matches (local_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static BtyArtifact *
insert (BtyDatabase       *database,
        BtyArtifactSpool  *spool,
        const char        *path,
        GError           **error)
{
  g_autoptr(BtyArtifact) artifact = g_object_new (BTY_TYPE_ARTIFACT,
                                                  "id", spool->sha256,
                                                  "size", spool->size,
                                                  "data", spool->file < 0 ? spool->head : NULL,
                                                  "created-at", bty_time_now (),
                                                  NULL);

  if (!bty_database_insert (database, artifact, error)
      || (spool->file >= 0 && path == NULL && !insert_pieces (database, spool, error)))
    return NULL;

  return g_steal_pointer (&artifact);
}

/**
 * bty_artifact_store_put:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @stream: the content, up to 100 MiB
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): %BTY_ERROR_INVALID if it is too large, or what else went wrong
 *
 * Stores a content, unless it is stored already. It stays as long as somebody uses it, so use it in the same
 * transaction.
 *
 * Returns: (transfer full) (nullable): the artifact
 */
BtyArtifact *
bty_artifact_store_put (BtyDatabase   *database,
                        GInputStream  *stream,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_auto(BtyArtifactSpool) spool = { .file = -1 };
  g_autofree char *path = NULL;
  g_autoptr(BtyArtifact) artifact = NULL;

  if (!bty_artifact_spool_read (&spool, stream, bty_database_get_files_directory (database), cancellable, error)
      || !find_stored (database, &spool, &artifact, error))
    return NULL;

  /* A file is written again also when the content is known, which mends one that was lost. */
  path = spool.file >= 0 ? find_path (database, spool.sha256) : NULL;
  if (path != NULL && !bty_artifact_spool_move (&spool, path, error))
    return NULL;

  return artifact != NULL ? g_steal_pointer (&artifact) : insert (database, &spool, path, error);
}

/**
 * bty_artifact_store_put_bytes:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @bytes: the content, up to 100 MiB
 * @error: (out) (optional): %BTY_ERROR_INVALID if it is too large, or what else went wrong
 *
 * Like bty_artifact_store_put(), for a content that is in memory.
 *
 * Returns: (transfer full) (nullable): the artifact
 */
BtyArtifact *
bty_artifact_store_put_bytes (BtyDatabase  *database,
                              GBytes       *bytes,
                              GError      **error)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);

  return bty_artifact_store_put (database, stream, NULL, error);
}

/**
 * bty_artifact_store_count_uses:
 * @database: a connection
 * @id: SHA-256 of a content
 * @uses: (out): how many use it: who holds it by hand, versions of files and attachments
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were counted
 */
gboolean
bty_artifact_store_count_uses (BtyDatabase  *database,
                               const char   *id,
                               gint64       *uses,
                               GError      **error)
{
  return bty_database_query_integer (database, "SELECT uses + " USERS " FROM artifacts WHERE id = $1",
                                     BTY_ARGS (BTY_TEXT (id)), uses, error);
}

static gboolean
change_uses (BtyDatabase  *database,
             const char   *sql,
             const char   *id,
             GError      **error)
{
  gint64 changes = bty_database_execute_counted (database, sql, BTY_ARGS (BTY_TEXT (id)), error);

  if (changes == 0)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("This content is not stored, or nobody holds it."));

  return changes > 0;
}

/**
 * bty_artifact_store_retain:
 * @database: a connection
 * @id: SHA-256 of a content
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Holds an artifact by hand. Versions of files and attachments need not do that.
 *
 * Returns: whether it is held
 */
gboolean
bty_artifact_store_retain (BtyDatabase  *database,
                           const char   *id,
                           GError      **error)
{
  return change_uses (database, "UPDATE artifacts SET uses = uses + 1 WHERE id = $1", id, error);
}

/**
 * bty_artifact_store_release:
 * @database: a connection
 * @id: SHA-256 of a content
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if nobody holds it, or what else went wrong
 *
 * Undoes bty_artifact_store_retain(). When nobody uses it any more its row is gone at once, and a file beside the
 * database with the next bty_artifact_store_sweep_files().
 *
 * Returns: whether it was held
 */
gboolean
bty_artifact_store_release (BtyDatabase  *database,
                            const char   *id,
                            GError      **error)
{
  return change_uses (database, "UPDATE artifacts SET uses = uses - 1 WHERE id = $1 AND uses > 0", id, error)
         && bty_database_execute (database, "DELETE FROM artifacts WHERE id = $1 AND uses = 0 AND " USERS " = 0",
                                  BTY_ARGS (BTY_TEXT (id)), error);
}

/**
 * bty_artifact_store_sweep:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes the rows of all artifacts that nobody uses any more.
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_artifact_store_sweep (BtyDatabase  *database,
                          GError      **error)
{
  return bty_database_execute_counted (database, "DELETE FROM artifacts WHERE uses = 0 AND " USERS " = 0", BTY_NO_ARGS,
                                       error);
}

/* Whether the file @name in the subfolder @subfolder is the content of an artifact. */
static gboolean
is_wanted (BtyDatabase  *database,
           const char   *subfolder,
           const char   *name,
           gboolean     *wanted,
           GError      **error)
{
  g_autofree char *id = g_strconcat (subfolder, name, NULL);
  gint64 count;

  if (!bty_database_query_integer (database, "SELECT count(*) FROM artifacts WHERE id = $1 AND data IS NULL",
                                   BTY_ARGS (BTY_TEXT (id)), &count, error))
    return FALSE;
  *wanted = count > 0;

  return TRUE;
}

static gboolean
sweep_subfolder (BtyDatabase  *database,
                 const char   *directory,
                 const char   *subfolder,
                 GError      **error)
{
  g_autofree char *path = g_build_filename (directory, subfolder, NULL);
  g_autoptr(GDir) files = g_dir_open (path, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      gboolean wanted = TRUE;

      if (strlen (name) == SHA256_LENGTH - SUBFOLDER_LENGTH && !is_wanted (database, subfolder, name, &wanted, error))
        return FALSE;
      if (!wanted)
        g_unlink (file);
    }
  g_rmdir (path);

  return TRUE;
}

/**
 * bty_artifact_store_sweep_files:
 * @database: the connection that writes, in a transaction in which nothing else was done
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes files beside the database that belong to no artifact: what was swept, and what a crash left.
 *
 * Returns: whether all could be looked at
 */
gboolean
bty_artifact_store_sweep_files (BtyDatabase  *database,
                                GError      **error)
{
  const char *directory = bty_database_get_files_directory (database);
  g_autoptr(GDir) files = directory != NULL ? g_dir_open (directory, 0, NULL) : NULL;
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_str_has_prefix (name, "arriving-"))
        g_unlink (path);
      else if (strlen (name) == SUBFOLDER_LENGTH && !sweep_subfolder (database, directory, name, error))
        return FALSE;
    }

  return TRUE;
}
