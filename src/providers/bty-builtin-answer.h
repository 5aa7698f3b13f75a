/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-prompt.h"

G_BEGIN_DECLS

char *bty_builtin_answer (BtyPrompt *prompt,
                          gint64     now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
