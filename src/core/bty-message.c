/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message.h"

#include "bty-enum-types.h"
#include "bty-json.h"
#include "bty-stop-reason.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyMessage:
 *
 * One turn of a conversation. Its text is final once it is no longer %BTY_MESSAGE_STATUS_STREAMING: editing or
 * regenerating makes a sibling with the same parent.
 */

G_DEFINE_FINAL_TYPE (BtyMessage, bty_message, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyMessage, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyMessage, session_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMessage, parent_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD_OF_ENUM (BtyMessage, role, bty_role_get_type),
  BTY_FIELD_OF_ENUM (BtyMessage, status, bty_message_status_get_type),
  BTY_FIELD (BtyMessage, content, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMessage, thinking, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMessage, provider, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, model, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, stop_reason, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, input_tokens, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, output_tokens, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, cost, REAL, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, latency_ms, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, first_token_ms, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, attempts, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, warnings, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, memories_used, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, error, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, error_code, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, soul_version, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMessage, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyMessage, forgotten_at, TIME, BTY_FIELD_NULLABLE),
};

static void
bty_message_class_init (BtyMessageClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "messages", fields, G_N_ELEMENTS (fields));
}

static void
bty_message_init (BtyMessage *self)
{
}

/**
 * bty_message_new:
 * @session_id: the conversation
 * @parent_id: (nullable): the message it follows
 * @role: who speaks
 * @content: the text
 *
 * Returns: (transfer full): a complete message
 */
BtyMessage *
bty_message_new (const char *session_id,
                 const char *parent_id,
                 BtyRole     role,
                 const char *content)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_MESSAGE,
                       "id", id,
                       "session-id", session_id,
                       "parent-id", parent_id,
                       "role", role,
                       "content", content,
                       "created-at", bty_time_now (),
                       NULL);
}

/**
 * bty_message_was_cut:
 * @self: a message
 *
 * Returns: whether it is a reply that came whole, but that its provider ended before all was said
 */
gboolean
bty_message_was_cut (BtyMessage *self)
{
  g_return_val_if_fail (BTY_IS_MESSAGE (self), FALSE);

  return self->status == BTY_MESSAGE_STATUS_COMPLETE
         && bty_stop_reason_parse (self->stop_reason) != BTY_STOP_SAID_ALL;
}

/**
 * bty_message_can_continue:
 * @self: a message
 *
 * Returns: whether it is the beginning of a reply, of which there may be more
 */
gboolean
bty_message_can_continue (BtyMessage *self)
{
  g_return_val_if_fail (BTY_IS_MESSAGE (self), FALSE);

  return self->content != NULL && *self->content != '\0'
         && (self->status == BTY_MESSAGE_STATUS_INTERRUPTED || bty_message_was_cut (self));
}

/**
 * bty_message_find_attempt:
 * @self: a reply
 * @code: the name of a kind of error
 *
 * Returns: (transfer none) (nullable): who failed with it on the way to this reply, the first of them
 */
const char *
bty_message_find_attempt (BtyMessage *self,
                          const char *code)
{
  JsonArray *attempts = NULL;

  g_return_val_if_fail (BTY_IS_MESSAGE (self), NULL);

  if (self->attempts != NULL && JSON_NODE_HOLDS_ARRAY (self->attempts))
    attempts = json_node_get_array (self->attempts);
  for (guint i = 0; attempts != NULL && i < json_array_get_length (attempts); i++)
    {
      JsonNode *attempt = json_array_get_element (attempts, i);

      if (g_strcmp0 (bty_json_get_text (attempt, "code"), code) == 0)
        return bty_json_get_text (attempt, "provider");
    }

  return NULL;
}

/**
 * bty_message_is_forgotten:
 * @self: a message
 *
 * Returns: whether only its place is left
 */
gboolean
bty_message_is_forgotten (BtyMessage *self)
{
  return self->forgotten_at != BTY_UNSET;
}

/**
 * bty_message_forget:
 * @self: a message that has ended
 *
 * Takes all words out of it. Who answered, when, and what that took stay, so that sums stay right.
 */
void
bty_message_forget (BtyMessage *self)
{
  g_object_set (self,
                "status", BTY_MESSAGE_STATUS_COMPLETE,
                "content", "",
                "thinking", "",
                "stop-reason", NULL,
                "attempts", NULL,
                "warnings", NULL,
                "error", NULL,
                "error-code", NULL,
                "forgotten-at", bty_time_now (),
                NULL);
}
