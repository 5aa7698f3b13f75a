/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-look-store.h"

#define IS_NOW "superseded_at IS NULL AND valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)"

/**
 * bty_graph_look_store_list:
 * @database: a connection
 * @scope: who knows them
 * @after: (nullable): only those that come after this one; %NULL = from the first on
 * @now: microseconds since 1970 UTC
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyEntity) (nullable): what is known now, by name
 */
GPtrArray *
bty_graph_look_store_list (BtyDatabase  *database,
                           const char   *scope,
                           BtyEntity    *after,
                           gint64        now,
                           gint64        limit,
                           GError      **error)
{
  const char *clauses = after == NULL
                          ? "WHERE scope = $2 AND " IS_NOW " ORDER BY name, entity_id LIMIT $3"
                          : "WHERE scope = $2 AND " IS_NOW " AND (name > $4 OR (name = $4 AND entity_id > $5))"
                            " ORDER BY name, entity_id LIMIT $3";

  return bty_database_select (database, BTY_TYPE_ENTITY, clauses,
                              BTY_ARGS (BTY_INTEGER (now), BTY_TEXT (scope), BTY_INTEGER (limit),
                                        BTY_TEXT (after != NULL ? after->name : NULL),
                                        BTY_TEXT (after != NULL ? after->entity_id : NULL)),
                              error);
}

/**
 * bty_graph_look_store_list_related:
 * @database: a connection
 * @scope: who knows them
 * @now: microseconds since 1970 UTC
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyEntity) (nullable): what is known now; what stands to most others first
 */
GPtrArray *
bty_graph_look_store_list_related (BtyDatabase  *database,
                                   const char   *scope,
                                   gint64        now,
                                   gint64        limit,
                                   GError      **error)
{
  return bty_database_select (database, BTY_TYPE_ENTITY,
                              "WHERE scope = $2 AND " IS_NOW " ORDER BY"
                              " (SELECT COUNT(*) FROM relationships AS r WHERE r.from_id = entities.entity_id"
                              "  AND r.superseded_at IS NULL AND (r.valid_to IS NULL OR r.valid_to > $1))"
                              " + (SELECT COUNT(*) FROM relationships AS r WHERE r.to_id = entities.entity_id"
                              "  AND r.superseded_at IS NULL AND (r.valid_to IS NULL OR r.valid_to > $1)) DESC,"
                              " name, entity_id LIMIT $3",
                              BTY_ARGS (BTY_INTEGER (now), BTY_TEXT (scope), BTY_INTEGER (limit)), error);
}

/**
 * bty_graph_look_store_list_around:
 * @database: a connection
 * @entity_id: of an entity
 * @now: microseconds since 1970 UTC
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRelationship) (nullable): how it stands to others now, and they to it, by
 *   type
 */
GPtrArray *
bty_graph_look_store_list_around (BtyDatabase  *database,
                                  const char   *entity_id,
                                  gint64        now,
                                  gint64        limit,
                                  GError      **error)
{
  return bty_database_select (database, BTY_TYPE_RELATIONSHIP,
                              "WHERE (from_id = $2 OR to_id = $2) AND " IS_NOW
                              " ORDER BY type, from_id, to_id, id LIMIT $3",
                              BTY_ARGS (BTY_INTEGER (now), BTY_TEXT (entity_id), BTY_INTEGER (limit)), error);
}

/**
 * bty_graph_look_store_count:
 * @database: a connection
 * @scope: who knows them
 * @now: microseconds since 1970 UTC
 * @n_entities: (out): how many are known now
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they could be counted
 */
gboolean
bty_graph_look_store_count (BtyDatabase  *database,
                            const char   *scope,
                            gint64        now,
                            gint64       *n_entities,
                            GError      **error)
{
  return bty_database_query_integer (database, "SELECT COUNT(*) FROM entities WHERE scope = $2 AND " IS_NOW,
                                     BTY_ARGS (BTY_INTEGER (now), BTY_TEXT (scope)), n_entities, error);
}

/**
 * bty_graph_look_store_count_around:
 * @database: a connection
 * @entity_id: of an entity
 * @now: microseconds since 1970 UTC
 * @n_relationships: (out): how many bty_graph_look_store_list_around() would list without a limit
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they could be counted
 */
gboolean
bty_graph_look_store_count_around (BtyDatabase  *database,
                                   const char   *entity_id,
                                   gint64        now,
                                   gint64       *n_relationships,
                                   GError      **error)
{
  return bty_database_query_integer (database,
                                     "SELECT COUNT(*) FROM relationships WHERE (from_id = $2 OR to_id = $2) AND "
                                     IS_NOW,
                                     BTY_ARGS (BTY_INTEGER (now), BTY_TEXT (entity_id)), n_relationships, error);
}
