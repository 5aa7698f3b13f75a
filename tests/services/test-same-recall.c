/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-store.h"
#include "bty-copy.h"
#include "bty-memory-similar.h"
#include "bty-memory-store.h"
#include "bty-memory-writing.h"
#include "bty-message-store.h"
#include "bty-migrator.h"
#include "bty-prose.h"
#include "bty-recall-service.h"
#include "bty-session-store.h"
#include "bty-test-storage.h"
#include "bty-test-wait.h"
#include "bty-worker.h"

#include <math.h>

/* The same data and the same questions: every engine recalls the same, in the same order. */

#define N_SESSIONS 30
#define N_TURNS 20
#define N_MEMORIES 300
#define N_QUESTIONS 50
#define LIMIT 10

/* Equal enough to be in any order: a question is not asked at the same moment of both. */
#define TIE 1e-6

static const char *const names[] = { "Lena", "Jörg", "Mehmet", "Zoë", "O'Neill", "Anne-Marie" };
static const char *const facts[] = {
  "%s is allergic to peanuts and strawberries", "%s moved to Köln in March 2021", "%s's birthday is on 8 May",
  "%s plays the cello in an orchestra", "%s likes to go running by the river", "%s is afraid of spiders",
  "I met %s at the café yesterday", "%s bought a red bicycle for 300 euros",
};
static const char *const questions[] = {
  "What is %s allergic to?", "Where does %s live now?", "When is the birthday of %s?", "Which instrument does %s play?",
  "Who bought a bicycle?", "what did %s run along", "¿%s? \"spiders\" AND (fear*", "What did I do in March 2021?",
  "What happened in January?", "What did %s do in June 2022?",
};

static const char *
pick (BtyProse          *prose,
      const char *const *texts,
      guint              n_texts)
{
  return texts[bty_prose_pick (prose, (int) n_texts)];
}

/* Something about somebody, or what nobody asks for. */
static char *
write_sentence (BtyProse          *prose,
                const char *const *texts,
                guint              n_texts)
{
  g_auto(GStrv) parts = NULL;

  if (bty_prose_pick (prose, 3) > 0)
    return bty_prose_write_prompt (prose);

  parts = g_strsplit (pick (prose, texts, n_texts), "%s", 2);

  return g_strjoinv (pick (prose, names, G_N_ELEMENTS (names)), parts);
}

static void
add_session (BtyDatabase *database,
             BtyBot      *bot,
             BtyProse    *prose,
             guint        i)
{
  g_autoptr(BtySession) session = bty_session_new (bot->id);
  g_autofree char *title = bty_prose_write_title (prose);
  g_autofree char *parent_id = NULL;
  gint64 said_at = (1600000000 + (gint64) i * 86400 * 30) * G_USEC_PER_SEC;
  g_autoptr(GError) error = NULL;

  g_object_set (session, "title", title, "created-at", said_at, "updated-at", said_at, NULL);
  bty_session_store_insert (database, session, &error);
  for (guint j = 0; j < N_TURNS && error == NULL; j++)
    {
      g_autofree char *text = write_sentence (prose, facts, G_N_ELEMENTS (facts));
      g_autoptr(BtyMessage) message = bty_message_new (session->id, parent_id,
                                                       j % 2 == 0 ? BTY_ROLE_USER : BTY_ROLE_ASSISTANT, text);

      g_object_set (message, "created-at", said_at + j * G_USEC_PER_SEC, NULL);
      bty_message_store_insert (database, message, &error);
      g_free (parent_id);
      parent_id = g_strdup (message->id);
    }
  g_assert_no_error (error);
}

static void
add_memory (BtyDatabase *database,
            BtyBot      *bot,
            BtyProse    *prose,
            guint        i)
{
  g_autofree char *text = write_sentence (prose, facts, G_N_ELEMENTS (facts));
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);
  g_autoptr(GError) error = NULL;

  g_object_set (memory, "importance", (gint64) (i % 5 + 1), NULL);
  if (i % 3 == 0)
    g_object_set (memory, "event-at", (1600000000 + (gint64) i * 86400 * 3) * G_USEC_PER_SEC, NULL);
  if (bty_memory_store_insert (database, memory, "user", &error)
      && bty_memory_note (database, "user", BTY_AUDIT_IMPORT, NULL, memory, NULL, &error))
    bty_memory_similar_index (database, memory, &error);
  g_assert_no_error (error);
}

