/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-chat-private.h"

#include "bty-config.h"
#include "bty-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * bty_foreign_turn_new:
 * @role: who speaks
 *
 * Returns: (transfer full): a turn that says nothing yet
 */
BtyForeignTurn *
bty_foreign_turn_new (BtyRole role)
{
  BtyForeignTurn *self = g_new0 (BtyForeignTurn, 1);

  self->role = role;
  self->text = g_string_new (NULL);
  self->thinking = g_string_new (NULL);
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  self->sources = g_ptr_array_new_with_free_func (g_free);
  self->status = BTY_MESSAGE_STATUS_COMPLETE;
  self->created_at = BTY_UNSET;

  return self;
}

/**
 * bty_foreign_turn_free:
 * @self: (transfer full): a turn
 */
void
bty_foreign_turn_free (BtyForeignTurn *self)
{
  g_string_free (self->text, TRUE);
  g_string_free (self->thinking, TRUE);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->sources);
  g_free (self->model);
  g_free (self->stop_reason);
  g_free (self);
}

/**
 * bty_foreign_turn_is_empty:
 * @self: a turn
 *
 * Returns: whether nothing would be lost without it
 */
gboolean
bty_foreign_turn_is_empty (BtyForeignTurn *self)
{
  return bty_words_is_blank (self->text->str) && bty_words_is_blank (self->thinking->str) && self->files->len == 0
         && self->sources->len == 0;
}

/**
 * bty_foreign_turn_add_file:
 * @self: a turn
 * @name: (nullable): the name of a file that went with it
 * @text: what is in the file
 */
void
bty_foreign_turn_add_file (BtyForeignTurn *self,
                           const char     *name,
                           const char     *text)
{
  g_autoptr(GBytes) data = g_bytes_new (text, strlen (text));
  /* Translators: the name of a file that was pasted as text */
  const char *shown = name != NULL && *name != '\0' ? name : _("Pasted text");

  g_ptr_array_add (self->files, bty_attachment_new (shown, "text/plain", data));
}

/**
 * bty_foreign_turn_add_missing:
 * @self: a turn
 * @kind: what it is, for people: "Image"
 * @name: (nullable): its name
 * @about: (nullable): what else is known of it
 *
 * Says in the text that something went with it that the export does not have.
 */
void
bty_foreign_turn_add_missing (BtyForeignTurn *self,
                              const char     *kind,
                              const char     *name,
                              const char     *about)
{
  g_autoptr(GString) line = g_string_new (NULL);

  if (name != NULL && *name != '\0')
    /* Translators: "Image: cat.png". */
    g_string_append_printf (line, _("%s: %s"), kind, name);
  else
    g_string_append (line, kind);
  if (about != NULL && *about != '\0')
    g_string_append_printf (line, " (%s)", about);
  g_strdelimit (line->str, "\r\n", ' ');
  /* Translators: after the name of an image or a file that a conversation from elsewhere had. */
  g_string_append_printf (line, " – %s", _("not in the imported file"));
  g_string_prepend_c (line, '[');
  g_string_append_c (line, ']');
  bty_foreign_add_paragraph (self->text, line->str);
  self->n_missing++;
}

/**
 * bty_foreign_turn_add_source:
 * @self: a turn
 * @title: (nullable): what a page is called
 * @url: where it is
 *
 * Names a page that the text is founded on, once, unless the text does.
 */
void
bty_foreign_turn_add_source (BtyForeignTurn *self,
                             const char     *title,
                             const char     *url)
{
  g_autofree char *address = g_strdup (url);
  g_autofree char *name = g_strdup (title != NULL && *title != '\0' ? title : url);
  char *line;

  /* Neither may end the link that it is a part of. */
  g_strdelimit (address, " <>\r\n\t", '_');
  g_strdelimit (name, "[]\r\n\t", ' ');
  line = g_strdup_printf ("- [%s](<%s>)", name, address);
  for (guint i = 0; i < self->sources->len; i++)
    if (g_str_equal (g_ptr_array_index (self->sources, i), line))
      {
        g_free (line);
        return;
      }
  if (strstr (self->text->str, url) == NULL)
    g_ptr_array_add (self->sources, line);
  else
    g_free (line);
}

/**
 * bty_foreign_turn_end:
 * @self: a turn of which all is known
 *
 * Puts the sources under its text.
 */
void
bty_foreign_turn_end (BtyForeignTurn *self)
{
  if (self->sources->len == 0)
    return;

  bty_foreign_add_paragraph (self->text, _("Sources:"));
  g_string_append_c (self->text, '\n');
  for (guint i = 0; i < self->sources->len; i++)
    g_string_append_printf (self->text, "\n%s", (const char *) g_ptr_array_index (self->sources, i));
  g_ptr_array_set_size (self->sources, 0);
}

/**
 * bty_foreign_add_paragraph:
 * @text: what is there
 * @paragraph: (nullable): what comes under it
 */
void
bty_foreign_add_paragraph (GString    *text,
                           const char *paragraph)
{
  if (paragraph == NULL || bty_words_is_blank (paragraph))
    return;

  if (text->len > 0)
    g_string_append (text, "\n\n");
  g_string_append (text, paragraph);
}

/* The most backticks in a row. */
static gsize
count_ticks (const char *code)
{
  gsize most = 0;

  for (const char *at = code; (at = strchr (at, '`')) != NULL;)
    {
      gsize n = strspn (at, "`");

      most = MAX (most, n);
      at += n;
    }

  return most;
}

/**
 * bty_foreign_add_code:
 * @text: what is there
 * @language: (nullable): of the code
 * @code: what comes under it, as a block of code that nothing in it ends
 */
void
bty_foreign_add_code (GString    *text,
                      const char *language,
                      const char *code)
{
  g_autofree char *fence = NULL;
  g_autofree char *word = NULL;
  g_autofree char *block = NULL;

  if (bty_words_is_blank (code))
    return;

  fence = g_strnfill (MAX (3, count_ticks (code) + 1), '`');
  word = g_strdup (language != NULL && !g_str_equal (language, "unknown") ? language : "");
  g_strdelimit (word, "` \r\n\t", '-');
  block = g_strdup_printf ("%s%s\n%s%s%s", fence, word, code, g_str_has_suffix (code, "\n") ? "" : "\n", fence);
  bty_foreign_add_paragraph (text, block);
}

/**
 * bty_foreign_add_json:
 * @text: what is there
 * @node: what nothing better is known for
 */
void
bty_foreign_add_json (GString  *text,
                      JsonNode *node)
{
  g_autofree char *json = json_to_string (node, TRUE);

  bty_foreign_add_code (text, "json", json);
}
