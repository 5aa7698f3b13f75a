/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-conversation-list.h"

#include "bty-markdown-view.h"
#include "bty-message-row.h"
#include "bty-seen-box.h"
#include "bty-test-window.h"

#include <json-glib/json-glib.h>

#define ANSWER \
  "Here is what I found about it, with **some** emphasis and `code`.\n\n" \
  "1. The first point is short.\n2. The second one is a bit longer, so that it is wrapped in most windows.\n\n" \
  "And a last paragraph that says the same again in other words, as bots like to do."

static GListStore *
create_messages (guint n_messages)
{
  GListStore *store = g_list_store_new (BTY_TYPE_MESSAGE);
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *text = i % 2 == 0 ? g_strdup_printf ("Question %u", i) : g_strdup_printf ("%u. " ANSWER, i);

      g_ptr_array_add (messages, bty_message_new ("session", NULL, i % 2 == 0 ? BTY_ROLE_USER : BTY_ROLE_ASSISTANT,
                                                  text));
    }
  g_list_store_splice (store, 0, 0, messages->pdata, messages->len);

  return store;
}

static void
context_cb (BtyMessage        *message,
            BtyMessageContext *context,
            gpointer           user_data)
{
  context->speaker = g_strdup ("Ada");
  context->emoji = g_strdup ("🦉");
  context->n_versions = 1;
}

static GtkWidget *
open_list (GListStore *messages,
           GtkWidget **list)
{
  GtkWidget *window = NULL;

  *list = bty_conversation_list_new ();
  bty_conversation_list_set_context_func (BTY_CONVERSATION_LIST (*list), context_cb, NULL, NULL);
  window = bty_test_window_new (*list, 700, 600);
  bty_conversation_list_set_model (BTY_CONVERSATION_LIST (*list), G_LIST_MODEL (messages));
  bty_test_frames (window, 8);

  return window;
}

static GtkAdjustment *
get_adjustment (GtkWidget *list)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (bty_test_find (list, GTK_TYPE_SCROLLED_WINDOW,
                                                                                  NULL)));
}

static double
get_distance_to_end (GtkWidget *list)
{
  GtkAdjustment *adjustment = get_adjustment (list);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) -
         gtk_adjustment_get_value (adjustment);
}

/* Whether the row of @message is where it can be seen. */
static gboolean
is_seen (GtkWidget  *widget,
         GtkWidget  *list,
         BtyMessage *message)
{
  graphene_rect_t bounds;

  if (BTY_IS_MESSAGE_ROW (widget))
    return bty_message_row_get_message (BTY_MESSAGE_ROW (widget)) == message &&
           gtk_widget_compute_bounds (widget, list, &bounds) &&
           bounds.origin.y < gtk_widget_get_height (list) && bounds.origin.y + bounds.size.height > 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_seen (child, list, message))
      return TRUE;

  return FALSE;
}

static gboolean
sees (GtkWidget  *list,
      GListStore *messages,
      guint       position)
{
  g_autoptr(BtyMessage) message = g_list_model_get_item (G_LIST_MODEL (messages), position);

  return is_seen (list, list, message);
}

static void
test_many (void)
{
  g_autoptr(GListStore) messages = create_messages (10000);
  g_autoptr(BtyMessage) message = g_list_model_get_item (G_LIST_MODEL (messages), 5001);
  gint64 start = g_get_monotonic_time ();
  GtkWidget *list = NULL;
  GtkWidget *window = open_list (messages, &list);

  g_test_message ("opened in %.0f ms", (g_get_monotonic_time () - start) / 1000.0);
  bty_test_await (window, sees (list, messages, 9999) && get_distance_to_end (list) < 2);
  g_assert_false (sees (list, messages, 0));

  start = g_get_monotonic_time ();
  g_assert_true (bty_conversation_list_scroll_to_message (BTY_CONVERSATION_LIST (list), message->id));
  bty_test_await (window, bty_test_find (list, BTY_TYPE_MESSAGE_ROW, "found") != NULL);
  g_test_message ("scrolled in %.0f ms", (g_get_monotonic_time () - start) / 1000.0);
  bty_test_await (window, sees (list, messages, 5001));
  bty_test_await (window, bty_test_find (list, GTK_TYPE_BUTTON, "latest") != NULL);
  g_assert_false (bty_conversation_list_scroll_to_message (BTY_CONVERSATION_LIST (list), "nosuch"));

  g_signal_emit_by_name (bty_test_find (list, GTK_TYPE_BUTTON, "latest"), "clicked");
  bty_test_await (window, sees (list, messages, 9999) && get_distance_to_end (list) < 2);
  bty_test_await (window, bty_test_find (list, GTK_TYPE_BUTTON, "latest") == NULL);
  bty_test_close (window);
}

static void
count_cb (guint *count)
{
  ++*count;
}

