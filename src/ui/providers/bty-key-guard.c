/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-key-guard.h"

/* Keeps what is typed into a field for a key away from the accessibility bus. GTK hides the text of a
 * password field from those who ask for it, but announces each insertion and deletion with the characters
 * themselves, after the signals of the inner GtkText. So the buffer is changed here, and the signals end
 * before anybody is told. */

static void
insert_text_cb (GtkText    *text,
                const char *inserted,
                int         length,
                int        *position,
                gpointer    user_data)
{
  guint n_chars = g_utf8_strlen (inserted, length);

  *position += gtk_entry_buffer_insert_text (gtk_text_get_buffer (text), *position, inserted, n_chars);
  g_signal_stop_emission_by_name (text, "insert-text");
}

static void
delete_text_cb (GtkText *text,
                int      start,
                int      end,
                gpointer user_data)
{
  gtk_entry_buffer_delete_text (gtk_text_get_buffer (text), start, end < 0 ? -1 : end - start);
  g_signal_stop_emission_by_name (text, "delete-text");
}

/**
 * bty_key_guard_protect:
 * @field: a field for a key, just made
 *
 * From now on, nothing of what is typed there is announced.
 */
void
bty_key_guard_protect (GtkEditable *field)
{
  GtkEditable *text = gtk_editable_get_delegate (field);

  g_return_if_fail (GTK_IS_TEXT (text));

  g_signal_connect (text, "insert-text", G_CALLBACK (insert_text_cb), NULL);
  g_signal_connect (text, "delete-text", G_CALLBACK (delete_text_cb), NULL);
}
