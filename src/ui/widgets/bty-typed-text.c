/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-typed-text.h"

#include "bty-visible-text.h"

static void
insert_text_cb (GtkTextBuffer *buffer,
                GtkTextIter   *at,
                const char    *text,
                int            length)
{
  g_autofree char *typed = g_strndup (text, length >= 0 ? (gsize) length : strlen (text));
  GtkTextIter before = *at;
  g_autofree char *shown = bty_visible_tones (typed, gtk_text_iter_backward_char (&before)
                                                     ? gtk_text_iter_get_char (&before) : 0);

  if (shown == NULL)
    return;

  g_signal_stop_emission_by_name (buffer, "insert-text");
  gtk_text_buffer_insert (buffer, at, shown, -1);
}

/**
 * bty_typed_text_guard:
 * @view: where people write, or what they wrote before is read into
 *
 * Keeps out of its buffer what Pango 1.50 ends the program for, see bty_visible_tones().
 */
void
bty_typed_text_guard (GtkTextView *view)
{
  g_signal_connect (gtk_text_view_get_buffer (view), "insert-text", G_CALLBACK (insert_text_cb), NULL);
}
