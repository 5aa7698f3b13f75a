/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-state-store.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"

#include <glib/gi18n-lib.h>

/**
 * bty_state_store_get:
 * @database: a connection
 * @bot_id: whose
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, %BTY_ERROR_DAMAGED if it was altered, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the state, with the hash it was saved with
 */
BtyAgentState *
bty_state_store_get (BtyDatabase  *database,
                     const char   *bot_id,
                     GError      **error)
{
  g_autoptr(BtyAgentState) state = bty_database_get (database, BTY_TYPE_AGENT_STATE, bot_id, error);

  if (state != NULL && !bty_agent_state_is_intact (state))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                           _("The state of this bot was altered outside Boternity and is not used."));
      return NULL;
    }

  return g_steal_pointer (&state);
}

/**
 * bty_state_store_save:
 * @database: a connection
 * @state: what was read before, changed; or a new one
 * @error: (out) (optional): %BTY_ERROR_INVALID, %BTY_ERROR_REFUSED if somebody else has saved it in between, or
 *   what else went wrong
 *
 * Stores a state and counts its data version up.
 *
 * Returns: whether it was stored
 */
gboolean
bty_state_store_save (BtyDatabase    *database,
                      BtyAgentState  *state,
                      GError        **error)
{
  g_autoptr(JsonNode) node = bty_json_parse (state->data != NULL ? state->data : "", -1, NULL);
  gint64 changes;

  if (node == NULL || !bty_agent_state_is_intact (state))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("The state of a bot must be JSON."));
      return FALSE;
    }

  changes = bty_database_execute_counted (database,
                                          "INSERT INTO agent_states (id, schema_version, data_version, data, sha256,"
                                          " created_at, updated_at)"
                                          " VALUES ($1, $2, $3 + 1, $4, $5, $6, $7)"
                                          " ON CONFLICT (id) DO UPDATE SET schema_version = excluded.schema_version,"
                                          " data_version = excluded.data_version, data = excluded.data,"
                                          " sha256 = excluded.sha256, updated_at = excluded.updated_at"
                                          " WHERE agent_states.data_version = $3",
                                          BTY_ARGS (BTY_TEXT (state->id), BTY_INTEGER (state->schema_version),
                                                    BTY_INTEGER (state->data_version), BTY_TEXT (state->data),
                                                    BTY_TEXT (state->sha256), BTY_INTEGER (state->created_at),
                                                    BTY_INTEGER (state->updated_at)),
                                          error);
  if (changes == 0)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED,
                         _("The state of this bot has changed since it was read."));
  if (changes > 0)
    g_object_set (state, "data-version", state->data_version + 1, NULL);

  return changes > 0;
}

/**
 * bty_state_store_delete:
 * @database: a connection
 * @bot_id: whose
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: whether it was there and is not any more
 */
gboolean
bty_state_store_delete (BtyDatabase  *database,
                        const char   *bot_id,
                        GError      **error)
{
  return bty_database_delete (database, BTY_TYPE_AGENT_STATE, bot_id, error);
}
