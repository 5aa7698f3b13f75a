/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-capture-jobs.h"

#include "bty-capture-store.h"
#include "bty-forget-store.h"
#include "bty-memory-compare.h"
#include "bty-memory-extract.h"
#include "bty-memory-guard.h"
#include "bty-memory-writing.h"
#include "bty-message.h"
#include "bty-time.h"

/* As many messages are looked at in one go. */
#define MOST_MESSAGES 40

/* How long a session waits after it could not be looked through, doubled each time. */
#define FIRST_WAIT (5 * G_TIME_SPAN_MINUTE)
#define MOST_ATTEMPTS 8

/* A statement of which less was said by the user comes from somewhere else. */
#define LEAST_SAID 0.5

#define DONE GINT_TO_POINTER (TRUE)

/**
 * bty_capturing_new:
 *
 * Returns: (transfer full): nothing yet
 */
BtyCapturing *
bty_capturing_new (void)
{
  return g_new0 (BtyCapturing, 1);
}

/**
 * bty_capturing_free:
 * @self: (transfer full): what was looked through
 */
void
bty_capturing_free (BtyCapturing *self)
{
  g_clear_object (&self->bot);
  g_clear_object (&self->job);
  g_clear_pointer (&self->said, g_ptr_array_unref);
  g_clear_pointer (&self->told, g_hash_table_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->vectors, bty_query_vector_free);
  g_clear_object (&self->work);
  g_free (self->error);
  g_free (self->session_id);
  g_free (self);
}

/**
 * bty_capturing_tidy:
 * @self: what was looked through, with what was found
 *
 * Leaves as many as there may be of so many turns, and none that would be refused as a memory: what is empty or too
 * long is no reason to lose the others.
 *
 * Returns: (transfer full) (element-type BtyMemory): what each of those that are left would become
 */
GPtrArray *
bty_capturing_tidy (BtyCapturing *self)
{
  GPtrArray *memories = g_ptr_array_new_with_free_func (g_object_unref);
  guint most = BTY_MEMORY_MAX_PER_TURN * self->said->len;

  if (self->found->len > most)
    g_ptr_array_set_size (self->found, (gint) most);
  for (guint i = 0; i < self->found->len;)
    {
      g_autoptr(BtyMemory) memory = bty_memory_candidate_make_memory (g_ptr_array_index (self->found, i));

      if (!bty_memory_guard_apply (memory, NULL))
        {
          g_ptr_array_remove_index (self->found, i);
          continue;
        }
      g_ptr_array_add (memories, g_steal_pointer (&memory));
      i++;
    }

  return memories;
}

/**
 * bty_capture_note_turn_on_db:
 *
 * A job. Counts what the user said in self->session_id.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_capture_note_turn_on_db (BtyDatabase   *database,
                             gpointer       data,
                             GCancellable  *cancellable,
                             GError       **error)
{
  BtyCapturing *self = data;

  return bty_capture_store_note_turns (database, self->session_id, bty_time_now (), error) ? DONE : NULL;
}

/**
 * bty_capture_note_end_on_db:
 *
 * A job. Has self->session_id looked through.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_capture_note_end_on_db (BtyDatabase   *database,
                            gpointer       data,
                            GCancellable  *cancellable,
                            GError       **error)
{
  BtyCapturing *self = data;

  return bty_capture_store_note_end (database, self->session_id, bty_time_now (), error) ? DONE : NULL;
}

/**
 * bty_capture_note_left_on_db:
 *
 * A job. Has all sessions looked through that were left.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_capture_note_left_on_db (BtyDatabase   *database,
                             gpointer       data,
                             GCancellable  *cancellable,
                             GError       **error)
{
  BtyCapturing *self = data;
  gint64 now = bty_time_now ();

  return bty_capture_store_note_left (database, now - self->left_after, now, error) ? DONE : NULL;
}

/**
 * bty_capture_take_on_db:
 *
 * A job. Reads the session that waits longest, and what was said in it.
 *
 * Returns: (transfer full) (nullable): a #BtyCapturing; %NULL without an error if none waits
 */
gpointer
bty_capture_take_on_db (BtyDatabase   *database,
                        gpointer       data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  BtyCapturing *self = bty_capturing_new ();

  self->job = bty_capture_store_get_due (database, bty_time_now (), error);
  if (self->job != NULL && bty_forget_store_count_since (database, self->job->id, 0, &self->n_forgotten, error))
    self->bot = bty_database_get (database, BTY_TYPE_BOT, self->job->bot_id, error);
  if (self->bot != NULL)
    self->said = bty_capture_store_list_said (database, self->job, MOST_MESSAGES, error);
  if (self->said != NULL && self->said->len > 0)
    self->told = bty_capture_store_list_told (database, g_ptr_array_index (self->said, self->said->len - 1), error);
  if (self->said != NULL && (self->said->len == 0 || self->told != NULL))
    return self;

  bty_capturing_free (self);
  return NULL;
}

