/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact-spool.h"

#include "bty-artifact-store.h"
#include "bty-config.h"
#include "bty-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define STEP (256 * 1024) /* bytes */

/**
 * bty_artifact_set_file_error:
 * @error: (out) (optional): where to say what went wrong
 * @code: what errno was
 *
 * Says that a file beside the database could not be read or written.
 */
void
bty_artifact_set_file_error (GError **error,
                             int      code)
{
  if (code == ENOSPC || code == EDQUOT)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_FULL, _("There is no space left for this file."));
  else if (code == EROFS || code == EACCES || code == EPERM)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_READ_ONLY, _("Files cannot be written beside the database."));
  else if (code == ENOENT)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED, _("The content of this file is missing."));
  else
    g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("A file beside the database cannot be used: %s."),
                 g_strerror (code));
}

static gboolean
write_all (int             file,
           gconstpointer   data,
           gsize           size,
           GError        **error)
{
  for (gsize done = 0; done < size;)
    {
      gssize n = write (file, (const guint8 *) data + done, size - done);

      if (n < 0 && errno != EINTR)
        {
          bty_artifact_set_file_error (error, errno);
          return FALSE;
        }
      done += MAX (n, 0);
    }

  return TRUE;
}

static gboolean
open_file (BtyArtifactSpool  *self,
           const char        *directory,
           GError           **error)
{
  self->path = g_build_filename (directory != NULL ? directory : g_get_tmp_dir (), "arriving-XXXXXX", NULL);
  if (directory != NULL)
    g_mkdir_with_parents (directory, 0700);
  self->file = g_mkstemp_full (self->path, O_RDWR | O_CLOEXEC, 0600);
  if (self->file < 0)
    bty_artifact_set_file_error (error, errno);

  return self->file >= 0;
}

/* Reads up to @size bytes, fewer only at the end. */
static gssize
read_step (GInputStream  *stream,
           guint8        *step,
           gsize          size,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  gsize n_read;

  if (g_input_stream_read_all (stream, step, size, &n_read, cancellable, &local_error))
    return n_read;
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("What was to be kept cannot be read: %s."),
                 local_error->message);

  return -1;
}

static gboolean
read_rest (BtyArtifactSpool  *self,
           GInputStream      *stream,
           GChecksum         *checksum,
           GCancellable      *cancellable,
           GError           **error)
{
  g_autofree guint8 *step = g_malloc (STEP);

  while (TRUE)
    {
      gssize n = read_step (stream, step, STEP, cancellable, error);

      if (n < 0 || (n > 0 && !write_all (self->file, step, n, error)))
        return FALSE;
      if (n == 0)
        break;
      self->size += n;
      if (self->size > BTY_ARTIFACT_MAX_SIZE)
        {
          g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("This is larger than 100 MiB."));
          return FALSE;
        }
      g_checksum_update (checksum, step, n);
    }
  if (fsync (self->file) != 0 || lseek (self->file, 0, SEEK_SET) != 0)
    {
      bty_artifact_set_file_error (error, errno);
      return FALSE;
    }

  return TRUE;
}

/**
 * bty_artifact_spool_read:
 * @self: (out caller-allocates): gets the content; to be cleared also on error
 * @stream: where it comes from
 * @directory: (nullable): where a large one waits for its place; %NULL = anywhere
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): %BTY_ERROR_INVALID if it is too large, or what else went wrong
 *
 * Returns: whether all of it was read
 */
gboolean
bty_artifact_spool_read (BtyArtifactSpool  *self,
                         GInputStream      *stream,
                         const char        *directory,
                         GCancellable      *cancellable,
                         GError           **error)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 *head = g_malloc (BTY_ARTIFACT_MAX_IN_ROW + 1);
  gssize n_read = read_step (stream, head, BTY_ARTIFACT_MAX_IN_ROW + 1, cancellable, error);

  *self = (BtyArtifactSpool) { .file = -1, .size = MAX (n_read, 0) };
  self->head = g_bytes_new_take (g_realloc (head, MAX (self->size, 1)), self->size);
  if (n_read < 0)
    return FALSE;

  g_checksum_update (checksum, g_bytes_get_data (self->head, NULL), self->size);
  if (self->size > BTY_ARTIFACT_MAX_IN_ROW
      && (!open_file (self, directory, error)
          || !write_all (self->file, g_bytes_get_data (self->head, NULL), self->size, error)
          || !read_rest (self, stream, checksum, cancellable, error)))
    return FALSE;
  self->sha256 = g_strdup (g_checksum_get_string (checksum));

  return TRUE;
}

/* A new name is on disk when its directory is. */
static gboolean
sync_directory (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  int file = open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced = file >= 0 && fsync (file) == 0;

  if (file >= 0)
    close (file);

  return synced;
}

/**
 * bty_artifact_spool_move:
 * @self: a content in a file
 * @path: where the file belongs, in the same file system
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is there, on disk
 */
gboolean
bty_artifact_spool_move (BtyArtifactSpool  *self,
                         const char        *path,
                         GError           **error)
{
  g_autofree char *directory = g_path_get_dirname (path);

  if (g_mkdir_with_parents (directory, 0700) != 0 || g_rename (self->path, path) != 0
      || !sync_directory (path) || !sync_directory (directory))
    {
      bty_artifact_set_file_error (error, errno);
      return FALSE;
    }
  g_clear_pointer (&self->path, g_free);

  return TRUE;
}

/**
 * bty_artifact_spool_take:
 * @self: a content in a file
 * @max_size: bytes that are wanted
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): what comes next; fewer bytes only at the end
 */
GBytes *
bty_artifact_spool_take (BtyArtifactSpool  *self,
                         gsize              max_size,
                         GError           **error)
{
  guint8 *data = g_malloc (max_size);
  gsize size = 0;

  while (size < max_size)
    {
      gssize n = read (self->file, data + size, max_size - size);

      if (n < 0 && errno != EINTR)
        {
          bty_artifact_set_file_error (error, errno);
          g_free (data);
          return NULL;
        }
      if (n == 0)
        break;
      size += MAX (n, 0);
    }

  return g_bytes_new_take (data, size);
}

/**
 * bty_artifact_spool_clear:
 * @self: a content
 *
 * Forgets it, and removes its file if that was not moved.
 */
void
bty_artifact_spool_clear (BtyArtifactSpool *self)
{
  if (self->file >= 0)
    close (self->file);
  self->file = -1;
  if (self->path != NULL)
    g_unlink (self->path);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->head, g_bytes_unref);
  g_clear_pointer (&self->sha256, g_free);
}
