/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-markdown.h"

#include <md4c.h>
#include <string.h>

#include "bty-link.h"
#include "bty-markdown-entity.h"
#include "bty-visible-text.h"

#define MAX_DEPTH 12
#define MAX_LEAVES 2000
#define CODE_LEAVES 5     /* a block of code is that many times as heavy as a label */
#define MAX_ROWS 100
#define MAX_COLUMNS 16

/* Builds a tree from what md4c reports. Beyond the limits the text is kept and its form is lost. */
typedef struct
{
  GPtrArray   *parents;        /* of BtyMarkdown, borrowed: where children go; the innermost is last */
  BtyMarkdown *leaf;           /* owned: what text goes to */
  BtyMarkdown *overflow;       /* owned: text beyond the limit of leaves */
  guint        n_leaves;
  guint        n_columns;      /* of the row so far */
  gboolean     skips_row;
  gboolean     skips_leaf;     /* the next one was put there by us */

  /* The open spans. */
  guint        strong;
  guint        emphasis;
  guint        struck;
  guint        verbatim;
  guint        links;          /* images count as links; the outermost one holds */
  char        *uri;            /* owned */
  gsize        link_start;
} Builder;

static BtyMarkdown *
get_parent (Builder *builder)
{
  return builder->parents->pdata[builder->parents->len - 1];
}

static BtyMarkdownStyle
get_style (Builder *builder)
{
  return (builder->strong > 0 ? BTY_MARKDOWN_STRONG : 0) |
         (builder->emphasis > 0 ? BTY_MARKDOWN_EMPHASIS : 0) |
         (builder->struck > 0 ? BTY_MARKDOWN_STRUCK : 0) |
         (builder->verbatim > 0 ? BTY_MARKDOWN_VERBATIM : 0);
}

static void
close_leaf (Builder *builder)
{
  BtyMarkdown *leaf = g_steal_pointer (&builder->leaf);

  if (leaf == NULL)
    return;

  if (builder->skips_leaf)
    {
      builder->skips_leaf = FALSE;
      builder->n_leaves--;
      bty_markdown_free (leaf);
      return;
    }

  if (leaf->kind == BTY_MARKDOWN_CODE && g_str_has_suffix (leaf->text->str, "\n"))
    g_string_truncate (leaf->text, leaf->text->len - 1);

  if (builder->n_leaves > MAX_LEAVES && leaf->kind != BTY_MARKDOWN_CELL)
    {
      if (builder->overflow == NULL)
        builder->overflow = bty_markdown_new (BTY_MARKDOWN_PARAGRAPH);
      g_string_append_len (builder->overflow->text, leaf->text->str, leaf->text->len);
      g_string_append (builder->overflow->text, "\n\n");
      bty_markdown_free (leaf);
    }
  else if (leaf->kind == BTY_MARKDOWN_PARAGRAPH || leaf->kind == BTY_MARKDOWN_HEADING)
    bty_markdown_add_cut (get_parent (builder), leaf);
  else
    g_ptr_array_add (get_parent (builder)->children, leaf);
}

static void
open_leaf (Builder         *builder,
           BtyMarkdownKind  kind,
           guint            number)
{
  close_leaf (builder);
  builder->leaf = bty_markdown_new (kind);
  builder->leaf->number = number;
  builder->n_leaves++;

  /* md4c 0.4 opens some that it never closes. */
  builder->strong = builder->emphasis = builder->struck = builder->verbatim = builder->links = 0;
  g_clear_pointer (&builder->uri, g_free);
}

