/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-attachment-loader.h"

#include <glib/gi18n.h>

#include "bty-error.h"

#define ATTRIBUTES \
  G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME

/* What providers take. */
static gboolean
is_image_type (const char *media_type)
{
  static const char *const types[] = { "image/png", "image/jpeg", "image/gif", "image/webp", NULL };

  return g_strv_contains (types, media_type);
}

static gboolean
refuse_size (const char  *name,
             gboolean     is_image,
             GError     **error)
{
  g_autofree char *limit = g_format_size_full (is_image ? BTY_ATTACHMENT_MAX_IMAGE : BTY_ATTACHMENT_MAX_TEXT,
                                               G_FORMAT_SIZE_IEC_UNITS);

  if (is_image)
    g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                 /* Translators: %s are the name of a file and a size such as “20 MiB”. */
                 _("“%s” is too large: an image may have up to %s."), name, limit);
  else
    g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                 /* Translators: %s are the name of a file and a size such as “1 MiB”. */
                 _("“%s” is too large: a text may have up to %s."), name, limit);

  return FALSE;
}

static gboolean
check_size (const char  *name,
            gboolean     is_image,
            gsize        size,
            GError     **error)
{
  if (size > (is_image ? BTY_ATTACHMENT_MAX_IMAGE : BTY_ATTACHMENT_MAX_TEXT))
    return refuse_size (name, is_image, error);

  return TRUE;
}

/**
 * bty_attachment_new_checked:
 * @name: the file's name, without a path
 * @data: its bytes
 * @error: where to say why it cannot be attached
 *
 * What it is follows from its bytes, not from its name.
 *
 * Returns: (transfer full) (nullable): an image or a text within the limits
 */
BtyAttachment *
bty_attachment_new_checked (const char  *name,
                            GBytes      *data,
                            GError     **error)
{
  gsize size;
  const guchar *bytes = g_bytes_get_data (data, &size);
  g_autofree char *content_type = g_content_type_guess (NULL, bytes, size, NULL);
  g_autofree char *media_type = g_content_type_get_mime_type (content_type);

  if (media_type != NULL && is_image_type (media_type))
    return check_size (name, TRUE, size, error) ? bty_attachment_new (name, media_type, data) : NULL;

  if (!check_size (name, FALSE, size, error))
    return NULL;
  if (size == 0)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("“%s” is empty."), name);
      return NULL;
    }
  if (!g_utf8_validate_len ((const char *) bytes, size, NULL))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                   _("“%s” is neither a text nor an image of the kinds PNG, JPEG, GIF and WebP."), name);
      return NULL;
    }

  return bty_attachment_new (name, "text/plain", data);
}

/* What a file system says is not for people. */
static void
return_unreadable (GTask  *task,
                   GError *error)
{
  g_autoptr(GError) owned = error;
  g_autofree char *basename = NULL;
  g_autofree char *name = NULL;

  if (error->domain == BTY_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&owned));
      return;
    }

  basename = g_file_get_basename (g_task_get_source_object (task));
  name = g_filename_display_name (basename != NULL ? basename : "");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("“%s” does not exist."), name);
  else
    g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_FAILED, _("“%s” cannot be read."), name);
}

static void
load_bytes_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);
  BtyAttachment *attachment = NULL;

  if (bytes != NULL)
    attachment = bty_attachment_new_checked (g_task_get_task_data (task), bytes, &error);

  if (attachment != NULL)
    g_task_return_pointer (task, attachment, g_object_unref);
  else
    return_unreadable (task, g_steal_pointer (&error));
}

static void
query_info_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);
  const char *name = NULL;

  if (info == NULL)
    {
      return_unreadable (task, g_steal_pointer (&error));
      return;
    }

  name = g_file_info_get_display_name (info);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_INVALID, _("“%s” is not a file."), name);
      return;
    }
  if (g_file_info_get_size (info) > BTY_ATTACHMENT_MAX_IMAGE)
    {
      refuse_size (name, TRUE, &error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_set_task_data (task, g_strdup (name), g_free);
  g_file_load_bytes_async (G_FILE (source), g_task_get_cancellable (task), load_bytes_cb, g_object_ref (task));
}

/**
 * bty_attachment_load_async:
 * @file: a file
 * @cancellable: (nullable): a #GCancellable
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Reads an image or a text file; anything else is refused.
 */
void
bty_attachment_load_async (GFile               *file,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, bty_attachment_load_async);
  g_file_query_info_async (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable,
                           query_info_cb, g_steal_pointer (&task));
}

/**
 * bty_attachment_load_finish:
 * @result: the result
 * @error: where to say why the file cannot be attached
 *
 * Returns: (transfer full) (nullable): the attachment
 */
BtyAttachment *
bty_attachment_load_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, bty_attachment_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
encode_in_thread (GTask        *task,
                  gpointer      texture,
                  gpointer      name,
                  GCancellable *cancellable)
{
  g_autoptr(GBytes) bytes = gdk_texture_save_to_png_bytes (texture);
  g_autoptr(GError) error = NULL;
  BtyAttachment *attachment = bty_attachment_new_checked (name, bytes, &error);

  if (attachment != NULL)
    g_task_return_pointer (task, attachment, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bty_attachment_from_texture_async:
 * @texture: a picture, from the clipboard
 * @cancellable: (nullable): a #GCancellable
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Makes a PNG image of @texture.
 */
void
bty_attachment_from_texture_async (GdkTexture          *texture,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (GDK_IS_TEXTURE (texture));

  task = g_task_new (texture, cancellable, callback, user_data);
  g_task_set_source_tag (task, bty_attachment_from_texture_async);
  g_task_set_task_data (task, g_strdup (_("Pasted image.png")), g_free);
  g_task_run_in_thread (task, encode_in_thread);
}

/**
 * bty_attachment_from_texture_finish:
 * @result: the result
 * @error: where to say why the picture cannot be attached
 *
 * Returns: (transfer full) (nullable): the attachment
 */
BtyAttachment *
bty_attachment_from_texture_finish (GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, bty_attachment_from_texture_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
