/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-markdown.h"

G_BEGIN_DECLS

/**
 * BtyMarkdownGrowth:
 *
 * A Markdown text that mostly grows at its end, as a reply does while it arrives: only what may still change is parsed
 * again. A plain value.
 */
typedef struct _BtyMarkdownGrowth BtyMarkdownGrowth;

BtyMarkdownGrowth *bty_markdown_growth_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void               bty_markdown_growth_free  (BtyMarkdownGrowth *self);
void               bty_markdown_growth_reset (BtyMarkdownGrowth *self);
BtyMarkdown       *bty_markdown_growth_parse (BtyMarkdownGrowth *self,
                                              const char        *text,
                                              guint             *n_kept) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMarkdownGrowth, bty_markdown_growth_free)

G_END_DECLS
