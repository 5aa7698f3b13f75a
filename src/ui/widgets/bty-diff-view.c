/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-diff-view.h"

#include <glib/gi18n.h>

#include "bty-diff.h"
#include "bty-visible-text.h"

/**
 * BtyDiffView:
 *
 * Two texts compared line by line: what was taken away and what was added is coloured, and marked for those who do
 * not see colours.
 */
struct _BtyDiffView
{
  GtkTextView  parent_instance;
};

G_DEFINE_FINAL_TYPE (BtyDiffView, bty_diff_view, GTK_TYPE_TEXT_VIEW)

static void
append_line (GtkTextBuffer *buffer,
             BtyDiffLine   *line,
             gboolean       is_last)
{
  static const char * const prefixes[] = { "  ", "+ ", "− " };
  static const char * const tags[] = { "same", "added", "removed" };
  g_autofree char *visible = bty_visible_text (line->text);
  g_autofree char *text = g_strconcat (prefixes[line->kind], visible, is_last ? "" : "\n", NULL);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &end, text, -1, tags[line->kind], NULL);
}

static void
bty_diff_view_class_init (BtyDiffViewClass *class)
{
}

static void
bty_diff_view_init (BtyDiffView *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  gtk_text_buffer_create_tag (buffer, "same", NULL);
  gtk_text_buffer_create_tag (buffer, "added", "paragraph-background", "rgba(46,194,126,0.25)", NULL);
  gtk_text_buffer_create_tag (buffer, "removed", "paragraph-background", "rgba(224,27,36,0.22)", NULL);
  gtk_text_view_set_editable (view, FALSE);
  gtk_text_view_set_cursor_visible (view, FALSE);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_top_margin (view, 12);
  gtk_text_view_set_bottom_margin (view, 12);
  gtk_text_view_set_left_margin (view, 18);
  gtk_text_view_set_right_margin (view, 18);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Differences"), -1);
}

/**
 * bty_diff_view_new:
 *
 * Returns: (transfer floating): a view that shows nothing yet
 */
GtkWidget *
bty_diff_view_new (void)
{
  return g_object_new (BTY_TYPE_DIFF_VIEW, NULL);
}

/**
 * bty_diff_view_compare:
 * @self: a view
 * @old_text: what it was
 * @new_text: what it is
 */
void
bty_diff_view_compare (BtyDiffView *self,
                       const char  *old_text,
                       const char  *new_text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  g_autoptr(GPtrArray) lines = bty_diff_lines (old_text, new_text);

  gtk_text_buffer_set_text (buffer, "", 0);
  for (guint i = 0; i < lines->len; i++)
    append_line (buffer, lines->pdata[i], i + 1 == lines->len);
}
