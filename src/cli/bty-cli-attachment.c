/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-attachment.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "bty-config.h"
#include "bty-error.h"

/* More than any provider takes. */
#define SIZE_LIMIT (20 * 1024 * 1024)

/* What images begin with; asking the desktop would need its database of file types. */
static const struct
{
  const char *media_type;
  const char *magic;
  gsize       length;
  gsize       offset;
} images[] = {
  { "image/png", "\x89PNG\r\n\x1a\n", 8, 0 },
  { "image/jpeg", "\xff\xd8\xff", 3, 0 },
  { "image/gif", "GIF8", 4, 0 },
  { "image/webp", "WEBP", 4, 8 },
};

static const char *
find_media_type (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  for (guint i = 0; i < G_N_ELEMENTS (images); i++)
    if (size >= images[i].offset + images[i].length &&
        memcmp (data + images[i].offset, images[i].magic, images[i].length) == 0)
      return images[i].media_type;

  return g_utf8_validate_len (data != NULL ? data : "", size, NULL) ? "text/plain" : NULL;
}

/**
 * bty_cli_read_attachment:
 * @path: of a file
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, %BTY_ERROR_INVALID or %BTY_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): the image or text in it
 */
BtyAttachment *
bty_cli_read_attachment (const char  *path,
                         GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr(GFileInfo) info = g_file_query_info (file, "standard::size,standard::type", G_FILE_QUERY_INFO_NONE,
                                                 NULL, NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);
  g_autoptr(GBytes) bytes = NULL;
  const char *media_type;

  if (info == NULL || g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no file “%s”."), name);
      return NULL;
    }
  if (g_file_info_get_size (info) > SIZE_LIMIT)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("“%s” is larger than %d MiB."), name,
                   SIZE_LIMIT / 1024 / 1024);
      return NULL;
    }
  bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  if (bytes == NULL)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("The file “%s” cannot be read."), name);
      return NULL;
    }
  media_type = find_media_type (bytes);
  if (media_type == NULL)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                   _("“%s” is neither text nor a PNG, JPEG, GIF or WebP image."), name);
      return NULL;
    }

  return bty_attachment_new (name, media_type, bytes);
}
