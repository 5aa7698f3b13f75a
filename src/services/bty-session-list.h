/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-session-service.h"

G_BEGIN_DECLS

/**
 * BtySessionList:
 *
 * A #GListModel of #BtySession that loads a page at a time and follows what the service announces.
 * Properties: "loading", "has-more", "error" (plain words, or NULL).
 */
#define BTY_TYPE_SESSION_LIST (bty_session_list_get_type ())

G_DECLARE_FINAL_TYPE (BtySessionList, bty_session_list, BTY, SESSION_LIST, GObject)

BtySessionList *bty_session_list_new (BtySessionService *service) G_GNUC_WARN_UNUSED_RESULT;

void bty_session_list_set_filter (BtySessionList         *self,
                                  const BtySessionFilter *filter);

void bty_session_list_load_more (BtySessionList *self);

G_END_DECLS
