/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file-store.h"

#include "bty-config.h"
#include "bty-embedding-store.h"
#include "bty-error.h"
#include "bty-time.h"
#include "bty-uuid.h"

#include <glib/gi18n-lib.h>

/**
 * bty_file_store_list:
 * @database: a connection
 * @bot_id: whose
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyFile) (nullable): its files, by name
 */
GPtrArray *
bty_file_store_list (BtyDatabase  *database,
                     const char   *bot_id,
                     GError      **error)
{
  return bty_database_select (database, BTY_TYPE_FILE, "WHERE bot_id = $1 ORDER BY name",
                              BTY_ARGS (BTY_TEXT (bot_id)), error);
}

/**
 * bty_file_store_get:
 * @database: a connection
 * @id: of a file
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the file
 */
BtyFile *
bty_file_store_get (BtyDatabase  *database,
                    const char   *id,
                    GError      **error)
{
  return bty_database_get (database, BTY_TYPE_FILE, id, error);
}

/**
 * bty_file_store_find:
 * @database: a connection
 * @bot_id: whose
 * @name: how it is called
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the file
 */
BtyFile *
bty_file_store_find (BtyDatabase  *database,
                     const char   *bot_id,
                     const char   *name,
                     GError      **error)
{
  g_autoptr(GError) local_error = NULL;
  BtyFile *file = bty_database_select_first (database, BTY_TYPE_FILE, "WHERE bot_id = $1 AND name = $2",
                                             BTY_ARGS (BTY_TEXT (bot_id), BTY_TEXT (name)), &local_error);

  if (g_error_matches (local_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("This bot has no file “%s”."), name);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return file;
}

/**
 * bty_file_store_delete:
 * @database: a connection
 * @id: of a file
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Removes a file, all its versions and what could be found of it. Their contents go with the next
 * bty_artifact_store_sweep(), unless somebody else uses them.
 *
 * Returns: whether it was there and is not any more
 */
gboolean
bty_file_store_delete (BtyDatabase  *database,
                       const char   *id,
                       GError      **error)
{
  return bty_embedding_store_remove_file (database, id, error)
         && bty_database_delete (database, BTY_TYPE_FILE, id, error);
}

static gboolean
check (BtyFile      *file,
       BtyArtifact  *content,
       GError      **error)
{
  if (!bty_file_check_name (file->name, error))
    return FALSE;
  if (content->size > BTY_FILE_MAX_SIZE)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("“%s” is larger than 50 MiB."), file->name);
      return FALSE;
    }

  return TRUE;
}

/* What can be found is the newest version. */
static gboolean
replace_chunks (BtyDatabase  *database,
                BtyFile      *file,
                GPtrArray    *chunks,
                GError      **error)
{
  if (!bty_embedding_store_remove_file (database, file->id, error)
      || !bty_database_execute (database, "DELETE FROM file_chunks WHERE file_id = $1",
                                BTY_ARGS (BTY_TEXT (file->id)), error))
    return FALSE;
  for (guint i = 0; chunks != NULL && i < chunks->len; i++)
    g_object_set (g_ptr_array_index (chunks, i), "file-id", file->id, "version", file->version, NULL);

  return chunks == NULL || bty_database_insert_many (database, chunks, error);
}

/**
 * bty_file_store_save:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @file: a file, stored or not; becomes what is stored
 * @content: what is in it from now on
 * @restored_from: the version that has the same content and is wanted again; %BTY_UNSET = none
 * @chunks: (nullable) (element-type BtyFileChunk): what can be found of it; %NULL = nothing
 * @error: (out) (optional): %BTY_ERROR_INVALID, %BTY_ERROR_EXISTS if another file is called so, or what else went
 *   wrong
 *
 * Adds a version.
 *
 * Returns: (transfer full) (nullable): the version
 */