static void
push (Builder         *builder,
      BtyMarkdownKind  kind,
      guint            number,
      BtyMarkdownTask  task)
{
  BtyMarkdown *parent = get_parent (builder);
  gboolean is_part = kind == BTY_MARKDOWN_ITEM || kind == BTY_MARKDOWN_ROW;
  BtyMarkdown *node = NULL;

  close_leaf (builder);
  if (builder->n_leaves > MAX_LEAVES || builder->parents->len > MAX_DEPTH ||
      (is_part && parent->kind != BTY_MARKDOWN_LIST && parent->kind != BTY_MARKDOWN_TABLE))
    {
      g_ptr_array_add (builder->parents, parent);
      return;
    }

  node = bty_markdown_new (kind);
  node->number = number;
  node->task = task;
  g_ptr_array_add (parent->children, node);
  g_ptr_array_add (builder->parents, node);
}

static void
pop (Builder *builder)
{
  close_leaf (builder);
  g_ptr_array_set_size (builder->parents, builder->parents->len - 1);
}

static BtyMarkdownTask
get_task (const MD_BLOCK_LI_DETAIL *item)
{
  if (!item->is_task)
    return BTY_MARKDOWN_NO_TASK;

  return item->task_mark == ' ' ? BTY_MARKDOWN_TASK_OPEN : BTY_MARKDOWN_TASK_DONE;
}

static void
open_cell (Builder                  *builder,
           const MD_BLOCK_TD_DETAIL *cell)
{
  static const float aligns[] = { 0, 0, 0.5, 1 };

  open_leaf (builder, BTY_MARKDOWN_CELL, 0);
  builder->leaf->align = aligns[cell->align];
}

static void
close_cell (Builder *builder)
{
  if (builder->skips_row || ++builder->n_columns > MAX_COLUMNS)
    {
      g_clear_pointer (&builder->leaf, bty_markdown_free);
      return;
    }

  /* In a table that was too deep to become one. */
  if (get_parent (builder)->kind != BTY_MARKDOWN_ROW && builder->leaf != NULL)
    builder->leaf->kind = BTY_MARKDOWN_PARAGRAPH;
  close_leaf (builder);
}

static void
open_row (Builder *builder)
{
  BtyMarkdown *table = get_parent (builder);
  gboolean is_full = table->children->len >= MAX_ROWS || builder->n_leaves > MAX_LEAVES;

  builder->n_columns = 0;
  builder->skips_row = table->kind == BTY_MARKDOWN_TABLE && is_full;
  if (builder->skips_row)
    {
      table->number++;
      g_ptr_array_add (builder->parents, table);
    }
  else
    push (builder, BTY_MARKDOWN_ROW, 0, BTY_MARKDOWN_NO_TASK);
}

static char *
dup_language (const MD_ATTRIBUTE *language)
{
  return language->size > 0 && language->size <= 32 ? g_strndup (language->text, language->size) : NULL;
}

static int
enter_block_cb (MD_BLOCKTYPE  type,
                void         *detail,
                void         *user_data)
{
  Builder *builder = user_data;

  switch (type)
    {
    case MD_BLOCK_QUOTE:
      push (builder, BTY_MARKDOWN_QUOTE, 0, BTY_MARKDOWN_NO_TASK);
      break;
    case MD_BLOCK_UL:
      push (builder, BTY_MARKDOWN_LIST, 0, BTY_MARKDOWN_NO_TASK);
      break;
    case MD_BLOCK_OL:
      /* A list may start with 0, which would mean bullets; nobody misses it. */
      push (builder, BTY_MARKDOWN_LIST, MAX (1, ((MD_BLOCK_OL_DETAIL *) detail)->start), BTY_MARKDOWN_NO_TASK);
      break;
    case MD_BLOCK_LI:
      push (builder, BTY_MARKDOWN_ITEM, 0, get_task (detail));
      break;
    case MD_BLOCK_HR:
      close_leaf (builder);
      if (builder->n_leaves++ < MAX_LEAVES)
        g_ptr_array_add (get_parent (builder)->children, bty_markdown_new (BTY_MARKDOWN_RULE));
      break;
    case MD_BLOCK_H:
      open_leaf (builder, BTY_MARKDOWN_HEADING, ((MD_BLOCK_H_DETAIL *) detail)->level);
      break;
    case MD_BLOCK_CODE:
      open_leaf (builder, BTY_MARKDOWN_CODE, 0);
      builder->n_leaves += CODE_LEAVES - 1;
      builder->leaf->info = dup_language (&((MD_BLOCK_CODE_DETAIL *) detail)->lang);
      break;
    case MD_BLOCK_P:
    case MD_BLOCK_HTML:
      open_leaf (builder, BTY_MARKDOWN_PARAGRAPH, 0);
      break;
    case MD_BLOCK_TABLE:
      push (builder, BTY_MARKDOWN_TABLE, 0, BTY_MARKDOWN_NO_TASK);
      break;
    case MD_BLOCK_TR:
      open_row (builder);
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      open_cell (builder, detail);
      break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    default:
      break;
    }

  return 0;
}

