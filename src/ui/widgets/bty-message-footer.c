/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-footer.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "bty-cost.h"
#include "bty-isolate.h"
#include "bty-json.h"
#include "bty-markdown-view.h"
#include "bty-provider-config.h"
#include "bty-unlock-button.h"
#include "bty-visible-text.h"

/* Some providers answer with a whole web page. */
#define LONGEST_REASONS 2000
#define LONGEST_WARNINGS 2000   /* in characters */
#define LEAST_CHARS 12          /* without them GTK tries letter by letter how narrow a label can get */

/**
 * BtyMessageFooter:
 *
 * Who answered, what that cost and how long it took; what the user has to know about it, such as
 * “Switched to B”; how much of what was said before it was made with; and, folded, who failed before and why.
 */
struct _BtyMessageFooter
{
  GtkWidget        parent_instance;

  /* Owned */
  GtkLabel        *warnings;
  GtkLabel        *facts;
  GtkWidget       *unlock;    /* holds a button that unlocks the keyring, as long as it is locked */
  GtkButton       *memories;
  GtkExpander     *attempts;
  BtyMarkdownView *reasons;
};

G_DEFINE_FINAL_TYPE (BtyMessageFooter, bty_message_footer, GTK_TYPE_WIDGET)

static guint
get_length (JsonNode *list)
{
  return list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_array_get_length (json_node_get_array (list)) : 0;
}

/* Where people write from right to left each fact keeps its own order, whatever stands beside it. */
static void
add_fact (GPtrArray *facts,
          char      *fact)
{
  g_autofree char *visible = bty_visible_start (fact != NULL ? fact : "");

  if (*visible != '\0')
    g_ptr_array_add (facts, bty_isolate (visible));
  g_free (fact);
}

/* @format is translated with the plural form of the number. */
static char *
dup_tokens (gint64      tokens,
            const char *format)
{
  g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, tokens);
  GString *text = g_string_new (format);

  g_string_replace (text, "%s", number, 1);

  return g_string_free (text, FALSE);
}

static char *
dup_seconds (gint64 milliseconds)
{
  /* Translators: the time until the first word of a reply arrived, in seconds */
  return g_strdup_printf (_("%.1f s to the first word"), milliseconds / 1000.0);
}

static char *
dup_facts (BtyMessage *message)
{
  g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  gboolean has_input = message->input_tokens != BTY_UNSET && message->input_tokens > 0;
  gboolean has_output = message->output_tokens != BTY_UNSET && message->output_tokens > 0;

  add_fact (facts, g_strdup (message->provider));
  /* What answers without a model has said it all with its own name. */
  if (g_strcmp0 (message->model, BTY_BUILTIN_MODEL) != 0)
    add_fact (facts, g_strdup (message->model));
  if (has_input)
    add_fact (facts, dup_tokens (message->input_tokens,
                                 ngettext ("%s token in", "%s tokens in", message->input_tokens)));
  if (has_output)
    add_fact (facts, dup_tokens (message->output_tokens,
                                 ngettext ("%s token out", "%s tokens out", message->output_tokens)));
  if (!isnan (message->cost) && (has_input || has_output))
    add_fact (facts, bty_cost_format (message->cost));
  /* Less would be "0.0 s". */
  if (message->first_token_ms != BTY_UNSET && message->first_token_ms >= 50)
    add_fact (facts, dup_seconds (message->first_token_ms));
  g_ptr_array_add (facts, NULL);
  text = g_strjoinv (" · ", (char **) facts->pdata);

  return g_strconcat (*text != '\0' ? bty_isolate_line () : "", text, NULL);
}

static char *
dup_warnings (BtyMessage *message)
{
  g_autoptr(GString) lines = g_string_new (NULL);

  for (guint i = 0; i < get_length (message->warnings); i++)
    {
      g_autofree char *path = g_strdup_printf ("%u", i);
      const char *warning = bty_json_get_text (message->warnings, path);

      if (warning != NULL)
        g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", warning);
    }
  if (lines->len > LONGEST_WARNINGS && g_utf8_strlen (lines->str, -1) > LONGEST_WARNINGS)
    {
      g_string_truncate (lines, g_utf8_offset_to_pointer (lines->str, LONGEST_WARNINGS) - lines->str);
      g_string_append (lines, "…");
    }

  return bty_visible_start (lines->str);
}

static char *
dup_reasons (BtyMessage *message)
{
  g_autoptr(GString) lines = g_string_new (NULL);

  for (guint i = 0; i < get_length (message->attempts); i++)
    {
      g_autofree char *provider_path = g_strdup_printf ("%u.provider", i);
      g_autofree char *error_path = g_strdup_printf ("%u.error", i);
      const char *provider = bty_json_get_text (message->attempts, provider_path);
      const char *error = bty_json_get_text (message->attempts, error_path);

      /* Translators: the name of a provider, and why it failed */
      g_string_append_printf (lines, _("%s: %s"), provider != NULL ? provider : "?", error != NULL ? error : "?");
      if (i + 1 < get_length (message->attempts))
        g_string_append_c (lines, '\n');
    }

  return g_strdup (lines->str);
}

