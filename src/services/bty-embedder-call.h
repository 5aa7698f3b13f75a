/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-embedder-choice.h"
#include "bty-embedder.h"
#include "bty-provider-service.h"

G_BEGIN_DECLS

/**
 * BtyEmbedded:
 * @embedder: what made the vectors; it knows the name and the dimensions of them
 * @values: the vectors, one after another
 *
 * What an embedder made of some texts.
 */
typedef struct
{
  BtyEmbedder *embedder;
  float       *values;
} BtyEmbedded;

void         bty_embedded_free             (BtyEmbedded          *self);

void         bty_embedder_call_async       (BtyEmbedderChoice    *choice,
                                            BtyProviderService   *providers,
                                            BtyEmbedder          *loaded,
                                            const char * const   *texts,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
BtyEmbedded *bty_embedder_call_finish      (GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void         bty_embedder_call_get_limits  (BtyEmbedderChoice    *choice,
                                            BtyProviderService   *providers,
                                            BtyTrust             *clearance,
                                            gboolean             *is_local);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyEmbedded, bty_embedded_free)

G_END_DECLS
