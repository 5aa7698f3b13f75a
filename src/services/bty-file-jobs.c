/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file-jobs.h"

#include "bty-artifact-store.h"
#include "bty-builtin-embedder.h"
#include "bty-embedding-store.h"
#include "bty-error.h"
#include "bty-file-store.h"
#include "bty-meaning-index.h"

#define SEARCH_LIMIT 50

/**
 * bty_file_job_free:
 * @job: (transfer full): what a job needed
 *
 * Frees it.
 */
void
bty_file_job_free (BtyFileJob *job)
{
  g_free (job->bot_id);
  g_free (job->file_id);
  g_free (job->name);
  g_free (job->words);
  g_clear_pointer (&job->data, g_bytes_unref);
  g_clear_pointer (&job->text, bty_file_text_free);
  g_free (job);
}

/**
 * bty_file_list_on_db:
 *
 * A job. Lists the files of job->bot_id.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyFile
 */
gpointer
bty_file_list_on_db (BtyDatabase   *database,
                     gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  return bty_file_store_list (database, ((BtyFileJob *) data)->bot_id, error);
}

/**
 * bty_file_find_on_db:
 *
 * A job. Finds the file job->name of job->bot_id.
 *
 * Returns: (transfer full) (nullable): a #BtyFile
 */
gpointer
bty_file_find_on_db (BtyDatabase   *database,
                     gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  BtyFileJob *job = data;

  return bty_file_store_find (database, job->bot_id, job->name, error);
}

/* The file that is called so, or a new one. */
static BtyFile *
find_or_create (BtyDatabase  *database,
                BtyFileJob   *job,
                GError      **error)
{
  g_autoptr(GError) local_error = NULL;
  BtyFile *file;

  if (!bty_file_check_name (job->name, error))
    return NULL;
  file = bty_file_store_find (database, job->bot_id, job->name, &local_error);
  if (g_error_matches (local_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    return bty_file_new (job->bot_id, job->name, job->text->media_type);
  if (file == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_object_set (file, "media-type", job->text->media_type, NULL);

  return file;
}

/* What of a new version is found by meaning. */
static gboolean
store_vectors (BtyDatabase  *database,
               BtyFile      *file,
               BtyFileText  *text,
               GError      **error)
{
  /* What was found by another version is gone from the database, and from the index with this. */
  if (file->version > 1 && !bty_meaning_index_drop (file->bot_id, database, error))
    return FALSE;

  return text->chunks == NULL
         || bty_embedding_store_add_chunks (database, file->bot_id, text->chunks, BTY_BUILTIN_EMBEDDER_MODEL,
                                            text->vectors, BTY_BUILTIN_EMBEDDER_DIMENSIONS, error);
}

/**
 * bty_file_save_on_db:
 *
 * A job. Saves job->data, in which job->text was found, as the file job->name of job->bot_id: a new one, or a new
 * version.
 *
 * Returns: (transfer full) (nullable): the #BtyFile
 */
gpointer
bty_file_save_on_db (BtyDatabase   *database,
                     gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  BtyFileJob *job = data;
  g_autoptr(BtyFile) file = find_or_create (database, job, error);
  g_autoptr(BtyArtifact) content = NULL;
  g_autoptr(BtyFileVersion) version = NULL;

  if (file == NULL)
    return NULL;
  content = bty_artifact_store_put_bytes (database, job->data, error);
  if (content == NULL)
    return NULL;
  version = bty_file_store_save (database, file, content, BTY_UNSET, job->text->chunks, error);

  return version != NULL && store_vectors (database, file, job->text, error) ? g_steal_pointer (&file) : NULL;
}

/**
 * bty_file_versions_on_db:
 *
 * A job. Lists the versions of job->file_id.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyFileVersion
 */
gpointer
bty_file_versions_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  return bty_file_store_list_versions (database, ((BtyFileJob *) data)->file_id, error);
}

/* The version that is asked for; 0 = the newest. */
static BtyFileVersion *
find_version (BtyDatabase  *database,
              BtyFile      *file,
              gint64        version,
              GError      **error)
{
  return bty_file_store_get_version (database, file->id, version > 0 ? version : file->version, error);
}

/**
 * bty_file_open_on_db:
 *
 * A job. Reads the version job->version of job->file_id, 0 = the newest.
 *
 * Returns: (transfer full) (nullable): #GBytes
 */
gpointer
bty_file_open_on_db (BtyDatabase   *database,
                     gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  BtyFileJob *job = data;
  g_autoptr(BtyFile) file = bty_file_store_get (database, job->file_id, error);
  g_autoptr(BtyFileVersion) version = file != NULL ? find_version (database, file, job->version, error) : NULL;

  return version != NULL ? bty_artifact_store_load (database, version->artifact_id, error) : NULL;
}

/**
 * bty_file_restore_on_db:
 *
 * A job. Adds a version of job->file_id with the content of job->version, in which job->text was found.
 *
 * Returns: (transfer full) (nullable): the #BtyFile
 */
gpointer
bty_file_restore_on_db (BtyDatabase   *database,
                        gpointer       data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  BtyFileJob *job = data;
  g_autoptr(BtyFile) file = bty_file_store_get (database, job->file_id, error);
  g_autoptr(BtyFileVersion) old = file != NULL ? find_version (database, file, job->version, error) : NULL;
  g_autoptr(BtyArtifact) content = NULL;
  g_autoptr(BtyFileVersion) version = NULL;

  if (old == NULL)
    return NULL;
  content = bty_artifact_store_get (database, old->artifact_id, error);
  if (content == NULL)
    return NULL;
  g_object_set (file, "media-type", old->media_type, NULL);
  version = bty_file_store_save (database, file, content, old->version, job->text->chunks, error);

  return version != NULL && store_vectors (database, file, job->text, error) ? g_steal_pointer (&file) : NULL;
}

/**
 * bty_file_search_on_db:
 *
 * A job. Looks for job->words in the files of job->bot_id.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyFileHit
 */
gpointer
bty_file_search_on_db (BtyDatabase   *database,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  BtyFileJob *job = data;

  return bty_file_store_search (database, job->words, job->bot_id, SEARCH_LIMIT, error);
}

/**
 * bty_file_delete_on_db:
 *
 * A job. Removes job->file_id with all its versions, and the contents that nobody else uses.
 *
 * Returns: (transfer full) (nullable): the #BtyFile as it was
 */
gpointer
bty_file_delete_on_db (BtyDatabase   *database,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  BtyFileJob *job = data;
  g_autoptr(BtyFile) file = bty_file_store_get (database, job->file_id, error);

  if (file == NULL
      || !bty_file_store_delete (database, file->id, error)
      || !bty_meaning_index_drop (file->bot_id, database, error)
      || bty_artifact_store_sweep (database, error) < 0
      || !bty_database_erase_residue (database, BTY_FULL_TEXT_FILES, error))
    return NULL;

  return g_steal_pointer (&file);
}

/**
 * bty_file_sweep_on_db:
 *
 * A job. Removes files beside the database that belong to nothing any more.
 *
 * Returns: whether it is done
 */
gpointer
bty_file_sweep_on_db (BtyDatabase   *database,
                      gpointer       data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  return GINT_TO_POINTER (bty_artifact_store_sweep_files (database, error));
}
