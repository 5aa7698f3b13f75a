/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-pdf-text.h"

#include "bty-config.h"
#include "bty-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * A PDF comes from anywhere, and what reads it is large, so that happens in another process, with limits. The file is
 * its standard input: it need not be told a name.
 */

#define STEP 65536 /* bytes */

const BtyPdfLimits bty_pdf_limits = { "pdftotext", 30000, 16 * 1024 * 1024 };

typedef struct
{
  GSubprocess *process;
  GByteArray  *text;
  gsize        max_size;
  guint        timer;
  gboolean     is_stopped; /* because it took too long, or wrote too much */
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_clear_handle_id (&reading->timer, g_source_remove);
  if (reading->process != NULL)
    g_subprocess_force_exit (reading->process);
  g_clear_object (&reading->process);
  g_byte_array_unref (reading->text);
  g_free (reading);
}

static void
stop (Reading *reading)
{
  reading->is_stopped = TRUE;
  g_subprocess_force_exit (reading->process);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Reading *reading = user_data;

  reading->timer = 0;
  stop (reading);

  return G_SOURCE_REMOVE;
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
    g_task_return_error (task, error);
  else if (reading->is_stopped || !g_subprocess_get_successful (G_SUBPROCESS (source)))
    g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_UNREADABLE, _("The text of this PDF cannot be read."));
  else
    {
      g_byte_array_append (reading->text, (const guint8 *) "", 1);
      g_task_return_pointer (task, g_utf8_make_valid ((const char *) reading->text->data, reading->text->len - 1),
                             g_free);
    }
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (reading->text->len + size > reading->max_size)
    stop (reading);
  if (size == 0 || reading->is_stopped)
    {
      g_subprocess_wait_async (reading->process, cancellable, ended_cb, g_steal_pointer (&task));
      return;
    }
  g_byte_array_append (reading->text, g_bytes_get_data (bytes, NULL), size);
  g_input_stream_read_bytes_async (G_INPUT_STREAM (source), STEP, G_PRIORITY_DEFAULT, cancellable,
                                   read_cb, g_steal_pointer (&task));
}

/* A file with the PDF that is only in memory: what is forgotten one day has left nothing on the disk. */
static int
open_input (GBytes  *pdf,
            GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (pdf, &size);
  int file = memfd_create ("boternity-pdf", MFD_CLOEXEC);
  gsize done = 0;

  while (file >= 0 && done < size)
    {
      gssize n = write (file, data + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      done += n;
    }
  if (file >= 0 && done == size && lseek (file, 0, SEEK_SET) == 0)
    return file;

  if (file >= 0)
    close (file);
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_FULL, _("There is no space left for this file."));

  return -1;
}

/**
 * bty_pdf_text_read_async:
 * @pdf: the file
 * @limits: how far, &bty_pdf_limits for instance
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Reads the text of a PDF.
 */
void
bty_pdf_text_read_async (GBytes              *pdf,
                         const BtyPdfLimits  *limits,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  Reading *reading = g_new0 (Reading, 1);
  GError *error = NULL;
  int input = open_input (pdf, &error);

  g_task_set_source_tag (task, bty_pdf_text_read_async);
  reading->text = g_byte_array_new ();
  reading->max_size = limits->max_size;
  g_task_set_task_data (task, reading, free_reading);
  if (input < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_take_stdin_fd (launcher, input);
  reading->process = g_subprocess_launcher_spawn (launcher, &error, limits->program, "-q", "-enc", "UTF-8",
                                                  "/dev/stdin", "-", NULL);
  if (reading->process == NULL)
    {
      g_error_free (error);
      g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no program here that reads PDF."));
      return;
    }

  reading->timer = g_timeout_add (limits->timeout_ms, timeout_cb, reading);
  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (reading->process), STEP, G_PRIORITY_DEFAULT,
                                   cancellable, read_cb, g_steal_pointer (&task));
}

/**
 * bty_pdf_text_read_finish:
 * @result: what the callback got
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if nothing here reads PDF, %BTY_ERROR_UNREADABLE, or what else went
 *   wrong
 *
 * Returns: (transfer full) (nullable): the text, valid UTF-8
 */
char *
bty_pdf_text_read_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
