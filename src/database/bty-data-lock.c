/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-data-lock.h"

#include "bty-config.h"
#include "bty-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _BtyDataLock
{
  int file;
};

static void
set_error (const char  *directory,
           int          system_error,
           GError     **error)
{
  BtyError code = BTY_ERROR_FAILED;

  if (system_error == EACCES || system_error == EPERM || system_error == EROFS)
    code = BTY_ERROR_READ_ONLY;
  else if (system_error == ENOSPC || system_error == EDQUOT)
    code = BTY_ERROR_FULL;

  g_set_error (error, BTY_ERROR, code, _("The data directory “%s” cannot be used: %s."),
               directory, g_strerror (system_error));
}

static void
set_refused (int      file,
             GError **error)
{
  char text[32] = "";
  int holder;

  if (pread (file, text, sizeof text - 1, 0) < 0)
    text[0] = '\0';
  holder = (int) g_ascii_strtoll (text, NULL, 10);

  if (holder > 0)
    g_set_error (error, BTY_ERROR, BTY_ERROR_REFUSED,
                 _("Boternity is already using these data (process %d)."), holder);
  else
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED, _("Boternity is already using these data."));
}

/* Who holds the lock is said for people only, so it does not matter if it cannot be written. */
static void
write_holder (int file)
{
  g_autofree char *text = g_strdup_printf ("%d\n", (int) getpid ());

  if (ftruncate (file, 0) == 0 && pwrite (file, text, strlen (text), 0) < 0)
    g_debug ("The holder of the lock could not be written: %s", g_strerror (errno));
}

/**
 * bty_data_lock_new:
 * @directory: a data directory; made, for this user only, if it is not there
 * @error: (out) (optional): %BTY_ERROR_REFUSED if another process owns it, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the lock
 */
BtyDataLock *
bty_data_lock_new (const char  *directory,
                   GError     **error)
{
  g_autofree char *path = g_build_filename (directory, "lock", NULL);
  BtyDataLock *self;
  int file;

  if (g_mkdir_with_parents (directory, 0700) != 0
      || (file = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0)
    {
      set_error (directory, errno, error);
      return NULL;
    }
  if (flock (file, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK)
        set_refused (file, error);
      else
        set_error (directory, errno, error);
      close (file);
      return NULL;
    }
  write_holder (file);

  self = g_new0 (BtyDataLock, 1);
  self->file = file;

  return self;
}

/**
 * bty_data_lock_free:
 * @self: (transfer full): a lock
 *
 * Lets go of the directory.
 */
void
bty_data_lock_free (BtyDataLock *self)
{
  close (self->file);
  g_free (self);
}
