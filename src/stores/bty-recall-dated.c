/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-dated.h"

#include "bty-memory-extract.h"
#include "bty-memory-rule.h"
#include "bty-recall-memories.h"
#include "bty-recall-store.h"
#include "bty-text-search.h"
#include "bty-time-words.h"
#include "bty-value-list.h"

/* "What did I do last week?" has no word that an answer must have: what tells of that time may answer, and what was
 * said then. */

/* Of all times that are named, the newest. */
#define MAX_DATED 20

/* "Tomorrow" and "next Friday" are said shortly before. */
#define SAID_BEFORE (14 * G_TIME_SPAN_DAY)

#define THEN(time, from, to) time " >= " from " AND " time " < " to
#define MEMORIES(time, which) \
  "SELECT * FROM (SELECT m.id AS id, " time " AS told_of FROM memories AS m" \
  " WHERE " which " AND " THEN (time, "$4", "$5") \
  " AND " BTY_MEMORY_IS_READABLE ("$1") " AND " BTY_MEMORY_IS_LIVE ("$2") " AND " BTY_MEMORY_IS_WANTED ("$3") \
  " ORDER BY told_of DESC, id DESC LIMIT $6)"

/* What tells of a time is of that time, and all else of when it was remembered. An index leads to each part. */
#define TELLING_OF_IT \
  MEMORIES ("m.event_at", "m.bot_id = $1") " AS a UNION ALL " \
  MEMORIES ("m.created_at", "m.bot_id = $1 AND m.event_at IS NULL") " AS b UNION ALL " \
  MEMORIES ("coalesce (m.event_at, m.created_at)", "m.bot_id <> $1 AND m.trust <> 'private'") " AS c" \
  " ORDER BY told_of DESC, id DESC LIMIT $6"

#define SAID_THEN \
  "SELECT m.seq FROM messages AS m CROSS JOIN sessions AS s" \
  " WHERE m.role = 'user' AND " THEN ("m.created_at", "$3", "$4") " AND m.content <> ''" \
  " AND s.id = m.session_id AND s.bot_id = $1 AND s.private = 0 AND s.deleted_at IS NULL" \
  " AND ($2 IS NULL OR s.id <> $2) AND " BTY_MESSAGE_IS_WANTED ("$2") \
  " ORDER BY m.created_at DESC, m.session_id LIMIT $5"

static int
compare_periods (gconstpointer a,
                 gconstpointer b)
{
  gint64 first = ((const BtyQuestionPeriod *) a)->from;
  gint64 second = ((const BtyQuestionPeriod *) b)->from;

  return (first < second) - (first > second);
}

/* The times themselves, without what comes after them, the latest first. */
static GArray *
list_periods (BtyQuestion *question)
{
  GArray *periods = g_array_new (FALSE, FALSE, sizeof (BtyQuestionPeriod));

  for (guint i = 0; i < question->periods->len; i++)
    {
      BtyQuestionPeriod *period = &g_array_index (question->periods, BtyQuestionPeriod, i);

      if (period->weight >= 1)
        g_array_append_val (periods, *period);
    }
  g_array_sort (periods, compare_periods);

  return periods;
}

static gboolean
read_ids (BtyRows    *rows,
          GPtrArray  *ids,
          GError    **error)
{
  GError *row_error = NULL;

  while (bty_rows_next (rows, &row_error))
    g_ptr_array_add (ids, g_strdup (bty_rows_get_text (rows, 0)));
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

static GPtrArray *
find_memories (BtyDatabase  *database,
               GArray       *periods,
               const char   *reader_id,
               const char   *session_id,
               gint64        now,
               GError      **error)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < periods->len && ids->len < MAX_DATED; i++)
    {
      BtyQuestionPeriod *period = &g_array_index (periods, BtyQuestionPeriod, i);
      g_autoptr(BtyRows) rows = bty_database_query (database, TELLING_OF_IT,
                                                    BTY_ARGS (BTY_TEXT (reader_id), BTY_INTEGER (now),
                                                              BTY_TEXT (session_id), BTY_INTEGER (period->from),
                                                              BTY_INTEGER (period->to), BTY_INTEGER (MAX_DATED)),
                                                    error);

      if (rows == NULL || !read_ids (rows, ids, error))
        return NULL;
    }
  for (guint i = 0; i < ids->len; i++)
    bty_value_list_add (keys, g_ptr_array_index (ids, i));

  return bty_recall_memories_load (database, keys, reader_id, session_id, now, error);
}

