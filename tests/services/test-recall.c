/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-json.h"
#include "bty-test-memory.h"
#include "bty-test-models.h"
#include "bty-test-wait.h"

#include <string.h>

/* What models on real sockets are sent of what was said before. */

typedef BtyTestModels Fixture;

/* It is sent with the last turn of the user, quoted, with where it was said, and nowhere else. */
static void
test_sent (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(JsonNode) requests = NULL;
  g_autofree char *last = NULL;
  JsonArray *messages;

  bty_test_models_add (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, BTY_UNSET);
  reply = bty_test_models_ask_later (fixture);
  g_assert_cmpstr (reply->content, ==, "A says hello.");
  messages = bty_test_models_get_last_messages (fixture->a, &requests);
  last = bty_test_models_dup_message (messages, json_array_get_length (messages) - 1);
  g_assert_nonnull (strstr (last, "> " BTY_TEST_FACT));
  g_assert_nonnull (strstr (last, "Said by the user on "));
  g_assert_nonnull (strstr (last, BTY_TEST_QUESTION));
  g_assert_true (strstr (last, BTY_TEST_FACT) < strstr (last, BTY_TEST_QUESTION));
  for (guint i = 0; i + 1 < json_array_get_length (messages); i++)
    {
      g_autofree char *other = bty_test_models_dup_message (messages, i);

      g_assert_null (strstr (other, "peanuts"));
    }
}

static GPtrArray *
list_used (Fixture    *fixture,
           BtyMessage *reply)
{
  BtyRecallService *recall = bty_profile_get_recall (fixture->base.profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *used;

  bty_recall_service_list_used_async (recall, reply->id, NULL, bty_test_result_cb, &result);
  used = bty_recall_service_list_used_finish (recall, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return used;
}

/* Afterwards it can be seen what a reply was made with, and what was sent for it, byte for byte. */
static void
test_explained (Fixture       *fixture,
                gconstpointer  data)
{
  BtyRecallService *recall = bty_profile_get_recall (fixture->base.profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(GPtrArray) used = NULL;
  g_autoptr(JsonNode) requests = NULL;
  g_autoptr(JsonNode) sent_node = NULL;
  g_autofree char *sent = NULL;
  BtyRecalled *first;

  bty_test_models_add (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, BTY_UNSET);
  reply = bty_test_models_ask_later (fixture);
  used = list_used (fixture, reply);
  g_assert_cmpuint (used->len, >=, 1);
  first = g_ptr_array_index (used, 0);
  g_assert_cmpstr (first->text, ==, BTY_TEST_FACT);
  g_assert_cmpfloat (first->factors.words, >, 0);
  g_assert_cmpfloat (first->similarity, >, 0.1);
  g_assert_cmpfloat (first->similarity, <, 1);
  g_assert_cmpfloat (first->factors.recency, >, 0.9);

  bty_recall_service_load_sent_async (recall, reply->id, NULL, bty_test_result_cb, &result);
  sent = bty_recall_service_load_sent_finish (recall, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  sent_node = bty_json_parse (sent, -1, &error);
  g_assert_no_error (error);
  bty_test_models_get_last_messages (fixture->a, &requests);
  g_assert_true (json_node_equal (sent_node,
                                  json_object_get_member (json_array_get_object_element (json_node_get_array (requests),
                                                                                         0), "body")));
}

static BtyMemory *
remember (Fixture    *fixture,
          const char *text,
          const char *message_id,
          BtyTrust    trust)
{
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (fixture->base.profile), NULL);
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemory *stored;

  g_object_set (memory, "message-id", message_id, "trust", trust, NULL);
  bty_memory_service_add_async (memories, memory, "user", NULL, bty_test_result_cb, &result);
  stored = bty_memory_service_add_finish (memories, bty_test_wait (&result), NULL, &error);
  g_assert_no_error (error);

  return stored;
}

/* Whom a question means is known from another memory, and what that one says comes after what is known of them. */
static void
test_meant (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(BtyConversation) session = NULL;
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(BtyMemory) bridge = NULL;
  g_autoptr(BtyMemory) answer = NULL;
  g_autoptr(GPtrArray) used = NULL;
  BtyRecalled *first;

  bty_test_models_add (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, BTY_UNSET);
  bridge = remember (fixture, "My sister is Lena", NULL, BTY_TRUST_PRIVATE);
  answer = remember (fixture, "Lena is allergic to peanuts", NULL, BTY_TRUST_PRIVATE);
  session = bty_test_profile_create_session (&fixture->base, FALSE);
  reply = bty_test_say (session, "What should I cook for my sister?", NULL);
  used = list_used (fixture, reply);
  g_assert_cmpuint (used->len, ==, 2);
  first = g_ptr_array_index (used, 0);
  g_assert_cmpstr (first->id, ==, answer->id);
  g_assert_cmpfloat (first->factors.graph, >, 0);
  g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (used, 1))->id, ==, bridge->id);
}

static gint64
count_accesses (Fixture    *fixture,
                const char *id)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = NULL;

  bty_memory_service_get_async (memories, id, NULL, bty_test_result_cb, &result);
  memory = bty_memory_service_get_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return memory->access_count;
}

