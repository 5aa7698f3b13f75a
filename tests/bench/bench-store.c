/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bench.h"
#include "bty-bot-store.h"
#include "bty-message-store.h"
#include "bty-migrator.h"
#include "bty-prose.h"
#include "bty-ranking.h"
#include "bty-recall-store.h"
#include "bty-search-store.h"
#include "bty-session-store.h"
#include "bty-time.h"

#include <string.h>

/* What the stores promise, measured on a file on disk; beside some of it a simpler way to do the same. */

#define PAGE 50
#define REPEAT 20
#define N_QUERIES 60   /* of each kind */
#define PLAIN_EVERY 12 /* queries; it may take seconds */

typedef struct
{
  char        *directory;
  char        *path;
  BtyDatabase *database;
  BtyProse    *prose;
} Bench;

static void
check (GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

/* A connection that has read nothing yet: the pages come from the system's cache, not from SQLite's. */
static BtyDatabase *
open_fresh (Bench *self)
{
  GError *error = NULL;
  BtyDatabase *database = bty_database_open (self->path, NULL, BTY_DATABASE_READ, &error);

  check (error);

  return database;
}

static void
open_copy (Bench      *self,
           const char *database)
{
  g_autofree char *name = g_path_get_basename (database);
  GError *error = NULL;
  gint64 n_sessions = 0;
  gint64 n_messages = 0;

  /* What is on a server stays as it is, and gets what is measured here in addition. */
  if (strstr (database, "://") == NULL)
    self->directory = bty_bench_copy (database);
  self->path = self->directory != NULL ? g_build_filename (self->directory, "boternity.db", NULL) : g_strdup (database);
  self->prose = bty_prose_new (7);
  self->database = bty_database_open (self->path, NULL, BTY_DATABASE_WRITE, &error);
  check (error);
  bty_migrator_run (self->database, NULL, &error);
  check (error);
  bty_database_query_integer (self->database, "SELECT count(*) FROM sessions", BTY_NO_ARGS, &n_sessions, &error);
  check (error);
  bty_database_query_integer (self->database, "SELECT count(*) FROM messages", BTY_NO_ARGS, &n_messages, &error);
  check (error);
  g_print ("\n%s: %" G_GINT64_FORMAT " sessions, %" G_GINT64_FORMAT " messages\n", name, n_sessions, n_messages);
}

static void
close_copy (Bench *self)
{
  g_clear_object (&self->database);
  g_clear_pointer (&self->prose, bty_prose_free);
  if (self->directory != NULL)
    bty_bench_remove (self->directory);
  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->path, g_free);
}

static BtySession *
add_session (Bench *self,
             guint  n_messages)
{
  GError *error = NULL;
  g_autoptr(GPtrArray) bots = bty_bot_store_list (self->database, &error);
  g_autoptr(BtySession) session = NULL;
  g_autofree char *parent = NULL;

  check (error);
  session = bty_session_new (((BtyBot *) g_ptr_array_index (bots, 0))->id);
  bty_database_begin (self->database, &error);
  bty_session_store_insert (self->database, session, &error);
  check (error);
  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *text = i % 2 == 0 ? bty_prose_write_prompt (self->prose) : bty_prose_write_reply (self->prose);
      g_autoptr(BtyMessage) message = bty_message_new (session->id, parent,
                                                       i % 2 == 0 ? BTY_ROLE_USER : BTY_ROLE_ASSISTANT, text);

      bty_message_store_insert (self->database, message, &error);
      check (error);
      g_free (parent);
      parent = g_strdup (message->id);
    }
  bty_database_commit (self->database, &error);
  check (error);

  return g_steal_pointer (&session);
}

/* The least that reading can cost: every column looked at, and no objects made. */
static void
read_rows_only (BtyDatabase *database,
                BtySession  *session)
{
  GError *error = NULL;
  g_autoptr(BtyRows) rows = bty_database_query (database, "SELECT * FROM messages WHERE session_id = $1 ORDER BY seq",
                                                BTY_ARGS (BTY_TEXT (session->id)), &error);

  while (bty_rows_next (rows, &error))
    for (int column = 0; column < 20; column++)
      bty_rows_get_text (rows, column);
  check (error);
}

