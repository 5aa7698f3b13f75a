/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_AGENT_STATE (bty_agent_state_get_type ())

G_DECLARE_FINAL_TYPE (BtyAgentState, bty_agent_state, BTY, AGENT_STATE, BtyRecord)

struct _BtyAgentState
{
  BtyRecord  parent_instance;

  char *id; /* of the bot */
  gint64 schema_version; /* of what is in data; its owner gives it a meaning */
  gint64 data_version; /* counts up from 1 with every write */
  char *data; /* JSON */
  char *sha256; /* of data, hexadecimal */
  gint64 created_at;
  gint64 updated_at;
};

BtyAgentState *bty_agent_state_new       (const char    *bot_id,
                                          gint64         schema_version,
                                          const char    *data) G_GNUC_WARN_UNUSED_RESULT;
void           bty_agent_state_set_data  (BtyAgentState *self,
                                          gint64         schema_version,
                                          const char    *data);
gboolean       bty_agent_state_is_intact (BtyAgentState *self);

G_END_DECLS
