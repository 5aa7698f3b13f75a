/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-code-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#define PART_LENGTH 2000
#define LONGEST_LINE 10000
#define LONGEST_HIGHLIGHTED 200000
#define COPIED_MS 1500

/**
 * BtyCodeView:
 *
 * A block of code, with its language and a button that copies it. GtkSourceView's buffer finds the
 * colours; labels of some lines each show them, so that the height is known at once and a block that
 * grows is laid out again only at its end.
 */
struct _BtyCodeView
{
  GtkWidget        parent_instance;

  /* Owned */
  char            *code;
  char            *language;
  GtkSourceBuffer *buffer;      /* what is shown */
  GArray          *offsets;     /* of int: where each part starts, in characters */
  guint            copied_source;

  /* Template */
  GtkLabel        *language_label;
  GtkButton       *copy_button;
  GtkBox          *parts;
};

G_DEFINE_FINAL_TYPE (BtyCodeView, bty_code_view, GTK_TYPE_WIDGET)

static gboolean
copied_timeout_cb (gpointer user_data)
{
  BtyCodeView *self = user_data;

  self->copied_source = 0;
  gtk_button_set_icon_name (self->copy_button, "edit-copy-symbolic");

  return G_SOURCE_REMOVE;
}

static void
copy_clicked_cb (BtyCodeView *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->code);

  gtk_button_set_icon_name (self->copy_button, "object-select-symbolic");
  g_clear_handle_id (&self->copied_source, g_source_remove);
  self->copied_source = g_timeout_add (COPIED_MS, copied_timeout_cb, self);
}

static GtkSourceLanguage *
find_language (const char *name)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  g_autofree char *id = g_ascii_strdown (name, -1);
  g_autofree char *file = g_strconcat ("file.", id, NULL);
  GtkSourceLanguage *language = NULL;
  static const char *const aliases[][2] = {
    { "bash", "sh" }, { "c#", "c-sharp" }, { "c++", "cpp" }, { "console", "sh" }, { "dockerfile", "docker" },
    { "golang", "go" }, { "javascript", "js" }, { "python", "python3" }, { "shell", "sh" }, { "zsh", "sh" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_str_equal (id, aliases[i][0]))
      return gtk_source_language_manager_get_language (manager, aliases[i][1]);

  language = gtk_source_language_manager_get_language (manager, id);
  if (language == NULL && g_str_is_ascii (id) && strchr (id, '/') == NULL)
    language = gtk_source_language_manager_guess_language (manager, file, NULL);

  return language;
}

static void
update_scheme (BtyCodeView *self)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme =
    gtk_source_style_scheme_manager_get_scheme (manager, is_dark ? "Adwaita-dark" : "Adwaita");

  gtk_source_buffer_set_style_scheme (self->buffer, scheme);
}

static void
add_attribute (PangoAttrList  *attributes,
               PangoAttribute *attribute,
               guint           start,
               guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

static void
add_tag (PangoAttrList *attributes,
         GtkTextTag    *tag,
         guint          start,
         guint          end)
{
  g_autoptr(GdkRGBA) color = NULL;
  gboolean has_color, has_weight, has_style;
  PangoStyle style;
  int weight;

  g_object_get (tag,
                "foreground-set", &has_color, "foreground-rgba", &color,
                "weight-set", &has_weight, "weight", &weight,
                "style-set", &has_style, "style", &style,
                NULL);
  if (has_color && color != NULL)
    add_attribute (attributes, pango_attr_foreground_new (color->red * 65535, color->green * 65535,
                                                          color->blue * 65535), start, end);
  if (has_weight)
    add_attribute (attributes, pango_attr_weight_new (weight), start, end);
  if (has_style)
    add_attribute (attributes, pango_attr_style_new (style), start, end);
}

/* What the buffer knows about the colours from @start to @end. */
static PangoAttrList *
collect_attributes (GtkTextBuffer     *buffer,
                    const GtkTextIter *start,
                    const GtkTextIter *end)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  GtkTextIter from = *start;
  guint index = 0;

  while (gtk_text_iter_compare (&from, end) < 0)
    {
      g_autoptr(GSList) tags = gtk_text_iter_get_tags (&from);
      g_autofree char *run = NULL;
      GtkTextIter to = from;
      gsize length;

      if (!gtk_text_iter_forward_to_tag_toggle (&to, NULL) || gtk_text_iter_compare (&to, end) > 0)
        to = *end;
      run = gtk_text_buffer_get_text (buffer, &from, &to, TRUE);
      length = strlen (run);
      /* In the order of their priority. */
      for (GSList *tag = tags; tag != NULL; tag = tag->next)
        add_tag (attributes, tag->data, index, index + length);
      index += length;
      from = to;
    }

  return attributes;
}

static GtkWidget *
create_part (BtyCodeView *self)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "selectable", TRUE,
                                   "xalign", 0.0f,
                                   NULL);

  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (label, "monospace");
  gtk_box_append (self->parts, label);

  return label;
}

static void
show_part (BtyCodeView *self,
           GtkWidget   *label,
           GtkTextIter *start,
           GtkTextIter *end)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter visible_end = *end;
  g_autofree char *text = NULL;
  g_autoptr(PangoAttrList) attributes = NULL;

  /* The end of the label stands for the end of the line. */
  if (!gtk_text_iter_is_end (end) && gtk_text_iter_starts_line (end))
    gtk_text_iter_backward_char (&visible_end);

  text = gtk_text_buffer_get_text (buffer, start, &visible_end, TRUE);
  if (gtk_text_buffer_get_char_count (buffer) <= LONGEST_HIGHLIGHTED)
    {
      gtk_source_buffer_ensure_highlight (self->buffer, start, &visible_end);
      attributes = collect_attributes (buffer, start, &visible_end);
    }
  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
}

