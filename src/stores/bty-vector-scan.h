/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-vector-store.h"

G_BEGIN_DECLS

/**
 * BtyVectorFound:
 *
 * The id of a vector that is near, and how near it is.
 */
typedef struct
{
  char   *id;
  double  similarity;
} BtyVectorFound;

GArray *bty_vector_scan (BtyDatabase           *database,
                         const BtyVectorQuery  *query,
                         GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
