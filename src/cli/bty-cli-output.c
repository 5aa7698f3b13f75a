/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-output.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-visible-text.h"

#define COLUMN_GAP 2

struct _BtyCliTable
{
  char      **titles;  /* NULL = none */
  GPtrArray  *rows;    /* of char ** */
  guint       indent;  /* in columns */
};

static gboolean
is_coloured (void)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return isatty (STDOUT_FILENO) && (no_color == NULL || *no_color == '\0') &&
         g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

static void
write_styled (const char  *text,
              BtyCliStyle  style)
{
  gboolean is_styled = style != BTY_CLI_STYLE_PLAIN && is_coloured ();

  if (is_styled)
    fputs (style == BTY_CLI_STYLE_BOLD ? "\033[1m" : "\033[2m", stdout);
  fputs (text, stdout);
  if (is_styled)
    fputs ("\033[0m", stdout);
}

/* How many columns of a terminal the text takes. */
static guint
measure (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

/* On one line, whatever it holds. */
static char *
flatten (const char *text)
{
  g_autofree char *line = g_strdup (text != NULL ? text : "");

  g_strdelimit (line, "\r\n\t", ' ');

  return bty_visible_text (g_strstrip (line));
}

static char **
collect_cells (const char *first,
               va_list     rest)
{
  g_autoptr(GPtrArray) cells = g_ptr_array_new ();

  for (const char *cell = first; cell != NULL; cell = va_arg (rest, const char *))
    g_ptr_array_add (cells, flatten (cell));
  g_ptr_array_add (cells, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&cells), FALSE);
}

/**
 * bty_cli_table_new:
 *
 * Returns: (transfer full): a table without titles and rows
 */
BtyCliTable *
bty_cli_table_new (void)
{
  BtyCliTable *self = g_new0 (BtyCliTable, 1);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  return self;
}

/**
 * bty_cli_table_new_titled:
 * @first_title: title of the first column
 * @...: more titles, ended by %NULL
 *
 * Returns: (transfer full): a table without rows
 */
BtyCliTable *
bty_cli_table_new_titled (const char *first_title,
                          ...)
{
  BtyCliTable *self = bty_cli_table_new ();
  va_list rest;

  va_start (rest, first_title);
  self->titles = collect_cells (first_title, rest);
  va_end (rest);

  return self;
}

/**
 * bty_cli_table_free:
 * @self: (transfer full): a table
 */
void
bty_cli_table_free (BtyCliTable *self)
{
  g_strfreev (self->titles);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * bty_cli_table_set_indent:
 * @self: a table
 * @indent: how many columns its lines begin further to the right
 */
void
bty_cli_table_set_indent (BtyCliTable *self,
                          guint        indent)
{
  self->indent = indent;
}

/**
 * bty_cli_table_add:
 * @self: a table
 * @first_cell: the first cell
 * @...: more cells, ended by %NULL
 *
 * Adds a row.
 */
void
bty_cli_table_add (BtyCliTable *self,
                   const char  *first_cell,
                   ...)
{
  va_list rest;

  va_start (rest, first_cell);
  g_ptr_array_add (self->rows, collect_cells (first_cell, rest));
  va_end (rest);
}

static void
widen (GArray             *widths,
       const char * const *cells)
{
  for (guint i = 0; cells != NULL && cells[i] != NULL; i++)
    {
      if (widths->len <= i)
        g_array_set_size (widths, i + 1);
      g_array_index (widths, guint, i) = MAX (g_array_index (widths, guint, i), measure (cells[i]));
    }
}

static void
print_row (BtyCliTable        *self,
           const char * const *cells,
           GArray             *widths,
           BtyCliStyle         style)
{
  g_autoptr(GString) line = g_string_new (NULL);

  g_string_append_printf (line, "%*s", (int) self->indent, "");
  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_string_append (line, cells[i]);
      if (cells[i + 1] != NULL)
        g_string_append_printf (line, "%*s", (int) (g_array_index (widths, guint, i) - measure (cells[i]) + COLUMN_GAP),
                                "");
    }
  while (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  write_styled (line->str, style);
  putchar ('\n');
}

/**
 * bty_cli_table_print:
 * @self: a table
 *
 * Prints it, with its titles if it has any rows.
 */
void
bty_cli_table_print (BtyCliTable *self)
{
  g_autoptr(GArray) widths = g_array_new (FALSE, TRUE, sizeof (guint));

  widen (widths, (const char * const *) self->titles);
  for (guint i = 0; i < self->rows->len; i++)
    widen (widths, g_ptr_array_index (self->rows, i));

  if (self->titles != NULL && self->rows->len > 0)
    print_row (self, (const char * const *) self->titles, widths, BTY_CLI_STYLE_BOLD);
  for (guint i = 0; i < self->rows->len; i++)
    print_row (self, g_ptr_array_index (self->rows, i), widths, BTY_CLI_STYLE_PLAIN);
}

/**
 * bty_cli_print:
 * @format: a line for people
 * @...: what belongs into it
 *
 * Prints a line, or several.
 */
void
bty_cli_print (const char *format,
               ...)
{
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  visible = bty_visible_text (text);
  fputs (visible, stdout);
  putchar ('\n');
}

/**
 * bty_cli_print_title:
 * @text: a line
 *
 * Prints a line that stands out.
 */
void
bty_cli_print_title (const char *text)
{
  g_autofree char *visible = flatten (text);

  write_styled (visible, BTY_CLI_STYLE_BOLD);
  putchar ('\n');
}

/**
 * bty_cli_print_piece:
 * @text: a piece of text
 * @style: how it looks
 *
 * Prints a piece of a line at once.
 */
void
bty_cli_print_piece (const char  *text,
                     BtyCliStyle  style)
{
  g_autofree char *visible = bty_visible_text (text);

  write_styled (visible, style);
  fflush (stdout);
}

/**
 * bty_cli_print_document:
 * @text: a whole file
 *
 * Prints it byte for byte, unless a person looks at it.
 */
void
bty_cli_print_document (const char *text)
{
  g_autofree char *visible = isatty (STDOUT_FILENO) ? bty_visible_text (text) : NULL;

  fputs (visible != NULL ? visible : text, stdout);
  if (!g_str_has_suffix (text, "\n"))
    putchar ('\n');
}

/**
 * bty_cli_print_json:
 * @node: an object
 *
 * Prints it on one line at once.
 */
void
bty_cli_print_json (JsonNode *node)
{
  g_autofree char *text = bty_json_to_text (node, FALSE);

  /* What JSON leaves as it is and some terminals obey. */
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x7f && c <= 0x9f)
        printf ("\\u%04x", c);
      else
        fwrite (p, 1, g_utf8_next_char (p) - p, stdout);
    }
  putchar ('\n');
  fflush (stdout);
}

