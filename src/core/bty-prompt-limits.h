/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-prompt.h"

G_BEGIN_DECLS

gint64 bty_tokens_estimate (const char *text);
void   bty_prompt_restrict (BtyPrompt  *self,
                            BtyTrust    clearance);
guint  bty_prompt_fit      (BtyPrompt  *self,
                            gint64      context_tokens);

G_END_DECLS