static BtyDatabase *
open_new (const char *uri)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDatabase) database = bty_database_open (uri, NULL, BTY_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  bty_migrator_run (database, NULL, &error);
  g_assert_no_error (error);
  bty_database_begin (database, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&database);
}

static void
commit (BtyDatabase *database)
{
  g_autoptr(GError) error = NULL;

  bty_database_commit (database, &error);
  g_assert_no_error (error);
}

static void
copy (const char *from,
      const char *to)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDatabase) source = open_new (from);
  g_autoptr(BtyDatabase) target = open_new (to);

  g_assert_true (bty_copy_run (source, target, NULL, NULL, &error));
  g_assert_no_error (error);
  commit (target);
  commit (source);
}

static GPtrArray *
recall (BtyRecallService *service,
        const char       *bot_id,
        const char       *text)
{
  BtyRecallRequest request = { .bot_id = bot_id, .text = text, .limit = LIMIT };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *recalled;

  bty_recall_service_recall_async (service, &request, NULL, bty_test_result_cb, &result);
  recalled = bty_recall_service_recall_finish (service, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return recalled;
}

/* Whether @recalled is among @others where the score is about the same; at the end of a list another one may have
 * taken its place. */
static gboolean
is_there (GPtrArray         *others,
          const BtyRecalled *recalled)
{
  BtyRecalled *last = g_ptr_array_index (others, others->len - 1);

  for (guint i = 0; i < others->len; i++)
    {
      BtyRecalled *other = g_ptr_array_index (others, i);

      if (g_str_equal (other->id, recalled->id))
        return fabs (other->score - recalled->score) <= TIE;
    }

  return fabs (last->score - recalled->score) <= TIE;
}

static void
compare (GPtrArray  *recalled,
         GPtrArray  *others,
         const char *question)
{
  g_test_message ("%s", question);
  g_assert_cmpuint (recalled->len, ==, others->len);
  for (guint i = 0; i < recalled->len; i++)
    {
      BtyRecalled *one = g_ptr_array_index (recalled, i);
      BtyRecalled *other = g_ptr_array_index (others, i);

      g_assert_cmpfloat_with_epsilon (one->score, other->score, TIE);
      g_assert_true (is_there (others, one));
    }
}

static void
test_same (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autofree char *path = g_build_filename (storage->directory, "source.db", NULL);
  g_autoptr(BtyProse) prose = bty_prose_new (11);
  g_autoptr(BtyDatabase) database = open_new (path);
  g_autoptr(BtyBot) bot = bty_bot_new ("Ada");
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyWorker) worker = NULL;
  g_autoptr(BtyWorker) other_worker = NULL;
  g_autoptr(BtyRecallService) service = NULL;
  g_autoptr(BtyRecallService) other_service = NULL;
  guint n_recalled = 0;

  bty_bot_store_insert (database, bot, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_SESSIONS; i++)
    add_session (database, bot, prose, i);
  for (guint i = 0; i < N_MEMORIES; i++)
    add_memory (database, bot, prose, i);
  commit (database);
  g_clear_object (&database);
  g_clear_object (&storage->database);
  copy (path, storage->path);

  worker = bty_worker_new (path, NULL, &error);
  g_assert_no_error (error);
  other_worker = bty_worker_new (storage->path, NULL, &error);
  g_assert_no_error (error);
  service = bty_recall_service_new (worker);
  other_service = bty_recall_service_new (other_worker);
  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      g_autofree char *question = write_sentence (prose, questions, G_N_ELEMENTS (questions));
      g_autoptr(GPtrArray) recalled = recall (service, bot->id, question);
      g_autoptr(GPtrArray) others = recall (other_service, bot->id, question);

      compare (recalled, others, question);
      n_recalled += recalled->len;
    }
  g_assert_cmpuint (n_recalled, >, N_QUESTIONS);

  bty_recall_service_close (service);
  bty_recall_service_close (other_service);
  bty_worker_stop (worker);
  bty_worker_stop (other_worker);
  bty_test_settle ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/same-recall/same", test_same);

  return g_test_run ();
}
