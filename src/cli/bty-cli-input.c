/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-input.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-error.h"

struct _BtyCliInput
{
  GDataInputStream *stream;
  GCancellable     *reading;  /* NULL = no line is being waited for */
  guint             n_lines;
  gboolean          is_ended;
};

/**
 * bty_cli_input_new:
 *
 * Returns: (transfer full): the lines of standard input
 */
BtyCliInput *
bty_cli_input_new (void)
{
  BtyCliInput *self = g_new0 (BtyCliInput, 1);
  g_autoptr(GInputStream) stdin_stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);

  self->stream = g_data_input_stream_new (stdin_stream);

  return self;
}

/**
 * bty_cli_input_free:
 * @self: (transfer full): lines
 */
void
bty_cli_input_free (BtyCliInput *self)
{
  g_clear_object (&self->stream);
  g_free (self);
}

/**
 * bty_cli_input_read:
 * @self: lines
 * @line: (out) (transfer full) (nullable): the next one without its end; %NULL = there are no more
 * @error: (out) (optional): %BTY_ERROR_INVALID for a line that is no text, after which reading goes
 *   on; %G_IO_ERROR_CANCELLED after bty_cli_input_interrupt()
 *
 * Returns: whether @line is set
 */
gboolean
bty_cli_input_read (BtyCliInput  *self,
                    char        **line,
                    GError      **error)
{
  g_autoptr(GCancellable) reading = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  *line = NULL;
  if (self->is_ended)
    return TRUE;

  self->reading = reading;
  g_data_input_stream_read_line_async (self->stream, G_PRIORITY_DEFAULT, reading, bty_cli_wait_cb, &result);
  text = g_data_input_stream_read_line_finish (self->stream, bty_cli_wait (&result), &length, &local_error);
  self->reading = NULL;
  self->n_lines++;
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (!self->is_ended)
        g_propagate_error (error, g_steal_pointer (&local_error));
      return self->is_ended;
    }

  if (length > 0 && text[length - 1] == '\r')
    text[--length] = '\0';
  if (text != NULL && !g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("Line %u is not valid UTF-8 text."), self->n_lines);
      return FALSE;
    }
  *line = g_steal_pointer (&text);

  return TRUE;
}

/**
 * bty_cli_input_interrupt:
 * @self: lines
 *
 * Ends waiting for a line.
 */
void
bty_cli_input_interrupt (BtyCliInput *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
}

/**
 * bty_cli_input_end:
 * @self: lines
 *
 * Lets no more lines come.
 */
void
bty_cli_input_end (BtyCliInput *self)
{
  self->is_ended = TRUE;
  bty_cli_input_interrupt (self);
}

/**
 * bty_cli_input_is_ended:
 * @self: lines
 *
 * Returns: whether bty_cli_input_end() was called
 */
gboolean
bty_cli_input_is_ended (BtyCliInput *self)
{
  return self->is_ended;
}