static void
watch_labels (GtkWidget  *widget,
              BtyMessage *message,
              guint      *count)
{
  if (BTY_IS_MESSAGE_ROW (widget) && bty_message_row_get_message (BTY_MESSAGE_ROW (widget)) == message)
    return;
  if (GTK_IS_LABEL (widget))
    g_signal_connect_swapped (widget, "notify::label", G_CALLBACK (count_cb), count);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch_labels (child, message, count);
}

/* A reply grows at the end: the list follows it, and no other message is touched. */
static void
test_streaming (void)
{
  g_autoptr(GListStore) messages = create_messages (100);
  g_autoptr(BtyMessage) reply = bty_message_new ("session", NULL, BTY_ROLE_ASSISTANT, "");
  g_autoptr(GString) text = g_string_new (NULL);
  GtkWidget *list = NULL;
  GtkWidget *window = open_list (messages, &list);
  guint changes = 0;
  gint64 start;

  g_object_set (reply, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
  g_list_store_append (messages, reply);
  bty_test_await (window, is_seen (list, list, reply));
  watch_labels (list, reply, &changes);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    {
      for (guint j = 0; j < 16; j++)
        {
          g_string_append (text, j == 15 && i % 10 == 9 ? "end.\n\n" : "some words ");
          g_object_set (reply, "content", text->str, NULL);
        }
      bty_test_frames (window, 1);
    }
  g_test_message ("100 frames with 1,600 pieces: %.1f ms each", (g_get_monotonic_time () - start) / 1e5);
  bty_test_await (window, get_distance_to_end (list) < 2);
  g_assert_cmpuint (changes, ==, 0);

  /* Who reads further up is left alone. */
  gtk_adjustment_set_value (get_adjustment (list), gtk_adjustment_get_value (get_adjustment (list)) - 400);
  bty_test_frames (window, 3);
  for (guint i = 0; i < 20; i++)
    {
      g_string_append (text, "\n\nand another paragraph");
      g_object_set (reply, "content", text->str, NULL);
      bty_test_frames (window, 1);
    }
  bty_test_frames (window, 3);
  bty_test_await (window, get_distance_to_end (list) > 300);
  bty_test_await (window, bty_test_find (list, GTK_TYPE_BUTTON, "latest") != NULL);

  /* Until he writes himself. */
  {
    g_autoptr(BtyMessage) own = bty_message_new ("session", NULL, BTY_ROLE_USER, "Thanks");

    g_list_store_append (messages, own);
    bty_test_await (window, is_seen (list, list, own) && get_distance_to_end (list) < 2);
  }
  bty_test_close (window);
}

/* What @widget draws. */
static GskRenderNode *
draw (GtkWidget *widget)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));

  return gtk_snapshot_free_to_node (snapshot);
}

/* Fails where there is nothing for so many pixels, from one edge to the other. */
static void
assert_no_gap (GtkWidget *widget,
               int        longest)
{
  g_autoptr(GskRenderNode) node = draw (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cairo = cairo_create (surface);
  int gap = 0;

  gsk_render_node_draw (node, cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      const guint32 *line = (const guint32 *) (cairo_image_surface_get_data (surface)
                                               + y * cairo_image_surface_get_stride (surface));
      gboolean is_empty = TRUE;

      for (int x = 0; x < width - 20 && is_empty; x++)
        is_empty = line[x] == 0;
      gap = is_empty ? gap + 1 : 0;
      g_assert_cmpint (gap, <, longest);
    }
  cairo_surface_destroy (surface);
}

/* Of a very long message only what can be seen is drawn, wherever that is, and never less. */
static void
test_long_message (void)
{
  g_autoptr(GListStore) messages = g_list_store_new (BTY_TYPE_MESSAGE);
  g_autoptr(BtyMessage) reply = bty_message_new ("session", NULL, BTY_ROLE_ASSISTANT, "");
  g_autoptr(GString) text = g_string_new (NULL);
  GtkWidget *list = NULL;
  GtkWidget *window = NULL;
  GtkAdjustment *adjustment = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (text, "Paragraph %u.\n\n- With an item\n\n", i);
  g_object_set (reply, "content", text->str, NULL);
  g_list_store_append (messages, reply);
  window = open_list (messages, &list);
  adjustment = get_adjustment (list);
  bty_test_await (window, is_seen (list, list, reply) && get_distance_to_end (list) < 2);

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr(GskRenderNode) node = NULL;
      graphene_rect_t bounds;

      gtk_adjustment_set_value (adjustment, (gtk_adjustment_get_upper (adjustment) - 700) * (i * 5 % 12) / 12 + 60);
      bty_test_frames (window, 3);
      assert_no_gap (list, 60);
      node = draw (bty_test_find (list, BTY_TYPE_SEEN_BOX, NULL));
      gsk_render_node_get_bounds (node, &bounds);
      g_assert_cmpfloat (bounds.size.height, <, 3 * gtk_widget_get_height (list));
    }

  /* Steps that are smaller than what is drawn beyond the edge, and a window that becomes higher. */
  for (guint i = 0; i < 12; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 75);
      bty_test_frames (window, 1);
      assert_no_gap (list, 60);
    }
  bty_test_resize (window, 600, 1300);
  assert_no_gap (list, 60);
  bty_test_close (window);
}

