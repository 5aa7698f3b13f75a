/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-reply-inspector.h"

#include <glib/gi18n.h>

#include "bty-cost.h"
#include "bty-format.h"
#include "bty-json.h"
#include "bty-memories-used.h"
#include "bty-sent-window.h"
#include "bty-visible-text.h"

#define LEAST_CHARS 12

/**
 * BtyReplyInspector:
 *
 * Everything that is known about how one reply came to be.
 */
struct _BtyReplyInspector
{
  AdwBin      parent_instance;

  /* Owned */
  BtyProfile *profile;
  BtyMessage *message;
  char       *bot_id;
  guint       update;

  /* Borrowed */
  BtyMemoriesUsed *used;

  /* Template */
  GtkStack   *stack;
  GtkBox     *content;
  GtkBox     *facts;
  GtkWidget  *sent_button;
};

G_DEFINE_FINAL_TYPE (BtyReplyInspector, bty_reply_inspector, ADW_TYPE_BIN)

static void
append_fact (BtyReplyInspector *self,
             const char        *name,
             const char        *value)
{
  GtkWidget *box;
  GtkWidget *name_label;
  GtkWidget *value_label;
  g_autofree char *visible = NULL;

  if (value == NULL || value[0] == '\0')
    return;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  name_label = gtk_label_new (name);
  visible = bty_visible_start (value);
  value_label = gtk_label_new (visible);
  gtk_label_set_xalign (GTK_LABEL (name_label), 0);
  gtk_widget_add_css_class (name_label, "caption");
  gtk_widget_add_css_class (name_label, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (value_label), 0);
  gtk_label_set_wrap (GTK_LABEL (value_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value_label), PANGO_WRAP_WORD_CHAR);
  /* Otherwise GTK tries letter by letter how narrow it can get, for seconds where a provider said very much. */
  gtk_label_set_width_chars (GTK_LABEL (value_label), LEAST_CHARS);
  gtk_label_set_selectable (GTK_LABEL (value_label), TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value_label), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  name_label, NULL, -1);
  gtk_box_append (GTK_BOX (box), name_label);
  gtk_box_append (GTK_BOX (box), value_label);
  gtk_box_append (self->facts, box);
}

static char *
describe_attempt (JsonNode *attempt,
                  int       n_times)
{
  const char *provider = bty_json_get_text (attempt, "provider");
  const char *error = bty_json_get_text (attempt, "error");

  provider = provider != NULL ? provider : "?";
  error = error != NULL ? error : "?";
  if (n_times == 1)
    /* Translators: the name of a provider, and why it did not answer. */
    return g_strdup_printf (_("%s: %s"), provider, error);

  /* Translators: the name of a provider, how often it was asked, and why it did not answer. */
  return g_strdup_printf (ngettext ("%s, %d time: %s", "%s, %d times: %s", n_times), provider, n_times, error);
}

