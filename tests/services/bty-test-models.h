/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-test-profile.h"
#include "mock-provider-server.h"

G_BEGIN_DECLS

/* What is said in one conversation, and asked in another. */
#define BTY_TEST_FACT "My sister Lena is allergic to peanuts."
#define BTY_TEST_QUESTION "What should I cook for Lena?"

/**
 * BtyTestModels:
 *
 * A profile and two models on real sockets, as a test fixture.
 */
typedef struct
{
  BtyTestProfile  base;
  BtyMockServer  *a;
  BtyMockServer  *b;
} BtyTestModels;

void        bty_test_models_set_up            (BtyTestModels  *self,
                                               gconstpointer   data);
void        bty_test_models_tear_down         (BtyTestModels  *self,
                                               gconstpointer   data);
void        bty_test_models_control           (BtyMockServer  *server,
                                               const char     *json);
void        bty_test_models_add               (BtyTestModels  *self,
                                               const char     *name,
                                               BtyMockServer  *server,
                                               gint64          priority,
                                               BtyTrust        clearance,
                                               gint64          context_tokens);
JsonArray  *bty_test_models_get_last_messages (BtyMockServer  *server,
                                               JsonNode      **requests);
char       *bty_test_models_dup_message       (JsonArray      *messages,
                                               guint           i);
BtyMessage *bty_test_models_ask_later         (BtyTestModels  *self);
void        bty_test_models_wait_for_summary  (BtyTestModels  *self);

G_END_DECLS
