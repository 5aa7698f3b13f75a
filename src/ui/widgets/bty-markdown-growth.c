/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-markdown-growth.h"

#include <string.h>

struct _BtyMarkdownGrowth
{
  GString *settled;    /* the start of the text, whose blocks stay as they are whatever follows */
  guint    n_blocks;   /* of it */
  guint    weight;     /* of it: see BtyMarkdown.number of a document */
  gsize    refused;    /* where in the rest a block only seems to begin; 0 = nowhere */
};

/**
 * bty_markdown_growth_new:
 *
 * Returns: (transfer full): no text yet
 */
BtyMarkdownGrowth *
bty_markdown_growth_new (void)
{
  BtyMarkdownGrowth *self = g_new0 (BtyMarkdownGrowth, 1);

  self->settled = g_string_new (NULL);

  return self;
}

/**
 * bty_markdown_growth_free:
 * @self: (transfer full): a text
 *
 * Frees it.
 */
void
bty_markdown_growth_free (BtyMarkdownGrowth *self)
{
  g_string_free (self->settled, TRUE);
  g_free (self);
}

/**
 * bty_markdown_growth_reset:
 * @self: a text
 *
 * Forgets what was parsed: the next text has nothing to do with the last one.
 */
void
bty_markdown_growth_reset (BtyMarkdownGrowth *self)
{
  g_string_truncate (self->settled, 0);
  self->n_blocks = 0;
  self->weight = 0;
  self->refused = 0;
}

/* Whether @text may say somewhere what a link leads to ("[name]: address"), which matters before that place, too. */
static gboolean
may_define_links (const char *text)
{
  for (const char *end = strstr (text, "]:"); end != NULL; end = strstr (end + 1, "]:"))
    {
      const char *line = end;
      const char *bracket = NULL;

      while (line > text && line[-1] != '\n')
        line--;
      line += strspn (line, " \t>-+*0123456789.)");
      bracket = memchr (line, '[', end - line);
      /* The name may have begun on an earlier line. */
      if (bracket == line || bracket == NULL)
        return TRUE;
    }

  return FALSE;
}

/* Whether a line that begins so ends every block before the empty line above it: what is indented may belong to an
 * item of a list, and so may another item. */
static gboolean
begins_block (const char *line)
{
  return *line != '\0' && strchr (" \t\r\n-+*", *line) == NULL && !g_ascii_isdigit (*line);
}

/* The last place in @text, after its start, where a block seems to begin after an empty line; 0 = there is none. */
static gsize
find_last_block (const char *text)
{
  for (gsize i = strlen (text); i > 2; i--)
    if (text[i - 1] == '\n' && text[i - 2] == '\n' && begins_block (text + i))
      return i;

  return 0;
}

/* Whether the blocks of @head and then those of @rest are those of @whole. */
static gboolean
is_cut_cleanly (const BtyMarkdown *whole,
                const BtyMarkdown *head,
                const BtyMarkdown *rest)
{
  guint n_head = head->children->len;

  if (n_head + rest->children->len != whole->children->len)
    return FALSE;

  for (guint i = 0; i < whole->children->len; i++)
    {
      const BtyMarkdown *part = i < n_head ? head->children->pdata[i] : rest->children->pdata[i - n_head];

      if (!bty_markdown_equal (whole->children->pdata[i], part))
        return FALSE;
    }

  return TRUE;
}

/* Where the last block of @rest begins, everything before it is settled, if it means the same when it is cut off
 * there. A fence that is still open, for one, would not. */
static void
settle (BtyMarkdownGrowth *self,
        const char        *rest,
        const BtyMarkdown *document)
{
  gsize length = document->children->len > 1 ? find_last_block (rest) : 0;
  g_autofree char *start = NULL;
  g_autoptr(BtyMarkdown) head = NULL;
  g_autoptr(BtyMarkdown) tail = NULL;

  if (length == 0 || length == self->refused)
    return;

  start = g_strndup (rest, length);
  head = bty_markdown_parse_after (start, self->weight);
  tail = bty_markdown_parse_after (rest + length, head->number);
  if (!is_cut_cleanly (document, head, tail))
    {
      self->refused = length;
      return;
    }

  g_string_append_len (self->settled, rest, length);
  self->n_blocks += head->children->len;
  self->weight = head->number;
  self->refused = 0;
}

/**
 * bty_markdown_growth_parse:
 * @self: a text
 * @text: what has become of it
 * @n_kept: (out): how many blocks at the start are as they were the last time
 *
 * Parses what is new in @text, or all of it where it does not go on from the last one. The result is that of
 * bty_markdown_parse(), without the blocks at the start that did not change.
 *
 * Returns: (transfer full): a document with the blocks after the first @n_kept ones
 */
BtyMarkdown *
bty_markdown_growth_parse (BtyMarkdownGrowth *self,
                           const char        *text,
                           guint             *n_kept)
{
  gboolean has_definitions = may_define_links (text);
  BtyMarkdown *document;
  const char *rest;

  if (has_definitions || strncmp (text, self->settled->str, self->settled->len) != 0)
    bty_markdown_growth_reset (self);

  rest = text + self->settled->len;
  *n_kept = self->n_blocks;
  document = bty_markdown_parse_after (rest, self->weight);
  if (!has_definitions)
    settle (self, rest, document);

  return document;
}
