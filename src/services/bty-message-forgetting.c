/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-forgetting.h"

#include <glib/gi18n-lib.h>

#include "bty-audit-store.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-forget-store.h"
#include "bty-memory-jobs.h"
#include "bty-memory-store.h"
#include "bty-memory-writing.h"
#include "bty-message-store.h"
#include "bty-session-store.h"
#include "bty-title.h"

/* Forgetting one message of a chat. Its place stays, so that branches, versions and the replies to it stay. */

/**
 * bty_forgotten_message_free:
 * @self: (transfer full): what became of a message
 */
void
bty_forgotten_message_free (BtyForgottenMessage *self)
{
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_free (self);
}

/* Whether @title would be another if @message, which is one half of an exchange, had said nothing. */
static gboolean
is_made_of (const char *title,
            BtyMessage *message,
            BtyMessage *other)
{
  gboolean asks = message->role == BTY_ROLE_USER;
  g_autofree char *made = bty_title_from_exchange (asks ? message->content : other->content,
                                                   asks ? other->content : message->content);
  g_autofree char *without = bty_title_from_exchange (asks ? "" : other->content, asks ? other->content : "");

  return g_str_equal (title, made) && !g_str_equal (title, without);
}

static BtyMessage *
find_reply (GPtrArray  *messages,
            BtyMessage *question)
{
  for (guint i = 0; i < messages->len; i++)
    if (g_strcmp0 (((BtyMessage *) g_ptr_array_index (messages, i))->parent_id, question->id) == 0)
      return g_ptr_array_index (messages, i);

  return NULL;
}

/* Returns: (transfer full): a title made of the first exchange that is left; empty if none is */
static char *
make_title (GPtrArray  *messages,
            BtyMessage *forgotten)
{
  for (guint i = 0; i < messages->len; i++)
    {
      BtyMessage *question = g_ptr_array_index (messages, i);
      BtyMessage *reply = find_reply (messages, question);

      if (question->role == BTY_ROLE_USER && *question->content != '\0' && reply != NULL
          && !g_str_equal (question->id, forgotten->id))
        return bty_title_from_exchange (question->content,
                                        g_str_equal (reply->id, forgotten->id) ? "" : reply->content);
    }

  return g_strdup ("");
}

/* A title that was made of the message, and not written by a person, has its words. */
static gboolean
follow_title (BtyDatabase  *database,
              BtySession   *session,
              BtyMessage   *message,
              GError      **error)
{
  g_autoptr(GPtrArray) messages = bty_message_store_list (database, session->id, error);
  g_autofree char *title = NULL;
  gboolean is_made = FALSE;

  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len && !is_made; i++)
    {
      BtyMessage *other = g_ptr_array_index (messages, i);

      if (g_strcmp0 (other->parent_id, message->id) == 0 || g_strcmp0 (message->parent_id, other->id) == 0)
        is_made = other->role != message->role && is_made_of (session->title, message, other);
    }
  if (!is_made)
    return TRUE;

  title = make_title (messages, message);
  g_object_set (session, "title", title, NULL);

  return bty_session_store_update (database, session, error)
         && bty_forget_store_forget_title (database, session->id, error);
}

/* Those that went with another before them are no error. */
static gboolean
forget_memories (BtyDatabase        *database,
                 const char *const  *ids,
                 const char         *actor,
                 gint64             *n_gone,
                 GError            **error)
{
  BtyMemoryJob job = { .actor = (char *) actor, .ids = (char **) ids };
  g_autofree gint64 *n = NULL;

  if (ids == NULL || ids[0] == NULL)
    return TRUE;
  n = bty_memory_forget_on_db (database, &job, NULL, error);
  if (n != NULL)
    *n_gone = *n;

  return n != NULL;
}

/* What happened in a private session leaves no trace. */
static gboolean
note (BtyDatabase  *database,
      BtySession   *session,
      const char   *message_id,
      const char   *actor,
      GError      **error)
{
  JsonObject *details;

  if (session->private)
    return TRUE;
  details = json_object_new ();
  json_object_set_string_member (details, "message", message_id);

  return bty_memory_note (database, actor, BTY_AUDIT_FORGET, session->bot_id, NULL, details, error);
}

/* What that leaves in the files is for the caller to erase. */
static gboolean
forget (BtyDatabase  *database,
        BtySession   *session,
        BtyMessage   *message,
        const char   *actor,
        GError      **error)
{
  return follow_title (database, session, message, error)
         && bty_forget_store_forget_message (database, message, error)
         && note (database, session, message->id, actor, error);
}

static gboolean
check (BtyDatabase  *database,
       BtyMessage   *message,
       GError      **error)
{
  gint64 n_arriving;

  if (!bty_forget_store_count_arriving (database, message->session_id, &n_arriving, error))
    return FALSE;
  if (n_arriving > 0)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_BUSY,
                         _("A reply is arriving in this chat. Stop it first, or wait until it is there."));

  return n_arriving == 0;
}

/**
 * bty_message_forgetting_run:
 * @database: a connection
 * @id: of a message
 * @memory_ids: (nullable): ended by %NULL: memories that shall go as well
 * @actor: who asks
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, %BTY_ERROR_BUSY while a reply is arriving in its chat, or what else
 *   went wrong
 *
 * Forgets what a message says for good, with what was sent with it, and wherever else it is kept: in what was sent for
 * replies, in summaries, in the inbox, in the title. What is left is its place, with when it was forgotten, and a line
 * of the audit without content. One that is forgotten already stays so.
 *
 * Returns: (transfer full) (nullable): what became of it
 */
