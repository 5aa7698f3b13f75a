/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file-text.h"

#include "bty-builtin-embedder.h"
#include "bty-chunker.h"
#include "bty-config.h"
#include "bty-file-chunk.h"
#include "bty-pdf-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PDF "application/pdf"
#define MARKDOWN "text/markdown"

/* What is looked for in a file. */
typedef struct
{
  char   *media_type;
  GBytes *text;       /* NULL = it has none */
} Source;

static void
free_source (gpointer data)
{
  Source *source = data;

  g_free (source->media_type);
  g_clear_pointer (&source->text, g_bytes_unref);
  g_free (source);
}

/**
 * bty_file_text_free:
 * @self: (transfer full): what a look said
 *
 * Frees it.
 */
void
bty_file_text_free (BtyFileText *self)
{
  g_free (self->media_type);
  g_clear_pointer (&self->chunks, g_ptr_array_unref);
  g_free (self->vectors);
  g_free (self);
}

static gboolean
is_text (GBytes *data)
{
  gsize size;
  const char *text = g_bytes_get_data (data, &size);

  /* Text has no zero in it, which the check takes for a fault. */
  return size == 0 || g_utf8_validate_len (text, size, NULL);
}

/* Asks the system, which may know few types or none; what is plainly text is text all the same. */
static char *
guess_type (const char *name,
            GBytes     *data)
{
  gsize size;
  const guchar *bytes = g_bytes_get_data (data, &size);
  g_autofree char *type = NULL;
  g_autofree char *media_type = NULL;

  if (size >= 5 && memcmp (bytes, "%PDF-", 5) == 0)
    return g_strdup (PDF);
  if (is_text (data) && (g_str_has_suffix (name, ".md") || g_str_has_suffix (name, ".markdown")))
    return g_strdup (MARKDOWN);

  type = g_content_type_guess (name, bytes, size, NULL);
  media_type = g_content_type_get_mime_type (type);
  if (media_type == NULL || g_str_equal (media_type, "application/octet-stream")
      || g_str_equal (media_type, "application/x-zerosize"))
    return g_strdup (is_text (data) ? "text/plain" : "application/octet-stream");

  return g_steal_pointer (&media_type);
}

/* The heading of a piece tells what it is about. The built-in embedder does not fail. */
static void
embed (BtyFileText *self)
{
  g_autoptr(BtyEmbedder) embedder = bty_builtin_embedder_new (NULL);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->chunks->len; i++)
    {
      BtyFileChunk *chunk = g_ptr_array_index (self->chunks, i);

      g_ptr_array_add (texts, bty_file_chunk_join (chunk->heading, chunk->text));
    }
  self->vectors = g_new0 (float, (gsize) texts->len * BTY_BUILTIN_EMBEDDER_DIMENSIONS);
  bty_embedder_embed (embedder, (const char *const *) texts->pdata, texts->len, self->vectors, NULL);
}

static void
split_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Source *source = task_data;
  BtyFileText *self = g_new0 (BtyFileText, 1);

  self->media_type = g_strdup (source->media_type);
  if (source->text != NULL && is_text (source->text))
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (source->text, NULL), g_bytes_get_size (source->text));

      self->chunks = bty_chunker_split (text, g_str_equal (source->media_type, MARKDOWN));
      embed (self);
    }
  g_task_return_pointer (task, self, (GDestroyNotify) bty_file_text_free);
}

static void
pdf_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Source *source = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = bty_pdf_text_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* A PDF whose text cannot be read, or that only shows pictures of it, is kept as it is. */
  g_clear_pointer (&source->text, g_bytes_unref);
  if (text != NULL && text[strspn (text, " \t\r\n\f")] != '\0')
    source->text = g_bytes_new (text, strlen (text));
  g_task_run_in_thread (task, split_in_thread);
}

/**
 * bty_file_text_dup_note:
 * @file: that was saved
 *
 * Returns: (transfer full) (nullable): why its text cannot be found, and what to do; %NULL = nothing to tell
 */
char *
bty_file_text_dup_note (BtyFile *file)
{
  g_autofree char *program = NULL;

  if (file->searchable || g_strcmp0 (file->media_type, PDF) != 0)
    return NULL;
  program = g_find_program_in_path (bty_pdf_limits.program);
  if (program == NULL)
    return g_strdup_printf (_("“%s” is kept, but what it says cannot be found: the program %s is not installed. "
                              "Install poppler-utils and add the file again."), file->name, bty_pdf_limits.program);

  return g_strdup_printf (_("“%s” is kept, but what it says cannot be found: there is no text in it that can be read."),
                          file->name);
}

/**
 * bty_file_text_read_async:
 * @name: of a file
 * @data: what is in it
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Looks what a file is, and for the text in it.
 */
void
bty_file_text_read_async (const char          *name,
                          GBytes              *data,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Source *source = g_new0 (Source, 1);

  source->media_type = guess_type (name, data);
  source->text = g_bytes_ref (data);
  g_task_set_source_tag (task, bty_file_text_read_async);
  g_task_set_task_data (task, source, free_source);

  if (g_str_equal (source->media_type, PDF))
    bty_pdf_text_read_async (data, &bty_pdf_limits, cancellable, pdf_cb, g_steal_pointer (&task));
  else
    g_task_run_in_thread (task, split_in_thread);
}

/**
 * bty_file_text_read_finish:
 * @result: what the callback got
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): what was found
 */
BtyFileText *
bty_file_text_read_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
