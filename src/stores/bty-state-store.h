/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-agent-state.h"
#include "bty-database.h"

G_BEGIN_DECLS

BtyAgentState *bty_state_store_get    (BtyDatabase    *database,
                                       const char     *bot_id,
                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       bty_state_store_save   (BtyDatabase    *database,
                                       BtyAgentState  *state,
                                       GError        **error);
gboolean       bty_state_store_delete (BtyDatabase    *database,
                                       const char     *bot_id,
                                       GError        **error);

G_END_DECLS
