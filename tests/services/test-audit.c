/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-test-memory.h"
#include "bty-test-wait.h"
#include "mock-provider-server.h"

#include <glib/gstdio.h>
#include <string.h>

/* What happened is recorded, changes to the record are found, and what is forgotten is gone from the disk. */

#define N_CANARIES 20

static BtyBot *
get_bot (BtyTestProfile *fixture)
{
  return bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL);
}

static BtyAuditReport *
verify (BtyTestProfile *fixture,
        const char     *anchor)
{
  BtyAuditService *audit = bty_profile_get_audit (fixture->profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyAuditReport *report;

  bty_audit_service_verify_async (audit, anchor, NULL, NULL, bty_test_result_cb, &result);
  report = bty_audit_service_verify_finish (audit, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return report;
}

static GPtrArray *
list (BtyTestProfile       *fixture,
      const BtyAuditFilter *filter)
{
  BtyAuditService *audit = bty_profile_get_audit (fixture->profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *entries;

  bty_audit_service_list_async (audit, filter, NULL, bty_test_result_cb, &result);
  entries = bty_audit_service_list_finish (audit, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return entries;
}

static void
test_timeline (BtyTestProfile *fixture,
               gconstpointer   data)
{
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Lena hates peanuts.");
  g_autoptr(BtyMemory) other = bty_test_memory_add (fixture->profile, get_bot (fixture), "Something else");
  g_autoptr(GPtrArray) of_memory = NULL;
  g_autoptr(GPtrArray) shares = NULL;
  g_autoptr(BtyAuditReport) report = NULL;

  bty_test_memory_share (fixture->profile, memory, BTY_TRUST_TRUSTED);
  of_memory = list (fixture, &(BtyAuditFilter) { .memory_id = memory->id });
  g_assert_cmpuint (of_memory->len, ==, 2);
  g_assert_cmpint (((BtyAuditEntry *) g_ptr_array_index (of_memory, 0))->action, ==, BTY_AUDIT_SHARE);
  g_assert_cmpint (((BtyAuditEntry *) g_ptr_array_index (of_memory, 1))->action, ==, BTY_AUDIT_ADD);
  shares = list (fixture, &(BtyAuditFilter) { .action = "share", .actor = "user", .bot_id = memory->bot_id });
  g_assert_cmpuint (shares->len, ==, 1);

  report = verify (fixture, NULL);
  g_assert_true (report->is_intact);
  g_assert_cmpint (report->n_entries, ==, 3);
  g_assert_cmpint (report->n_memories, ==, 2);
  g_assert_cmpuint (report->unproven->len, >, 0);
}

/* Returns: (transfer full): the name of a file in the directory of the profile that has @text in it */
static char *
find_file_with (const char *directory,
                const char *text)
{
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          char *found = find_file_with (path, text);

          if (found != NULL)
            return found;
        }
      else if (g_file_get_contents (path, &contents, &length, NULL) && memmem (contents, length, text, strlen (text)))
        return g_steal_pointer (&path);
    }

  return NULL;
}

/* Where on the disk, or whether in any row that a server has, a text is. */
static char *
find_text (BtyTestProfile *fixture,
           const char     *text)
{
  g_autofree char *sql = g_strdup_printf ("SELECT position ('%s' IN"
                                          " CAST (schema_to_xml ('public', FALSE, FALSE, '') AS TEXT))", text);

  if (!bty_test_profile_is_on_server ())
    return find_file_with (fixture->dir, text);

  return bty_test_profile_run_sql (fixture, sql) > 0 ? g_strdup ("on the server") : NULL;
}

static void
test_forgotten (BtyTestProfile *fixture,
                gconstpointer   data)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(BtyAuditReport) report = NULL;
  g_autofree char *found = NULL;

  for (guint i = 0; i < N_CANARIES; i++)
    {
      g_autofree char *text = g_strdup_printf ("xcanary%uq sang abroad%u in cage%u", i, i, i);
      g_autofree char *edited = g_strdup_printf ("xcanary%uq flew away%u from cage%u", i, i, i);
      g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, get_bot (fixture), text);
      g_autoptr(BtyMemory) changed = bty_record_copy (memory);
      g_autoptr(BtyMemory) stored = NULL;
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      g_object_set (changed, "text", edited, NULL);
      bty_memory_service_edit_async (memories, changed, NULL, NULL, bty_test_result_cb, &result);
      stored = bty_memory_service_edit_finish (memories, bty_test_wait (&result), &error);
      g_assert_no_error (error);
      bty_test_memory_share (fixture->profile, memory, BTY_TRUST_PUBLIC);
      g_ptr_array_add (ids, g_strdup (memory->id));
    }
  found = find_text (fixture, "xcanary7q");
  g_assert_nonnull (found);

  g_ptr_array_add (ids, NULL);
  {
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    bty_memory_service_forget_async (memories, (const char *const *) ids->pdata, NULL, NULL, bty_test_result_cb,
                                     &result);
    g_assert_cmpint (bty_memory_service_forget_finish (memories, bty_test_wait (&result), &error), ==, N_CANARIES);
    g_assert_no_error (error);
  }
  /* At once, not only when the program ends. */
  g_clear_pointer (&found, g_free);
  found = find_text (fixture, "xcanary");
  g_assert_cmpstr (found, ==, NULL);

  report = verify (fixture, NULL);
  g_assert_true (report->is_intact);
  g_assert_cmpint (report->n_forgotten, ==, 3 * N_CANARIES);
  g_assert_cmpint (report->n_memories, ==, 0);
  bty_test_profile_reopen (fixture);
  found = find_text (fixture, "xcanary");
  g_assert_cmpstr (found, ==, NULL);
}

