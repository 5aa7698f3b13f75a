/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bench.h"
#include "bty-bot-store.h"
#include "bty-memory-similar.h"
#include "bty-memory-store.h"
#include "bty-memory-writing.h"
#include "bty-message-store.h"
#include "bty-migrator.h"
#include "bty-prose.h"
#include "bty-recall-service.h"
#include "bty-session-store.h"
#include "bty-test-wait.h"
#include "bty-worker.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How well past conversations are recalled, on files in the format of LoCoMo ("Evaluating Very Long-Term
 * Conversational Memory of LLM Agents", 2024): every turn becomes one message of a bot of its own, through the stores,
 * and every question that has evidence is asked of that bot through the recall service. */

#define LIMIT 20
#define N_TIMED 500

typedef struct
{
  char       *directory;
  char       *path;
  BtyWorker        *worker;
  BtyRecallService *service;
  GHashTable *turns;     /* bot id and name of a turn -> message id */
  GPtrArray  *bots;      /* of BtyBot, one for each file */
  GPtrArray  *parsers;   /* of JsonParser, the same */
  BtyBench   *times;
} Bench;

typedef struct
{
  double recall;
  double hit;
  double reciprocal_rank;
  guint  n_questions;
} Sums;

static void
check (GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

/* "1:56 pm on 8 May, 2023", by the local clock; microseconds since 1970 UTC. */
static gint64
read_date (const char *text)
{
  static const char *const months[] = {
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  };
  char half[3];
  char name[16];
  int hour;
  int minute;
  int day;
  int year;
  int month = 1;
  g_autoptr(GDateTime) time = NULL;

  if (text == NULL || sscanf (text, "%d:%d %2s on %d %15[A-Za-z], %d", &hour, &minute, half, &day, name, &year) != 6)
    g_error ("No date: %s", text);
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_str_equal (months[i], name))
      month = i + 1;
  time = g_date_time_new_local (year, month, day, hour % 12 + (g_ascii_tolower (half[0]) == 'p' ? 12 : 0), minute, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static char *
write_turn (JsonObject *turn)
{
  const char *caption = json_object_get_string_member_with_default (turn, "blip_caption", NULL);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s: %s", json_object_get_string_member (turn, "speaker"),
                          json_object_get_string_member (turn, "text"));
  if (caption != NULL && *caption != '\0')
    g_string_append_printf (text, " [%s]", caption);

  return g_string_free (text, FALSE);
}

static void
add_session (Bench       *self,
             BtyDatabase *database,
             BtyBot      *bot,
             JsonObject  *conversation,
             const char  *name)
{
  g_autofree char *date_name = g_strconcat (name, "_date_time", NULL);
  gint64 said_at = read_date (json_object_get_string_member_with_default (conversation, date_name, NULL));
  JsonArray *turns = json_object_get_array_member (conversation, name);
  g_autoptr(BtySession) session = bty_session_new (bot->id);
  g_autofree char *parent_id = NULL;
  GError *error = NULL;

  g_object_set (session, "title", name, "created-at", said_at, "updated-at", said_at, NULL);
  bty_session_store_insert (database, session, &error);
  check (error);
  for (guint i = 0; i < json_array_get_length (turns); i++)
    {
      JsonObject *turn = json_array_get_object_element (turns, i);
      g_autofree char *text = write_turn (turn);
      g_autoptr(BtyMessage) message = bty_message_new (session->id, parent_id, BTY_ROLE_USER, text);

      g_object_set (message, "created-at", said_at + i * G_USEC_PER_SEC, NULL);
      bty_message_store_insert (database, message, &error);
      check (error);
      g_hash_table_insert (self->turns,
                           g_strconcat (bot->id, json_object_get_string_member (turn, "dia_id"), NULL),
                           g_strdup (message->id));
      g_free (parent_id);
      parent_id = g_strdup (message->id);
    }
}

static void
load_file (Bench       *self,
           BtyDatabase *database,
           const char  *path)
{
  JsonParser *parser = json_parser_new ();
  g_autofree char *name = g_path_get_basename (path);
  BtyBot *bot = bty_bot_new (name);
  JsonObject *conversation;
  GError *error = NULL;

  json_parser_load_from_file (parser, path, &error);
  check (error);
  g_object_set (bot, "slug", bot->id, NULL);
  bty_bot_store_insert (database, bot, &error);
  check (error);
  g_ptr_array_add (self->parsers, parser);
  g_ptr_array_add (self->bots, bot);

  conversation = json_node_get_object (json_parser_get_root (parser));
  for (guint i = 1; i <= json_object_get_size (conversation); i++)
    {
      g_autofree char *session = g_strdup_printf ("session_%u", i);

      if (json_object_has_member (conversation, session))
        add_session (self, database, bot, conversation, session);
    }
}

static void
load_files (Bench  *self,
            char  **paths)
{
  GError *error = NULL;
  g_autoptr(BtyDatabase) database = bty_database_open (self->path, NULL, BTY_DATABASE_WRITE, &error);

  check (error);
  bty_migrator_run (database, NULL, &error);
  check (error);
  bty_database_begin (database, &error);
  for (guint i = 0; paths[i] != NULL; i++)
    load_file (self, database, paths[i]);
  bty_database_commit (database, &error);
  check (error);
}

/* The messages that answer; several may be named in one string. */
static GHashTable *
read_evidence (Bench      *self,
               BtyBot     *bot,
               JsonObject *question)
{
  GHashTable *evidence = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = json_object_has_member (question, "evidence")
                       ? json_object_get_array_member (question, "evidence") : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_auto(GStrv) names = g_strsplit_set (json_array_get_string_element (array, i), "; ,", -1);

      for (guint j = 0; names[j] != NULL; j++)
        {
          g_autofree char *key = g_strconcat (bot->id, names[j], NULL);
          char *id = g_hash_table_lookup (self->turns, key);

          if (id != NULL)
            g_hash_table_add (evidence, id);
        }
    }

  return evidence;
}

