/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-export.h"

#include "bty-attachment.h"
#include "bty-json.h"

#define TIME G_GINT64_CONSTANT (1700000000000000)

typedef struct
{
  BtySession *session;
  GPtrArray  *messages;
  GPtrArray  *attachments;
} Fixture;

static BtyMessage *
add_message (Fixture    *fixture,
             BtyMessage *parent,
             BtyRole     role,
             const char *content)
{
  BtyMessage *message = bty_message_new (fixture->session->id, parent != NULL ? parent->id : NULL, role, content);

  g_object_set (message, "created-at", TIME + fixture->messages->len * 60 * G_USEC_PER_SEC, NULL);
  g_ptr_array_add (fixture->messages, message);

  return message;
}

static BtyAttachment *
add_attachment (Fixture    *fixture,
                BtyMessage *message,
                const char *name)
{
  g_autoptr(GBytes) data = g_bytes_new_static ("\0\1\2", 3);
  BtyAttachment *attachment = bty_attachment_new (name, "image/png", data);

  g_object_set (attachment, "message-id", message->id, NULL);
  g_ptr_array_add (fixture->attachments, attachment);

  return attachment;
}

/* Two versions of a question; the second, which is shown, has a reply that broke off. */
static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  BtyMessage *hello;
  BtyMessage *reply;
  BtyMessage *second;
  BtyMessage *broken;

  fixture->session = bty_session_new ("bot");
  fixture->messages = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->attachments = g_ptr_array_new_with_free_func (g_object_unref);

  hello = add_message (fixture, NULL, BTY_ROLE_USER, "Hello");
  reply = add_message (fixture, hello, BTY_ROLE_ASSISTANT, "Hi.\n\n```\ncode\n```");
  g_object_set (reply, "provider", "A", "model", "m-1", "thinking", "They\ngreet.", NULL);
  add_message (fixture, reply, BTY_ROLE_USER, "First version");
  second = add_message (fixture, reply, BTY_ROLE_USER, "Second version");
  broken = add_message (fixture, second, BTY_ROLE_ASSISTANT, "It is");
  g_object_set (broken, "status", BTY_MESSAGE_STATUS_INTERRUPTED, "error", "The reply broke off", NULL);
  add_attachment (fixture, second, "a\nb.png");

  g_object_set (fixture->session, "title", "Tides", "head-id", broken->id, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_ptr_array_unref (fixture->attachments);
  g_ptr_array_unref (fixture->messages);
  g_assert_finalize_object (fixture->session);
}

static void
test_markdown (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autofree char *markdown = bty_session_export_markdown (fixture->session, fixture->messages, fixture->attachments);

  g_assert_cmpstr (markdown, ==,
                   "# Tides\n\n"
                   "## You\n\n*2023-11-14 22:13 UTC*\n\nHello\n\n"
                   "## Reply\n\n*2023-11-14 22:14 UTC · A · m-1*\n\n> They\n> greet.\n\nHi.\n\n```\ncode\n```\n\n"
                   "## You\n\n*2023-11-14 22:16 UTC*\n\nAttached: a b.png (image/png)\n\nSecond version\n\n"
                   "## Reply\n\n*2023-11-14 22:17 UTC*\n\nIt is\n\n**Interrupted.** The reply broke off\n\n");
}

static void
test_markdown_without_head (Fixture       *fixture,
                            gconstpointer  user_data)
{
  g_autofree char *markdown = NULL;

  g_object_set (fixture->session, "head-id", "gone", "title", "", NULL);
  g_object_set (g_ptr_array_index (fixture->messages, 2), "created-at", TIME * 2, NULL);
  markdown = bty_session_export_markdown (fixture->session, fixture->messages, NULL);

  g_assert_true (g_str_has_prefix (markdown, "# Untitled conversation\n"));
  g_assert_nonnull (strstr (markdown, "First version"));
  g_assert_null (strstr (markdown, "Second version"));
  g_assert_null (strstr (markdown, "Attached"));
}

static void
test_markdown_of_damaged_trees (Fixture       *fixture,
                                gconstpointer  user_data)
{
  BtyMessage *first = g_ptr_array_index (fixture->messages, 0);
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autofree char *circle = NULL;
  g_autofree char *torn = NULL;
  g_autofree char *empty = NULL;

  g_object_set (first, "parent-id", fixture->session->head_id, "status", BTY_MESSAGE_STATUS_FAILED, NULL);
  circle = bty_session_export_markdown (fixture->session, fixture->messages, NULL);
  g_assert_nonnull (strstr (circle, "**Failed.**"));

  g_object_set (first, "parent-id", "gone", NULL);
  torn = bty_session_export_markdown (fixture->session, fixture->messages, NULL);
  g_assert_nonnull (strstr (torn, "Hello"));

  empty = bty_session_export_markdown (fixture->session, none, NULL);
  g_assert_cmpstr (empty, ==, "# Tides\n\n");
}

static void
assert_records (JsonNode   *root,
                const char *name,
                GType       type,
                GPtrArray  *expected)
{
  JsonArray *array = json_node_get_array (bty_json_get (root, name));

  g_assert_cmpuint (json_array_get_length (array), ==, expected->len);
  for (guint i = 0; i < expected->len; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyRecord) record = bty_record_new_from_json (type, json_array_get_element (array, i), &error);

      g_assert_no_error (error);
      g_assert_true (bty_record_equal (record, g_ptr_array_index (expected, i)));
    }
}

static void
test_json (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autofree char *json = bty_session_export_json (fixture->session, fixture->messages, fixture->attachments);
  g_autofree char *bare = bty_session_export_json (fixture->session, fixture->messages, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = bty_json_parse (json, -1, &error);
  g_autoptr(JsonNode) bare_root = bty_json_parse (bare, -1, NULL);
  g_autoptr(BtySession) session = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (bty_json_get_text (root, "version"), ==, "1.0");
  session = bty_record_new_from_json (BTY_TYPE_SESSION, bty_json_get (root, "session"), &error);
  g_assert_no_error (error);
  g_assert_true (bty_record_equal (session, fixture->session));
  assert_records (root, "messages", BTY_TYPE_MESSAGE, fixture->messages);
  assert_records (root, "attachments", BTY_TYPE_ATTACHMENT, fixture->attachments);
  g_assert_null (bty_json_get (bare_root, "attachments.0"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/session-export/markdown", Fixture, NULL, set_up, test_markdown, tear_down);
  g_test_add ("/session-export/markdown-without-head", Fixture, NULL, set_up, test_markdown_without_head, tear_down);
  g_test_add ("/session-export/markdown-of-damaged-trees", Fixture, NULL, set_up, test_markdown_of_damaged_trees,
              tear_down);
  g_test_add ("/session-export/json", Fixture, NULL, set_up, test_json, tear_down);

  return g_test_run ();
}
