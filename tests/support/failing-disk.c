/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With it, two of the functions below would have the same name. */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* A disk that fails, to be preloaded. BTY_DISK_FAILS_AT: which call that writes, from 1, is refused, with
 * BTY_DISK_ERROR, "full", "broken" or "gone"; only a broken disk takes those that come after it. Only files below
 * BTY_DISK_PATH count. Writes the file BTY_DISK_MARK when it has refused one, and at the end how many there were into
 * BTY_DISK_COUNT. BTY_DISK_DELAY_MS: a disk that is slow: each of these calls takes so long. */

static int count;

static int
is_below (const char *name)
{
  const char *path = getenv ("BTY_DISK_PATH");

  return path != NULL && strncmp (name, path, strlen (path)) == 0;
}

static void
wait_for_disk (void)
{
  const char *delay = getenv ("BTY_DISK_DELAY_MS");

  if (delay != NULL)
    usleep (1000 * (useconds_t) atoi (delay));
}

/* Whether this call, which changes something at @name, is to fail; sets errno. */
static int
fails_at (const char *name)
{
  const char *at = getenv ("BTY_DISK_FAILS_AT");
  const char *mark = getenv ("BTY_DISK_MARK");
  int is_once;
  int n;

  if (!is_below (name))
    return 0;
  wait_for_disk ();
  if (at == NULL || mark == NULL)
    return 0;

  is_once = strcmp (getenv ("BTY_DISK_ERROR"), "broken") == 0;
  n = __atomic_add_fetch (&count, 1, __ATOMIC_SEQ_CST);
  if (is_once ? n != atoi (at) : n < atoi (at))
    return 0;

  close (open (mark, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  errno = strcmp (getenv ("BTY_DISK_ERROR"), "full") == 0 ? ENOSPC : EIO;

  return 1;
}

/* The same for an open file. */
static int
fails (int fd)
{
  char link[64];
  char name[4096];
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, name, sizeof name - 1);
  if (length <= 0)
    return 0;
  name[length] = '\0';

  return fails_at (name);
}

__attribute__ ((destructor)) static void
tell_count (void)
{
  const char *name = getenv ("BTY_DISK_COUNT");
  int fd = name != NULL ? open (name, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600) : -1;

  if (fd >= 0)
    dprintf (fd, "%d\n", count);
  if (fd >= 0)
    close (fd);
}

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

ssize_t
write (int         fd,
       const void *data,
       size_t      size)
{
  return fails (fd) ? -1 : REAL (write) (fd, data, size);
}

ssize_t
pwrite (int         fd,
        const void *data,
        size_t      size,
        off_t       offset)
{
  return fails (fd) ? -1 : REAL (pwrite) (fd, data, size, offset);
}

ssize_t
pwrite64 (int         fd,
          const void *data,
          size_t      size,
          off64_t     offset)
{
  return fails (fd) ? -1 : REAL (pwrite64) (fd, data, size, offset);
}

int
ftruncate64 (int     fd,
             off64_t size)
{
  return fails (fd) ? -1 : REAL (ftruncate64) (fd, size);
}

int
fallocate64 (int     fd,
             int     mode,
             off64_t offset,
             off64_t size)
{
  return fails (fd) ? -1 : REAL (fallocate64) (fd, mode, offset, size);
}

int
fsync (int fd)
{
  return fails (fd) ? -1 : REAL (fsync) (fd);
}

int
fdatasync (int fd)
{
  return fails (fd) ? -1 : REAL (fdatasync) (fd);
}

int
rename (const char *from,
        const char *to)
{
  return fails_at (to) ? -1 : REAL (rename) (from, to);
}

int
link (const char *from,
      const char *to)
{
  return fails_at (to) ? -1 : REAL (link) (from, to);
}

int
mkdir (const char *path,
       mode_t      mode)
{
  return fails_at (path) ? -1 : REAL (mkdir) (path, mode);
}