static void
test_changes (void)
{
  g_autoptr(GListStore) messages = create_messages (50);
  g_autoptr(GListStore) others = create_messages (3);
  GtkWidget *list = NULL;
  GtkWidget *window = open_list (messages, &list);

  for (guint i = 0; i < 45; i++)
    {
      g_list_store_remove (messages, i % 2 == 0 ? 0 : g_list_model_get_n_items (G_LIST_MODEL (messages)) - 1);
      bty_test_frames (window, 1);
    }
  bty_test_await (window, sees (list, messages, 4));
  bty_conversation_list_set_model (BTY_CONVERSATION_LIST (list), G_LIST_MODEL (others));
  bty_test_await (window, sees (list, others, 2));
  bty_conversation_list_set_model (BTY_CONVERSATION_LIST (list), NULL);
  bty_test_frames (window, 3);
  g_list_store_remove_all (messages);
  g_object_add_weak_pointer (G_OBJECT (list), (gpointer *) &list);
  bty_test_close (window);
  g_assert_null (list);
  g_assert_finalize_object (g_steal_pointer (&others));
}

static GListStore *
create_scene (void)
{
  GListStore *store = g_list_store_new (BTY_TYPE_MESSAGE);
  g_autoptr(JsonNode) attempts =
    json_from_string ("[{\"provider\":\"Claude\",\"error\":\"Claude is overloaded.\",\"code\":\"overloaded\"}]", NULL);
  g_autoptr(JsonNode) warnings = json_from_string ("[\"Switched to OpenAI\"]", NULL);
  g_autoptr(BtyMessage) question = bty_message_new ("s", NULL, BTY_ROLE_USER, "How do I read a file in C with GLib?");
  g_autoptr(BtyMessage) answer =
    bty_message_new ("s", NULL, BTY_ROLE_ASSISTANT,
                     "Use `g_file_get_contents`. It reads the **whole** file:\n\n"
                     "```c\ng_autofree char *text = NULL;\ng_autoptr(GError) error = NULL;\n\n"
                     "if (!g_file_get_contents (\"notes.txt\", &text, NULL, &error))\n"
                     "  g_printerr (\"%s\\n\", error->message);\n```\n\n"
                     "| Function | Blocks | Returns |\n|---|:-:|---|\n| `g_file_get_contents` | yes | text |\n"
                     "| `g_file_load_contents_async` | no | bytes |\n\n"
                     "See the [documentation](https://docs.gtk.org/glib/func.file_get_contents.html).");
  g_autoptr(BtyMessage) thanks =
    bty_message_new ("s", NULL, BTY_ROLE_USER, "Danke! Kannst du mir auch erklären, was „g_autofree“ in diesem "
                     "Zusammenhang bedeutet und warum die Speicherfreigabe so funktioniert?");
  g_autoptr(BtyMessage) failed = bty_message_new ("s", NULL, BTY_ROLE_ASSISTANT, "Natürlich. `g_autofree` ist ein");

  g_object_set (answer, "provider", "OpenAI", "model", "gpt-5-mini", "input-tokens", (gint64) 1234,
                "output-tokens", (gint64) 210, "cost", 0.0042, "first-token-ms", (gint64) 620,
                "attempts", attempts, "warnings", warnings, "thinking", "The user wants…", NULL);
  g_object_set (failed, "status", BTY_MESSAGE_STATUS_INTERRUPTED, "provider", "OpenAI", "model", "gpt-5-mini",
                "error", "The connection to OpenAI broke off.", "error-code", "stream", NULL);
  g_list_store_append (store, question);
  g_list_store_append (store, answer);
  g_list_store_append (store, thanks);
  g_list_store_append (store, failed);

  return store;
}

static void
test_looks (void)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autoptr(GListStore) messages = create_scene ();
  GtkWidget *list = NULL;
  GtkWidget *window = open_list (messages, &list);

  bty_test_resize (window, 1000, 1000);
  bty_test_screenshot (window, "conversation");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  bty_test_resize (window, 360, 1300);
  g_assert_cmpint (gtk_widget_get_width (list), ==, 360);
  bty_test_screenshot (window, "conversation-narrow-dark");
  bty_test_close (window);

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window = open_list (messages, &list);
  bty_test_resize (window, 600, 1000);
  bty_test_screenshot (window, "conversation-rtl");
  bty_test_close (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
add_tests (void)
{
  g_test_add_func ("/conversation-list/many", test_many);
  g_test_add_func ("/conversation-list/streaming", test_streaming);
  g_test_add_func ("/conversation-list/long-message", test_long_message);
  g_test_add_func ("/conversation-list/changes", test_changes);
  g_test_add_func ("/conversation-list/looks", test_looks);
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