static void
measure_history (Bench *self,
                 guint  n_messages)
{
  g_autoptr(BtySession) session = add_session (self, n_messages);
  g_autofree char *title = g_strdup_printf ("history of %u messages", n_messages);
  g_autoptr(BtyBench) store = bty_bench_new (title);
  g_autoptr(BtyBench) rows_only = bty_bench_new ("  beside it: the rows alone, no objects");

  for (guint i = 0; i < REPEAT; i++)
    {
      g_autoptr(BtyDatabase) first = open_fresh (self);
      g_autoptr(BtyDatabase) second = open_fresh (self);
      g_autoptr(GPtrArray) messages = NULL;
      GError *error = NULL;

      bty_bench_start (store);
      messages = bty_message_store_list (first, session->id, &error);
      bty_bench_stop (store);
      check (error);
      g_assert_cmpuint (messages->len, ==, n_messages);

      bty_bench_start (rows_only);
      read_rows_only (second, session);
      bty_bench_stop (rows_only);
    }
  bty_bench_print (store);
  bty_bench_print (rows_only);
}

static void
measure_pages (Bench *self)
{
  g_autoptr(BtyBench) first = bty_bench_new ("first page of 50 sessions");
  g_autoptr(BtyBench) others = bty_bench_new ("each further page of 50, to the end");

  for (guint i = 0; i < REPEAT; i++)
    {
      g_autoptr(BtyDatabase) database = open_fresh (self);
      g_autoptr(BtySession) last = NULL;
      guint n_sessions = 0;
      guint n_read;

      do
        {
          BtyBench *bench = last == NULL ? first : others;
          GError *error = NULL;
          g_autoptr(GPtrArray) page = NULL;

          bty_bench_start (bench);
          page = bty_session_store_list (database, NULL, NULL, FALSE, last, PAGE, &error);
          bty_bench_stop (bench);
          check (error);
          n_read = page->len;
          n_sessions += n_read;
          if (n_read > 0)
            g_set_object (&last, g_ptr_array_index (page, n_read - 1));
        }
      while (n_read == PAGE);
      g_assert_cmpuint (n_sessions, >, 0);
    }
  bty_bench_print (first);
  bty_bench_print (others);
}

static const char *const frequent_queries[] = {
  "the", "a", "is", "of and to", "what is the weather", "the the the", "how do you do", "water", "garden", "coffee",
  "I think that it was good for people to work with you", "meeting budget", "train to köln", "café", "database",
};

static const char *const odd_queries[] = {
  "", "\"", "*", "AND OR NOT NEAR", "'; DROP TABLE messages; --", "xyzzyplugh", "日本語", "the zzzzz", "\"the weather\"",
  "\"it is\" garden", "th", "wat", "coff", "c++", "a b c d e f g h i j k l m n o p q r s t u v w x y z",
};

static void
add_queries (GPtrArray         *queries,
             const char *const *texts,
             guint              n_texts)
{
  for (guint i = 0; i < N_QUERIES; i++)
    g_ptr_array_add (queries, g_strdup (texts[i % n_texts]));
}

/* Titles, whole questions, the beginnings of words, frequent words alone and together, and nonsense. */
static GPtrArray *
create_queries (Bench *self)
{
  g_autoptr(GPtrArray) queries = g_ptr_array_new_with_free_func (g_free);

  add_queries (queries, frequent_queries, G_N_ELEMENTS (frequent_queries));
  add_queries (queries, odd_queries, G_N_ELEMENTS (odd_queries));
  for (guint i = 0; i < N_QUERIES; i++)
    {
      char *title = bty_prose_write_title (self->prose);
      g_auto(GStrv) words = g_strsplit (title, " ", 2);

      g_ptr_array_add (queries, title);
      g_ptr_array_add (queries, g_strdup (words[0]));
      g_ptr_array_add (queries, g_utf8_substring (words[0], 0, MIN (4, g_utf8_strlen (words[0], -1))));
      g_ptr_array_add (queries, bty_prose_write_prompt (self->prose));
    }

  return g_steal_pointer (&queries);
}

/* What one would write first: every word counts, and every match is ranked. */
static guint
search_plainly (BtyDatabase *database,
                const char  *words)
{
  g_auto(GStrv) parts = g_strsplit_set (words, " ,.?\"'*;-+", -1);
  g_autoptr(GString) query = g_string_new (NULL);
  g_autoptr(BtyRows) rows = NULL;
  GError *error = NULL;
  guint n_rows = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_string_append_printf (query, "%s\"%s\"", query->len > 0 ? " OR " : "", parts[i]);
  if (query->len == 0)
    return 0;

  rows = bty_database_query (database,
                             "SELECT m.id, snippet(message_words, 0, '', '', '…', 16) FROM message_words"
                             " JOIN messages AS m ON m.seq = message_words.rowid"
                             " WHERE message_words MATCH $1 ORDER BY rank LIMIT 50",
                             BTY_ARGS (BTY_TEXT (query->str)), &error);
  while (bty_rows_next (rows, &error))
    n_rows++;
  check (error);

  return n_rows;
}

