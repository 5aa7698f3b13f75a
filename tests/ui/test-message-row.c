/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-row.h"

#include "bty-attachment-chip.h"
#include "bty-markdown-view.h"
#include "bty-message-footer.h"
#include "bty-message-status-view.h"
#include "bty-message-toolbar.h"
#include "bty-test-window.h"
#include "bty-thinking-view.h"

#include <json-glib/json-glib.h>

static BtyMessage *
create_reply (const char *content)
{
  return bty_message_new ("session", NULL, BTY_ROLE_ASSISTANT, content);
}

static BtyMessageContext
create_context (void)
{
  return (BtyMessageContext) { .speaker = g_strdup ("Ada"), .emoji = g_strdup ("🦉"), .n_versions = 1 };
}

static void
fill_footer (BtyMessage *message)
{
  g_autoptr(JsonNode) attempts =
    json_from_string ("[{\"provider\":\"A\",\"error\":\"A cannot be reached.\",\"code\":\"offline\"}]", NULL);
  g_autoptr(JsonNode) warnings = json_from_string ("[\"Switched to B\"]", NULL);

  g_object_set (message,
                "provider", "B",
                "model", "model-1",
                "input-tokens", (gint64) 1,
                "output-tokens", (gint64) 2,
                "cost", 0.5,
                "first-token-ms", (gint64) 840,
                "attempts", attempts,
                "warnings", warnings,
                NULL);
}

static GtkWidget *
find_by_text (GtkWidget  *widget,
              const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gtk_widget_get_visible (child) ? find_by_text (child, text) : NULL;

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_reply (void)
{
  g_autoptr(BtyMessage) message = create_reply ("Hello **you**");
  g_auto(BtyMessageContext) context = create_context ();
  GtkWidget *row = bty_message_row_new ();
  GtkWidget *window = NULL;

  fill_footer (message);
  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, &context);
  window = bty_test_window_new (row, 500, 400);

  g_assert_nonnull (find_by_text (row, "🦉  Ada"));
  g_assert_nonnull (find_by_text (row, "Hello you"));
  g_assert_nonnull (find_by_text (row, "B · model-1 · 1 token in · 2 tokens out · ~$0.50 · 0.8 s to the first word"));
  g_assert_nonnull (find_by_text (row, "Switched to B"));
  g_assert_nonnull (find_by_text (row, "1 failed attempt"));
  g_assert_null (bty_test_find (row, BTY_TYPE_MESSAGE_STATUS_VIEW, NULL));
  g_assert_null (bty_test_find (row, BTY_TYPE_THINKING_VIEW, NULL));
  bty_test_close (window);
}

static void
test_own (void)
{
  g_autoptr(BtyMessage) message = bty_message_new ("session", NULL, BTY_ROLE_USER, "I **am** here");
  g_auto(BtyMessageContext) context = create_context ();
  GtkWidget *row = bty_message_row_new ();
  GtkWidget *window = NULL;
  g_autoptr(GBytes) data = g_bytes_new_static ("text", 4);

  context.attachments = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (context.attachments, bty_attachment_new ("notes.txt", "text/plain", data));
  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, &context);
  window = bty_test_window_new (row, 500, 400);

  /* As it was typed, without the bot's name. */
  g_assert_nonnull (find_by_text (row, "I **am** here"));
  g_assert_null (find_by_text (row, "Ada"));
  g_assert_nonnull (find_by_text (row, "notes.txt"));
  bty_test_close (window);
}

