/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-embedder-service.h"
#include "bty-memory-compare.h"
#include "bty-memory.h"

G_BEGIN_DECLS

typedef struct _BtyMemoryKnown BtyMemoryKnown;

BtyMemoryKnown *bty_memory_known_new  (BtyDatabase        *database,
                                       const char         *bot_id,
                                       BtyEmbedderChoice  *choice,
                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void            bty_memory_known_free (BtyMemoryKnown     *self);
BtyMemory      *bty_memory_known_find (BtyMemoryKnown     *self,
                                       BtyMemory          *memory,
                                       BtyQueryVector     *vectors,
                                       guint               number,
                                       BtyMemoryRelation  *relation,
                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void            bty_memory_known_add  (BtyMemoryKnown     *self,
                                       BtyMemory          *memory,
                                       gboolean            is_stored);
gboolean        bty_memory_known_follow
                                      (BtyMemoryKnown     *self,
                                       GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMemoryKnown, bty_memory_known_free)

G_END_DECLS