/* The message that says the most of a statement; of several, the last. */
static BtyMessage *
find_source (BtyCapturing       *self,
             BtyMemoryCandidate *candidate)
{
  BtyMessage *source = NULL;
  double most = 0;

  for (guint i = 0; i < self->said->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (self->said, i);
      g_autofree char *own = bty_memory_extract_own_words (message->content);
      double cover = bty_memory_compare_cover (candidate->text, own);

      if (source != NULL && cover < most)
        continue;
      source = message;
      most = cover;
    }

  return source;
}

/* How much of a statement the user said, in any message. */
static gboolean
was_said (BtyCapturing       *self,
          BtyMemoryCandidate *candidate)
{
  g_autoptr(GString) all = g_string_new (NULL);

  for (guint i = 0; i < self->said->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (self->said, i);
      g_autofree char *own = bty_memory_extract_own_words (message->content);

      g_string_append (all, own);
    }

  return bty_memory_compare_cover (candidate->text, all->str) >= LEAST_SAID;
}

/* What the user did not say came from a file, a page or another bot: that needs approval, whatever the bot's
 * setting. */
static gboolean
store_one (BtyDatabase   *database,
           BtyCapturing  *self,
           guint          number,
           GError       **error)
{
  BtyMemoryCandidate *candidate = g_ptr_array_index (self->found, number);
  const char *source_id = candidate->message_id != NULL ? candidate->message_id : find_source (self, candidate)->id;
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(BtyMemoryStored) stored = NULL;
  gboolean proposed;

  g_object_set (candidate,
                "session-id", self->job->id,
                "message-id", source_id,
                NULL);
  if (!was_said (self, candidate))
    g_object_set (candidate, "origin", BTY_ORIGIN_EXTERNAL, NULL);
  if (self->bot->capture != BTY_CAPTURE_AUTO || candidate->origin == BTY_ORIGIN_EXTERNAL)
    return bty_memory_propose (database, candidate, self->vectors, number, &proposed, error);

  memory = bty_memory_candidate_make_memory (candidate);
  stored = bty_memory_remember (database, memory, self->vectors, number, self->bot->slug, BTY_AUDIT_ADD, error);

  return stored != NULL;
}

/* Notes that the session has to wait, or that it is given up until more is said. */
static void
note_failure (BtyCapturing *self)
{
  gint64 attempts = self->job->attempts + 1;
  gboolean given_up = attempts >= MOST_ATTEMPTS;

  g_object_set (self->job,
                "attempts", given_up ? 0 : attempts,
                "due", !given_up,
                "next-at", bty_time_now () + (FIRST_WAIT << MIN (attempts - 1, MOST_ATTEMPTS)),
                "last-error", self->error,
                NULL);
}

static void
note_success (BtyCapturing *self)
{
  BtyMessage *last = self->said->len > 0 ? g_ptr_array_index (self->said, self->said->len - 1) : NULL;

  g_object_set (self->job,
                "seen-until", last != NULL ? last->created_at : self->job->seen_until,
                "due", self->said->len == MOST_MESSAGES,
                NULL);
}

/* As it is now: what was found is not stored for one that was told meanwhile to remember nothing. */
static gboolean
store_found (BtyDatabase   *database,
             BtyCapturing  *self,
             GError       **error)
{
  g_autoptr(BtyBot) bot = bty_database_get (database, BTY_TYPE_BOT, self->job->bot_id, error);

  if (bot == NULL)
    return FALSE;
  g_set_object (&self->bot, bot);
  for (guint i = 0; bot->capture != BTY_CAPTURE_OFF && i < self->found->len; i++)
    if (!store_one (database, self, i, error))
      return FALSE;
  note_success (self);

  return bty_capture_store_note_seen (database, self->job, error);
}

/**
 * bty_capture_store_on_db:
 *
 * A job. Stores what was found, or that it failed, and what it cost.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_capture_store_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  BtyCapturing *self = data;
  gint64 n_forgotten;
  gboolean is_there;

  if (self->work != NULL && !bty_capture_store_add_work (database, self->work, error))
    return NULL;
  if (!bty_capture_store_is_there (database, self->job, &is_there, error)
      || !bty_forget_store_count_since (database, self->job->id, 0, &n_forgotten, error))
    return NULL;
  /* What was found may be in what was forgotten meanwhile: the session is looked through once more. What was deleted
   * with all that was said in it may come back, and is looked through then. */
  if (!is_there || n_forgotten != self->n_forgotten)
    return DONE;
  if (self->found != NULL)
    return store_found (database, self, error) ? DONE : NULL;
  note_failure (self);

  return bty_capture_store_note_failure (database, self->job, error) ? DONE : NULL;
}
