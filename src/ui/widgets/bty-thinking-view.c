/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-thinking-view.h"

#include <glib/gi18n.h>

#include "bty-markdown-view.h"

/**
 * BtyThinkingView:
 *
 * What a model thought aloud, folded. Nothing of it is laid out until it is unfolded.
 */
struct _BtyThinkingView
{
  GtkWidget    parent_instance;

  /* Owned */
  char        *text;
  GtkExpander *expander;
};

enum
{
  PROP_0,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BtyThinkingView, bty_thinking_view, GTK_TYPE_WIDGET)

static void
update (BtyThinkingView *self)
{
  GtkWidget *view = gtk_expander_get_child (self->expander);

  if (!gtk_expander_get_expanded (self->expander))
    {
      gtk_expander_set_child (self->expander, NULL);
      return;
    }

  if (view == NULL)
    {
      view = bty_markdown_view_new ();
      bty_markdown_view_set_plain (BTY_MARKDOWN_VIEW (view), TRUE);
      gtk_widget_add_css_class (view, "thoughts");
      gtk_expander_set_child (self->expander, view);
    }
  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), self->text);
}

static void
bty_thinking_view_get_property (GObject    *object,
                                guint       property,
                                GValue     *value,
                                GParamSpec *pspec)
{
  g_value_set_string (value, BTY_THINKING_VIEW (object)->text);
}

static void
bty_thinking_view_set_property (GObject      *object,
                                guint         property,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  bty_thinking_view_set_text (BTY_THINKING_VIEW (object), g_value_get_string (value));
}

static void
bty_thinking_view_dispose (GObject *object)
{
  BtyThinkingView *self = BTY_THINKING_VIEW (object);

  g_clear_pointer ((GtkWidget **) &self->expander, gtk_widget_unparent);

  G_OBJECT_CLASS (bty_thinking_view_parent_class)->dispose (object);
}

static void
bty_thinking_view_finalize (GObject *object)
{
  g_free (BTY_THINKING_VIEW (object)->text);

  G_OBJECT_CLASS (bty_thinking_view_parent_class)->finalize (object);
}

static void
bty_thinking_view_class_init (BtyThinkingViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bty_thinking_view_get_property;
  object_class->set_property = bty_thinking_view_set_property;
  object_class->dispose = bty_thinking_view_dispose;
  object_class->finalize = bty_thinking_view_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "thinkingview");
}

static void
bty_thinking_view_init (BtyThinkingView *self)
{
  self->text = g_strdup ("");
  /* Translators: what the model thought before it answered */
  self->expander = GTK_EXPANDER (gtk_expander_new (_("Thinking")));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Thinking"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->expander), GTK_WIDGET (self));
  g_signal_connect_object (self->expander, "notify::expanded", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * bty_thinking_view_new:
 *
 * Returns: (transfer floating): a folded view
 */
GtkWidget *
bty_thinking_view_new (void)
{
  return g_object_new (BTY_TYPE_THINKING_VIEW, NULL);
}

/**
 * bty_thinking_view_set_text:
 * @self: a view
 * @text: (nullable): the thoughts
 */
void
bty_thinking_view_set_text (BtyThinkingView *self,
                            const char      *text)
{
  g_return_if_fail (BTY_IS_THINKING_VIEW (self));

  text = text != NULL ? text : "";
  if (g_str_equal (self->text, text))
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}
