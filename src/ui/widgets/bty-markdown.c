/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-markdown.h"

#include <string.h>

#include "bty-visible-text.h"

/* A reply that grows is laid out again with each frame, and a label of 20,000 characters takes 35 ms:
 * so no label gets more characters than this. */
#define CUT_LENGTH 2000
#define CUT_SLACK 400

/* What a leaf costs beyond its text, in bytes of text. */
#define LEAF_WEIGHT 100

/* Breaking a word takes time with the square of its length. */
#define LONGEST_WORD 400

static void
clear_span (gpointer span)
{
  g_free (((BtyMarkdownSpan *) span)->uri);
}

/**
 * bty_markdown_new:
 * @kind: what it is
 *
 * Returns: (transfer full): an empty node
 */
BtyMarkdown *
bty_markdown_new (BtyMarkdownKind kind)
{
  BtyMarkdown *self = g_new0 (BtyMarkdown, 1);

  self->kind = kind;
  if (kind < BTY_MARKDOWN_PARAGRAPH)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_markdown_free);
  else if (kind != BTY_MARKDOWN_RULE)
    self->text = g_string_new (NULL);

  return self;
}

/**
 * bty_markdown_free:
 * @self: (transfer full): a node
 *
 * Frees it and all below.
 */
void
bty_markdown_free (BtyMarkdown *self)
{
  g_free (self->info);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_clear_pointer (&self->spans, g_array_unref);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

static gboolean
has_equal_spans (const BtyMarkdown *a,
                 const BtyMarkdown *b)
{
  guint n_a = a->spans != NULL ? a->spans->len : 0;
  guint n_b = b->spans != NULL ? b->spans->len : 0;

  if (n_a != n_b)
    return FALSE;

  for (guint i = 0; i < n_a; i++)
    {
      const BtyMarkdownSpan *span_a = &g_array_index (a->spans, BtyMarkdownSpan, i);
      const BtyMarkdownSpan *span_b = &g_array_index (b->spans, BtyMarkdownSpan, i);

      if (span_a->start != span_b->start || span_a->end != span_b->end || span_a->style != span_b->style ||
          g_strcmp0 (span_a->uri, span_b->uri) != 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_equal_text (const BtyMarkdown *a,
                const BtyMarkdown *b)
{
  if (a->text == NULL)
    return b->text == NULL;

  return b->text != NULL && g_string_equal (a->text, b->text) && has_equal_spans (a, b);
}

/**
 * bty_markdown_equal:
 * @a: a node
 * @b: another
 *
 * Returns: whether both look the same
 */
gboolean
bty_markdown_equal (const BtyMarkdown *a,
                    const BtyMarkdown *b)
{
  if (a->kind != b->kind || a->number != b->number || a->task != b->task || a->continued != b->continued ||
      a->align != b->align || g_strcmp0 (a->info, b->info) != 0 || !has_equal_text (a, b))
    return FALSE;

  if (a->children == NULL)
    return TRUE;
  if (a->children->len != b->children->len)
    return FALSE;

  for (guint i = 0; i < a->children->len; i++)
    if (!bty_markdown_equal (a->children->pdata[i], b->children->pdata[i]))
      return FALSE;

  return TRUE;
}

/**
 * bty_markdown_add_span:
 * @self: a node with text
 * @start: where the span starts, in bytes; it reaches to the end of the text
 * @style: how it looks
 * @uri: (nullable): where a link leads
 *
 * Styles the end of the text; a span that goes on where the last one stopped, and looks like it, makes that longer.
 */
void
bty_markdown_add_span (BtyMarkdown      *self,
                       gsize             start,
                       BtyMarkdownStyle  style,
                       const char       *uri)
{
  BtyMarkdownSpan span = { start, self->text->len, style, NULL };
  BtyMarkdownSpan *last = NULL;

  if (start == self->text->len || (style == 0 && uri == NULL))
    return;

  if (self->spans == NULL)
    {
      self->spans = g_array_new (FALSE, FALSE, sizeof span);
      g_array_set_clear_func (self->spans, clear_span);
    }
  if (self->spans->len > 0)
    last = &g_array_index (self->spans, BtyMarkdownSpan, self->spans->len - 1);
  if (last != NULL && last->end == start && last->style == style && g_strcmp0 (last->uri, uri) == 0)
    {
      last->end = self->text->len;
      return;
    }

  span.uri = g_strdup (uri);
  g_array_append_val (self->spans, span);
}

/* The end of the longest part of @text that fits into a label, best after a line or else after a word. */
static const char *
find_cut (const char *text,
          const char *end)
{
  const char *limit = text;
  const char *line = NULL;
  const char *word = NULL;
  guint word_length = 0;

  for (guint i = 0; i < CUT_LENGTH && limit < end && word_length < LONGEST_WORD; i++)
    {
      gboolean is_space = *limit == ' ' || *limit == '\n';

      word_length = is_space ? 0 : word_length + 1;
      limit = g_utf8_next_char (limit);
      if (is_space)
        word = limit;
      if (limit[-1] == '\n')
        line = limit;
    }
  if (limit >= end)
    return end;

  if (line != NULL && limit - line < CUT_SLACK)
    return line;

  return word != NULL && limit - word < CUT_SLACK ? word : limit;
}

static BtyMarkdown *
copy_part (const BtyMarkdown *leaf,
           gsize              start,
           gsize              end)
{
  BtyMarkdown *part = bty_markdown_new (leaf->kind);

  part->number = leaf->number;
  part->continued = start > 0;
  for (guint i = 0; leaf->spans != NULL && i < leaf->spans->len; i++)
    {
      const BtyMarkdownSpan *span = &g_array_index (leaf->spans, BtyMarkdownSpan, i);
      gsize from = MAX (span->start, start);
      gsize to = MIN (span->end, end);

      if (from >= to)
        continue;
      g_string_append_len (part->text, leaf->text->str + start + part->text->len,
                           from - start - part->text->len);
      g_string_append_len (part->text, leaf->text->str + from, to - from);
      bty_markdown_add_span (part, from - start, span->style, span->uri);
    }
  g_string_append_len (part->text, leaf->text->str + start + part->text->len, end - start - part->text->len);

  return part;
}

/**
 * bty_markdown_add_cut:
 * @parent: a node with children
 * @leaf: (transfer full): a paragraph or heading
 *
 * Appends @leaf, in several parts if it is long.
 */
void
bty_markdown_add_cut (BtyMarkdown *parent,
                      BtyMarkdown *leaf)
{
  g_autoptr(BtyMarkdown) whole = leaf;
  const char *text = whole->text->str;
  const char *end = text + whole->text->len;
  const char *start = text;
  const char *cut = find_cut (start, end);

  if (cut == end)
    {
      g_ptr_array_add (parent->children, g_steal_pointer (&whole));
      return;
    }

  while (start < end)
    {
      /* The end of the label stands for the end of the line. */
      gsize visible = cut - text - (cut[-1] == '\n' && cut < end ? 1 : 0);

      g_ptr_array_add (parent->children, copy_part (whole, start - text, visible));
      start = cut;
      cut = find_cut (start, end);
    }
}

/**
 * bty_markdown_new_plain:
 * @text: any text
 *
 * Returns: (transfer full): a document that shows @text as it is, and what it hides
 */
BtyMarkdown *
bty_markdown_new_plain (const char *text)
{
  BtyMarkdown *self = bty_markdown_new (BTY_MARKDOWN_DOCUMENT);
  BtyMarkdown *paragraph = NULL;
  g_autofree char *visible = bty_visible_text_from_bytes (text, strlen (text));

  if (*visible == '\0')
    return self;

  paragraph = bty_markdown_new (BTY_MARKDOWN_PARAGRAPH);
  g_string_append (paragraph->text, visible);
  bty_markdown_add_cut (self, paragraph);

  return self;
}

/**
 * bty_markdown_weigh:
 * @self: a node
 *
 * Returns: how much work it is to lay it out, in bytes of text
 */
gsize
bty_markdown_weigh (const BtyMarkdown *self)
{
  gsize weight = 0;

  if (self->children == NULL)
    return LEAF_WEIGHT + (self->text != NULL ? self->text->len : 0);

  for (guint i = 0; i < self->children->len; i++)
    weight += bty_markdown_weigh (self->children->pdata[i]);

  return weight;
}

static void
cut_text (BtyMarkdown *leaf,
          gsize        length)
{
  const char *end = g_utf8_find_prev_char (leaf->text->str, leaf->text->str + length + 1);

  g_string_truncate (leaf->text, end != NULL ? end - leaf->text->str : 0);
  for (guint i = leaf->spans != NULL ? leaf->spans->len : 0; i > 0; i--)
    {
      BtyMarkdownSpan *span = &g_array_index (leaf->spans, BtyMarkdownSpan, i - 1);

      if (span->start >= leaf->text->len)
        g_array_set_size (leaf->spans, i - 1);
      else
        span->end = MIN (span->end, leaf->text->len);
    }
}

/**
 * bty_markdown_truncate:
 * @self: a node
 * @limit: what bty_markdown_weigh() may say of it at most
 *
 * Cuts off the end of what is heavier. A row of a table keeps its cells.
 *
 * Returns: how heavy it is now
 */
gsize
bty_markdown_truncate (BtyMarkdown *self,
                       gsize        limit)
{
  gsize weight = 0;
  guint i;

  if (self->children == NULL)
    {
      if (self->text != NULL && self->text->len + LEAF_WEIGHT > limit)
        cut_text (self, limit > LEAF_WEIGHT ? limit - LEAF_WEIGHT : 0);
      return bty_markdown_weigh (self);
    }

  for (i = 0; i < self->children->len; i++)
    {
      if (i > 0 && weight + LEAF_WEIGHT >= limit && self->kind != BTY_MARKDOWN_ROW)
        break;
      weight += bty_markdown_truncate (self->children->pdata[i], limit > weight ? limit - weight : 0);
    }
  g_ptr_array_set_size (self->children, i);

  return weight;
}