static GPtrArray *
recall (Bench           *self,
        BtyBot          *bot,
        const char      *text,
        guint            limit,
        BtyRankingParts  without)
{
  BtyRecallRequest request = { .bot_id = bot->id, .text = text, .limit = limit, .without = without };
  g_autoptr(GAsyncResult) result = NULL;
  GError *error = NULL;
  GPtrArray *recalled;

  if (self->service == NULL)
    self->service = bty_recall_service_new (self->worker);
  bty_bench_start (self->times);
  bty_recall_service_recall_async (self->service, &request, NULL, bty_test_result_cb, &result);
  recalled = bty_recall_service_recall_finish (self->service, bty_test_wait (&result), &error);
  bty_bench_stop (self->times);
  check (error);

  return recalled;
}

static void
ask (Bench           *self,
     BtyBot          *bot,
     JsonObject      *question,
     BtyRankingParts  without,
     Sums            *sums)
{
  g_autoptr(GHashTable) evidence = read_evidence (self, bot, question);
  g_autoptr(GPtrArray) recalled = NULL;
  guint n_found = 0;

  if (g_hash_table_size (evidence) == 0)
    return;

  recalled = recall (self, bot, json_object_get_string_member (question, "question"), LIMIT, without);
  for (guint i = 0; i < recalled->len; i++)
    if (g_hash_table_contains (evidence, ((BtyRecalled *) g_ptr_array_index (recalled, i))->id))
      {
        sums->reciprocal_rank += n_found == 0 ? 1.0 / (i + 1) : 0;
        n_found++;
      }
  sums->recall += (double) n_found / g_hash_table_size (evidence);
  sums->hit += n_found > 0 ? 1 : 0;
  sums->n_questions++;
}

static Sums
ask_all (Bench           *self,
         BtyRankingParts  without)
{
  Sums sums = { 0 };

  for (guint i = 0; i < self->bots->len; i++)
    {
      JsonParser *parser = g_ptr_array_index (self->parsers, i);
      JsonObject *conversation = json_node_get_object (json_parser_get_root (parser));
      JsonArray *questions = json_object_get_array_member (conversation, "qa");

      for (guint j = 0; j < json_array_get_length (questions); j++)
        ask (self, g_ptr_array_index (self->bots, i), json_array_get_object_element (questions, j), without, &sums);
    }

  return sums;
}

static void
print_sums (const Sums *sums)
{
  double n = MAX (1, sums->n_questions);

  g_print ("recall@%d %.3f hit@%d %.3f MRR %.3f questions %u\n", LIMIT, sums->recall / n, LIMIT, sums->hit / n,
           sums->reciprocal_rank / n, sums->n_questions);
}

