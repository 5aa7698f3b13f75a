/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-session.h"

G_BEGIN_DECLS

GMenuModel *bty_session_menu_new (BtySession *session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
