/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-test-memory.h"
#include "mock-provider-server.h"

G_BEGIN_DECLS

/* The name under which the vectors of the mock's model are kept. */
#define BTY_TEST_EMBEDDER_VECTORS "openai:mock-embed-384"

/**
 * BtyTestEmbedder:
 *
 * A profile beside a mock service whose embedding model can be chosen, as a test fixture.
 */
typedef struct
{
  BtyTestProfile  base;
  BtyMockServer  *server;
  BtyBot         *ada;
} BtyTestEmbedder;

/* A profile whose first bot captures nothing, and the mock. */
void bty_test_embedder_set_up (BtyTestEmbedder *self,
                               gconstpointer    data);

void bty_test_embedder_tear_down (BtyTestEmbedder *self,
                                  gconstpointer    data);

/* Says how the mock behaves from now on. */
void bty_test_embedder_control (BtyTestEmbedder *self,
                                const char      *json);

/* Adds a service that is asked like OpenAI. */
void bty_test_embedder_add_provider (BtyTestEmbedder *self,
                                     const char      *name,
                                     const char      *base_url,
                                     BtyTrust         clearance);

/* Adds the mock as the provider “Mock”. */
void bty_test_embedder_add_mock (BtyTestEmbedder *self,
                                 BtyTrust         clearance);

/* Returns: (transfer full): the embedding model of a provider */
BtyEmbedderChoice *bty_test_embedder_choose (BtyTestEmbedder *self,
                                             const char      *provider);

/* Returns: (transfer full): the work that has everything embedded with it */
BtyWorkflow *bty_test_embedder_change (BtyTestEmbedder   *self,
                                       BtyEmbedderChoice *choice);

/* Waits until that has ended. */
gboolean bty_test_embedder_wait (BtyTestEmbedder  *self,
                                 BtyWorkflow      *workflow,
                                 GError          **error);

/* Has everything embedded with the model of the mock. */
void bty_test_embedder_change_to_mock (BtyTestEmbedder *self);

/* Returns: whether the mock was sent a text */
gboolean bty_test_embedder_was_sent (BtyTestEmbedder *self,
                                     const char      *text);

/* Lets a bot send nothing beyond this machine, or again. */
void bty_test_embedder_set_local_only (BtyTestEmbedder *self,
                                       BtyBot          *bot,
                                       gboolean         local_only);

G_END_DECLS