static guint
count_used (GPtrArray  *used,
            const char *id)
{
  guint n = 0;

  for (guint i = 0; i < used->len; i++)
    n += g_strcmp0 (((BtyRecalled *) g_ptr_array_index (used, i))->id, id) == 0;

  return n;
}

/* A memory is sent in the place of the message it comes from, and its use is counted; not in a private session. */
static void
test_memories (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(BtyConversation) first = NULL;
  g_autoptr(BtyConversation) second = NULL;
  g_autoptr(BtyConversation) private = NULL;
  g_autoptr(BtyMessage) heard = NULL;
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(BtyMessage) whispered = NULL;
  g_autoptr(BtyMessage) said = NULL;
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(GPtrArray) used = NULL;
  g_autoptr(GPtrArray) used_privately = NULL;

  bty_test_models_add (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, BTY_UNSET);
  first = bty_test_profile_create_session (&fixture->base, FALSE);
  heard = bty_test_say (first, BTY_TEST_FACT, NULL);
  said = g_list_model_get_item (G_LIST_MODEL (first), 0);
  memory = remember (fixture, "Lena must not eat peanuts, for she is allergic.", said->id, BTY_TRUST_PRIVATE);
  second = bty_test_profile_create_session (&fixture->base, FALSE);
  reply = bty_test_say (second, BTY_TEST_QUESTION, NULL);
  used = list_used (fixture, reply);
  g_assert_cmpuint (count_used (used, memory->id), ==, 1);
  g_assert_cmpuint (count_used (used, said->id), ==, 0);
  g_assert_cmpint (count_accesses (fixture, memory->id), ==, 1);

  private = bty_test_profile_create_session (&fixture->base, TRUE);
  whispered = bty_test_say (private, BTY_TEST_QUESTION, NULL);
  used_privately = list_used (fixture, whispered);
  g_assert_cmpuint (count_used (used_privately, memory->id), ==, 1);
  g_assert_cmpint (count_accesses (fixture, memory->id), ==, 1);
}

/* What shares no word with the question in any form that a stemmer knows is found by how near it is. */
static void
test_near (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(BtyConversation) conversation = NULL;
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(BtyMemory) other = NULL;
  g_autoptr(GPtrArray) used = NULL;
  BtyRecalled *first;

  bty_test_models_add (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, BTY_UNSET);
  memory = remember (fixture, "Photographs of birds", NULL, BTY_TRUST_PRIVATE);
  other = remember (fixture, "The car is red", NULL, BTY_TRUST_PRIVATE);
  conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  reply = bty_test_say (conversation, "Any photography?", NULL);
  used = list_used (fixture, reply);
  g_assert_cmpuint (used->len, ==, 1);
  first = g_ptr_array_index (used, 0);
  g_assert_cmpstr (first->id, ==, memory->id);
  g_assert_cmpfloat (first->factors.words, ==, 0);
  g_assert_cmpfloat (first->similarity, >=, 0.3);
}