static void
add_model (BtyTestProfile *fixture,
           BtyMockServer  *server)
{
  BtyProviderService *providers = bty_profile_get_providers (fixture->profile);
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new ("Mock", BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/v1", bty_mock_server_get_port (server));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_test_profile_set_capture (fixture, BTY_CAPTURE_OFF);
  bty_mock_server_control (server, "{\"reply\": \"Noted.\"}", &error);
  g_assert_no_error (error);
  g_object_set (config, "base-url", url, "model", "mock-model", NULL);
  bty_provider_service_add_async (providers, config, NULL, FALSE, NULL, bty_test_result_cb, &result);
  bty_provider_service_add_finish (providers, bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

/* What was sent for a reply; NULL = it was forgotten. */
static char *
dup_sent (BtyTestProfile *fixture,
          BtyMessage     *reply)
{
  BtyRecallService *recall = bty_profile_get_recall (fixture->profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *sent;

  bty_recall_service_load_sent_async (recall, reply->id, NULL, bty_test_result_cb, &result);
  sent = bty_recall_service_load_sent_finish (recall, bty_test_wait (&result), &error);
  if (sent == NULL)
    g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);

  return sent;
}

/* Says something with a picture that is too large for a row; both have the canary in them. */
static BtyMessage *
say_canary (BtyConversation *conversation)
{
  g_autofree char *data = g_strnfill (1200 * 1024, 'x');
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GPtrArray) attachments = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMessage *reply;

  memcpy (data, "xcanary in a picture", strlen ("xcanary in a picture"));
  bytes = g_bytes_new (data, 1200 * 1024);
  g_ptr_array_add (attachments, bty_attachment_new ("xcanary.png", "image/png", bytes));
  bty_conversation_send_async (conversation, "My xcanary7q sings of Lisbon", attachments, NULL, NULL,
                               bty_test_result_cb, &result);
  reply = bty_conversation_send_finish (conversation, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return reply;
}

/* A memory and a candidate that were taken from @message. */
static void
take_from (BtyTestProfile *fixture,
           BtyMessage     *message)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(BtyMemory) memory = bty_memory_new (get_bot (fixture)->id, message->content);
  g_autoptr(BtyMemory) stored = NULL;
  g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) proposed = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemoryOutcome outcome;

  g_ptr_array_add (candidates, bty_memory_candidate_new (get_bot (fixture)->id, "An xcanary7q can be heard all day",
                                                         BTY_ORIGIN_INFERRED));
  g_object_set (candidates->pdata[0], "session-id", message->session_id, "message-id", message->id, NULL);
  bty_memory_service_propose_async (memories, candidates, NULL, bty_test_result_cb, &proposed);
  g_assert_cmpint (bty_memory_service_propose_finish (memories, bty_test_wait (&proposed), &error), ==, 1);
  g_object_set (memory, "session-id", message->session_id, "message-id", message->id, NULL);
  bty_memory_service_add_async (memories, memory, NULL, NULL, bty_test_result_cb, &result);
  stored = bty_memory_service_add_finish (memories, bty_test_wait (&result), &outcome, &error);
  g_assert_no_error (error);
}

static void
forget_with_memories (BtyTestProfile *fixture,
                      BtyMessage     *message)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(GAsyncResult) listed = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) taken = NULL;

  bty_memory_service_list_taken_async (memories, message->id, NULL, bty_test_result_cb, &listed);
  taken = bty_memory_service_list_taken_finish (memories, bty_test_wait (&listed), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (taken), ==, 1);
  bty_memory_service_forget_message_async (memories, message->id, (const char *const *) taken, NULL, NULL,
                                           bty_test_result_cb, &result);
  g_assert_cmpint (bty_memory_service_forget_message_finish (memories, bty_test_wait (&result), &error), ==, 1);
  g_assert_no_error (error);
}