static gboolean
read_seqs (BtyRows  *rows,
           GArray   *seqs,
           GError  **error)
{
  GError *row_error = NULL;

  while (bty_rows_next (rows, &row_error))
    {
      BtyValue seq = BTY_INTEGER (bty_rows_get_integer (rows, 0));

      g_array_append_val (seqs, seq);
    }
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

/* What the user said at the times of @periods, or up to @before_it before them, the newest. */
static GArray *
list_said (BtyDatabase  *database,
           GArray       *periods,
           const char   *bot_id,
           const char   *session_id,
           gint64        before_it,
           GError      **error)
{
  g_autoptr(GArray) seqs = g_array_new (FALSE, FALSE, sizeof (BtyValue));

  for (guint i = 0; i < periods->len && seqs->len < MAX_DATED; i++)
    {
      BtyQuestionPeriod *period = &g_array_index (periods, BtyQuestionPeriod, i);
      g_autoptr(BtyRows) rows = bty_database_query (database, SAID_THEN,
                                                    BTY_ARGS (BTY_TEXT (bot_id), BTY_TEXT (session_id),
                                                              BTY_INTEGER (period->from - before_it),
                                                              BTY_INTEGER (before_it > 0 ? period->from : period->to),
                                                              BTY_INTEGER (MAX_DATED)), error);

      if (rows == NULL || !read_seqs (rows, seqs, error))
        return NULL;
    }

  return g_steal_pointer (&seqs);
}

/* Adds messages that have the name of a month in which a time begins: they may tell of it. Many are replies that quote
 * others, and not read. */
static gboolean
add_naming (BtyDatabase  *database,
            GArray       *periods,
            GArray       *seqs,
            GError      **error)
{
  for (guint i = 0; i < MIN (periods->len, 2); i++)
    {
      BtyQuestionPeriod *period = &g_array_index (periods, BtyQuestionPeriod, i);
      g_autoptr(GDateTime) from = g_date_time_new_from_unix_local (period->from / G_USEC_PER_SEC);
      g_autofree char *name = from != NULL ? bty_time_words_dup_month (g_date_time_get_month (from)) : NULL;
      g_autoptr(BtyQuestion) question = bty_question_new (name != NULL ? name : "", 0);
      g_autoptr(GArray) found = NULL;
      gboolean left_out;

      if (question->terms->len == 0)
        continue;
      found = bty_text_search_run (database, BTY_FULL_TEXT_CHATS, question, &left_out, error);
      if (found == NULL)
        return FALSE;
      g_array_append_vals (seqs, found->data, found->len);
    }

  return TRUE;
}

/* Keeps what was said at a time that is named, and what tells of a day in it; with what was said around it. */
static void
tell_events (GPtrArray   *messages,
             BtyQuestion *question)
{
  for (guint i = messages->len; i > 0; i--)
    {
      BtyRecalled *message = g_ptr_array_index (messages, i - 1);
      gint64 event_at = message->role == BTY_ROLE_USER ? bty_memory_extract_date (message->text, message->said_at)
                                                       : BTY_UNSET;

      if (event_at != BTY_UNSET && bty_question_match_event (question, event_at) >= 1)
        message->event_at = event_at;
      else if (bty_question_match_event (question, message->said_at) < 1)
        g_ptr_array_remove_index (messages, i - 1);
    }
}

static GPtrArray *
find_messages (BtyDatabase  *database,
               BtyQuestion  *question,
               GArray       *periods,
               const char   *bot_id,
               const char   *session_id,
               GError      **error)
{
  g_autoptr(GArray) seqs = list_said (database, periods, bot_id, session_id, 0, error);
  g_autoptr(GArray) before = seqs != NULL ? list_said (database, periods, bot_id, session_id, SAID_BEFORE, error)
                                          : NULL;
  GPtrArray *messages;

  if (before == NULL || !add_naming (database, periods, before, error))
    return NULL;
  g_array_append_vals (seqs, before->data, before->len);
  messages = bty_recall_store_load_messages (database, bot_id, session_id, seqs, error);
  if (messages != NULL)
    tell_events (messages, question);

  return messages;
}

/**
 * bty_recall_dated_find:
 * @database: a connection
 * @question: what is asked
 * @reader_id: the bot that reads; what it may read is decided here
 * @session_id: (nullable): where it reads: its messages the bot sees anyway, and some others are not wanted there
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): what is of the times that the question names, not
 *   ranked: memories that tell of them, or were made then and tell of no time, and what the user said then or of a
 *   day in them if the question is about nothing else; without memories that were altered outside Boternity
 */
GPtrArray *
bty_recall_dated_find (BtyDatabase  *database,
                       BtyQuestion  *question,
                       const char   *reader_id,
                       const char   *session_id,
                       gint64        now,
                       GError      **error)
{
  g_autoptr(GArray) periods = list_periods (question);
  g_autoptr(GPtrArray) dated = find_memories (database, periods, reader_id, session_id, now, error);
  GPtrArray *said;

  if (dated == NULL || !question->only_time)
    return g_steal_pointer (&dated);
  said = find_messages (database, question, periods, reader_id, session_id, error);
  if (said == NULL)
    return NULL;
  g_ptr_array_extend_and_steal (dated, said);

  return g_steal_pointer (&dated);
}
