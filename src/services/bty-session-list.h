/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-paged-list.h"
#include "bty-session-service.h"

G_BEGIN_DECLS

/**
 * BtySessionList:
 *
 * A #BtyPagedList of #BtySession that follows what the service announces.
 */
#define BTY_TYPE_SESSION_LIST (bty_session_list_get_type ())

G_DECLARE_FINAL_TYPE (BtySessionList, bty_session_list, BTY, SESSION_LIST, BtyPagedList)

BtySessionList *bty_session_list_new (BtySessionService *service) G_GNUC_WARN_UNUSED_RESULT;

void bty_session_list_set_filter (BtySessionList         *self,
                                  const BtySessionFilter *filter);

G_END_DECLS