/* Whole lines, unless one of them is extremely long. */
static void
find_part_end (const GtkTextIter *start,
               GtkTextIter       *end)
{
  *end = *start;
  gtk_text_iter_forward_chars (end, PART_LENGTH);
  if (!gtk_text_iter_is_end (end) && !gtk_text_iter_starts_line (end))
    {
      gtk_text_iter_set_line_offset (end, 0);
      if (gtk_text_iter_compare (end, start) <= 0)
        {
          *end = *start;
          gtk_text_iter_forward_line (end);
        }
    }
  if (gtk_text_iter_get_offset (end) - gtk_text_iter_get_offset (start) > LONGEST_LINE)
    gtk_text_iter_set_offset (end, gtk_text_iter_get_offset (start) + LONGEST_LINE);
}

static GtkWidget *
get_part (BtyCodeView *self,
          guint        index)
{
  GtkWidget *label = gtk_widget_get_first_child (GTK_WIDGET (self->parts));

  for (guint i = 0; i < index && label != NULL; i++)
    label = gtk_widget_get_next_sibling (label);

  return label;
}

/* Shows the buffer from the part that holds @offset. */
static void
update_parts (BtyCodeView *self,
              int          offset)
{
  GtkTextIter start;
  GtkTextIter end;
  GtkWidget *label = NULL;
  guint first = self->offsets->len;

  while (first > 0 && (first == self->offsets->len || g_array_index (self->offsets, int, first) > offset))
    first--;
  gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (self->buffer), &start,
                                      first < self->offsets->len ? g_array_index (self->offsets, int, first) : 0);
  g_array_set_size (self->offsets, first);
  label = get_part (self, first);

  do
    {
      int start_offset = gtk_text_iter_get_offset (&start);

      if (label == NULL)
        label = create_part (self);
      find_part_end (&start, &end);
      show_part (self, label, &start, &end);
      g_array_append_val (self->offsets, start_offset);
      label = gtk_widget_get_next_sibling (label);
      start = end;
    }
  while (!gtk_text_iter_is_end (&start));

  while (label != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (label);

      gtk_box_remove (self->parts, label);
      label = next;
    }
}

static void
dark_changed_cb (BtyCodeView *self)
{
  update_scheme (self);
  update_parts (self, 0);
}

static void
bty_code_view_dispose (GObject *object)
{
  BtyCodeView *self = BTY_CODE_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->copied_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (bty_code_view_parent_class)->dispose (object);
}

static void
bty_code_view_finalize (GObject *object)
{
  BtyCodeView *self = BTY_CODE_VIEW (object);

  g_free (self->code);
  g_free (self->language);
  g_array_unref (self->offsets);

  G_OBJECT_CLASS (bty_code_view_parent_class)->finalize (object);
}

static void
bty_code_view_class_init (BtyCodeViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bty_code_view_dispose;
  object_class->finalize = bty_code_view_finalize;

  gtk_widget_class_set_css_name (widget_class, "codeview");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/widgets/bty-code-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyCodeView, language_label);
  gtk_widget_class_bind_template_child (widget_class, BtyCodeView, copy_button);
  gtk_widget_class_bind_template_child (widget_class, BtyCodeView, parts);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
}

static void
bty_code_view_init (BtyCodeView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  /* Code begins at the left, also where people write from right to left. */
  for (GtkWidget *widget = GTK_WIDGET (self->parts); widget != GTK_WIDGET (self);
       widget = gtk_widget_get_parent (widget))
    gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);

  self->code = g_strdup ("");
  self->offsets = g_array_new (FALSE, FALSE, sizeof (int));
  self->buffer = gtk_source_buffer_new (NULL);
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, FALSE);
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (self->buffer), FALSE);
  update_scheme (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/**
 * bty_code_view_new:
 *
 * Returns: (transfer floating): an empty block of code
 */
GtkWidget *
bty_code_view_new (void)
{
  return g_object_new (BTY_TYPE_CODE_VIEW, NULL);
}

static void
set_language (BtyCodeView *self,
              const char  *language)
{
  GtkSourceLanguage *source_language = language != NULL ? find_language (language) : NULL;

  g_free (self->language);
  self->language = g_strdup (language);
  gtk_source_buffer_set_language (self->buffer, source_language);

  if (source_language != NULL)
    language = gtk_source_language_get_name (source_language);
  language = language != NULL ? language : _("Code");
  gtk_label_set_text (self->language_label, language);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_ancestor (GTK_WIDGET (self->parts),
                                                                           GTK_TYPE_SCROLLED_WINDOW)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, language,
                                  -1);
}

/**
 * bty_code_view_set_code:
 * @self: a block of code
 * @code: what to show, made visible already
 * @language: (nullable): its language as people write it after ```
 *
 * Shows @code; where it only goes on after what was shown, so does the work.
 */
void
bty_code_view_set_code (BtyCodeView *self,
                        const char  *code,
                        const char  *language)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter end;
  int changed_from = 0;

  g_return_if_fail (BTY_IS_CODE_VIEW (self));
  g_return_if_fail (code != NULL);

  if (self->offsets->len == 0 || g_strcmp0 (self->language, language) != 0)
    set_language (self, language);
  else if (g_str_has_prefix (code, self->code))
    {
      changed_from = gtk_text_buffer_get_char_count (buffer);
      gtk_text_buffer_get_end_iter (buffer, &end);
      gtk_text_buffer_insert (buffer, &end, code + strlen (self->code), -1);
    }

  if (changed_from == 0)
    gtk_text_buffer_set_text (buffer, code, -1);

  g_free (self->code);
  self->code = g_strdup (code);
  update_parts (self, changed_from);
}