static void
test_trouble (void)
{
  g_autoptr(BtyMessage) message = create_reply ("");
  GtkWidget *row = bty_message_row_new ();
  GtkWidget *window = NULL;

  g_object_set (message, "status", BTY_MESSAGE_STATUS_FAILED, "provider", "B", "error-code", "authentication",
                "error", "The key for B is wrong.", NULL);
  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, NULL);
  window = bty_test_window_new (row, 360, 400);
  g_assert_nonnull (find_by_text (row, "The key for B is wrong."));
  g_assert_nonnull (find_by_text (row, "Retry"));
  g_assert_nonnull (find_by_text (row, "Answer with…"));
  g_assert_nonnull (find_by_text (row, "Fix the Provider"));
  g_assert_null (find_by_text (row, "Continue…"));

  g_object_set (message, "status", BTY_MESSAGE_STATUS_INTERRUPTED, "error-code", "stream", "error", NULL,
                "content", "Half a", NULL);
  bty_test_frames (window, 2);
  g_assert_nonnull (find_by_text (row, "This reply was interrupted."));
  g_assert_nonnull (find_by_text (row, "Continue…"));
  g_assert_null (find_by_text (row, "Fix the Provider"));
  g_assert_null (find_by_text (row, "Retry"));

  g_object_set (message, "status", BTY_MESSAGE_STATUS_COMPLETE, NULL);
  bty_test_frames (window, 2);
  g_assert_null (find_by_text (row, "This reply was interrupted."));

  /* It came whole, and yet there is more. */
  g_object_set (message, "stop-reason", "length", NULL);
  bty_test_frames (window, 2);
  g_assert_nonnull (find_by_text (row, "limit of length"));
  g_assert_nonnull (find_by_text (row, "Continue…"));
  bty_test_close (window);
}

/* Some providers answer with a whole web page; that must not make the window stand still. */
static void
test_long_trouble (void)
{
  g_autoptr(BtyMessage) message = create_reply ("");
  g_auto(BtyMessageContext) context = create_context ();
  g_autoptr(GString) error = g_string_new ("The server said ");
  GtkWidget *row = bty_message_row_new ();
  GtkWidget *window = bty_test_window_new (row, 600, 400);
  GtkWidget *label = NULL;

  while (error->len < 100 * 1000)
    g_string_append (error, "<html> and so on ");
  g_object_set (message, "status", BTY_MESSAGE_STATUS_FAILED, "error", error->str, NULL);
  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, &context);
  bty_test_frames (window, 2);
  label = find_by_text (row, "The server said");
  g_assert_nonnull (label);
  g_assert_cmpuint (strlen (gtk_label_get_text (GTK_LABEL (label))), <=, 2000);
  g_assert_nonnull (find_by_text (row, "Show All"));
  bty_test_close (window);
}

static void
test_thinking (void)
{
  g_autoptr(BtyMessage) message = create_reply ("Answer");
  GtkWidget *row = bty_message_row_new ();
  GtkWidget *window = NULL;
  GtkWidget *expander = NULL;

  g_object_set (message, "thinking", "Let me **see**", NULL);
  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, NULL);
  window = bty_test_window_new (row, 500, 400);
  expander = bty_test_find (bty_test_find (row, BTY_TYPE_THINKING_VIEW, NULL), GTK_TYPE_EXPANDER, NULL);

  /* Folded thoughts are not even there. */
  g_assert_null (find_by_text (row, "Let me"));
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  g_assert_nonnull (find_by_text (row, "Let me **see**"));
  gtk_expander_set_expanded (GTK_EXPANDER (expander), FALSE);
  g_assert_null (find_by_text (row, "Let me"));
  bty_test_close (window);
}

static void
count_cb (guint *count)
{
  ++*count;
}

/* However many pieces arrive between two frames, the text is updated once. */
static void
test_once_per_frame (void)
{
  g_autoptr(BtyMessage) message = create_reply ("");
  g_autoptr(GString) text = g_string_new (NULL);
  GtkWidget *row = bty_message_row_new ();
  GtkWidget *window = NULL;
  GtkWidget *view = NULL;
  guint updates = 0;

  g_object_set (message, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, NULL);
  window = bty_test_window_new (row, 500, 400);
  g_assert_nonnull (find_by_text (row, "Waiting for the reply…"));
  g_object_set (message, "content", "First ", NULL);
  bty_test_await (window, find_by_text (row, "Waiting for the reply…") == NULL);

  view = bty_test_find (row, BTY_TYPE_MARKDOWN_VIEW, NULL);
  g_signal_connect_swapped (view, "notify::text", G_CALLBACK (count_cb), &updates);
  for (guint i = 0; i < 1000; i++)
    {
      g_string_append (text, "word ");
      g_object_set (message, "content", text->str, NULL);
    }
  for (guint i = 0; i < 100 && updates == 0; i++)
    bty_test_frames (window, 1);
  bty_test_frames (window, 2);
  g_assert_cmpuint (updates, ==, 1);
  g_assert_cmpstr (bty_markdown_view_get_text (BTY_MARKDOWN_VIEW (view)), ==, text->str);
  bty_test_close (window);
}

