/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memories-used.h"

#include <glib/gi18n.h>
#include <math.h>

#include "bty-format.h"
#include "bty-memory-buttons.h"
#include "bty-visible-text.h"

/* A longer passage shows its beginning; the rest is where it was said. */
#define MAX_LINES 8

#define NO_BREAK_SPACE "\u00a0"

/* A factor that adds less is not worth a word. */
#define MIN_SHOWN 0.05

/**
 * BtyMemoriesUsed:
 *
 * What of all that was said before a reply was made with: text, when and where it was said, and why it was chosen.
 */
struct _BtyMemoriesUsed
{
  AdwBin            parent_instance;

  /* Owned */
  BtyProfile       *profile;
  GCancellable     *loading;
  GtkBox           *box;
  char             *reply_id;     /* NULL = it shows none */
  char             *bot_id;
  char             *session_id;
};

G_DEFINE_FINAL_TYPE (BtyMemoriesUsed, bty_memories_used, ADW_TYPE_BIN)

static GtkWidget *
create_label (const char *text,
              const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);

  return label;
}

/* "Written by Ada · 3 May 2026 · about Monday, 4 May 2026 · Dinner": of what there is. */
static char *
describe_source (BtyRecalled *recalled)
{
  g_autofree char *event = recalled->event_at != BTY_UNSET ? bty_format_event (recalled->event_at) : NULL;
  /* Translators: %s is a day: a memory tells of what was then */
  g_autofree char *told_of = event != NULL ? g_strdup_printf (_("about %s"), event) : NULL;
  g_autofree char *when = recalled->said_at > 0 ? bty_format_moment (recalled->said_at) : NULL;
  g_autofree char *source = recalled->source != NULL ? bty_visible_start (recalled->source) : NULL;
  g_autofree char *name = recalled->author != NULL ? bty_visible_start (recalled->author) : NULL;
  /* Translators: %s is a bot */
  g_autofree char *author = name != NULL ? g_strdup_printf (_("Written by %s"), name) : NULL;
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();

  if (author != NULL)
    g_ptr_array_add (parts, author);
  else if (recalled->kind == BTY_RECALL_KIND_MESSAGE)
    g_ptr_array_add (parts, (gpointer) (recalled->role == BTY_ROLE_USER ? _("You") : _("Bot")));
  else if (recalled->kind == BTY_RECALL_KIND_MEMORY)
    g_ptr_array_add (parts, (gpointer) _("Memory"));
  else if (recalled->kind == BTY_RECALL_KIND_SUMMARY)
    g_ptr_array_add (parts, (gpointer) _("Summary of the beginning"));
  if (when != NULL)
    g_ptr_array_add (parts, when);
  if (told_of != NULL)
    g_ptr_array_add (parts, told_of);
  if (source != NULL && *source != '\0')
    g_ptr_array_add (parts, source);
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

/* A line may end between factors only. */
static void
add_factor (GString    *text,
            const char *name,
            double      value)
{
  g_autoptr(GString) factor = g_string_new (NULL);

  if (fabs (value) < MIN_SHOWN)
    return;

  g_string_printf (factor, "%s %.2f", name, value);
  g_string_replace (factor, " ", NO_BREAK_SPACE, 0);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", factor->str);
}

/* Why it was chosen: how near in meaning, what is added up, and what that is multiplied by. */
static char *
describe_factors (BtyRecalled *recalled)
{
  const BtyRecallFactors *factors = &recalled->factors;
  GString *text = g_string_new (NULL);

  if (!isnan (recalled->similarity))
    add_factor (text, _("similarity"), recalled->similarity);
  add_factor (text, _("words"), factors->words);
  add_factor (text, _("related words"), factors->related);
  add_factor (text, _("spelling"), factors->letters);
  add_factor (text, _("speaker"), factors->speaker);
  add_factor (text, _("said around it"), factors->neighbours);
  add_factor (text, _("answers a question"), factors->answer);
  add_factor (text, _("conversation"), factors->session);
  /* Translators: it is of the time that the question names, or says when if the question asks for that */
  add_factor (text, _("time asked for"), factors->time);
  add_factor (text, _("meaning"), factors->meaning);
  /* Translators: it tells of somebody whom the question means, as the bot knows */
  add_factor (text, _("who is meant"), factors->graph);
  add_factor (text, _("× recency"), factors->recency);
  add_factor (text, _("× use"), factors->use);
  add_factor (text, _("× importance"), factors->importance);

  return g_string_free (text, FALSE);
}

static GtkWidget *
create_row (BtyMemoriesUsed *self,
            BtyRecalled     *recalled)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *text = recalled->text != NULL ? bty_visible_start (recalled->text)
                                                 : g_strdup (_("This is no longer there."));
  g_autofree char *source = describe_source (recalled);
  g_autofree char *factors = describe_factors (recalled);
  GtkWidget *label = create_label (text, recalled->text == NULL ? "dim-label" : NULL);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), MAX_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (row), label);
  label = create_label (source, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (row), label);
  label = create_label (factors, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_tooltip_text (label, _("Why it was chosen"));
  gtk_box_append (GTK_BOX (row), label);
  if (recalled->text != NULL && self->bot_id != NULL)
    gtk_box_append (GTK_BOX (row), bty_memory_buttons_new (self->profile, recalled, self->bot_id, self->session_id));

  return row;
}

