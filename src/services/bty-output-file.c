/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-output-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bty-config.h"
#include "bty-error.h"

struct _BtyOutputFile
{
  /* Owned */
  char          *path;
  char          *unfinished;
  GOutputStream *stream;

  int            descriptor;
  gboolean       committed;
};

/* The one place where what the system says about files becomes ours. */
static void
set_error (const char  *path,
           int          code,
           GError     **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_set_error (error, BTY_ERROR, BTY_ERROR_FULL, _("There is no space left for “%s”."), shown);
  else if (code == EACCES || code == EPERM || code == EROFS)
    g_set_error (error, BTY_ERROR, BTY_ERROR_READ_ONLY, _("“%s” cannot be used: %s."), shown, g_strerror (code));
  else if (code == ENOENT || code == ENOTDIR)
    g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no file “%s”."), shown);
  else
    g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("“%s” cannot be used: %s."), shown, g_strerror (code));
}

/**
 * bty_file_map_error:
 * @path: of the file that was read or written
 * @error: (inout): what its stream said; becomes one of ours
 *
 * Cancelling stays what it is.
 */
void
bty_file_map_error (const char  *path,
                    GError     **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  GError *mapped = NULL;

  if ((*error)->domain != G_IO_ERROR || (*error)->code == G_IO_ERROR_CANCELLED)
    return;

  if ((*error)->code == G_IO_ERROR_NO_SPACE)
    set_error (path, ENOSPC, &mapped);
  else
    g_set_error (&mapped, BTY_ERROR, BTY_ERROR_FAILED, _("“%s” cannot be used: %s."), shown, (*error)->message);
  g_clear_error (error);
  *error = mapped;
}

/**
 * bty_file_add_advice:
 * @advice: a sentence
 * @error: (inout) (optional): why something was not done
 *
 * Says what to do when there was no room for it or it could not be written.
 */
void
bty_file_add_advice (const char  *advice,
                     GError     **error)
{
  if (error != NULL
      && (g_error_matches (*error, BTY_ERROR, BTY_ERROR_FULL)
          || g_error_matches (*error, BTY_ERROR, BTY_ERROR_READ_ONLY)))
    {
      GError *advised = g_error_new (BTY_ERROR, (*error)->code, "%s %s", (*error)->message, advice);

      g_error_free (*error);
      *error = advised;
    }
}

static char *
get_unfinished (const char *path)
{
  return g_strconcat (path, ".part", NULL);
}

/**
 * bty_output_file_new:
 * @path: the file to write; one that is there stays until the new one is whole
 * @error: (out) (optional): why it cannot be written
 *
 * Only the user may read the file, whoever made one with the name of the unfinished one before.
 *
 * Returns: (transfer full) (nullable): the file
 */
BtyOutputFile *
bty_output_file_new (const char  *path,
                     GError     **error)
{
  g_autofree char *unfinished = get_unfinished (path);
  int descriptor;
  BtyOutputFile *self;

  g_unlink (unfinished);
  descriptor = g_open (unfinished, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (descriptor < 0)
    {
      set_error (path, errno, error);
      return NULL;
    }

  self = g_new0 (BtyOutputFile, 1);
  self->path = g_strdup (path);
  self->unfinished = g_steal_pointer (&unfinished);
  self->descriptor = descriptor;
  self->stream = g_unix_output_stream_new (descriptor, FALSE);

  return self;
}

/**
 * bty_output_file_free:
 * @self: (transfer full): a file
 *
 * Removes what is not committed.
 */
void
bty_output_file_free (BtyOutputFile *self)
{
  g_clear_object (&self->stream);
  close (self->descriptor);
  if (!self->committed)
    g_unlink (self->unfinished);
  g_free (self->unfinished);
  g_free (self->path);
  g_free (self);
}

/**
 * bty_output_file_get_stream:
 * @self: a file
 *
 * Returns: (transfer none): where to write
 */
GOutputStream *
bty_output_file_get_stream (BtyOutputFile *self)
{
  return self->stream;
}

/* A new name is on disk only when its directory is. */
static void
sync_directory (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  int descriptor = g_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (descriptor < 0)
    return;
  fsync (descriptor);
  close (descriptor);
}

/**
 * bty_output_file_commit:
 * @self: a file that has been written
 * @error: (out) (optional): why it is not on disk
 *
 * Gives it its name.
 *
 * Returns: whether it is there
 */
gboolean
bty_output_file_commit (BtyOutputFile  *self,
                        GError        **error)
{
  if (fsync (self->descriptor) != 0 || g_rename (self->unfinished, self->path) != 0)
    {
      set_error (self->path, errno, error);
      return FALSE;
    }
  self->committed = TRUE;
  sync_directory (self->path);

  return TRUE;
}

/**
 * bty_output_file_remove:
 * @path: a file that was being written when the program ended
 *
 * Removes what is left of it.
 */
void
bty_output_file_remove (const char *path)
{
  g_autofree char *unfinished = get_unfinished (path);

  g_unlink (unfinished);
}

/**
 * bty_input_file_new:
 * @path: a file
 * @size: (out): how long it is
 * @error: (out) (optional): why it cannot be read
 *
 * Returns: (transfer full) (nullable): its content
 */
GInputStream *
bty_input_file_new (const char  *path,
                    gint64      *size,
                    GError     **error)
{
  int descriptor = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  struct stat status;

  if (descriptor < 0 || fstat (descriptor, &status) != 0)
    {
      set_error (path, errno, error);
      if (descriptor >= 0)
        close (descriptor);
      return NULL;
    }
  *size = status.st_size;

  return g_unix_input_stream_new (descriptor, TRUE);
}
