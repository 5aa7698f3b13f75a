/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-markdown-label.h"

#include "bty-link.h"
#include "bty-visible-text.h"

/* Without a least width GTK tries how narrow a label can get, letter by letter: 50 ms for 2,000 characters. */
#define LEAST_CHARS 12

/* The only place where text becomes markup. */
static void
append_escaped (GString    *markup,
                const char *text,
                gsize       length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);

  g_string_append (markup, escaped);
}

/* GtkLabel shows the title of a link as markup again. */
static void
append_title (GString    *markup,
              const char *uri)
{
  g_autofree char *target = bty_link_dup_target (uri);
  g_autofree char *title = g_strconcat (target != NULL ? target : "", "\n", uri, NULL);
  g_autofree char *visible = bty_visible_text (title);
  g_autofree char *escaped = g_markup_escape_text (visible, -1);

  append_escaped (markup, escaped, strlen (escaped));
}

static void
append_span (GString               *markup,
             const BtyMarkdown     *leaf,
             const BtyMarkdownSpan *span)
{
  if (span->uri != NULL)
    {
      g_string_append (markup, "<a href=\"");
      append_escaped (markup, span->uri, strlen (span->uri));
      g_string_append (markup, "\" title=\"");
      append_title (markup, span->uri);
      g_string_append (markup, "\">");
    }
  g_string_append (markup, "<span");
  if (span->style & BTY_MARKDOWN_STRONG)
    g_string_append (markup, " weight=\"bold\"");
  if (span->style & BTY_MARKDOWN_EMPHASIS)
    g_string_append (markup, " style=\"italic\"");
  if (span->style & BTY_MARKDOWN_STRUCK)
    g_string_append (markup, " strikethrough=\"true\"");
  if (span->style & BTY_MARKDOWN_VERBATIM)
    g_string_append (markup, " face=\"monospace\" size=\"92%\" background=\"#808080\" background_alpha=\"18%\"");
  if (span->style & BTY_MARKDOWN_ASIDE)
    g_string_append (markup, " size=\"85%\" alpha=\"70%\"");
  g_string_append_c (markup, '>');
  append_escaped (markup, leaf->text->str + span->start, span->end - span->start);
  g_string_append (markup, "</span>");
  if (span->uri != NULL)
    g_string_append (markup, "</a>");
}

/**
 * bty_markdown_to_markup:
 * @leaf: a node with text
 *
 * Returns: (transfer full): its text and spans as markup for a #GtkLabel
 */
char *
bty_markdown_to_markup (const BtyMarkdown *leaf)
{
  GString *markup = g_string_sized_new (leaf->text->len + 64);
  gsize done = 0;

  for (guint i = 0; leaf->spans != NULL && i < leaf->spans->len; i++)
    {
      const BtyMarkdownSpan *span = &g_array_index (leaf->spans, BtyMarkdownSpan, i);

      append_escaped (markup, leaf->text->str + done, span->start - done);
      append_span (markup, leaf, span);
      done = span->end;
    }
  append_escaped (markup, leaf->text->str + done, leaf->text->len - done);

  return g_string_free (markup, FALSE);
}

/**
 * bty_markdown_label_new:
 * @leaf: a node with text
 *
 * Returns: (transfer floating): a label that shows it
 */
GtkWidget *
bty_markdown_label_new (const BtyMarkdown *leaf)
{
  GtkAccessibleRole role = leaf->kind == BTY_MARKDOWN_HEADING ? GTK_ACCESSIBLE_ROLE_HEADING
                                                              : GTK_ACCESSIBLE_ROLE_LABEL;
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", role,
                                   "selectable", TRUE,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "xalign", 0.0f,
                                   "yalign", 0.0f,
                                   NULL);

  if (leaf->kind == BTY_MARKDOWN_HEADING)
    {
      g_autofree char *css_class = g_strdup_printf ("heading-%u", leaf->number);

      gtk_widget_add_css_class (label, css_class);
      gtk_accessible_update_property (GTK_ACCESSIBLE (label),
                                      GTK_ACCESSIBLE_PROPERTY_LEVEL, (int) leaf->number,
                                      -1);
    }
  bty_markdown_label_set_leaf (label, leaf);

  return label;
}

/**
 * bty_markdown_label_set_leaf:
 * @label: from bty_markdown_label_new()
 * @leaf: another node of the same kind
 *
 * Shows @leaf instead.
 */
void
bty_markdown_label_set_leaf (GtkWidget         *label,
                             const BtyMarkdown *leaf)
{
  g_autofree char *markup = NULL;

  if (leaf->text->len > 2 * LEAST_CHARS)
    gtk_label_set_width_chars (GTK_LABEL (label), LEAST_CHARS);
  if (leaf->spans == NULL)
    {
      /* Plain text saves a parser's work. */
      gtk_label_set_text (GTK_LABEL (label), leaf->text->str);
      return;
    }

  markup = bty_markdown_to_markup (leaf);
  gtk_label_set_markup (GTK_LABEL (label), markup);
}
