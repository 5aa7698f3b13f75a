/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "bty-prompt.h"
#include "bty-provider-config.h"

G_BEGIN_DECLS

/**
 * BtyChainNotes:
 * @attempts: what failed, {provider, error, code} each
 * @warnings: sentences that a person should read
 * @reasons: why each provider did not answer, a line each
 * @passed_over: (element-type utf8): who was not even asked, and why
 *
 * What a person wants to know about the way that a turn took through the providers.
 */
typedef struct
{
  JsonArray *attempts;
  JsonArray *warnings;
  GString   *reasons;
  GPtrArray *passed_over;
} BtyChainNotes;

void      bty_chain_notes_init         (BtyChainNotes     *self);
void      bty_chain_notes_clear        (BtyChainNotes     *self);
void      bty_chain_notes_add_attempt  (BtyChainNotes     *self,
                                        BtyProviderConfig *provider,
                                        const GError      *error);
void      bty_chain_notes_add_reason   (BtyChainNotes     *self,
                                        const char        *provider,
                                        const char        *reason);
void      bty_chain_notes_pass_over    (BtyChainNotes     *self,
                                        const char        *provider,
                                        const char        *reason);
void      bty_chain_notes_add_switch   (BtyChainNotes     *self,
                                        BtyProviderConfig *first,
                                        BtyProviderConfig *answering);
void      bty_chain_notes_add_left_out (BtyChainNotes     *self,
                                        BtyPrompt         *sent,
                                        guint              n_left_out);
GError   *bty_chain_notes_create_error (BtyChainNotes     *self,
                                        int                code) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *bty_chain_notes_dup_list     (JsonArray         *list) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
