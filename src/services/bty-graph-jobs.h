/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-graph-service.h"

G_BEGIN_DECLS

/**
 * BtyGraphLook:
 * @id: a bot, or the entity around which is looked
 * @words: (nullable): what is in the names of those that are listed, in folded case
 * @after: (nullable): the last one that is listed already
 * @n_wanted: how many at most
 *
 * What is looked at of a graph. The jobs take one and return a #BtyGraph.
 */
typedef struct
{
  char      *id;
  char      *words;
  BtyEntity *after;
  guint      n_wanted;
} BtyGraphLook;

void bty_graph_look_free (BtyGraphLook *self);

gpointer bty_graph_get_on_db    (BtyDatabase   *database,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer bty_graph_list_on_db   (BtyDatabase   *database,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer bty_graph_around_on_db (BtyDatabase   *database,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);

G_END_DECLS