static GPtrArray *
recall (Fixture    *fixture,
        BtyBot     *bot,
        const char *text)
{
  BtyRecallService *service = bty_profile_get_recall (fixture->base.profile);
  BtyRecallRequest request = { .bot_id = bot->id, .text = text };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *found;

  bty_recall_service_recall_async (service, &request, NULL, bty_test_result_cb, &result);
  found = bty_recall_service_recall_finish (service, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return found;
}

/* What another bot shares is found by meaning as well, as long as this one may read it. */
static void
test_near_shared (Fixture       *fixture,
                  gconstpointer  data)
{
  BtyProfile *profile = fixture->base.profile;
  BtyBot *ada = bty_bot_service_find (bty_profile_get_bots (profile), NULL);
  g_autoptr(BtyBot) bert = bty_test_memory_add_bot (profile, "Bert");
  g_autoptr(BtyMemory) memory = bty_test_memory_add (profile, bert, "Photographs of birds");
  static const struct
  {
    BtyTrust trust;
    guint    n_found;
  } steps[] = {
    { BTY_TRUST_PRIVATE, 0 },
    { BTY_TRUST_PUBLIC, 1 },
    { BTY_TRUST_TRUSTED, 0 },
    { BTY_TRUST_PUBLIC, 1 },
    { BTY_TRUST_PRIVATE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(GPtrArray) found = NULL;
      g_autoptr(GPtrArray) own = NULL;

      bty_test_memory_share (profile, memory, steps[i].trust);
      found = recall (fixture, ada, "Any photography?");
      own = recall (fixture, bert, "Any photography?");
      g_assert_cmpuint (found->len, ==, steps[i].n_found);
      g_assert_cmpuint (own->len, ==, 1);
      if (found->len > 0)
        g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (found, 0))->author, ==, "Bert");
    }
}

/* A file of this bot is found by its words and by its meaning, and by nobody else. */
static void
test_files (Fixture       *fixture,
            gconstpointer  data)
{
  BtyProfile *profile = fixture->base.profile;
  BtyFileService *files = bty_profile_get_files (profile);
  BtyBot *ada = bty_bot_service_find (bty_profile_get_bots (profile), NULL);
  g_autoptr(BtyBot) bert = bty_test_memory_add_bot (profile, "Bert");
  g_autoptr(GBytes) bytes = g_bytes_new_static ("Photographs of birds", strlen ("Photographs of birds"));
  static const char *const questions[] = { "Where are photographs?", "Any photography?" };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyFile) file = NULL;
  g_autoptr(GError) error = NULL;

  bty_file_service_save_async (files, ada->id, "list.txt", bytes, NULL, bty_test_result_cb, &result);
  file = bty_file_service_save_finish (files, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr(GPtrArray) found = recall (fixture, ada, questions[i]);
      g_autoptr(GPtrArray) others = recall (fixture, bert, questions[i]);
      BtyRecalled *first;

      g_assert_cmpuint (others->len, ==, 0);
      g_assert_cmpuint (found->len, ==, 1);
      first = g_ptr_array_index (found, 0);
      g_assert_cmpint (first->kind, ==, BTY_RECALL_KIND_CHUNK);
      g_assert_cmpstr (first->source, ==, "list.txt");
      g_assert_cmpfloat (first->similarity, >=, 0.3);
      g_assert_true ((first->factors.words > 0) == (i == 0));
    }
}

/* Without a model, what was used is what was quoted. */
static void
test_builtin (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BtyMessage) reply = bty_test_models_ask_later (fixture);
  g_autoptr(GPtrArray) used = list_used (fixture, reply);

  g_assert_nonnull (strstr (reply->content, "peanuts"));
  g_assert_cmpuint (used->len, ==, 1);
  g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (used, 0))->text, ==, BTY_TEST_FACT);
}

