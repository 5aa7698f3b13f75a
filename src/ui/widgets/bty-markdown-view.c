/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-markdown-view.h"

#include <glib/gi18n.h>

#include "bty-code-view.h"
#include "bty-item-layout.h"
#include "bty-markdown-growth.h"
#include "bty-markdown-label.h"
#include "bty-seen-box.h"
#include "bty-table-view.h"

#define BLOCK_SPACING 10
#define HEADING_SPACING 18
#define ITEM_SPACING 4

/* So much is laid out at once, see bty_markdown_weigh(): some 200 ms. With each frame after that, some more. */
#define LIMIT (112 * 1024)
#define STEP (16 * 1024)

/**
 * BtyMarkdownView:
 *
 * A text as native widgets: Markdown, or as it is typed (#BtyMarkdownView:plain). Each block of the text is
 * a widget. When the text changes, blocks that stay the same keep their widgets as they are, and
 * nothing about them is laid out again: a reply that grows costs what its last block costs.
 *
 * Of a very long text that comes at once the beginning is shown, with a button for the rest, so that nothing makes
 * the window stand still.
 */
struct _BtyMarkdownView
{
  GtkWidget          parent_instance;

  /* Owned */
  char              *text;
  BtyMarkdownGrowth *growth;
  BtyMarkdown       *document;   /* what is shown */
  GtkWidget         *blocks;
  GtkWidget         *more_button;   /* NULL until a text is too long */

  gsize              least_limit;   /* of what is shown at once */
  gsize              limit;
  gboolean           is_cut;        /* there is more than what is shown */
  guint              more_tick;     /* shows more with each frame, because it was asked for; 0 = it was not */
  gboolean           plain;
};

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_PLAIN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BtyMarkdownView, bty_markdown_view, GTK_TYPE_WIDGET)

static void reconcile (GtkWidget         *box,
                       const BtyMarkdown *shown,
                       const BtyMarkdown *wanted,
                       guint              n_kept);

static GtkWidget *
create_box (const char *css_class)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_hexpand (box, TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (box, css_class);

  return box;
}

static GtkWidget *
create_marker (BtyMarkdownTask task)
{
  GtkWidget *marker = NULL;

  if (task == BTY_MARKDOWN_NO_TASK)
    marker = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0f, "valign", GTK_ALIGN_START, NULL);
  else
    {
      gboolean is_done = task == BTY_MARKDOWN_TASK_DONE;

      marker = gtk_image_new_from_icon_name (is_done ? "checkbox-checked-symbolic" : "checkbox-symbolic");
      gtk_widget_set_valign (marker, GTK_ALIGN_START);
      gtk_accessible_update_property (GTK_ACCESSIBLE (marker),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, is_done ? _("Done") : _("To do"),
                                      -1);
    }
  gtk_widget_add_css_class (marker, "item-marker");

  return marker;
}

static GtkWidget *
create_item (const BtyMarkdown *item)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "layout-manager", bty_item_layout_new (), NULL);

  gtk_box_append (GTK_BOX (box), create_marker (item->task));
  gtk_box_append (GTK_BOX (box), create_box (NULL));

  return box;
}

/* Numbers the items; all markers are as wide as the widest. */
static void
number_items (GtkWidget         *box,
              const BtyMarkdown *list)
{
  g_autofree char *widest = g_strdup_printf ("%u.", list->number + MAX (list->children->len, 1) - 1);
  guint number = list->number;

  for (GtkWidget *item = gtk_widget_get_first_child (box); item != NULL; item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *marker = gtk_widget_get_first_child (item);
      g_autofree char *text = g_strdup_printf ("%u.", number++);

      if (!GTK_IS_LABEL (marker))
        continue;
      gtk_label_set_text (GTK_LABEL (marker), list->number > 0 ? text : "•");
      gtk_label_set_width_chars (GTK_LABEL (marker), list->number > 0 ? (int) strlen (widest) : 1);
    }
}

/* Whether a widget that shows @shown can go on to show @wanted. */
static gboolean
can_become (const BtyMarkdown *shown,
            const BtyMarkdown *wanted)
{
  if (shown->kind != wanted->kind || shown->task != wanted->task || shown->continued != wanted->continued)
    return FALSE;
  if (shown->kind == BTY_MARKDOWN_HEADING)
    return shown->number == wanted->number;
  if (shown->kind == BTY_MARKDOWN_LIST)
    return (shown->number == 0) == (wanted->number == 0);

  return TRUE;
}