/* A message of which no memory was taken, with nothing else that would have the log emptied. */
static void
forget_alone (BtyTestProfile  *fixture,
              BtyConversation *conversation)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(BtyMessage) reply = bty_test_say (conversation, "The zebrafinch8q is blue", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *found = find_text (fixture, "zebrafinch8q");

  g_assert_nonnull (found);
  bty_memory_service_forget_message_async (memories, reply->parent_id, NULL, NULL, NULL, bty_test_result_cb, &result);
  g_assert_cmpint (bty_memory_service_forget_message_finish (memories, bty_test_wait (&result), &error), ==, 0);
  g_assert_no_error (error);
  g_clear_pointer (&found, g_free);
  found = find_text (fixture, "zebrafinch8q");
  g_assert_cmpstr (found, ==, NULL);
}

/* How often the canary is in what is still shown of a chat. */
static guint
count_shown (BtyConversation *conversation)
{
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (conversation)); i++)
    {
      g_autoptr(BtyMessage) message = g_list_model_get_item (G_LIST_MODEL (conversation), i);

      count += strstr (message->content, "xcanary") != NULL;
      count += bty_conversation_get_attachments (conversation, message) != NULL;
    }

  return count;
}

/* One message, with everything that was made of it: on disk, in what is kept of what was sent, and in what is sent
 * from now on. */
static void
test_forgotten_message (BtyTestProfile *fixture,
                        gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  BtyMockServer *server = bty_mock_server_new (0, &error);
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (fixture, FALSE);
  g_autoptr(BtyConversation) later = NULL;
  g_autoptr(GPtrArray) replies = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(BtyMessage) message = NULL;
  g_autoptr(BtyMessage) last = NULL;
  g_autoptr(BtyAuditReport) report = NULL;
  g_autofree char *found = NULL;
  g_autofree char *sent = NULL;

  add_model (fixture, server);
  g_ptr_array_add (replies, say_canary (conversation));
  message = g_list_model_get_item (G_LIST_MODEL (conversation), 0);
  g_ptr_array_add (replies, bty_test_say (conversation, "What do you know about birds?", NULL));
  bty_test_settle ();
  g_assert_cmpstr (bty_conversation_get_session (conversation)->title, ==, "My xcanary7q sings of Lisbon");
  take_from (fixture, message);
  later = bty_test_profile_create_session (fixture, FALSE);
  g_ptr_array_add (replies, bty_test_say (later, "Who sings of Lisbon?", NULL));
  for (guint i = 0; i < replies->len; i++)
    {
      g_autofree char *before = dup_sent (fixture, g_ptr_array_index (replies, i));

      g_assert_nonnull (strstr (before, "xcanary"));
    }
  found = find_text (fixture, "xcanary");
  g_assert_nonnull (found);

  forget_with_memories (fixture, message);
  g_clear_pointer (&found, g_free);
  found = find_text (fixture, "xcanary");
  g_assert_cmpstr (found, ==, NULL);
  for (guint i = 0; i < replies->len; i++)
    g_assert_null (dup_sent (fixture, g_ptr_array_index (replies, i)));
  g_assert_true (bty_message_is_forgotten (message));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 4);
  g_assert_cmpuint (count_shown (conversation), ==, 0);
  g_assert_cmpstr (bty_conversation_get_session (conversation)->title, ==, "What do you know about birds");

  forget_alone (fixture, later);
  last = bty_test_say (conversation, "And of Lisbon?", NULL);
  g_assert_cmpint (last->status, ==, BTY_MESSAGE_STATUS_COMPLETE);
  sent = dup_sent (fixture, last);
  g_assert_nonnull (strstr (sent, "birds"));
  g_assert_null (strstr (sent, "xcanary"));
  report = verify (fixture, NULL);
  g_assert_true (report->is_intact);
  bty_test_profile_reopen (fixture);
  found = find_text (fixture, "xcanary");
  g_assert_cmpstr (found, ==, NULL);
  bty_mock_server_free (server);
}

