/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-files.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LARGEST_IMAGE (20 * 1024 * 1024)
#define LARGEST_TEXT (1024 * 1024)
#define DEEPEST 4
#define MOST_FILES 200000

struct _BtyForeignFiles
{
  GHashTable *paths;    /* id -> path, each owned */
};

/* The id in a name: "file-7Xyz-cat.png" and "file_00ab-sanitized.jpg" begin with it. */
static char *
dup_id (const char *name)
{
  gsize start = strlen ("file-");

  if (!g_str_has_prefix (name, "file-") && !g_str_has_prefix (name, "file_"))
    return NULL;

  return g_strndup (name, start + strcspn (name + start, "-."));
}

/* Whoever unpacked it into a folder with much else has that not looked through. */
static gboolean
is_part (const char *name,
         guint       depth)
{
  return depth > 0 || g_str_equal (name, "dalle-generations") || g_str_has_prefix (name, "user-")
         || g_uuid_string_is_valid (name);
}

static void
look (BtyForeignFiles *self,
      const char      *folder,
      guint            depth)
{
  g_autoptr(GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL
         && g_hash_table_size (self->paths) < MOST_FILES)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *id = dup_id (name);
      GStatBuf status;

      if (g_lstat (path, &status) != 0)
        continue;
      if (S_ISREG (status.st_mode) && id != NULL)
        g_hash_table_insert (self->paths, g_steal_pointer (&id), g_steal_pointer (&path));
      else if (S_ISDIR (status.st_mode) && depth < DEEPEST && is_part (name, depth))
        look (self, path, depth + 1);
    }
}

/**
 * bty_foreign_files_new:
 * @path: the file with the conversations
 *
 * Returns: (transfer full): what is beside it
 */
BtyForeignFiles *
bty_foreign_files_new (const char *path)
{
  BtyForeignFiles *self = g_new0 (BtyForeignFiles, 1);
  g_autofree char *folder = g_path_get_dirname (path);

  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  look (self, folder, 0);

  return self;
}

/**
 * bty_foreign_files_free:
 * @self: (transfer full): files
 */
void
bty_foreign_files_free (BtyForeignFiles *self)
{
  g_hash_table_unref (self->paths);
  g_free (self);
}

/* What providers take, by its first bytes. */
static const char *
find_image_type (const guchar *data,
                 gsize         size)
{
  if (size >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  if (size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "image/jpeg";
  if (size >= 6 && (memcmp (data, "GIF87a", 6) == 0 || memcmp (data, "GIF89a", 6) == 0))
    return "image/gif";
  if (size >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return "image/webp";

  return NULL;
}

/* Returns: (transfer full) (nullable): the content of a file that is no link to another */
static GBytes *
load (const char *path)
{
  int descriptor = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
  struct stat status;
  g_autofree guchar *data = NULL;
  gsize size = 0;

  if (descriptor < 0)
    return NULL;
  if (fstat (descriptor, &status) == 0 && S_ISREG (status.st_mode) && status.st_size <= LARGEST_IMAGE)
    {
      gssize n_read = 1;

      data = g_malloc (status.st_size + 1);
      while (size < (gsize) status.st_size && n_read > 0)
        {
          n_read = read (descriptor, data + size, status.st_size - size);
          size += MAX (n_read, 0);
        }
    }
  close (descriptor);

  return data != NULL ? g_bytes_new_take (g_steal_pointer (&data), size) : NULL;
}

/**
 * bty_foreign_files_find:
 * @id: by which an export names a file
 * @data: a #BtyForeignFiles
 *
 * Returns: (transfer full) (nullable): that file, if it is there and an image or a text that can be attached
 */
BtyAttachment *
bty_foreign_files_find (const char *id,
                        gpointer    data)
{
  BtyForeignFiles *self = data;
  const char *path = g_hash_table_lookup (self->paths, id);
  g_autoptr(GBytes) bytes = path != NULL ? load (path) : NULL;
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;
  const char *media_type;
  const guchar *content;
  gsize size;

  if (bytes == NULL)
    return NULL;
  content = g_bytes_get_data (bytes, &size);
  media_type = find_image_type (content, size);
  if (media_type == NULL && size > 0 && size <= LARGEST_TEXT
      && g_utf8_validate_len ((const char *) content, size, NULL))
    media_type = "text/plain";

  return media_type != NULL ? bty_attachment_new (name, media_type, bytes) : NULL;
}