/* @shown is what the widget shows so far, or NULL when it is new. */
static void
update_widget (GtkWidget         *widget,
               const BtyMarkdown *shown,
               const BtyMarkdown *wanted)
{
  switch (wanted->kind)
    {
    case BTY_MARKDOWN_LIST:
      reconcile (widget, shown, wanted, 0);
      number_items (widget, wanted);
      break;
    case BTY_MARKDOWN_QUOTE:
      reconcile (widget, shown, wanted, 0);
      break;
    case BTY_MARKDOWN_ITEM:
      reconcile (gtk_widget_get_last_child (widget), shown, wanted, 0);
      break;
    case BTY_MARKDOWN_TABLE:
      bty_table_view_update (BTY_TABLE_VIEW (widget), shown, wanted);
      break;
    case BTY_MARKDOWN_CODE:
      bty_code_view_set_code (BTY_CODE_VIEW (widget), wanted->text->str, wanted->info);
      break;
    case BTY_MARKDOWN_PARAGRAPH:
    case BTY_MARKDOWN_HEADING:
      if (shown != NULL)
        bty_markdown_label_set_leaf (widget, wanted);
      break;
    case BTY_MARKDOWN_RULE:
      break;
    case BTY_MARKDOWN_DOCUMENT:
    case BTY_MARKDOWN_ROW:
    case BTY_MARKDOWN_CELL:
    default:
      g_assert_not_reached ();
    }
}

static GtkWidget *
create_widget (const BtyMarkdown *node)
{
  GtkWidget *widget = NULL;

  switch (node->kind)
    {
    case BTY_MARKDOWN_LIST:
      widget = create_box ("list-block");
      break;
    case BTY_MARKDOWN_QUOTE:
      widget = create_box ("quote-block");
      break;
    case BTY_MARKDOWN_ITEM:
      widget = create_item (node);
      break;
    case BTY_MARKDOWN_TABLE:
      widget = bty_table_view_new ();
      break;
    case BTY_MARKDOWN_CODE:
      widget = bty_code_view_new ();
      break;
    case BTY_MARKDOWN_RULE:
      widget = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
      break;
    case BTY_MARKDOWN_PARAGRAPH:
    case BTY_MARKDOWN_HEADING:
    case BTY_MARKDOWN_DOCUMENT:
    case BTY_MARKDOWN_ROW:
    case BTY_MARKDOWN_CELL:
    default:
      widget = bty_markdown_label_new (node);
    }
  update_widget (widget, NULL, node);

  return widget;
}

static int
get_space_above (const BtyMarkdown *node,
                 guint              index)
{
  if (index == 0 || node->continued)
    return 0;
  if (node->kind == BTY_MARKDOWN_ITEM)
    return ITEM_SPACING;

  return node->kind == BTY_MARKDOWN_HEADING ? HEADING_SPACING : BLOCK_SPACING;
}

/* Makes the children of @box, which show those of @shown, show those of @wanted. The first @n_kept ones stay as they
 * are; @wanted has only what comes after them. */
static void
reconcile (GtkWidget         *box,
           const BtyMarkdown *shown,
           const BtyMarkdown *wanted,
           guint              n_kept)
{
  guint n_shown = shown != NULL ? shown->children->len : 0;
  GtkWidget *previous = NULL;
  GtkWidget *widget = gtk_widget_get_first_child (box);

  for (guint i = 0; i < n_kept; i++)
    {
      previous = widget;
      widget = gtk_widget_get_next_sibling (widget);
    }

  for (guint i = 0; i < wanted->children->len; i++)
    {
      const BtyMarkdown *node = wanted->children->pdata[i];
      const BtyMarkdown *old = i + n_kept < n_shown ? shown->children->pdata[i + n_kept] : NULL;
      GtkWidget *created = NULL;

      if (old != NULL && !can_become (old, node))
        {
          GtkWidget *replaced = widget;

          widget = gtk_widget_get_next_sibling (replaced);
          gtk_box_remove (GTK_BOX (box), replaced);
        }
      else if (old != NULL)
        {
          if (!bty_markdown_equal (old, node))
            update_widget (widget, old, node);
          previous = widget;
          widget = gtk_widget_get_next_sibling (widget);
          continue;
        }

      created = create_widget (node);
      gtk_widget_set_margin_top (created, get_space_above (node, i + n_kept));
      gtk_box_insert_child_after (GTK_BOX (box), created, previous);
      previous = created;
    }

  while (widget != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (widget);

      gtk_box_remove (GTK_BOX (box), widget);
      widget = next;
    }
}