/* What each part is worth: all of them, then each left out. */
static void
print_ablation (Bench *self)
{
  static const struct
  {
    const char      *name;
    BtyRankingParts  part;
  } parts[] = {
    { "nothing", 0 }, { "words", BTY_RANKING_WORDS }, { "letters", BTY_RANKING_LETTERS },
    { "speaker", BTY_RANKING_SPEAKER }, { "neighbours", BTY_RANKING_NEIGHBOURS }, { "answers", BTY_RANKING_ANSWERS },
    { "session", BTY_RANKING_SESSION }, { "time", BTY_RANKING_TIME }, { "meaning", BTY_RANKING_MEANING },
    { "graph", BTY_RANKING_GRAPH },
    { "related", BTY_RANKING_RELATED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      Sums sums = ask_all (self, parts[i].part);

      g_print ("without %-12s ", parts[i].name);
      print_sums (&sums);
    }
}

static gpointer
do_nothing_on_db (BtyDatabase   *database,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return GINT_TO_POINTER (TRUE);
}

/* The index is read or made by a job of the thread for long reading; jobs come one after the other. */
static void
wait_for_index (Bench *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GTask) task = g_task_new (NULL, NULL, bty_test_result_cb, &result);

  bty_worker_read_long (self->worker, task, do_nothing_on_db, NULL);
  bty_test_wait (&result);
}

static void
write_memory (BtyDatabase *database,
              BtyBot      *bot,
              BtyProse    *prose)
{
  g_autofree char *text = bty_prose_write_prompt (prose);
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);
  GError *error = NULL;

  if (bty_memory_store_insert (database, memory, "user", &error)
      && bty_memory_note (database, "user", BTY_AUDIT_IMPORT, NULL, memory, NULL, &error))
    bty_memory_similar_index (database, memory, &error);
  check (error);
}

/* Memories of one bot, sentences whose words are as unevenly frequent as those of a language. */
static BtyBot *
write_memories (Bench *self,
                guint  n_memories)
{
  g_autoptr(BtyProse) prose = bty_prose_new (7);
  GError *error = NULL;
  g_autoptr(BtyDatabase) database = bty_database_open (self->path, NULL, BTY_DATABASE_WRITE, &error);
  g_autoptr(BtyBot) bot = bty_bot_new ("Ada");

  check (error);
  bty_migrator_run (database, NULL, &error);
  check (error);
  bty_database_begin (database, &error);
  bty_bot_store_insert (database, bot, &error);
  check (error);
  for (guint i = 0; i < n_memories; i++)
    write_memory (database, bot, prose);
  bty_database_commit (database, &error);
  check (error);

  return g_steal_pointer (&bot);
}

/* The bot of a database that an earlier run has filled. */
static BtyBot *
find_bot (Bench *self)
{
  g_autoptr(BtyDatabase) database = bty_database_open (self->path, NULL, BTY_DATABASE_READ, NULL);

  return database != NULL ? bty_database_select_first (database, BTY_TYPE_BOT, "", BTY_NO_ARGS, NULL) : NULL;
}

/* How long it takes to write one more. */
static void
time_writing (Bench *self,
              guint  n_memories)
{
  g_autoptr(BtyProse) prose = bty_prose_new (13);
  g_autoptr(BtyBench) times = bty_bench_new ("one memory written");
  g_autoptr(BtyBot) bot = find_bot (self);
  GError *error = NULL;
  g_autoptr(BtyDatabase) database = bty_database_open (self->path, NULL, BTY_DATABASE_WRITE, &error);

  check (error);
  if (bot == NULL)
    g_error ("There is nobody yet who has memories.");
  bty_migrator_run (database, NULL, &error);
  check (error);
  for (guint i = 0; i < n_memories; i++)
    {
      bty_bench_start (times);
      bty_database_begin (database, &error);
      check (error);
      write_memory (database, bot, prose);
      bty_database_commit (database, &error);
      check (error);
      bty_bench_stop (times);
    }
  bty_bench_print_head ("a transaction for each");
  bty_bench_print (times);
}

/* How long one recall takes from the call to the answer: first with nothing read yet, then while the index is read or
 * made, then again and again.
 * @question: (nullable): what is asked; NULL = something else every time */
