/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-capture-store.h"

#include "bty-json.h"

/* How many messages of the user in a session were not looked at. A private session has none. What names a provider was
 * said elsewhere and came from a file: nothing is remembered from it. */
#define COUNT_NEW \
  "(SELECT COUNT(*) FROM messages AS n WHERE n.session_id = $1 AND n.role = 'user' AND n.forgotten_at IS NULL" \
  " AND n.provider IS NULL AND n.created_at > (SELECT seen_until FROM capture_jobs WHERE id = $1))"

/* Nobody is made to wait as long: 5 minutes, doubled 8 times. Who has to was made to before the clock was set back. */
#define LONGEST_WAIT (22 * G_TIME_SPAN_HOUR)

/* Nothing is remembered from what was deleted, unless that is undone. */
#define IS_THERE \
  "EXISTS (SELECT 1 FROM sessions AS s JOIN bots AS b ON b.id = s.bot_id" \
  " WHERE s.id = capture_jobs.id AND s.deleted_at IS NULL AND b.deleted_at IS NULL)"

static gboolean
make_job (BtyDatabase  *database,
          const char   *session_id,
          gint64        now,
          gboolean     *has_job,
          GError      **error)
{
  gint64 n;

  if (!bty_database_execute (database,
                             "INSERT INTO capture_jobs (id, bot_id, turns, seen_until, due, attempts, next_at,"
                             " last_error, updated_at)"
                             " SELECT s.id, s.bot_id, 0, 0, 0, 0, 0, NULL, $2 FROM sessions AS s"
                             " WHERE s.id = $1 AND s.private = 0 AND s.deleted_at IS NULL"
                             " ON CONFLICT (id) DO NOTHING",
                             BTY_ARGS (BTY_TEXT (session_id), BTY_INTEGER (now)), error)
      || !bty_database_query_integer (database,
                                      "SELECT COUNT(*) FROM capture_jobs AS j WHERE j.id = $1 AND EXISTS"
                                      " (SELECT 1 FROM bots AS b WHERE b.id = j.bot_id AND b.capture <> 'off')",
                                      BTY_ARGS (BTY_TEXT (session_id)), &n, error))
    return FALSE;
  *has_job = n > 0;

  return TRUE;
}

/* When the clock was set back, what is said seems to be older than what was looked at. */
static gboolean
follow_clock (BtyDatabase  *database,
              const char   *session_id,
              gint64        now,
              GError      **error)
{
  return bty_database_execute (database,
                               "UPDATE capture_jobs SET seen_until = coalesce ((SELECT n.created_at - 1"
                               " FROM messages AS n WHERE n.session_id = $1 AND n.role = 'user'"
                               " ORDER BY n.seq DESC LIMIT 1), 0) WHERE id = $1 AND seen_until > $2",
                               BTY_ARGS (BTY_TEXT (session_id), BTY_INTEGER (now)), error);
}

/**
 * bty_capture_store_note_turns:
 * @database: a connection
 * @session_id: a session in which something was said
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Counts what was not looked at, and has the session looked through when that is enough. Private sessions, and bots
 * that capture nothing, are left alone; what is said to such a bot is not looked at later either.
 *
 * Returns: whether nothing went wrong
 */
gboolean
bty_capture_store_note_turns (BtyDatabase  *database,
                              const char   *session_id,
                              gint64        now,
                              GError      **error)
{
  gboolean has_job;

  if (!make_job (database, session_id, now, &has_job, error))
    return FALSE;
  if (!has_job)
    return bty_database_execute (database, "UPDATE capture_jobs SET seen_until = $2, turns = 0 WHERE id = $1",
                                 BTY_ARGS (BTY_TEXT (session_id), BTY_INTEGER (now)), error);

  return follow_clock (database, session_id, now, error)
         && bty_database_execute (database,
                                  "UPDATE capture_jobs SET turns = " COUNT_NEW ", updated_at = $2,"
                                  " due = CASE WHEN due <> 0 OR " COUNT_NEW " >= $3 THEN 1 ELSE 0 END WHERE id = $1",
                                  BTY_ARGS (BTY_TEXT (session_id), BTY_INTEGER (now),
                                            BTY_INTEGER (BTY_CAPTURE_TURNS)), error);
}

/**
 * bty_capture_store_note_end:
 * @database: a connection
 * @session_id: a session that was left
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Has the session looked through if anything in it was not.
 *
 * Returns: whether nothing went wrong
 */