static void update (BtyMarkdownView *self);

/* Lays out some more with each frame, until all is there. */
static gboolean
show_more_cb (GtkWidget     *widget,
              GdkFrameClock *clock,
              gpointer       user_data)
{
  BtyMarkdownView *self = BTY_MARKDOWN_VIEW (widget);

  if (!self->is_cut)
    {
      self->more_tick = 0;
      return G_SOURCE_REMOVE;
    }

  self->limit += STEP;
  update (self);

  return G_SOURCE_CONTINUE;
}

static void
more_clicked_cb (BtyMarkdownView *self)
{
  if (self->more_tick != 0)
    return;

  /* Who reads on here does not want to be led to the end. */
  gtk_widget_activate_action (GTK_WIDGET (self), "conversation.stay", NULL);
  self->more_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), show_more_cb, NULL, NULL);
  gtk_widget_set_sensitive (self->more_button, FALSE);
}

static void
update_more_button (BtyMarkdownView *self)
{
  if (self->is_cut && self->more_button == NULL)
    {
      /* Translators: the rest of a very long text */
      self->more_button = gtk_button_new_with_mnemonic (_("_Show All"));
      gtk_widget_set_halign (self->more_button, GTK_ALIGN_START);
      gtk_widget_set_margin_top (self->more_button, BLOCK_SPACING);
      gtk_widget_set_parent (self->more_button, GTK_WIDGET (self));
      g_signal_connect_object (self->more_button, "clicked", G_CALLBACK (more_clicked_cb), self, G_CONNECT_SWAPPED);
    }
  if (self->more_button == NULL)
    return;

  gtk_widget_set_visible (self->more_button, self->is_cut);
  gtk_widget_set_sensitive (self->more_button, self->more_tick == 0);
}

/* What is shown stays, and what comes with a frame is little; but a text that was cut stays so until it is asked
 * for. */
static void
limit_new (BtyMarkdownView *self,
           BtyMarkdown     *changed)
{
  gsize weight = bty_markdown_weigh (changed);
  gsize limit = self->limit;

  if (weight > limit && !self->is_cut)
    limit += bty_markdown_weigh (self->document);
  self->is_cut = weight > limit;
  if (self->is_cut)
    {
      bty_markdown_truncate (changed, limit);
      self->limit = limit;
    }
}

static void
update (BtyMarkdownView *self)
{
  g_autoptr(BtyMarkdown) changed = NULL;
  guint n_kept = 0;

  if (*self->text == '\0')
    {
      /* What comes next is another text, of which nobody asked for more. */
      if (self->more_tick != 0)
        gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->more_tick);
      self->more_tick = 0;
      self->is_cut = FALSE;
      self->limit = self->least_limit;
    }
  if (self->plain || self->is_cut)
    bty_markdown_growth_reset (self->growth);
  if (self->plain)
    changed = bty_markdown_new_plain (self->text);
  else
    changed = bty_markdown_growth_parse (self->growth, self->text, &n_kept);

  limit_new (self, changed);
  reconcile (self->blocks, self->document, changed, n_kept);
  g_ptr_array_set_size (self->document->children, n_kept);
  g_ptr_array_extend_and_steal (self->document->children, g_steal_pointer (&changed->children));
  update_more_button (self);
}

