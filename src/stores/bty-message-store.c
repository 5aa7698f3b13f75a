/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-store.h"

#include "bty-artifact-store.h"
#include "bty-config.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>

/**
 * bty_message_store_list:
 * @database: a connection
 * @session_id: the conversation
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMessage) (nullable): all messages of all branches, in the order
 *   in which they were stored
 */
GPtrArray *
bty_message_store_list (BtyDatabase  *database,
                        const char   *session_id,
                        GError      **error)
{
  return bty_database_select (database, BTY_TYPE_MESSAGE, "WHERE session_id = $1 ORDER BY seq",
                              BTY_ARGS (BTY_TEXT (session_id)), error);
}

/**
 * bty_message_store_get:
 * @database: a connection
 * @id: of a message
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the message
 */
BtyMessage *
bty_message_store_get (BtyDatabase  *database,
                       const char   *id,
                       GError      **error)
{
  return bty_database_get (database, BTY_TYPE_MESSAGE, id, error);
}

/**
 * bty_message_store_insert:
 * @database: a connection
 * @message: a new message
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_message_store_insert (BtyDatabase  *database,
                          BtyMessage   *message,
                          GError      **error)
{
  return bty_database_insert (database, message, error);
}

/**
 * bty_message_store_save_progress:
 * @database: a connection
 * @id: of a message that is still arriving
 * @content: what has arrived
 * @thinking: (nullable): what the model has thought aloud
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Cheap enough to be called several times a second: nothing is indexed before the message has ended.
 *
 * Returns: whether it was stored
 */
gboolean
bty_message_store_save_progress (BtyDatabase  *database,
                                 const char   *id,
                                 const char   *content,
                                 const char   *thinking,
                                 GError      **error)
{
  gint64 changes;

  changes = bty_database_execute_counted (database,
                                          "UPDATE messages SET content = $2, thinking = $3"
                                          " WHERE id = $1 AND status = 'streaming'",
                                          BTY_ARGS (BTY_TEXT (id), BTY_TEXT (content != NULL ? content : ""),
                                                    BTY_TEXT (thinking != NULL ? thinking : "")),
                                          error);
  if (changes == 0)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("This reply has ended already."));

  return changes > 0;
}

/**
 * bty_message_store_update:
 * @database: a connection
 * @message: a message that was arriving and has ended
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_message_store_update (BtyDatabase  *database,
                          BtyMessage   *message,
                          GError      **error)
{
  return bty_database_update (database, message, error);
}

/* An attachment whose content is lost or was altered is empty: the rest of the conversation can still be read. */
static gboolean
load_data (BtyDatabase    *database,
           BtyAttachment  *attachment,
           GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) data = NULL;

  if (attachment->artifact_id == NULL)
    return TRUE;
  data = bty_artifact_store_load (database, attachment->artifact_id, &local_error);
  if (data == NULL && !g_error_matches (local_error, BTY_ERROR, BTY_ERROR_DAMAGED)
      && !g_error_matches (local_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (data != NULL)
    g_object_set (attachment, "data", data, NULL);

  return TRUE;
}

/**
 * bty_message_store_list_attachments:
 * @database: a connection
 * @session_id: the conversation
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyAttachment) (nullable): what goes with its messages, in the order
 *   in which it was attached
 */
GPtrArray *
bty_message_store_list_attachments (BtyDatabase  *database,
                                    const char   *session_id,
                                    GError      **error)
{
  g_autoptr(GPtrArray) attachments = NULL;

  attachments = bty_database_select (database, BTY_TYPE_ATTACHMENT,
                                     "WHERE message_id IN (SELECT id FROM messages WHERE session_id = $1)"
                                     " ORDER BY created_at, id",
                                     BTY_ARGS (BTY_TEXT (session_id)), error);
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    if (!load_data (database, g_ptr_array_index (attachments, i), error))
      return NULL;

  return g_steal_pointer (&attachments);
}

/**
 * bty_message_store_insert_attachment:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @attachment: a new attachment of a stored message; gets the name of what keeps its data
 * @error: (out) (optional): where to say what went wrong
 *
 * Its data are kept as an artifact, once for all messages that they go with.
 *
 * Returns: whether it was stored
 */
gboolean
bty_message_store_insert_attachment (BtyDatabase    *database,
                                     BtyAttachment  *attachment,
                                     GError        **error)
{
  g_autoptr(BtyArtifact) content = bty_artifact_store_put_bytes (database, attachment->data, error);
  g_autoptr(BtyAttachment) row = NULL;

  if (content == NULL)
    return FALSE;
  g_object_set (attachment, "artifact-id", content->id, NULL);
  row = bty_record_copy (attachment);
  g_object_set (row, "data", NULL, NULL);

  return bty_database_insert (database, row, error);
}