static void
test_recycling (void)
{
  GtkWidget *row = g_object_ref_sink (bty_message_row_new ());
  g_auto(BtyMessageContext) context = create_context ();

  for (guint i = 0; i < 200; i++)
    {
      BtyMessage *message = bty_message_new ("session", NULL, i % 2, "# Title\n\n- a\n\n```c\nint a;\n```");

      if (i % 3 == 0)
        fill_footer (message);
      g_object_set (message, "status", i % 4, "thinking", i % 5 == 0 ? "thoughts" : "", NULL);
      bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, &context);
      g_object_set (message, "content", "other", NULL);
      bty_message_row_set_message (BTY_MESSAGE_ROW (row), NULL, NULL);
      g_assert_finalize_object (message);
    }
  g_assert_finalize_object (row);
}

typedef struct
{
  char *action;
  char *id;
} Activation;

static void
activated_cb (GSimpleAction *action,
              GVariant      *target,
              gpointer       user_data)
{
  Activation *activation = user_data;

  g_free (activation->action);
  g_free (activation->id);
  activation->action = g_strdup (g_action_get_name (G_ACTION (action)));
  activation->id = g_variant_dup_string (target, NULL);
}

static GtkWidget *
find_action_button (GtkWidget  *widget,
                    const char *action)
{
  if (GTK_IS_ACTIONABLE (widget) && gtk_widget_get_visible (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_action_button (child, action);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_actions (void)
{
  static const char *const names[] = { "copy", "edit", "regenerate", "branch", "version-previous", "version-next",
                                       "continue", "answer-with", "details" };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr(BtyMessage) message = create_reply ("text");
  g_auto(BtyMessageContext) context = create_context ();
  GtkWidget *row = bty_message_row_new ();
  GtkWidget *window = NULL;
  Activation activation = { NULL, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GSimpleAction) action = g_simple_action_new (names[i], G_VARIANT_TYPE_STRING);

      g_signal_connect (action, "activate", G_CALLBACK (activated_cb), &activation);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }

  context.version = 1;
  context.n_versions = 3;
  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, &context);
  window = bty_test_window_new (row, 500, 300);
  gtk_widget_insert_action_group (window, "message", G_ACTION_GROUP (group));
  bty_test_frames (window, 1);

  g_assert_nonnull (find_by_text (row, "2/3"));
  g_assert_null (find_action_button (row, "message.edit"));
  for (guint i = 2; i < 6; i++)
    {
      g_autofree char *name = g_strconcat ("message.", names[i], NULL);

      g_signal_emit_by_name (find_action_button (row, name), "clicked");
      g_assert_cmpstr (activation.action, ==, names[i]);
      g_assert_cmpstr (activation.id, ==, message->id);
    }

  /* There is nothing after the last version. */
  context.version = 2;
  bty_message_row_set_context (BTY_MESSAGE_ROW (row), &context);
  g_assert_null (find_action_button (row, "message.version-next"));
  bty_test_close (window);
  g_free (activation.action);
  g_free (activation.id);
}

static void
add_tests (void)
{
  g_test_add_func ("/message-row/long-trouble", test_long_trouble);
  g_test_add_func ("/message-row/reply", test_reply);
  g_test_add_func ("/message-row/own", test_own);
  g_test_add_func ("/message-row/trouble", test_trouble);
  g_test_add_func ("/message-row/thinking", test_thinking);
  g_test_add_func ("/message-row/once-per-frame", test_once_per_frame);
  g_test_add_func ("/message-row/recycling", test_recycling);
  g_test_add_func ("/message-row/actions", test_actions);
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