static void
bty_markdown_view_get_property (GObject    *object,
                                guint       property,
                                GValue     *value,
                                GParamSpec *pspec)
{
  BtyMarkdownView *self = BTY_MARKDOWN_VIEW (object);

  switch (property)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_PLAIN:
      g_value_set_boolean (value, self->plain);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_markdown_view_set_property (GObject      *object,
                                guint         property,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  BtyMarkdownView *self = BTY_MARKDOWN_VIEW (object);

  switch (property)
    {
    case PROP_TEXT:
      bty_markdown_view_set_text (self, g_value_get_string (value));
      break;
    case PROP_PLAIN:
      bty_markdown_view_set_plain (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_markdown_view_dispose (GObject *object)
{
  BtyMarkdownView *self = BTY_MARKDOWN_VIEW (object);

  g_clear_pointer (&self->blocks, gtk_widget_unparent);
  g_clear_pointer (&self->more_button, gtk_widget_unparent);

  G_OBJECT_CLASS (bty_markdown_view_parent_class)->dispose (object);
}

static void
bty_markdown_view_finalize (GObject *object)
{
  BtyMarkdownView *self = BTY_MARKDOWN_VIEW (object);

  g_free (self->text);
  bty_markdown_growth_free (self->growth);
  bty_markdown_free (self->document);

  G_OBJECT_CLASS (bty_markdown_view_parent_class)->finalize (object);
}

static void
bty_markdown_view_class_init (BtyMarkdownViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bty_markdown_view_get_property;
  object_class->set_property = bty_markdown_view_set_property;
  object_class->dispose = bty_markdown_view_dispose;
  object_class->finalize = bty_markdown_view_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_PLAIN] = g_param_spec_boolean ("plain", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "markdownview");
}

static void
bty_markdown_view_init (BtyMarkdownView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->text = g_strdup ("");
  self->least_limit = LIMIT;
  self->limit = LIMIT;
  self->growth = bty_markdown_growth_new ();
  self->document = bty_markdown_new_plain ("");
  self->blocks = bty_seen_box_new ();
  gtk_widget_set_parent (self->blocks, GTK_WIDGET (self));
}

/**
 * bty_markdown_view_new:
 *
 * Returns: (transfer floating): a view of no text
 */
GtkWidget *
bty_markdown_view_new (void)
{
  return g_object_new (BTY_TYPE_MARKDOWN_VIEW, NULL);
}

/**
 * bty_markdown_view_get_text:
 * @self: a view
 *
 * Returns: (transfer none): the text as it was set
 */
const char *
bty_markdown_view_get_text (BtyMarkdownView *self)
{
  g_return_val_if_fail (BTY_IS_MARKDOWN_VIEW (self), NULL);

  return self->text;
}

/**
 * bty_markdown_view_set_text:
 * @self: a view
 * @text: (nullable): what to show; %NULL is like empty
 */
void
bty_markdown_view_set_text (BtyMarkdownView *self,
                            const char      *text)
{
  g_return_if_fail (BTY_IS_MARKDOWN_VIEW (self));

  text = text != NULL ? text : "";
  if (g_str_equal (self->text, text))
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

/**
 * bty_markdown_view_set_plain:
 * @self: a view
 * @plain: whether the text is shown as it is typed, instead of as Markdown
 */
void
bty_markdown_view_set_plain (BtyMarkdownView *self,
                             gboolean         plain)
{
  g_return_if_fail (BTY_IS_MARKDOWN_VIEW (self));

  plain = !!plain;
  if (self->plain == plain)
    return;

  self->plain = plain;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAIN]);
}

/**
 * bty_markdown_view_update_seen:
 * @self: a view
 * @viewport: what it is seen through, which is about to be drawn
 *
 * Draws of a long text what is seen of it (see bty_seen_box_update_seen()). A view that is never told draws all.
 */
void
bty_markdown_view_update_seen (BtyMarkdownView *self,
                               GtkWidget       *viewport)
{
  g_return_if_fail (BTY_IS_MARKDOWN_VIEW (self));

  bty_seen_box_update_seen (BTY_SEEN_BOX (self->blocks), viewport);
}

/**
 * bty_markdown_view_set_limit:
 * @self: a view without text
 * @limit: how much of a text that comes at once is shown, in bytes; with short paragraphs it is less
 *
 * Makes it show less, or more, of a long text than a message does before it is asked for the rest.
 */
void
bty_markdown_view_set_limit (BtyMarkdownView *self,
                             gsize            limit)
{
  g_return_if_fail (BTY_IS_MARKDOWN_VIEW (self));
  g_return_if_fail (*self->text == '\0');

  self->least_limit = limit;
  self->limit = limit;
}
