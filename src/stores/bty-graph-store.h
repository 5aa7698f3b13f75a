/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-entity.h"
#include "bty-relationship.h"

G_BEGIN_DECLS

#define BTY_GRAPH_MAX_HOPS 10

/* What counts now, and not what counted at some time. */
#define BTY_GRAPH_LATEST G_MAXINT64

/**
 * BtyGraphTime:
 * @valid_at: what was so at this time, microseconds since 1970 UTC
 * @recorded_at: as it was known at this time; %BTY_GRAPH_LATEST = as it is known now
 *
 * Which versions are looked at.
 */
typedef struct
{
  gint64 valid_at;
  gint64 recorded_at;
} BtyGraphTime;

typedef enum
{
  BTY_GRAPH_OUT = 1 << 0,   /* from the entity to others */
  BTY_GRAPH_IN = 1 << 1,    /* from others to it */
  BTY_GRAPH_BOTH = BTY_GRAPH_OUT | BTY_GRAPH_IN,
} BtyGraphDirection;

gboolean   bty_graph_store_put_entity         (BtyDatabase         *database,
                                               BtyEntity           *entity,
                                               gint64               now,
                                               GError             **error);
gboolean   bty_graph_store_put_relationship   (BtyDatabase         *database,
                                               BtyRelationship     *relationship,
                                               gint64               now,
                                               GError             **error);
gboolean   bty_graph_store_end_entity         (BtyDatabase         *database,
                                               const char          *entity_id,
                                               gint64               at,
                                               gint64               now,
                                               GError             **error);
gboolean   bty_graph_store_end_relationship   (BtyDatabase         *database,
                                               const char          *relationship_id,
                                               gint64               at,
                                               gint64               now,
                                               GError             **error);

BtyEntity *bty_graph_store_get_entity         (BtyDatabase         *database,
                                               const char          *entity_id,
                                               const BtyGraphTime  *time,
                                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_graph_store_list_entities      (BtyDatabase         *database,
                                               const char          *scope,
                                               const char          *name,
                                               const BtyGraphTime  *time,
                                               gint64               limit,
                                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_graph_store_list_versions      (BtyDatabase         *database,
                                               const char          *entity_id,
                                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_graph_store_list_between       (BtyDatabase         *database,
                                               const char          *scope,
                                               gint64               since,
                                               gint64               until,
                                               gint64               limit,
                                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_graph_store_list_relationships (BtyDatabase         *database,
                                               const char          *entity_id,
                                               BtyGraphDirection    direction,
                                               const char          *type,
                                               const BtyGraphTime  *time,
                                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;

gint64     bty_graph_store_delete_before      (BtyDatabase         *database,
                                               gint64               time,
                                               GError             **error);
gboolean   bty_graph_store_delete_entity      (BtyDatabase         *database,
                                               const char          *entity_id,
                                               GError             **error);

G_END_DECLS