/* On a server another program may forget what this one shows: it is not sent any more, nor answered again. */
static void
test_forgotten_elsewhere (BtyTestProfile *fixture,
                          gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  BtyMockServer *server = bty_mock_server_new (0, &error);
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (fixture, FALSE);
  g_autoptr(BtyMessage) first = NULL;
  g_autoptr(BtyMessage) message = NULL;
  g_autoptr(BtyMessage) last = NULL;
  g_autoptr(BtyMessage) again = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *sent = NULL;

  add_model (fixture, server);
  first = bty_test_say (conversation, "My xcanary7q sings of Lisbon", NULL);
  message = g_list_model_get_item (G_LIST_MODEL (conversation), 0);
  bty_test_profile_run_sql (fixture, "UPDATE messages SET content = '', forgotten_at = 5 WHERE role = 'user'");
  last = bty_test_say (conversation, "What else?", NULL);
  g_assert_cmpint (last->status, ==, BTY_MESSAGE_STATUS_COMPLETE);
  sent = dup_sent (fixture, last);
  g_assert_nonnull (strstr (sent, "What else?"));
  g_assert_null (strstr (sent, "xcanary"));
  g_assert_true (bty_message_is_forgotten (message));
  g_assert_cmpuint (count_shown (conversation), ==, 0);

  bty_conversation_regenerate_async (conversation, first, NULL, NULL, bty_test_result_cb, &result);
  again = bty_conversation_regenerate_finish (conversation, bty_test_wait (&result), &error);
  g_assert_null (again);
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 4);
  bty_mock_server_free (server);
}

static void
test_tampered (BtyTestProfile *fixture,
               gconstpointer   data)
{
  static const struct
  {
    const char *sql;
    gint64      position; /* 0 = the chain is whole */
  } cases[] = {
    { "UPDATE audit_entries SET actor = 'nobody' WHERE position = 3", 3 },
    { "DELETE FROM audit_entries WHERE position = 2", 2 },
    { "UPDATE audit_entries SET salt = NULL, details = NULL WHERE position = 1", 1 },
  };

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *text = g_strdup_printf ("alpha%u beta%u gamma%u", i, i, i);

      g_object_unref (bty_test_memory_add (fixture->profile, get_bot (fixture), text));
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BtyAuditReport) report = NULL;

      bty_test_profile_run_sql (fixture, cases[i].sql);
      report = verify (fixture, NULL);
      g_test_message ("%s: %s", cases[i].sql, report->problem);
      g_assert_false (report->is_intact);
      if (i < 2)
        g_assert_cmpint (report->broken_position, ==, cases[i].position);
      g_assert_nonnull (report->problem);
    }
}

/* Who writes the whole record anew is found out by what was kept elsewhere. */
static void
test_anchor (BtyTestProfile *fixture,
             gconstpointer   data)
{
  BtyAuditService *audit = bty_profile_get_audit (fixture->profile);
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, get_bot (fixture), "Alpha");
  g_autoptr(BtyMemory) other = bty_test_memory_add (fixture->profile, get_bot (fixture), "Beta");
  g_autoptr(BtyAuditReport) intact = NULL;
  g_autoptr(BtyAuditReport) shortened = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *anchor = NULL;

  bty_audit_service_export_anchor_async (audit, NULL, bty_test_result_cb, &result);
  anchor = bty_audit_service_export_anchor_finish (audit, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  intact = verify (fixture, anchor);
  g_assert_true (intact->is_intact);

  bty_test_profile_run_sql (fixture, "DELETE FROM audit_entries WHERE position > 1");
  shortened = verify (fixture, anchor);
  g_assert_false (shortened->is_intact);
  g_assert_cmpint (shortened->broken_position, ==, 2);

  g_clear_object (&result);
  bty_audit_service_verify_async (audit, "{\"chain\": 3}", NULL, NULL, bty_test_result_cb, &result);
  g_assert_null (bty_audit_service_verify_finish (audit, bty_test_wait (&result), &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
}

static void
add (const char *path,
     void      (*test) (BtyTestProfile *, gconstpointer))
{
  g_test_add (path, BtyTestProfile, NULL, bty_test_profile_set_up, test, bty_test_profile_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/audit/timeline", test_timeline);
  add ("/audit/forgotten", test_forgotten);
  add ("/audit/forgotten-message", test_forgotten_message);
  add ("/audit/forgotten-elsewhere", test_forgotten_elsewhere);
  add ("/audit/tampered", test_tampered);
  add ("/audit/anchor", test_anchor);

  return bty_test_profile_run ();
}
