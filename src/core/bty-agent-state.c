/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-agent-state.h"

#include "bty-time.h"

/**
 * BtyAgentState:
 *
 * What a bot keeps for itself between conversations. The hash is over the bytes of the text, so that it is
 * kept as text and not as a tree.
 */

G_DEFINE_FINAL_TYPE (BtyAgentState, bty_agent_state, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyAgentState, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyAgentState, schema_version, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyAgentState, data_version, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyAgentState, data, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAgentState, sha256, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAgentState, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyAgentState, updated_at, TIME, BTY_FIELD_NONE),
};

static void
bty_agent_state_class_init (BtyAgentStateClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "agent_states", fields, G_N_ELEMENTS (fields));
}

static void
bty_agent_state_init (BtyAgentState *self)
{
}

/**
 * bty_agent_state_new:
 * @bot_id: whose
 * @schema_version: of @data
 * @data: JSON
 *
 * Returns: (transfer full): a state that is not stored yet: its data version is 0
 */
BtyAgentState *
bty_agent_state_new (const char *bot_id,
                     gint64      schema_version,
                     const char *data)
{
  BtyAgentState *self = g_object_new (BTY_TYPE_AGENT_STATE, "id", bot_id, "created-at", bty_time_now (), NULL);

  bty_agent_state_set_data (self, schema_version, data);

  return self;
}

static char *
hash (const char *data)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, data != NULL ? data : "", -1);
}

/**
 * bty_agent_state_set_data:
 * @self: a state
 * @schema_version: of @data
 * @data: JSON
 *
 * Changes what it says. The data version stays what it was read with: the store counts it up.
 */
void
bty_agent_state_set_data (BtyAgentState *self,
                          gint64         schema_version,
                          const char    *data)
{
  g_autofree char *sha256 = hash (data);

  g_object_set (self,
                "schema-version", schema_version,
                "data", data,
                "sha256", sha256,
                "updated-at", bty_time_now (),
                NULL);
}

/**
 * bty_agent_state_is_intact:
 * @self: a state
 *
 * Returns: whether the data still have the hash they were saved with
 */
gboolean
bty_agent_state_is_intact (BtyAgentState *self)
{
  g_autofree char *sha256 = hash (self->data);

  return g_strcmp0 (sha256, self->sha256) == 0;
}