static void
time_memories (Bench      *self,
               guint       n_memories,
               const char *question)
{
  g_autoptr(BtyProse) prose = bty_prose_new (11);
  g_autoptr(BtyBench) cold = bty_bench_new ("recall, the first one");
  g_autoptr(BtyBot) bot = find_bot (self);
  BtyBench *warm = self->times;
  GError *error = NULL;
  struct timespec begun;
  struct timespec ended;

  if (bot == NULL)
    bot = write_memories (self, n_memories);
  self->worker = bty_worker_new (self->path, NULL, &error);
  check (error);
  self->times = cold;
  for (guint i = 0; i <= N_TIMED; i++)
    {
      g_autofree char *text = question != NULL ? g_strdup (question) : bty_prose_write_prompt (prose);

      g_ptr_array_unref (recall (self, bot, text, 0, 0));
      if (i > 0)
        continue;
      wait_for_index (self);
      self->times = warm;
      clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &begun);
    }
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &ended);
  bty_bench_print_head ("end to end");
  bty_bench_print (cold);
  bty_bench_print (warm);
  g_print ("CPU time of all threads for each: %.2f ms\n",
           ((ended.tv_sec - begun.tv_sec) * 1e3 + (ended.tv_nsec - begun.tv_nsec) / 1e6) / N_TIMED);
}

static BtyRankingParts
find_part (const char *name)
{
  static const char *const names[] = {
    "words", "letters", "speaker", "neighbours", "answers", "session", "time", "meaning", "graph",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return 1 << i;

  g_error ("There is no part “%s”.", name);
}

static void
measure (Bench      *self,
         const char *left_out,
         gboolean    ablation,
         gboolean    times)
{
  Sums sums;

  if (ablation)
    print_ablation (self);
  else
    {
      sums = ask_all (self, left_out != NULL ? find_part (left_out) : 0);
      print_sums (&sums);
    }
  if (times)
    {
      bty_bench_print_head ("end to end");
      bty_bench_print (self->times);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *left_out = NULL;
  gboolean ablation = FALSE;
  gboolean times = FALSE;
  int memories = 0;
  int written = 0;
  g_autofree char *uri = NULL;
  g_autofree char *question = NULL;
  g_auto(GStrv) paths = NULL;
  const GOptionEntry entries[] = {
    { "without", 0, 0, G_OPTION_ARG_STRING, &left_out, "Leave out a part of ranking", "PART" },
    { "ablation", 0, 0, G_OPTION_ARG_NONE, &ablation, "Leave out each part in turn", NULL },
    { "times", 0, 0, G_OPTION_ARG_NONE, &times, "Print how long it took", NULL },
    { "memories", 0, 0, G_OPTION_ARG_INT, &memories, "Only time it, with so many made up memories", "N" },
    { "write", 0, 0, G_OPTION_ARG_INT, &written, "Only time writing so many more", "N" },
    { "in", 0, 0, G_OPTION_ARG_STRING, &uri, "Where the memories are kept for the next time", "FILE|URI" },
    { "question", 0, 0, G_OPTION_ARG_STRING, &question, "What is asked of these, every time", "TEXT" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, "FILE…" },
    { NULL, 0, 0, 0, NULL, NULL, NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  Bench bench = { 0 };
  GError *error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_parse (context, &argc, &argv, &error);
  check (error);
  if (paths == NULL && memories <= 0 && written <= 0)
    return EXIT_FAILURE;

  bench.directory = bty_test_make_dir ();
  bench.path = uri != NULL ? g_strdup (uri) : g_build_filename (bench.directory, "boternity.db", NULL);
  bench.turns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  bench.bots = g_ptr_array_new_with_free_func (g_object_unref);
  bench.parsers = g_ptr_array_new_with_free_func (g_object_unref);
  bench.times = bty_bench_new ("recall");
  if (written > 0)
    time_writing (&bench, (guint) written);
  else if (memories > 0)
    time_memories (&bench, (guint) memories, question);
  else
    {
      load_files (&bench, paths);
      bench.worker = bty_worker_new (bench.path, NULL, &error);
      check (error);
      measure (&bench, left_out, ablation, times);
    }

  if (bench.service != NULL)
    bty_recall_service_close (bench.service);
  if (bench.worker != NULL)
    bty_worker_stop (bench.worker);
  g_clear_object (&bench.service);
  g_clear_object (&bench.worker);
  g_hash_table_unref (bench.turns);
  g_ptr_array_unref (bench.bots);
  g_ptr_array_unref (bench.parsers);
  bty_bench_free (bench.times);
  bty_test_remove (bench.directory);
  g_free (bench.directory);
  g_free (bench.path);

  return EXIT_SUCCESS;
}