gboolean
bty_capture_store_note_end (BtyDatabase  *database,
                            const char   *session_id,
                            gint64        now,
                            GError      **error)
{
  return bty_database_execute (database, "UPDATE capture_jobs SET due = 1, updated_at = $2 WHERE id = $1 AND turns > 0",
                               BTY_ARGS (BTY_TEXT (session_id), BTY_INTEGER (now)), error);
}

/**
 * bty_capture_store_note_left:
 * @database: a connection
 * @before: microseconds since 1970 UTC
 * @now: the same
 * @error: (out) (optional): where to say what went wrong
 *
 * Has every session looked through in which nothing was said since @before.
 *
 * Returns: whether nothing went wrong
 */
gboolean
bty_capture_store_note_left (BtyDatabase  *database,
                             gint64        before,
                             gint64        now,
                             GError      **error)
{
  return bty_database_execute (database,
                               "UPDATE capture_jobs SET due = 1, updated_at = $2"
                               " WHERE due = 0 AND turns > 0 AND updated_at < $1",
                               BTY_ARGS (BTY_INTEGER (before), BTY_INTEGER (now)), error);
}

/**
 * bty_capture_store_get_due:
 * @database: a connection
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the session that waits longest to be looked through and is not deleted; %NULL
 *   without an error if none does
 */
BtyCaptureJob *
bty_capture_store_get_due (BtyDatabase  *database,
                           gint64        now,
                           GError      **error)
{
  g_autoptr(GPtrArray) jobs = NULL;

  jobs = bty_database_select (database, BTY_TYPE_CAPTURE_JOB,
                              "WHERE due <> 0 AND (next_at <= $1 OR next_at > $2) AND " IS_THERE
                              " ORDER BY next_at, updated_at, id LIMIT 1",
                              BTY_ARGS (BTY_INTEGER (now), BTY_INTEGER (now + LONGEST_WAIT)), error);

  return jobs != NULL && jobs->len > 0 ? g_object_ref (g_ptr_array_index (jobs, 0)) : NULL;
}

/**
 * bty_capture_store_list_said:
 * @database: a connection
 * @job: a session
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMessage) (nullable): what the user said in it and was not looked at, the
 *   oldest first; what a bot said, or what was said elsewhere and imported, is never among it
 */
GPtrArray *
bty_capture_store_list_said (BtyDatabase    *database,
                             BtyCaptureJob  *job,
                             gint64          limit,
                             GError        **error)
{
  return bty_database_select (database, BTY_TYPE_MESSAGE,
                              "WHERE session_id = $1 AND role = 'user' AND forgotten_at IS NULL AND provider IS NULL"
                              " AND created_at > $2"
                              " ORDER BY created_at, id LIMIT $3",
                              BTY_ARGS (BTY_TEXT (job->id), BTY_INTEGER (job->seen_until), BTY_INTEGER (limit)), error);
}

/* Who was asked for a reply and failed was told as well. */
static void
add_asked (GHashTable *names,
           BtyMessage *reply)
{
  JsonArray *attempts = reply->attempts != NULL && JSON_NODE_HOLDS_ARRAY (reply->attempts)
                          ? json_node_get_array (reply->attempts) : NULL;

  if (reply->provider != NULL)
    g_hash_table_add (names, g_strdup (reply->provider));
  for (guint i = 0; attempts != NULL && i < json_array_get_length (attempts); i++)
    {
      const char *name = bty_json_get_text (json_array_get_element (attempts, i), "provider");

      if (name != NULL)
        g_hash_table_add (names, g_strdup (name));
    }
}

/**
 * bty_capture_store_list_told:
 * @database: a connection
 * @said: a message of the user
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the names of the providers that were asked in its session
 *   since, and so know it
 */
GHashTable *
bty_capture_store_list_told (BtyDatabase  *database,
                             BtyMessage   *said,
                             GError      **error)
{
  g_autoptr(GPtrArray) replies = NULL;
  GHashTable *names;

  replies = bty_database_select (database, BTY_TYPE_MESSAGE,
                                 "WHERE session_id = $1 AND role = 'assistant' AND created_at >= $2",
                                 BTY_ARGS (BTY_TEXT (said->session_id), BTY_INTEGER (said->created_at)), error);
  if (replies == NULL)
    return NULL;

  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < replies->len; i++)
    add_asked (names, g_ptr_array_index (replies, i));

  return names;
}

