/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mock-provider-reply.h"

G_BEGIN_DECLS

GPtrArray *bty_mock_events_make               (BtyMockRequest *request);
char      *bty_mock_events_make_body          (BtyMockRequest *request);
char      *bty_mock_events_make_text          (BtyMockRequest *request,
                                               const char     *text);
char      *bty_mock_events_make_error         (BtyMockRequest *request,
                                               const char     *openai_type,
                                               const char     *openai_code,
                                               const char     *anthropic_type,
                                               const char     *message);
char      *bty_mock_events_make_error_event   (BtyMockRequest *request);
char      *bty_mock_events_make_context_error (BtyMockRequest *request);

G_END_DECLS
