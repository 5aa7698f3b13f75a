/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-memory.h"
#include "bty-vector.h"

G_BEGIN_DECLS

/**
 * BtyEmbeddingItem:
 *
 * Something that a model has no vector of yet.
 */
typedef struct
{
  gboolean  is_memory;  /* or a piece of a file */
  char     *id;
  char     *bot_id;
  char     *text;       /* what its vector is made of; NULL = it may not be used */
} BtyEmbeddingItem;

/**
 * BtyEmbeddingQuery:
 *
 * What is to be embedded.
 */
typedef struct
{
  const char *model;         /* what shall have a vector of everything */
  BtyTrust    clearance;     /* the highest trust level that it may be sent */
  gboolean    is_local;      /* nothing leaves this machine; otherwise nothing of bots that are local only is wanted */
  const char *after_memory;  /* the id of the last one before; "" = none */
  const char *after_chunk;
  guint       limit;
} BtyEmbeddingQuery;

void       bty_embedding_item_free           (BtyEmbeddingItem         *item);

GPtrArray *bty_embedding_store_list_missing  (BtyDatabase              *database,
                                              const BtyEmbeddingQuery  *query,
                                              GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
gint64     bty_embedding_store_count_missing (BtyDatabase              *database,
                                              const BtyEmbeddingQuery  *query,
                                              GError                  **error);
gboolean   bty_embedding_store_set           (BtyDatabase              *database,
                                              GPtrArray                *items,
                                              const char               *model,
                                              const float              *values,
                                              guint                     dimensions,
                                              GError                  **error);
gint64     bty_embedding_store_remove_others (BtyDatabase              *database,
                                              const char               *builtin,
                                              const char               *model,
                                              guint                     limit,
                                              GError                  **error);

BtyVector *bty_embedding_store_get_memory    (BtyDatabase              *database,
                                              BtyMemory                *memory,
                                              const char               *model,
                                              GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_embedding_store_has_memory    (BtyDatabase              *database,
                                              const char               *memory_id,
                                              const char               *model,
                                              gboolean                 *has_vector,
                                              GError                  **error);
gint64     bty_embedding_store_remove_memory (BtyDatabase              *database,
                                              const char               *memory_id,
                                              GError                  **error);
gboolean   bty_embedding_store_set_memory    (BtyDatabase              *database,
                                              BtyMemory                *memory,
                                              const char               *model,
                                              const float              *values,
                                              guint                     dimensions,
                                              GError                  **error);
gboolean   bty_embedding_store_share_memory  (BtyDatabase              *database,
                                              BtyMemory                *memory,
                                              GError                  **error);
gboolean   bty_embedding_store_add_chunks    (BtyDatabase              *database,
                                              const char               *bot_id,
                                              GPtrArray                *chunks,
                                              const char               *model,
                                              const float              *values,
                                              guint                     dimensions,
                                              GError                  **error);
gboolean   bty_embedding_store_remove_file   (BtyDatabase              *database,
                                              const char               *file_id,
                                              GError                  **error);

G_END_DECLS
