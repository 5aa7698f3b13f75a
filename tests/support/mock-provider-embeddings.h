/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mock-provider-reply.h"

G_BEGIN_DECLS

gboolean  bty_mock_embeddings_is_asked (BtyMockRequest *request);
JsonNode *bty_mock_embeddings_answer   (BtyMockRequest *request) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
