/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-store.h"

#include "bty-error.h"
#include "bty-message-store.h"
#include "bty-message-tree.h"
#include "bty-session-store.h"

/* Stores what is new of a conversation that was had elsewhere. What is there is never changed: it may have been
 * forgotten, or been talked on. */

static gboolean
add_messages (BtyDatabase     *database,
              BtyForeignChat  *chat,
              GHashTable      *known,
              gint64          *n_messages,
              GError         **error)
{
  *n_messages = 0;
  for (guint i = 0; i < chat->messages->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (chat->messages, i);

      if (g_hash_table_contains (known, message->id))
        continue;
      if (!bty_message_store_insert (database, message, error))
        return FALSE;
      (*n_messages)++;
    }
  for (guint i = 0; i < chat->attachments->len; i++)
    {
      BtyAttachment *attachment = g_ptr_array_index (chat->attachments, i);

      if (!g_hash_table_contains (known, attachment->message_id)
          && !bty_message_store_insert_attachment (database, attachment, error))
        return FALSE;
    }

  return TRUE;
}

/* Whether the shown branch of what is there only goes on in the file. */
static gboolean
goes_on (BtyForeignChat *chat,
         BtySession     *session)
{
  g_autoptr(BtyMessageTree) tree = bty_message_tree_new (chat->messages);
  g_autoptr(GPtrArray) branch = bty_message_tree_get_branch (tree, chat->session->head_id);

  for (guint i = 0; i < branch->len; i++)
    if (g_strcmp0 (((BtyMessage *) g_ptr_array_index (branch, i))->id, session->head_id) == 0)
      return TRUE;

  return session->head_id == NULL;
}

static gboolean
extend (BtyDatabase        *database,
        BtyForeignChat     *chat,
        BtySession         *session,
        BtyForeignOutcome  *outcome,
        gint64             *n_messages,
        GError            **error)
{
  g_autoptr(GPtrArray) messages = bty_message_store_list (database, session->id, error);
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len; i++)
    g_hash_table_add (known, ((BtyMessage *) g_ptr_array_index (messages, i))->id);
  if (!add_messages (database, chat, known, n_messages, error))
    return FALSE;
  if (*n_messages == 0)
    return TRUE;

  *outcome = BTY_FOREIGN_EXTENDED;
  if (goes_on (chat, session))
    g_object_set (session, "head-id", chat->session->head_id, NULL);
  g_object_set (session, "updated-at", MAX (session->updated_at, chat->session->updated_at), NULL);

  return bty_session_store_update_progress (database, session, error);
}

/**
 * bty_foreign_store_add:
 * @database: a connection, in a transaction that is undone when this fails
 * @chat: a conversation
 * @outcome: (out): what became of it
 * @n_messages: (out): how many messages are new
 * @error: (out) (optional): where to say what went wrong
 *
 * Of a conversation that is there only the messages come that are not; of one that was deleted none.
 *
 * Returns: whether it is stored
 */
gboolean
bty_foreign_store_add (BtyDatabase        *database,
                       BtyForeignChat     *chat,
                       BtyForeignOutcome  *outcome,
                       gint64             *n_messages,
                       GError            **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(BtySession) session = bty_session_store_get (database, chat->session->id, &local_error);
  g_autoptr(GHashTable) known = NULL;

  *n_messages = 0;
  *outcome = BTY_FOREIGN_KNOWN;
  if (session != NULL)
    return session->deleted_at != BTY_UNSET || extend (database, chat, session, outcome, n_messages, error);
  if (!g_error_matches (local_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *outcome = BTY_FOREIGN_ADDED;
  known = g_hash_table_new (g_str_hash, g_str_equal);

  return bty_session_store_insert (database, chat->session, error)
         && add_messages (database, chat, known, n_messages, error);
}
