/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-entity.h"
#include "bty-relationship.h"

G_BEGIN_DECLS

/* What a person looks at of a graph that may be large, as it is now. */

GPtrArray *bty_graph_look_store_list          (BtyDatabase  *database,
                                               const char   *scope,
                                               BtyEntity    *after,
                                               gint64        now,
                                               gint64        limit,
                                               GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_graph_look_store_list_related  (BtyDatabase  *database,
                                               const char   *scope,
                                               gint64        now,
                                               gint64        limit,
                                               GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_graph_look_store_list_around   (BtyDatabase  *database,
                                               const char   *entity_id,
                                               gint64        now,
                                               gint64        limit,
                                               GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_graph_look_store_count         (BtyDatabase  *database,
                                               const char   *scope,
                                               gint64        now,
                                               gint64       *n_entities,
                                               GError      **error);
gboolean   bty_graph_look_store_count_around  (BtyDatabase  *database,
                                               const char   *entity_id,
                                               gint64        now,
                                               gint64       *n_relationships,
                                               GError      **error);

G_END_DECLS
