/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-service.h"
#include "bty-provider.h"

G_BEGIN_DECLS

#define BTY_TYPE_CHAIN (bty_chain_get_type ())

G_DECLARE_FINAL_TYPE (BtyChain, bty_chain, BTY, CHAIN, GObject)

BtyChain          *bty_chain_new                (BtyProviderService   *providers) G_GNUC_WARN_UNUSED_RESULT;

void               bty_chain_run_async          (BtyChain             *self,
                                                 GPtrArray            *candidates,
                                                 gboolean              chosen,
                                                 BtyPrompt            *prompt,
                                                 BtyDeltaFunc          delta_func,
                                                 gpointer              delta_data,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
BtyReply          *bty_chain_run_finish         (BtyChain             *self,
                                                 GAsyncResult         *result,
                                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;

BtyProviderConfig *bty_chain_get_provider       (BtyChain             *self);
const char        *bty_chain_get_model          (BtyChain             *self);
BtyPrompt         *bty_chain_get_sent           (BtyChain             *self);
const char        *bty_chain_get_sent_text      (BtyChain             *self);
JsonNode          *bty_chain_get_attempts       (BtyChain             *self);
JsonNode          *bty_chain_get_warnings       (BtyChain             *self);
gint64             bty_chain_get_latency_ms     (BtyChain             *self);
gint64             bty_chain_get_first_token_ms (BtyChain             *self);

G_END_DECLS