static void
show (BtyMemoriesUsed *self,
      GPtrArray       *used)
{
  g_autofree char *heading = NULL;
  gboolean has_message = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self), used->len > 0);
  if (used->len == 0)
    return;

  heading = g_strdup_printf (ngettext ("%u memory used", "%u memories used", used->len), used->len);
  gtk_box_append (self->box, create_label (heading, "heading"));
  for (guint i = 0; i < used->len; i++)
    {
      BtyRecalled *recalled = g_ptr_array_index (used, i);

      gtk_box_append (self->box, create_row (self, recalled));
      has_message |= recalled->kind == BTY_RECALL_KIND_MESSAGE && recalled->text != NULL;
    }
  if (has_message)
    {
      GtkWidget *note = create_label (_("What was said in a chat stays there until it is forgotten or that chat is "
                                        "deleted."), "caption");

      gtk_widget_add_css_class (note, "dim-label");
      gtk_box_append (self->box, note);
    }
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) used = bty_recall_service_list_used_finish (BTY_RECALL_SERVICE (source), result, &error);
  BtyMemoriesUsed *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (used != NULL)
    show (self, used);
  else
    {
      gtk_box_append (self->box, create_label (error->message, "error"));
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
    }
}

static void
stop (BtyMemoriesUsed *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
bty_memories_used_dispose (GObject *object)
{
  BtyMemoriesUsed *self = BTY_MEMORIES_USED (object);

  stop (self);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->reply_id, g_free);
  g_clear_pointer (&self->bot_id, g_free);
  g_clear_pointer (&self->session_id, g_free);

  G_OBJECT_CLASS (bty_memories_used_parent_class)->dispose (object);
}

static void
bty_memories_used_class_init (BtyMemoriesUsedClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_memories_used_dispose;
}

static void
bty_memories_used_init (BtyMemoriesUsed *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
load (BtyMemoriesUsed *self)
{
  GtkWidget *child;

  stop (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (self->reply_id == NULL)
    return;

  self->loading = g_cancellable_new ();
  bty_recall_service_list_used_async (bty_profile_get_recall (self->profile), self->reply_id, self->loading, loaded_cb,
                                      self);
}

/**
 * bty_memories_used_new:
 * @profile: an open profile
 *
 * Returns: (transfer floating): a list that shows nothing yet
 */
GtkWidget *
bty_memories_used_new (BtyProfile *profile)
{
  BtyMemoriesUsed *self = g_object_new (BTY_TYPE_MEMORIES_USED, NULL);

  self->profile = g_object_ref (profile);
  g_signal_connect_object (bty_profile_get_memories (profile), "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_memories_used_set_reply:
 * @self: a list
 * @reply_id: (nullable): the message whose memories it shows, as they are stored now
 * @bot_id: (nullable): who wrote it
 * @session_id: (nullable): the chat it is in
 */
void
bty_memories_used_set_reply (BtyMemoriesUsed *self,
                             const char      *reply_id,
                             const char      *bot_id,
                             const char      *session_id)
{
  g_return_if_fail (BTY_IS_MEMORIES_USED (self));

  g_free (self->reply_id);
  g_free (self->bot_id);
  g_free (self->session_id);
  self->reply_id = g_strdup (reply_id);
  self->bot_id = g_strdup (bot_id);
  self->session_id = g_strdup (session_id);
  load (self);
}
