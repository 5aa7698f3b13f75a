/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-session-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_SESSION_SCOPE (bty_session_scope_get_type ())

G_DECLARE_FINAL_TYPE (BtySessionScope, bty_session_scope, BTY, SESSION_SCOPE, AdwBin)

void        bty_session_scope_set_service  (BtySessionScope   *self,
                                            BtySessionService *service);
gboolean    bty_session_scope_get_archived (BtySessionScope   *self);
const char *bty_session_scope_get_folder   (BtySessionScope   *self);

G_END_DECLS