static void
measure_search (Bench *self)
{
  g_autoptr(GPtrArray) queries = create_queries (self);
  g_autoptr(BtyDatabase) database = open_fresh (self);
  g_autoptr(BtyBench) search = bty_bench_new ("search, titles and messages, 50 hits");
  g_autoptr(BtyBench) recall = bty_bench_new ("recall of past messages");
  g_autoptr(BtyBench) plain = bty_bench_new ("  beside them: every match ranked");
  const char *slowest = NULL;
  double longest = 0;

  for (guint i = 0; i < queries->len; i++)
    {
      const char *words = g_ptr_array_index (queries, i);
      GError *error = NULL;
      g_autoptr(GPtrArray) hits = NULL;
      g_autoptr(BtyQuestion) question = NULL;
      g_autoptr(GPtrArray) recalled = NULL;
      double time;

      bty_bench_start (search);
      hits = bty_search_store_search (database, words, NULL, PAGE, &error);
      time = bty_bench_stop (search);
      check (error);
      if (time > longest)
        {
          longest = time;
          slowest = words;
        }

      bty_bench_start (recall);
      question = bty_question_new (words, bty_time_now ());
      recalled = bty_recall_store_find_messages (database, question, NULL, NULL, &error);
      if (recalled != NULL)
        bty_ranking_rank (question, recalled, bty_time_now (), BTY_RANKING_ALL);
      bty_bench_stop (recall);
      check (error);
    }
  /* Behind them: what it leaves behind in the memory would be a burden to the next. */
  for (guint i = 0; i < queries->len && self->directory != NULL; i += PLAIN_EVERY)
    {
      bty_bench_start (plain);
      search_plainly (database, g_ptr_array_index (queries, i));
      bty_bench_stop (plain);
    }
  bty_bench_print (search);
  g_print ("  the slowest: “%.60s”\n", slowest);
  bty_bench_print (recall);
  if (self->directory != NULL)
    bty_bench_print (plain);
}

static void
measure_writing (Bench *self)
{
  g_autoptr(BtySession) session = add_session (self, 2);
  g_autoptr(BtyBench) insert = bty_bench_new ("a message stored, on disk");
  g_autoptr(BtyBench) progress = bty_bench_new ("4 KB of an arriving reply saved, on disk");
  g_autofree char *text = g_strnfill (4096, 'x');

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *prompt = bty_prose_write_prompt (self->prose);
      g_autoptr(BtyMessage) message = bty_message_new (session->id, NULL, BTY_ROLE_USER, prompt);
      g_autoptr(BtyMessage) reply = bty_message_new (session->id, message->id, BTY_ROLE_ASSISTANT, "");
      GError *error = NULL;

      bty_bench_start (insert);
      bty_database_begin (self->database, &error);
      bty_message_store_insert (self->database, message, &error);
      bty_database_commit (self->database, &error);
      bty_bench_stop (insert);
      check (error);

      g_object_set (reply, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
      bty_message_store_insert (self->database, reply, &error);
      check (error);
      bty_bench_start (progress);
      bty_database_begin (self->database, &error);
      bty_message_store_save_progress (self->database, reply->id, text, NULL, &error);
      bty_database_commit (self->database, &error);
      bty_bench_stop (progress);
      check (error);
    }
  bty_bench_print (insert);
  bty_bench_print (progress);
}

static void
measure (const char *database)
{
  Bench self = { 0 };

  open_copy (&self, database);
  bty_bench_print_head ("stores");
  measure_pages (&self);
  measure_search (&self);
  measure_history (&self, 1000);
  measure_history (&self, 10000);
  measure_writing (&self);
  close_copy (&self);
}

int
main (int    argc,
      char **argv)
{
  if (argc < 2 || g_str_equal (argv[1], "--help"))
    {
      g_printerr ("Usage: %s DATABASE…\n\nDATABASE is what generate-profile made, a file or a URI.\n", argv[0]);
      return 2;
    }
  for (int i = 1; i < argc; i++)
    measure (argv[i]);

  return 0;
}