BtyForgottenMessage *
bty_message_forgetting_run (BtyDatabase        *database,
                            const char         *id,
                            const char *const  *memory_ids,
                            const char         *actor,
                            GError            **error)
{
  g_autoptr(BtyForgottenMessage) forgotten = g_new0 (BtyForgottenMessage, 1);

  forgotten->message = bty_message_store_get (database, id, error);
  if (forgotten->message == NULL || !check (database, forgotten->message, error))
    return NULL;
  forgotten->session = bty_session_store_get (database, forgotten->message->session_id, error);
  if (forgotten->session == NULL || !forget_memories (database, memory_ids, actor, &forgotten->n_memories, error))
    return NULL;
  if (bty_message_is_forgotten (forgotten->message))
    return g_steal_pointer (&forgotten);

  if (!forget (database, forgotten->session, forgotten->message, actor, error)
      || !bty_database_erase_residue (database, BTY_FULL_TEXT_CHATS, error))
    return NULL;

  return g_steal_pointer (&forgotten);
}

/* Forgets one that came back, if it did: then @came_back is set. */
static gboolean
forget_again (BtyDatabase        *database,
              BtyForgottenPlace  *place,
              gboolean           *came_back,
              GError            **error)
{
  GError *read_error = NULL;
  g_autoptr(BtyMessage) message = bty_message_store_get (database, place->message_id, &read_error);
  g_autoptr(BtySession) session = NULL;

  *came_back = message != NULL && !bty_message_is_forgotten (message);
  if (read_error != NULL && !g_error_matches (read_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, read_error);
      return FALSE;
    }
  g_clear_error (&read_error);
  if (!*came_back)
    return TRUE;
  session = bty_session_store_get (database, message->session_id, error);
  if (session == NULL || !forget (database, session, message, "system", error))
    return FALSE;
  g_object_set (message, "forgotten-at", place->forgotten_at, NULL);

  return bty_database_update (database, message, error);
}

/**
 * bty_message_forgetting_again:
 * @database: a connection, in a transaction
 * @places: (element-type BtyForgottenPlace): of messages that were forgotten
 * @error: (out) (optional): where to say what went wrong
 *
 * Forgets those of these messages whose words came back with other data.
 *
 * Returns: how many were forgotten; -1 on error
 */
gint64
bty_message_forgetting_again (BtyDatabase  *database,
                              GPtrArray    *places,
                              GError      **error)
{
  gint64 n_gone = 0;

  for (guint i = 0; i < places->len; i++)
    {
      gboolean came_back;

      if (!forget_again (database, g_ptr_array_index (places, i), &came_back, error))
        return -1;
      n_gone += came_back;
    }

  return n_gone == 0 || bty_database_erase_residue (database, BTY_FULL_TEXT_CHATS, error) ? n_gone : -1;
}

/**
 * bty_message_forgetting_on_db:
 *
 * A job. Forgets the message job->id and the memories job->ids.
 *
 * Returns: (transfer full) (nullable): a #BtyForgottenMessage
 */
gpointer
bty_message_forgetting_on_db (BtyDatabase   *database,
                              gpointer       data,
                              GCancellable  *cancellable,
                              GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_message_forgetting_run (database, job->id, (const char *const *) job->ids, job->actor, error);
}

/**
 * bty_message_list_taken_on_db:
 *
 * A job. Lists what was made a memory of the message job->id.
 *
 * Returns: (transfer full) (nullable): a #GStrv of ids
 */
gpointer
bty_message_list_taken_on_db (BtyDatabase   *database,
                              gpointer       data,
                              GCancellable  *cancellable,
                              GError       **error)
{
  BtyMemoryJob *job = data;
  g_autoptr(BtyMessage) message = bty_message_store_get (database, job->id, error);
  g_autoptr(GPtrArray) taken = message != NULL ? bty_memory_store_list_taken (database, job->id, error) : NULL;
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  if (taken == NULL)
    return NULL;
  for (guint i = 0; i < taken->len; i++)
    g_strv_builder_add (ids, ((BtyMemory *) g_ptr_array_index (taken, i))->id);

  return g_strv_builder_end (ids);
}

/**
 * bty_message_find_source_on_db:
 *
 * A job. Finds the message that the memory job->id was taken from, if that still says something.
 *
 * Returns: (transfer full) (nullable): its id; empty if there is none
 */
gpointer
bty_message_find_source_on_db (BtyDatabase   *database,
                               gpointer       data,
                               GCancellable  *cancellable,
                               GError       **error)
{
  BtyMemoryJob *job = data;
  g_autoptr(BtyMemory) memory = bty_memory_store_get (database, job->id, error);
  g_autoptr(GError) message_error = NULL;
  g_autoptr(BtyMessage) message = NULL;

  if (memory == NULL)
    return NULL;
  if (memory->message_id != NULL)
    message = bty_message_store_get (database, memory->message_id, &message_error);
  if (message_error != NULL && !g_error_matches (message_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&message_error));
      return NULL;
    }

  return g_strdup (message != NULL && !bty_message_is_forgotten (message) ? message->id : "");
}