/**
 * bty_capture_store_is_there:
 * @database: a connection
 * @job: a session that was looked through
 * @is_there: (out): whether it is neither deleted nor gone, nor its bot
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether that could be found out
 */
gboolean
bty_capture_store_is_there (BtyDatabase    *database,
                            BtyCaptureJob  *job,
                            gboolean       *is_there,
                            GError        **error)
{
  gint64 n;

  if (!bty_database_query_integer (database, "SELECT COUNT(*) FROM capture_jobs WHERE id = $1 AND " IS_THERE,
                                   BTY_ARGS (BTY_TEXT (job->id)), &n, error))
    return FALSE;
  *is_there = n > 0;

  return TRUE;
}

/**
 * bty_capture_store_note_seen:
 * @database: a connection
 * @job: a session that was looked through, with how far and whether more waits
 * @error: (out) (optional): where to say what went wrong
 *
 * Notes how far. What was said while it was looked through counts on, unless it is not to be looked at.
 *
 * Returns: whether it was stored
 */
gboolean
bty_capture_store_note_seen (BtyDatabase    *database,
                             BtyCaptureJob  *job,
                             GError        **error)
{
  return bty_database_execute (database,
                               "UPDATE capture_jobs SET attempts = 0, next_at = 0, last_error = NULL,"
                               " seen_until = CASE WHEN seen_until > $2 THEN seen_until ELSE $2 END WHERE id = $1",
                               BTY_ARGS (BTY_TEXT (job->id), BTY_INTEGER (job->seen_until)), error)
         && bty_database_execute (database,
                                  "UPDATE capture_jobs SET turns = " COUNT_NEW ","
                                  " due = CASE WHEN $2 = 1 OR " COUNT_NEW " >= $3 THEN 1 ELSE 0 END WHERE id = $1",
                                  BTY_ARGS (BTY_TEXT (job->id), BTY_INTEGER (job->due),
                                            BTY_INTEGER (BTY_CAPTURE_TURNS)), error);
}

/**
 * bty_capture_store_note_failure:
 * @database: a connection
 * @job: a session that could not be looked through, with why, and when it is tried again; not due = only when more is
 *   said
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_capture_store_note_failure (BtyDatabase    *database,
                                BtyCaptureJob  *job,
                                GError        **error)
{
  return bty_database_execute (database,
                               "UPDATE capture_jobs SET attempts = $2, due = $3, next_at = $4, last_error = $5,"
                               " turns = CASE WHEN $3 = 1 THEN turns ELSE 0 END WHERE id = $1",
                               BTY_ARGS (BTY_TEXT (job->id), BTY_INTEGER (job->attempts), BTY_INTEGER (job->due),
                                         BTY_INTEGER (job->next_at), BTY_TEXT (job->last_error)), error);
}

/**
 * bty_capture_store_add_work:
 * @database: a connection
 * @work: a call of a model
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_capture_store_add_work (BtyDatabase    *database,
                            BtyMemoryWork  *work,
                            GError        **error)
{
  return bty_database_insert (database, work, error);
}

/**
 * bty_capture_store_sum_work:
 * @database: a connection
 * @since: microseconds since 1970 UTC
 * @sum: (out caller-allocates): what the calls since then took
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were summed up
 */
gboolean
bty_capture_store_sum_work (BtyDatabase       *database,
                            gint64             since,
                            BtyMemoryWorkSum  *sum,
                            GError           **error)
{
  g_autoptr(BtyRows) rows = NULL;

  rows = bty_database_query (database,
                             "SELECT COUNT(*), COUNT(*) - COUNT(cost), CAST(coalesce(sum(input_tokens), 0) AS BIGINT),"
                             " CAST(coalesce(sum(output_tokens), 0) AS BIGINT), coalesce(sum(cost), 0.0)"
                             " FROM memory_work WHERE created_at >= $1",
                             BTY_ARGS (BTY_INTEGER (since)), error);
  if (rows == NULL || !bty_rows_next (rows, error))
    return FALSE;

  sum->n_calls = bty_rows_get_integer (rows, 0);
  sum->n_unknown = bty_rows_get_integer (rows, 1);
  sum->input_tokens = bty_rows_get_integer (rows, 2);
  sum->output_tokens = bty_rows_get_integer (rows, 3);
  sum->cost = bty_rows_get_real (rows, 4);

  return TRUE;
}
