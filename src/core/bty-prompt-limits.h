/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-prompt.h"
#include "bty-provider-config.h"

G_BEGIN_DECLS

gint64     bty_tokens_estimate (const char        *text);
void       bty_prompt_restrict (BtyPrompt         *self,
                                BtyTrust           clearance);
guint      bty_prompt_withhold (GPtrArray         *turns,
                                BtyTrust           clearance);
guint      bty_prompt_fit      (BtyPrompt         *self,
                                gint64             context_tokens);
BtyPrompt *bty_prompt_tailor   (BtyPrompt         *self,
                                BtyProviderConfig *config,
                                const char        *model,
                                guint             *n_left_out) G_GNUC_WARN_UNUSED_RESULT;

GStrv      bty_prompt_describe_left_out (BtyPrompt *self,
                                         guint      n_left_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
