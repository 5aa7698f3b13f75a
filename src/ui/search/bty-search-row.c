/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-search-row.h"

#include <glib/gi18n.h>

#include "bty-bot-avatar.h"
#include "bty-format.h"
#include "bty-visible-text.h"

/**
 * BtySearchRow:
 *
 * One place where words were found.
 */
struct _BtySearchRow
{
  GtkBox        parent_instance;

  /* Template */
  BtyBotAvatar *avatar;
  GtkLabel     *title;
  GtkLabel     *when;
  GtkLabel     *snippet;
};

G_DEFINE_FINAL_TYPE (BtySearchRow, bty_search_row, GTK_TYPE_BOX)

static void
bty_search_row_class_init (BtySearchRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (BTY_TYPE_BOT_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-search-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtySearchRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, BtySearchRow, title);
  gtk_widget_class_bind_template_child (widget_class, BtySearchRow, when);
  gtk_widget_class_bind_template_child (widget_class, BtySearchRow, snippet);
}

static void
bty_search_row_init (BtySearchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_search_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
bty_search_row_new (void)
{
  return g_object_new (BTY_TYPE_SEARCH_ROW, NULL);
}

static void
append_visible (GString    *text,
                const char *piece,
                gsize       size)
{
  g_autofree char *copy = g_strndup (piece, size);
  g_autofree char *line = bty_visible_line (copy);

  g_string_append (text, line);
}

/**
 * bty_search_strip_marks:
 * @snippet: text with marks around the words that were found
 * @attributes: (out): what makes these words bold
 *
 * Returns: (transfer full): the text without the marks, on one line, see bty_visible_line()
 */
char *
bty_search_strip_marks (const char     *snippet,
                        PangoAttrList **attributes)
{
  g_autofree char *valid = g_utf8_make_valid (snippet, -1);
  const char marks[] = { BTY_SEARCH_BEGIN, BTY_SEARCH_END, '\0' };
  GString *text = g_string_new (NULL);
  PangoAttribute *bold = NULL;

  *attributes = pango_attr_list_new ();
  for (const char *c = valid; *c != '\0';)
    {
      gsize size = strcspn (c, marks);

      if (*c == BTY_SEARCH_BEGIN && bold == NULL)
        {
          bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
          bold->start_index = text->len;
        }
      else if (*c == BTY_SEARCH_END && bold != NULL)
        {
          bold->end_index = text->len;
          pango_attr_list_insert (*attributes, bold);
          bold = NULL;
        }
      else if (size > 0)
        {
          append_visible (text, c, size);
        }
      c += MAX (size, 1);
    }
  if (bold != NULL)
    pango_attr_list_insert (*attributes, bold);

  return g_string_free (text, FALSE);
}

/**
 * bty_search_row_set_hit:
 * @self: a row
 * @hit: what it shows
 * @bot: (nullable): with whom that was said
 */
void
bty_search_row_set_hit (BtySearchRow       *self,
                        const BtySearchHit *hit,
                        BtyBot             *bot)
{
  g_autoptr(PangoAttrList) attributes = NULL;
  g_autoptr(PangoAttrList) title_attributes = NULL;
  g_autofree char *snippet = bty_search_strip_marks (hit->snippet != NULL ? hit->snippet : "", &attributes);
  g_autofree char *title = bty_search_strip_marks (hit->session_title != NULL ? hit->session_title : "",
                                                   &title_attributes);
  g_autofree char *when = bty_format_when (hit->said_at);
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  g_return_if_fail (BTY_IS_SEARCH_ROW (self));

  bty_bot_avatar_set_bot (self->avatar, bot);
  gtk_label_set_label (self->title, title[0] != '\0' ? title : _("New chat"));
  gtk_label_set_label (self->when, when);
  gtk_label_set_label (self->snippet, snippet);
  gtk_label_set_attributes (self->snippet, attributes);
  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_label (self->title),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, snippet,
                                    -1);
}
