/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

SoupSession *bty_http_session_ref (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
