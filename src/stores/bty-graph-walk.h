/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-graph-store.h"

G_BEGIN_DECLS

/**
 * BtyGraphStep:
 * @entity_id: who was reached
 * @hops: over how many relationships, at least
 * @from_id: who it was reached from; %NULL where the walk began
 * @relationship_id: over which relationship
 *
 * One entity on a walk through the graph.
 */
typedef struct
{
  char   *entity_id;
  guint   hops;
  char   *from_id;
  char   *relationship_id;
} BtyGraphStep;

/**
 * BtyGraphWalk:
 * @scope: (nullable): only over what this bot, and everybody, knows
 * @type: (nullable): only over relationships of this type
 * @direction: which way
 * @max_hops: how far, up to %BTY_GRAPH_MAX_HOPS
 * @max_entities: how many at most; 0 = all
 * @time: when
 *
 * Which way to walk.
 */
typedef struct
{
  const char        *scope;
  const char        *type;
  BtyGraphDirection  direction;
  guint              max_hops;
  guint              max_entities;
  BtyGraphTime       time;
} BtyGraphWalk;

GPtrArray *bty_graph_walk_run (const BtyGraphWalk  *self,
                               BtyDatabase         *database,
                               const char          *entity_id,
                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
