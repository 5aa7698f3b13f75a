/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-vector.h"

G_BEGIN_DECLS

/* The scope of what others than its bot may find as well. Who may read it is decided when it is found. */
#define BTY_VECTOR_SHARED ""

/**
 * BtyVectorQuery:
 *
 * What is looked for; what is not set (NULL, 0) does not matter.
 */
typedef struct
{
  const char        *model;
  const float       *values;
  guint              dimensions;
  const char *const *scopes;          /* any of these, up to four; "" stands for what everybody may find */
  const char        *kind;
  const char        *metadata_name;   /* only those with this member … */
  const char        *metadata_value;  /* … which is this text */
  gint64             since;           /* microseconds since 1970 UTC; the first that is wanted */
  gint64             until;           /* the first that is not */
  gint64             now;             /* what has expired is left out */
  double             min_similarity;  /* -1 = any */
  guint              limit;
} BtyVectorQuery;

/**
 * BtyVectorHit:
 * @vector: what was found
 * @similarity: one minus the cosine distance
 *
 * One vector that is near.
 */
typedef struct
{
  BtyVector *vector;
  double     similarity;
} BtyVectorHit;

/**
 * BtyVectorCount:
 *
 * How many vectors of one model and kind there are.
 */
typedef struct
{
  char   *model;
  char   *kind;
  gint64  dimensions;
  gint64  count;
  gint64  size;         /* bytes of their numbers */
} BtyVectorCount;

BtyVectorHit *bty_vector_hit_new  (BtyVector    *vector,
                                   double        similarity) G_GNUC_WARN_UNUSED_RESULT;
void          bty_vector_hit_free (BtyVectorHit *hit);

gboolean   bty_vector_store_insert_batch   (BtyDatabase           *database,
                                            GPtrArray             *vectors,
                                            GError               **error);
GPtrArray *bty_vector_store_search         (BtyDatabase           *database,
                                            const BtyVectorQuery  *query,
                                            GError               **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_vector_store_count          (BtyDatabase           *database,
                                            GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gint64     bty_vector_store_delete_scope   (BtyDatabase           *database,
                                            const char            *scope,
                                            GError               **error);
gint64     bty_vector_store_delete_subject (BtyDatabase           *database,
                                            const char            *kind,
                                            const char            *subject_id,
                                            GError               **error);
gint64     bty_vector_store_purge_expired  (BtyDatabase           *database,
                                            gint64                 now,
                                            GError               **error);

G_END_DECLS