BtyFileVersion *
bty_file_store_save (BtyDatabase  *database,
                     BtyFile      *file,
                     BtyArtifact  *content,
                     gint64        restored_from,
                     GPtrArray    *chunks,
                     GError      **error)
{
  g_autoptr(BtyFileVersion) version = NULL;
  g_autofree char *id = bty_uuid_new ();
  gboolean is_new = file->version == 0;
  gint64 now = bty_time_now ();

  if (!check (file, content, error))
    return NULL;

  g_object_set (file, "version", file->version + 1, "size", content->size, "searchable", chunks != NULL,
                "updated-at", now, NULL);
  version = g_object_new (BTY_TYPE_FILE_VERSION,
                          "id", id,
                          "file-id", file->id,
                          "version", file->version,
                          "artifact-id", content->id,
                          "media-type", file->media_type,
                          "size", content->size,
                          "restored-from", restored_from,
                          "created-at", now,
                          NULL);

  if (!(is_new ? bty_database_insert (database, file, error) : bty_database_update (database, file, error))
      || !bty_database_insert (database, version, error)
      || !replace_chunks (database, file, chunks, error))
    return NULL;

  return g_steal_pointer (&version);
}

/**
 * bty_file_store_list_versions:
 * @database: a connection
 * @file_id: of a file
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyFileVersion) (nullable): all versions, newest first
 */
GPtrArray *
bty_file_store_list_versions (BtyDatabase  *database,
                              const char   *file_id,
                              GError      **error)
{
  return bty_database_select (database, BTY_TYPE_FILE_VERSION, "WHERE file_id = $1 ORDER BY version DESC",
                              BTY_ARGS (BTY_TEXT (file_id)), error);
}

/**
 * bty_file_store_get_version:
 * @database: a connection
 * @file_id: of a file
 * @version: counted from 1
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): that version
 */
BtyFileVersion *
bty_file_store_get_version (BtyDatabase  *database,
                            const char   *file_id,
                            gint64        version,
                            GError      **error)
{
  g_autoptr(GError) local_error = NULL;
  BtyFileVersion *found;

  found = bty_database_select_first (database, BTY_TYPE_FILE_VERSION, "WHERE file_id = $1 AND version = $2",
                                     BTY_ARGS (BTY_TEXT (file_id), BTY_INTEGER (version)), &local_error);
  if (g_error_matches (local_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("This file has no version %d."), (int) version);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return found;
}

/* Finds what a hit is about. Not while the hits are being read: an engine may answer one question at a time. */
static gboolean
complete_hit (BtyDatabase  *database,
              BtyFileHit   *hit,
              const char   *chunk_id,
              GError      **error)
{
  hit->chunk = bty_database_get (database, BTY_TYPE_FILE_CHUNK, chunk_id, error);
  hit->file = hit->chunk != NULL ? bty_file_store_get (database, hit->chunk->file_id, error) : NULL;

  return hit->file != NULL;
}

/**
 * bty_file_store_search:
 * @database: a connection
 * @words: anything that somebody typed
 * @bot_id: whose files
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyFileHit) (nullable): pieces of files that have the words, best first
 */
GPtrArray *
bty_file_store_search (BtyDatabase  *database,
                       const char   *words,
                       const char   *bot_id,
                       gint64        limit,
                       GError      **error)
{
  g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_file_hit_free);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  BtyRows *rows = bty_database_match_chunks (database, words, bot_id, limit, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &row_error))
    {
      BtyFileHit *hit = g_new0 (BtyFileHit, 1);

      hit->snippet = g_strdup (bty_rows_get_text (rows, 1));
      hit->score = bty_rows_get_real (rows, 2);
      g_ptr_array_add (hits, hit);
      g_ptr_array_add (ids, g_strdup (bty_rows_get_text (rows, 0)));
    }
  bty_rows_free (rows);
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }
  for (guint i = 0; i < hits->len; i++)
    if (!complete_hit (database, g_ptr_array_index (hits, i), g_ptr_array_index (ids, i), error))
      return NULL;

  return g_steal_pointer (&hits);
}
