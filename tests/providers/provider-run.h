/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider.h"
#include "mock-provider-server.h"

G_BEGIN_DECLS

#define RUN_KEY "sk-canary-0123456789abcdef"

/**
 * ProviderRun:
 *
 * One request to a provider, and everything that came of it.
 */
typedef struct
{
  GString      *text;             /* the deltas, joined */
  GString      *thinking;
  guint         n_deltas;
  GCancellable *cancellable;      /* NULL = cannot be cancelled */
  guint         cancel_at_delta;  /* 0 = never */
  BtyReply     *reply;
  char        **models;
  GError       *error;
  gboolean      done;
} ProviderRun;

void               provider_run_clear        (ProviderRun        *run);
void               provider_run_start        (ProviderRun        *run,
                                              BtyProvider        *provider,
                                              BtyPrompt          *prompt,
                                              const char         *key);
void               provider_run_wait         (ProviderRun        *run);
void               provider_run_send         (ProviderRun        *run,
                                              BtyProviderConfig  *config,
                                              const char         *text,
                                              const char         *key);
void               provider_run_list_models  (ProviderRun        *run,
                                              BtyProviderConfig  *config,
                                              const char         *key);

BtyProviderConfig *provider_run_new_config   (BtyProviderType     type,
                                              guint16             port);
void               provider_run_limit_silence (BtyProviderConfig  *config,
                                              gint64              milliseconds);
BtyMockServer     *provider_run_new_server   (const char         *behaviour);
JsonNode          *provider_run_dup_request  (BtyMockServer      *server,
                                              guint               i);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ProviderRun, provider_run_clear)

G_END_DECLS
