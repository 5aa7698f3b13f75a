/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-message.h"
#include "bty-session.h"

G_BEGIN_DECLS

char *bty_session_export_markdown (BtySession *session,
                                   GPtrArray  *messages,
                                   GPtrArray  *attachments) G_GNUC_WARN_UNUSED_RESULT;
char *bty_session_export_json     (BtySession *session,
                                   GPtrArray  *messages,
                                   GPtrArray  *attachments) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