static void
print_line_to_stderr (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *line = g_strjoinv (" — ", lines);
  g_autofree char *visible = flatten (line);

  fflush (stdout);
  fprintf (stderr, "boternityctl: %s\n", visible);
}

/**
 * bty_cli_print_note:
 * @text: a sentence
 *
 * Tells a person something beside the output.
 */
void
bty_cli_print_note (const char *text)
{
  print_line_to_stderr (text);
}

/**
 * bty_cli_print_error:
 * @error: what went wrong
 * @json: whether another program shall be told as well
 *
 * Prints an error, on one line.
 */
void
bty_cli_print_error (const GError *error,
                     gboolean      json)
{
  print_line_to_stderr (error->message);
  if (json)
    {
      JsonObject *object = json_object_new ();
      g_autoptr(JsonNode) node = bty_cli_json_take (object);

      json_object_set_string_member (object, "error", error->message);
      json_object_set_string_member (object, "code",
                                     error->domain == G_OPTION_ERROR ? "usage" : bty_error_to_nick (error));
      bty_cli_print_json (node);
    }
}

/**
 * bty_cli_flush:
 *
 * Returns: whether all that was printed could be written
 */
gboolean
bty_cli_flush (void)
{
  return fflush (stdout) == 0 && !ferror (stdout);
}

/**
 * bty_cli_json_take:
 * @object: (transfer full): an object
 *
 * Returns: (transfer full): a node of it; @object stays valid as long as the node
 */
JsonNode *
bty_cli_json_take (JsonObject *object)
{
  JsonNode *node = json_node_alloc ();

  json_node_init_object (node, object);
  json_object_unref (object);

  return node;
}

/**
 * bty_cli_json_from_strv:
 * @texts: (nullable): texts
 *
 * Returns: (transfer full): a list of them
 */
JsonArray *
bty_cli_json_from_strv (const char * const *texts)
{
  JsonArray *array = json_array_new ();

  for (; texts != NULL && *texts != NULL; texts++)
    json_array_add_string_element (array, *texts);

  return array;
}

/**
 * bty_cli_format_time:
 * @time: microseconds since 1970 UTC, or %BTY_UNSET
 *
 * Returns: (transfer full): date and time here, or a dash
 */
char *
bty_cli_format_time (gint64 time)
{
  g_autoptr(GDateTime) utc = time != BTY_UNSET ? g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC) : NULL;
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("-");
}