/* One paragraph for each provider that was tried in vain, however often. */
static char *
describe_attempts (JsonNode *attempts)
{
  g_autoptr(GString) text = g_string_new (NULL);
  JsonArray *array = attempts != NULL && JSON_NODE_HOLDS_ARRAY (attempts) ? json_node_get_array (attempts) : NULL;
  guint n_attempts = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0, next; i < n_attempts; i = next)
    {
      JsonNode *attempt = json_array_get_element (array, i);
      g_autofree char *line = NULL;

      for (next = i + 1; next < n_attempts; next++)
        if (!json_node_equal (attempt, json_array_get_element (array, next)))
          break;

      line = describe_attempt (attempt, next - i);
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
join_sentences (JsonNode *sentences)
{
  g_autoptr(GString) text = g_string_new (NULL);
  JsonArray *array = sentences != NULL && JSON_NODE_HOLDS_ARRAY (sentences) ? json_node_get_array (sentences) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, json_array_get_string_element (array, i));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_tokens (BtyMessage *message)
{
  g_autofree char *input = NULL;
  g_autofree char *output = NULL;

  if (message->input_tokens < 0 && message->output_tokens < 0)
    return NULL;

  input = message->input_tokens >= 0 ? g_strdup_printf ("%'d", (int) message->input_tokens) : g_strdup ("?");
  output = message->output_tokens >= 0 ? g_strdup_printf ("%'d", (int) message->output_tokens) : g_strdup ("?");

  /* Translators: numbers of tokens that were sent to a model and received from it. */
  return g_strdup_printf (_("%s in, %s out"), input, output);
}

static char *
describe_soul (BtyMessage *message)
{
  if (message->soul_version <= 0)
    return NULL;

  /* Translators: the version of a bot's instructions. */
  return g_strdup_printf (_("Version %d"), (int) message->soul_version);
}

static void
append_facts (BtyReplyInspector *self)
{
  BtyMessage *message = self->message;
  /* What answers without a model has no numbers to show. */
  gboolean is_built_in = g_strcmp0 (message->model, BTY_BUILTIN_MODEL) == 0;
  g_autofree char *attempts = describe_attempts (message->attempts);
  g_autofree char *warnings = join_sentences (message->warnings);
  g_autofree char *tokens = describe_tokens (message);
  g_autofree char *cost = message->status == BTY_MESSAGE_STATUS_COMPLETE ? bty_cost_format (message->cost) : NULL;
  g_autofree char *first = message->first_token_ms >= 0 ? bty_format_duration (message->first_token_ms) : NULL;
  g_autofree char *latency = message->latency_ms >= 0 ? bty_format_duration (message->latency_ms) : NULL;
  g_autofree char *soul = describe_soul (message);
  g_autofree char *when = bty_format_moment (message->created_at);

  append_fact (self, _("What went wrong"), message->error);
  append_fact (self, _("Provider"), message->provider);
  if (!is_built_in)
    append_fact (self, _("Model"), message->model);
  append_fact (self, _("Failed attempts"), attempts);
  append_fact (self, _("Notes"), warnings);
  if (!is_built_in)
    {
      append_fact (self, _("Tokens"), tokens);
      append_fact (self, _("Cost"), cost);
      append_fact (self, _("First word after"), first);
      append_fact (self, _("Complete after"), latency);
    }
  append_fact (self, _("Instructions"), soul);
  append_fact (self, _("When"), when);
}

/* What a reply was made with is stored when it has ended. */
static const char *
get_ended_reply (BtyReplyInspector *self)
{
  gboolean has_ended = self->message != NULL && self->message->status != BTY_MESSAGE_STATUS_STREAMING;

  return has_ended ? self->message->id : NULL;
}

static void
show_sent_cb (BtyReplyInspector *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *window;

  if (get_ended_reply (self) == NULL)
    return;

  window = bty_sent_window_new (self->profile, get_ended_reply (self));
  gtk_window_set_transient_for (window, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (window);
}

static gboolean
update_cb (gpointer user_data)
{
  BtyReplyInspector *self = user_data;
  GtkWidget *child;

  self->update = 0;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL)
    gtk_box_remove (self->facts, child);
  if (self->message != NULL)
    append_facts (self);
  bty_memories_used_set_reply (self->used, get_ended_reply (self), self->bot_id,
                               self->message != NULL ? self->message->session_id : NULL);
  gtk_widget_set_visible (self->sent_button, get_ended_reply (self) != NULL);
  gtk_stack_set_visible_child_name (self->stack, self->message != NULL ? "facts" : "empty");

  return G_SOURCE_REMOVE;
}

static void
queue_update (BtyReplyInspector *self)
{
  if (self->update == 0)
    self->update = g_idle_add (update_cb, self);
}

static void
message_notify_cb (BtyReplyInspector *self,
                   GParamSpec        *pspec)
{
  /* The text grows many times a second, and is not shown here. */
  if (!g_str_equal (pspec->name, "content") && !g_str_equal (pspec->name, "thinking"))
    queue_update (self);
}

static void
bty_reply_inspector_dispose (GObject *object)
{
  BtyReplyInspector *self = BTY_REPLY_INSPECTOR (object);

  if (self->message != NULL)
    g_signal_handlers_disconnect_by_func (self->message, message_notify_cb, self);
  g_clear_object (&self->message);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->bot_id, g_free);
  g_clear_handle_id (&self->update, g_source_remove);

  G_OBJECT_CLASS (bty_reply_inspector_parent_class)->dispose (object);
}

static void
bty_reply_inspector_class_init (BtyReplyInspectorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_reply_inspector_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-reply-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyReplyInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyReplyInspector, content);
  gtk_widget_class_bind_template_child (widget_class, BtyReplyInspector, facts);
  gtk_widget_class_bind_template_child (widget_class, BtyReplyInspector, sent_button);
  gtk_widget_class_bind_template_callback (widget_class, show_sent_cb);
}

static void
bty_reply_inspector_init (BtyReplyInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_reply_inspector_new:
 * @profile: an open profile, which knows what a reply was made with
 *
 * Returns: (transfer floating): an inspector that shows no reply yet
 */
GtkWidget *
bty_reply_inspector_new (BtyProfile *profile)
{
  BtyReplyInspector *self = g_object_new (BTY_TYPE_REPLY_INSPECTOR, NULL);

  self->profile = g_object_ref (profile);
  self->used = BTY_MEMORIES_USED (bty_memories_used_new (profile));
  gtk_box_prepend (self->content, GTK_WIDGET (self->used));

  return GTK_WIDGET (self);
}

/**
 * bty_reply_inspector_set_message:
 * @self: an inspector
 * @bot_id: (nullable): who wrote the reply
 * @message: (nullable): the reply it explains, also when that changes
 */
void
bty_reply_inspector_set_message (BtyReplyInspector *self,
                                 const char        *bot_id,
                                 BtyMessage        *message)
{
  g_return_if_fail (BTY_IS_REPLY_INSPECTOR (self));

  if (self->message == message)
    return;

  if (self->message != NULL)
    g_signal_handlers_disconnect_by_func (self->message, message_notify_cb, self);
  g_set_object (&self->message, message);
  g_free (self->bot_id);
  self->bot_id = g_strdup (bot_id);
  if (message != NULL)
    g_signal_connect_swapped (message, "notify", G_CALLBACK (message_notify_cb), self);
  queue_update (self);
}