static int
leave_block_cb (MD_BLOCKTYPE  type,
                void         *detail,
                void         *user_data)
{
  Builder *builder = user_data;

  switch (type)
    {
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
    case MD_BLOCK_LI:
    case MD_BLOCK_TABLE:
    case MD_BLOCK_TR:
      pop (builder);
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      close_cell (builder);
      break;
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_P:
    case MD_BLOCK_HTML:
      close_leaf (builder);
      break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    default:
      break;
    }

  return 0;
}

/* The text of a tight list item comes without a paragraph around it. */
static BtyMarkdown *
ensure_leaf (Builder *builder)
{
  if (builder->leaf == NULL)
    open_leaf (builder, BTY_MARKDOWN_PARAGRAPH, 0);

  return builder->leaf;
}

static void
append_aside (Builder    *builder,
              const char *target)
{
  BtyMarkdown *leaf = builder->leaf;
  gsize start = leaf->text->len;

  g_string_append (leaf->text, " (");
  g_string_append (leaf->text, target);
  g_string_append_c (leaf->text, ')');
  bty_markdown_add_span (leaf, start, BTY_MARKDOWN_ASIDE, NULL);
}

static void
enter_link (Builder            *builder,
            const MD_ATTRIBUTE *attribute)
{
  g_autofree char *uri = bty_markdown_entity_decode (attribute->text, attribute->size);
  g_autofree char *target = bty_link_dup_target (uri);

  g_clear_pointer (&builder->uri, g_free);
  if (target != NULL)
    builder->uri = g_steal_pointer (&uri);
  builder->link_start = ensure_leaf (builder)->text->len;
}

static void
leave_link (Builder *builder)
{
  g_autofree char *uri = g_steal_pointer (&builder->uri);
  g_autofree char *target = uri != NULL ? bty_link_dup_target (uri) : NULL;

  if (target == NULL)
    return;

  if (builder->leaf->text->len == builder->link_start)
    {
      g_string_append (builder->leaf->text, target);
      bty_markdown_add_span (builder->leaf, builder->link_start, 0, uri);
    }
  else if (!bty_link_is_honest (builder->leaf->text->str + builder->link_start, target))
    append_aside (builder, target);
}

static int
enter_span_cb (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  Builder *builder = user_data;

  ensure_leaf (builder);
  if (type == MD_SPAN_STRONG)
    builder->strong++;
  else if (type == MD_SPAN_EM)
    builder->emphasis++;
  else if (type == MD_SPAN_DEL)
    builder->struck++;
  else if (type == MD_SPAN_CODE)
    builder->verbatim++;
  else if (type == MD_SPAN_A && builder->links++ == 0)
    enter_link (builder, &((MD_SPAN_A_DETAIL *) detail)->href);
  else if (type == MD_SPAN_IMG && builder->links++ == 0)
    enter_link (builder, &((MD_SPAN_IMG_DETAIL *) detail)->src);

  return 0;
}

