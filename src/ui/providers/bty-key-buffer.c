/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-key-buffer.h"

#include <string.h>

/**
 * BtyKeyBuffer:
 *
 * What is typed into a field for a key. GTK answers everybody on the accessibility bus who asks for the
 * text of a password field, and announces each insertion with the characters themselves. So this buffer
 * has only dots to tell, of the right number; the key is in memory that is not swapped and is wiped, and
 * only bty_key_buffer_dup_key() gives it away.
 */
struct _BtyKeyBuffer
{
  GtkEntryBuffer  parent_instance;

  /* Owned */
  GtkEntryBuffer *key;
  char           *dots; /* as many as the key has characters */
};

G_DEFINE_FINAL_TYPE (BtyKeyBuffer, bty_key_buffer, GTK_TYPE_ENTRY_BUFFER)

#define DOT "●"

static char *
create_dots (guint n_dots)
{
  GString *dots = g_string_sized_new (n_dots * strlen (DOT));

  for (guint i = 0; i < n_dots; i++)
    g_string_append (dots, DOT);

  return g_string_free (dots, FALSE);
}

static void
update_dots (BtyKeyBuffer *self)
{
  g_free (self->dots);
  self->dots = create_dots (gtk_entry_buffer_get_length (self->key));
}

/* The default handlers would announce what was typed; they come after these. */
static void
insert_text_cb (GtkText      *text,
                const char   *inserted,
                int           length,
                int          *position,
                BtyKeyBuffer *self)
{
  *position += gtk_entry_buffer_insert_text (GTK_ENTRY_BUFFER (self), *position, inserted,
                                             g_utf8_strlen (inserted, length));
  g_signal_stop_emission_by_name (text, "insert-text");
}

static void
delete_text_cb (GtkText      *text,
                int           start,
                int           end,
                BtyKeyBuffer *self)
{
  gtk_entry_buffer_delete_text (GTK_ENTRY_BUFFER (self), start, end < 0 ? -1 : end - start);
  g_signal_stop_emission_by_name (text, "delete-text");
}

static const char *
bty_key_buffer_get_text (GtkEntryBuffer *buffer,
                         gsize          *n_bytes)
{
  BtyKeyBuffer *self = BTY_KEY_BUFFER (buffer);

  if (n_bytes != NULL)
    *n_bytes = strlen (self->dots);

  return self->dots;
}

static guint
bty_key_buffer_get_length (GtkEntryBuffer *buffer)
{
  return gtk_entry_buffer_get_length (BTY_KEY_BUFFER (buffer)->key);
}

static guint
bty_key_buffer_insert_text (GtkEntryBuffer *buffer,
                            guint           position,
                            const char     *chars,
                            guint           n_chars)
{
  BtyKeyBuffer *self = BTY_KEY_BUFFER (buffer);
  guint n_inserted = gtk_entry_buffer_insert_text (self->key, position, chars, n_chars);
  g_autofree char *dots = create_dots (n_inserted);

  update_dots (self);
  if (n_inserted > 0)
    gtk_entry_buffer_emit_inserted_text (buffer, position, dots, n_inserted);

  return n_inserted;
}

static guint
bty_key_buffer_delete_text (GtkEntryBuffer *buffer,
                            guint           position,
                            guint           n_chars)
{
  guint length = bty_key_buffer_get_length (buffer);
  guint n_deleted = position < length ? MIN (n_chars, length - position) : 0;

  if (n_deleted > 0)
    gtk_entry_buffer_emit_deleted_text (buffer, position, n_deleted);

  return n_deleted;
}

/* Those who listen still see what is about to go; here it goes. */
static void
bty_key_buffer_deleted_text (GtkEntryBuffer *buffer,
                             guint           position,
                             guint           n_chars)
{
  BtyKeyBuffer *self = BTY_KEY_BUFFER (buffer);

  gtk_entry_buffer_delete_text (self->key, position, n_chars);
  update_dots (self);
  g_object_notify (G_OBJECT (buffer), "text");
  g_object_notify (G_OBJECT (buffer), "length");
}

static void
bty_key_buffer_finalize (GObject *object)
{
  BtyKeyBuffer *self = BTY_KEY_BUFFER (object);

  g_clear_object (&self->key);
  g_clear_pointer (&self->dots, g_free);

  G_OBJECT_CLASS (bty_key_buffer_parent_class)->finalize (object);
}

static void
bty_key_buffer_class_init (BtyKeyBufferClass *class)
{
  GtkEntryBufferClass *buffer_class = GTK_ENTRY_BUFFER_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bty_key_buffer_finalize;
  buffer_class->get_text = bty_key_buffer_get_text;
  buffer_class->get_length = bty_key_buffer_get_length;
  buffer_class->insert_text = bty_key_buffer_insert_text;
  buffer_class->delete_text = bty_key_buffer_delete_text;
  buffer_class->deleted_text = bty_key_buffer_deleted_text;
}

static void
bty_key_buffer_init (BtyKeyBuffer *self)
{
  self->key = gtk_password_entry_buffer_new ();
  self->dots = g_strdup ("");
}

/**
 * bty_key_buffer_install:
 * @field: a field for a key, empty
 *
 * From now on, nobody can read what is typed into @field from it.
 *
 * Returns: (transfer none): its buffer, which lives as long as the field
 */
BtyKeyBuffer *
bty_key_buffer_install (GtkEditable *field)
{
  GtkEditable *text = gtk_editable_get_delegate (field);
  g_autoptr(BtyKeyBuffer) self = NULL;

  g_return_val_if_fail (GTK_IS_TEXT (text), NULL);

  self = g_object_new (BTY_TYPE_KEY_BUFFER, NULL);
  gtk_text_set_visibility (GTK_TEXT (text), FALSE);
  gtk_text_set_input_purpose (GTK_TEXT (text), GTK_INPUT_PURPOSE_PASSWORD);
  gtk_text_set_buffer (GTK_TEXT (text), GTK_ENTRY_BUFFER (self));
  g_signal_connect_object (text, "insert-text", G_CALLBACK (insert_text_cb), self, 0);
  g_signal_connect_object (text, "delete-text", G_CALLBACK (delete_text_cb), self, 0);

  return self;
}

/**
 * bty_key_buffer_dup_key:
 * @self: a buffer
 *
 * Returns: (transfer full): what was typed, without space around it; to be freed with bty_key_free()
 */
char *
bty_key_buffer_dup_key (BtyKeyBuffer *self)
{
  return g_strstrip (g_strdup (gtk_entry_buffer_get_text (self->key)));
}

/**
 * bty_key_buffer_is_empty:
 * @self: a buffer
 *
 * Returns: whether nothing was typed
 */
gboolean
bty_key_buffer_is_empty (BtyKeyBuffer *self)
{
  return gtk_entry_buffer_get_length (self->key) == 0;
}
