/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  /* These have children. */
  BTY_MARKDOWN_DOCUMENT,    /* number: how heavy it is to show, with what comes before it */
  BTY_MARKDOWN_QUOTE,
  BTY_MARKDOWN_LIST,        /* number: of the first item; 0 = bullets */
  BTY_MARKDOWN_ITEM,
  BTY_MARKDOWN_TABLE,       /* number: of rows left out */
  BTY_MARKDOWN_ROW,

  /* These have text. */
  BTY_MARKDOWN_PARAGRAPH,
  BTY_MARKDOWN_HEADING,     /* number: 1 to 6 */
  BTY_MARKDOWN_CODE,        /* info: the language */
  BTY_MARKDOWN_CELL,
  BTY_MARKDOWN_RULE,
} BtyMarkdownKind;

typedef enum
{
  BTY_MARKDOWN_STRONG = 1 << 0,
  BTY_MARKDOWN_EMPHASIS = 1 << 1,
  BTY_MARKDOWN_STRUCK = 1 << 2,
  BTY_MARKDOWN_VERBATIM = 1 << 3,
  BTY_MARKDOWN_ASIDE = 1 << 4,    /* added by us: where a link leads to */
} BtyMarkdownStyle;

typedef enum
{
  BTY_MARKDOWN_NO_TASK,
  BTY_MARKDOWN_TASK_OPEN,
  BTY_MARKDOWN_TASK_DONE,
} BtyMarkdownTask;

/**
 * BtyMarkdownSpan:
 *
 * A styled part of a node's text; spans are in order and do not overlap.
 */
typedef struct
{
  gsize             start;  /* in bytes */
  gsize             end;
  BtyMarkdownStyle  style;
  char             *uri;    /* of a link that may be opened, or NULL */
} BtyMarkdownSpan;

/**
 * BtyMarkdown:
 *
 * A node of a parsed text. A plain value: the same text gives equal trees.
 */
typedef struct _BtyMarkdown BtyMarkdown;
struct _BtyMarkdown
{
  BtyMarkdownKind  kind;
  guint            number;
  BtyMarkdownTask  task;        /* of an item */
  gboolean         continued;   /* the text goes on from the node before, which was cut */
  float            align;       /* of a cell: 0, 0.5 or 1 */
  char            *info;
  GString         *text;        /* NULL = has none */
  GArray          *spans;       /* of BtyMarkdownSpan; NULL = none */
  GPtrArray       *children;    /* of BtyMarkdown; NULL = has none */
};

BtyMarkdown *bty_markdown_parse       (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
BtyMarkdown *bty_markdown_parse_after (const char        *text,
                                       guint              weight) G_GNUC_WARN_UNUSED_RESULT;
BtyMarkdown *bty_markdown_new_plain   (const char        *text) G_GNUC_WARN_UNUSED_RESULT;

BtyMarkdown *bty_markdown_new         (BtyMarkdownKind    kind) G_GNUC_WARN_UNUSED_RESULT;
void         bty_markdown_free        (BtyMarkdown       *self);
gboolean     bty_markdown_equal       (const BtyMarkdown *a,
                                       const BtyMarkdown *b);
void         bty_markdown_add_span    (BtyMarkdown       *self,
                                       gsize              start,
                                       BtyMarkdownStyle   style,
                                       const char        *uri);
void         bty_markdown_add_cut     (BtyMarkdown       *parent,
                                       BtyMarkdown       *leaf);
gsize        bty_markdown_weigh       (const BtyMarkdown *self);
gsize        bty_markdown_truncate    (BtyMarkdown       *self,
                                       gsize              limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMarkdown, bty_markdown_free)

G_END_DECLS