/* Whether the outermost span of a kind ends: md4c 0.4 closes some that it did not open. */
static gboolean
leave (guint *depth)
{
  return *depth > 0 && --*depth == 0;
}

static int
leave_span_cb (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  Builder *builder = user_data;

  ensure_leaf (builder);
  if (type == MD_SPAN_STRONG)
    leave (&builder->strong);
  else if (type == MD_SPAN_EM)
    leave (&builder->emphasis);
  else if (type == MD_SPAN_DEL)
    leave (&builder->struck);
  else if (type == MD_SPAN_CODE)
    leave (&builder->verbatim);
  else if ((type == MD_SPAN_A || type == MD_SPAN_IMG) && leave (&builder->links))
    leave_link (builder);

  return 0;
}

static int
text_cb (MD_TEXTTYPE    type,
         const MD_CHAR *text,
         MD_SIZE        size,
         void          *user_data)
{
  Builder *builder = user_data;
  BtyMarkdown *leaf = ensure_leaf (builder);
  g_autofree char *decoded = NULL;
  g_autofree char *visible = NULL;
  gsize start = leaf->text->len;

  switch (type)
    {
    case MD_TEXT_NULLCHAR:
      g_string_append (leaf->text, "\357\277\275");
      break;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
      /* Bots break lines where they want them broken. */
      g_string_append_c (leaf->text, '\n');
      break;
    case MD_TEXT_ENTITY:
      decoded = bty_markdown_entity_decode (text, size);
      visible = bty_visible_text (decoded);
      g_string_append (leaf->text, visible);
      break;
    case MD_TEXT_CODE:
    case MD_TEXT_NORMAL:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH:
    default:
      g_string_append_len (leaf->text, text, size);
    }
  bty_markdown_add_span (leaf, start, get_style (builder), builder->uri);

  return 0;
}

/**
 * bty_markdown_parse:
 * @text: Markdown
 *
 * Parses @text. HTML is text, images are links, and only links that may be opened are links. What @text hides
 * is shown (see bty_visible_text()).
 *
 * Returns: (transfer full): a document
 */
BtyMarkdown *
bty_markdown_parse (const char *text)
{
  return bty_markdown_parse_after (text, 0);
}

/**
 * bty_markdown_parse_after:
 * @text: Markdown
 * @weight: the number of the document that comes before it; 0 for none
 *
 * Like bty_markdown_parse() for the end of a longer text, which is as limited as a whole one.
 *
 * Returns: (transfer full): a document
 */
BtyMarkdown *
bty_markdown_parse_after (const char *text,
                          guint       weight)
{
  static const MD_PARSER parser = {
    .flags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML,
    .enter_block = enter_block_cb,
    .leave_block = leave_block_cb,
    .enter_span = enter_span_cb,
    .leave_span = leave_span_cb,
    .text = text_cb,
  };
  g_autofree char *visible = bty_visible_text_from_bytes (text, strlen (text));
  /* md4c 0.4 finds other ends of a list in the first lines of a text than in later ones. */
  g_autofree char *later = g_strconcat (".\n\n", visible, NULL);
  g_autoptr(GPtrArray) parents = g_ptr_array_new ();
  BtyMarkdown *document = bty_markdown_new (BTY_MARKDOWN_DOCUMENT);
  Builder builder = { .parents = parents, .n_leaves = weight, .skips_leaf = TRUE };

  g_ptr_array_add (parents, document);
  if (md_parse (later, strlen (later), &parser, &builder) != 0)
    {
      g_clear_pointer (&builder.leaf, bty_markdown_free);
      g_clear_pointer (&builder.overflow, bty_markdown_free);
      bty_markdown_free (document);
      document = bty_markdown_new_plain (text);
    }

  close_leaf (&builder);
  if (builder.overflow != NULL)
    bty_markdown_add_cut (document, g_steal_pointer (&builder.overflow));
  document->number = builder.n_leaves;
  g_free (builder.uri);

  return document;
}