/* The messages of the first of @requests: a summary may have been asked for after it. */
static JsonArray *
get_first_messages (JsonNode *requests)
{
  JsonObject *first = json_array_get_object_element (json_node_get_array (requests), 0);

  return json_object_get_array_member (json_object_get_object_member (first, "body"), "messages");
}

/* What does not fit into a small window is left out, and the reply says so. */
static void
test_window (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(BtyConversation) conversation = NULL;
  g_autofree char *long_text = g_strnfill (1000, 'a');
  g_autoptr(JsonNode) requests = NULL;
  g_autoptr(BtyMessage) reply = NULL;
  g_autofree char *warnings = NULL;

  bty_test_models_add (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, 4000);
  conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  /* An empty summary is none. */
  bty_test_models_control (fixture->a, "{\"reply\": \" \"}");
  for (guint i = 0; i < 12; i++)
    {
      g_object_unref (bty_test_say (conversation, long_text, NULL));
      bty_test_models_wait_for_summary (fixture);
    }
  bty_mock_server_forget (fixture->a);
  reply = bty_test_say (conversation, "And now?", NULL);
  bty_test_models_wait_for_summary (fixture);
  requests = bty_mock_server_dup_requests (fixture->a);
  g_assert_cmpuint (json_array_get_length (get_first_messages (requests)), <, 25);
  g_assert_nonnull (reply->warnings);
  warnings = json_to_string (reply->warnings, FALSE);
  g_assert_nonnull (strstr (warnings, "left out"));
}

/* What does not fit is summed up behind the replies, and the summary is sent in its place, each time the same. */
static void
test_summed_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(BtyConversation) conversation = NULL;
  g_autofree char *long_text = g_strnfill (1000, 'a');
  g_autofree char *warnings = NULL;
  g_autofree char *begun = NULL;
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(GPtrArray) used = NULL;
  BtyRecalled *summary;

  bty_test_models_control (fixture->a, "{\"reply\": \"They spoke of ZEBRAS.\\n]\"}");
  bty_test_models_add (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, 4000);
  conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  for (guint i = 0; i < 13; i++)
    {
      g_object_unref (bty_test_say (conversation, long_text, NULL));
      bty_test_models_wait_for_summary (fixture);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(JsonNode) requests = NULL;
      JsonArray *messages;
      g_autofree char *first = NULL;

      bty_mock_server_forget (fixture->a);
      g_clear_object (&reply);
      reply = bty_test_say (conversation, "And now?", NULL);
      bty_test_models_wait_for_summary (fixture);
      requests = bty_mock_server_dup_requests (fixture->a);
      messages = get_first_messages (requests);
      first = bty_test_models_dup_message (messages, json_array_get_length (messages) % 2 == 0 ? 1 : 0);
      g_assert_nonnull (strstr (first, "> They spoke of ZEBRAS."));
      g_assert_nonnull (strstr (first, "aaaa"));
      if (begun != NULL)
        g_assert_cmpstr (first, ==, begun);
      g_free (begun);
      begun = g_steal_pointer (&first);
    }

  warnings = json_to_string (reply->warnings, FALSE);
  g_assert_nonnull (strstr (warnings, "summary"));
  used = list_used (fixture, reply);
  g_assert_cmpuint (used->len, >=, 1);
  summary = g_ptr_array_index (used, used->len - 1);
  g_assert_cmpint (summary->kind, ==, BTY_RECALL_KIND_SUMMARY);
  g_assert_nonnull (strstr (summary->text, "ZEBRAS"));
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void      (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/recall/sent", test_sent },
    { "/recall/explained", test_explained },
    { "/recall/memories", test_memories },
    { "/recall/meant", test_meant },
    { "/recall/near", test_near },
    { "/recall/near-shared", test_near_shared },
    { "/recall/files", test_files },
    { "/recall/builtin", test_builtin },
    { "/recall/window", test_window },
    { "/recall/summed-up", test_summed_up },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, bty_test_models_set_up, tests[i].func, bty_test_models_tear_down);

  return bty_test_profile_run ();
}