static void
bty_message_footer_dispose (GObject *object)
{
  BtyMessageFooter *self = BTY_MESSAGE_FOOTER (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bty_message_footer_parent_class)->dispose (object);
}

static void
bty_message_footer_class_init (BtyMessageFooterClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_message_footer_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "messagefooter");
}

static GtkLabel *
create_label (const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "width-chars", LEAST_CHARS,
                                   "xalign", 0.0f,
                                   NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, css_class);

  return GTK_LABEL (label);
}

static void
bty_message_footer_init (BtyMessageFooter *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);

  self->warnings = create_label ("note");
  self->facts = create_label ("dim-label");
  self->memories = GTK_BUTTON (gtk_button_new_with_label (""));
  gtk_widget_set_halign (GTK_WIDGET (self->memories), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->memories), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->memories), "caption");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->memories), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->memories), "message.details");
  self->unlock = adw_bin_new ();
  adw_bin_set_child (ADW_BIN (self->unlock), bty_unlock_button_new ());
  self->attempts = GTK_EXPANDER (gtk_expander_new (NULL));
  self->reasons = BTY_MARKDOWN_VIEW (bty_markdown_view_new ());
  bty_markdown_view_set_plain (self->reasons, TRUE);
  bty_markdown_view_set_limit (self->reasons, LONGEST_REASONS);
  gtk_widget_add_css_class (GTK_WIDGET (self->reasons), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->attempts), "caption");
  gtk_expander_set_child (self->attempts, GTK_WIDGET (self->reasons));

  gtk_widget_set_parent (GTK_WIDGET (self->warnings), GTK_WIDGET (self));
  gtk_widget_set_parent (self->unlock, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->facts), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->memories), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->attempts), GTK_WIDGET (self));
}

/**
 * bty_message_footer_new:
 *
 * Returns: (transfer floating): a footer of no message yet
 */
GtkWidget *
bty_message_footer_new (void)
{
  return g_object_new (BTY_TYPE_MESSAGE_FOOTER, NULL);
}

/**
 * bty_message_footer_needed:
 * @message: a message
 *
 * Returns: whether there is something to say about it
 */
gboolean
bty_message_footer_needed (BtyMessage *message)
{
  if (message->role != BTY_ROLE_ASSISTANT)
    return FALSE;
  if (get_length (message->attempts) > 0 || get_length (message->warnings) > 0)
    return TRUE;

  return message->status != BTY_MESSAGE_STATUS_STREAMING && message->provider != NULL;
}

/* The button leads to what these were, and why. */
static void
update_memories (BtyMessageFooter *self,
                 BtyMessage       *message)
{
  gboolean shown = message->memories_used > 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->memories), shown);
  if (!shown)
    return;

  text = g_strdup_printf (ngettext ("%u memory used", "%u memories used", message->memories_used),
                          (guint) message->memories_used);
  gtk_button_set_label (self->memories, text);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->memories), "s", message->id);
}

/* What is not whole has its ways out elsewhere. */
static void
update_unlock (BtyMessageFooter *self,
               BtyMessage       *message)
{
  gboolean is_whole = message->status == BTY_MESSAGE_STATUS_COMPLETE && !bty_message_was_cut (message);
  gboolean shown = is_whole && bty_message_find_attempt (message, "keyring_locked") != NULL;

  gtk_widget_set_visible (self->unlock, shown);
}

/**
 * bty_message_footer_update:
 * @self: a footer
 * @message: the reply to describe
 */
void
bty_message_footer_update (BtyMessageFooter *self,
                           BtyMessage       *message)
{
  guint n_attempts = get_length (message->attempts);
  g_autofree char *warnings = dup_warnings (message);
  g_autofree char *facts = message->status != BTY_MESSAGE_STATUS_STREAMING ? dup_facts (message) : g_strdup ("");
  g_autofree char *reasons = dup_reasons (message);
  g_autofree char *title = NULL;

  g_return_if_fail (BTY_IS_MESSAGE_FOOTER (self));

  title = g_strdup_printf (ngettext ("%u failed attempt", "%u failed attempts", n_attempts), n_attempts);
  gtk_label_set_text (self->warnings, warnings);
  gtk_label_set_text (self->facts, facts);
  gtk_expander_set_label (self->attempts, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->attempts), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  /* What was unfolded stays so while the rest of the reply arrives. */
  if (!g_str_equal (bty_markdown_view_get_text (self->reasons), reasons))
    gtk_expander_set_expanded (self->attempts, FALSE);
  bty_markdown_view_set_text (self->reasons, reasons);
  update_memories (self, message);
  update_unlock (self, message);
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), *warnings != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->facts), *facts != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->attempts), n_attempts > 0);
}
