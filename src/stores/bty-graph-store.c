/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-store.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-graph-time.h"
#include "bty-uuid.h"

#include <glib/gi18n-lib.h>

/* What a kind of versions calls the thing that they are versions of. */
typedef struct
{
  const char *table;
  const char *thing;
} Versions;

static const Versions entities = { "entities", "entity_id" };
static const Versions relationships = { "relationships", "relationship_id" };

static gint64
get_end (gint64 valid_to)
{
  return valid_to == BTY_UNSET ? G_MAXINT64 : valid_to;
}

/* Stores what is left of @version when @since to @until is taken away: a part before, a part after, or both. */
static gboolean
insert_rest (BtyDatabase  *database,
             BtyRecord    *version,
             gint64        since,
             gint64        until,
             gint64        now,
             GError      **error)
{
  gint64 valid_from;
  gint64 valid_to;

  g_object_get (version, "valid-from", &valid_from, "valid-to", &valid_to, NULL);
  for (int after = 0; after < 2; after++)
    {
      g_autoptr(BtyRecord) rest = NULL;
      g_autofree char *id = bty_uuid_new ();

      if (after ? get_end (valid_to) <= until : valid_from >= since)
        continue;
      rest = bty_record_copy (version);
      g_object_set (rest, "id", id, "recorded-at", now, after ? "valid-from" : "valid-to", after ? until : since, NULL);
      if (!bty_database_insert (database, rest, error))
        return FALSE;
    }

  return TRUE;
}

/* Makes room: from @since to @until nothing is said about the thing @id any more. */
static gboolean
clear_period (BtyDatabase     *database,
              GType            type,
              const Versions  *versions,
              const char      *id,
              gint64           since,
              gint64           until,
              gint64           now,
              GError         **error)
{
  g_autofree char *clauses = NULL;
  g_autofree char *supersede = NULL;
  g_autoptr(GPtrArray) overlapping = NULL;

  clauses = g_strdup_printf ("WHERE %s = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2)"
                             " AND valid_from < $3 ORDER BY valid_from", versions->thing);
  supersede = g_strdup_printf ("UPDATE %s SET superseded_at = $2 WHERE id = $1", versions->table);
  overlapping = bty_database_select (database, type, clauses,
                                     BTY_ARGS (BTY_TEXT (id), BTY_INTEGER (since), BTY_INTEGER (until)), error);
  if (overlapping == NULL)
    return FALSE;

  for (guint i = 0; i < overlapping->len; i++)
    {
      BtyRecord *version = g_ptr_array_index (overlapping, i);

      if (!bty_database_execute (database, supersede,
                                 BTY_ARGS (BTY_TEXT (bty_record_get_id (version)), BTY_INTEGER (now)), error)
          || !insert_rest (database, version, since, until, now, error))
        return FALSE;
    }

  return TRUE;
}

/* Clocks are set back at times, and what is said later must count as said later. */
static gboolean
find_time (BtyDatabase     *database,
           const Versions  *versions,
           const char      *id,
           gint64          *now,
           GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT max(recorded_at) FROM %s WHERE %s = $1", versions->table,
                                          versions->thing);
  gint64 last;

  if (!bty_database_query_integer (database, sql, BTY_ARGS (BTY_TEXT (id)), &last, error))
    return FALSE;
  *now = MAX (*now, last);

  return TRUE;
}

static gboolean
put (BtyDatabase     *database,
     BtyRecord       *version,
     const Versions  *versions,
     const char      *id,
     gint64           now,
     GError         **error)
{
  gint64 valid_from;
  gint64 valid_to;

  g_object_get (version, "valid-from", &valid_from, "valid-to", &valid_to, NULL);
  if (valid_from >= get_end (valid_to))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("What begins must end later, not before."));
      return FALSE;
    }
  if (!find_time (database, versions, id, &now, error)
      || !clear_period (database, G_OBJECT_TYPE (version), versions, id, valid_from, get_end (valid_to), now, error))
    return FALSE;
  g_object_set (version, "recorded-at", now, "superseded-at", BTY_UNSET, NULL);

  return bty_database_insert (database, version, error);
}

/**
 * bty_graph_store_put_entity:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @entity: a version with an id of its own
 * @now: when it is said, microseconds since 1970 UTC
 * @error: (out) (optional): %BTY_ERROR_INVALID, or what else went wrong
 *
 * Says how an entity is while @entity is valid. What was said about that time before is kept as superseded; what was
 * said about the time before and after stays.
 *
 * Returns: whether it was stored
 */
gboolean
bty_graph_store_put_entity (BtyDatabase  *database,
                            BtyEntity    *entity,
                            gint64        now,
                            GError      **error)
{
  return put (database, BTY_RECORD (entity), &entities, entity->entity_id, now, error);
}

/**
 * bty_graph_store_put_relationship:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @relationship: a version with an id of its own
 * @now: when it is said, microseconds since 1970 UTC
 * @error: (out) (optional): %BTY_ERROR_INVALID, or what else went wrong
 *
 * Like bty_graph_store_put_entity(), for how one entity stands to another.
 *
 * Returns: whether it was stored
 */
gboolean
bty_graph_store_put_relationship (BtyDatabase      *database,
                                  BtyRelationship  *relationship,
                                  gint64            now,
                                  GError          **error)
{
  return put (database, BTY_RECORD (relationship), &relationships, relationship->relationship_id, now, error);
}

/**
 * bty_graph_store_end_entity:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @entity_id: of an entity
 * @at: since when it is not so any more
 * @now: when that is said, microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Says that an entity is no more. What it was before stays.
 *
 * Returns: whether it was stored
 */
gboolean
bty_graph_store_end_entity (BtyDatabase  *database,
                            const char   *entity_id,
                            gint64        at,
                            gint64        now,
                            GError      **error)
{
  return find_time (database, &entities, entity_id, &now, error)
         && clear_period (database, BTY_TYPE_ENTITY, &entities, entity_id, at, G_MAXINT64, now, error);
}

/**
 * bty_graph_store_end_relationship:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @relationship_id: of a relationship
 * @at: since when it is not so any more
 * @now: when that is said, microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Like bty_graph_store_end_entity(), for how one entity stood to another.
 *
 * Returns: whether it was stored
 */
gboolean
bty_graph_store_end_relationship (BtyDatabase  *database,
                                  const char   *relationship_id,
                                  gint64        at,
                                  gint64        now,
                                  GError      **error)
{
  return find_time (database, &relationships, relationship_id, &now, error)
         && clear_period (database, BTY_TYPE_RELATIONSHIP, &relationships, relationship_id, at, G_MAXINT64, now, error);
}

/**
 * bty_graph_store_get_entity:
 * @database: a connection
 * @entity_id: of an entity
 * @time: when
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the version that was valid and known then
 */
BtyEntity *
bty_graph_store_get_entity (BtyDatabase         *database,
                            const char          *entity_id,
                            const BtyGraphTime  *time,
                            GError             **error)
{
  return bty_database_select_first (database, BTY_TYPE_ENTITY,
                                    "WHERE entity_id = $3 AND " BTY_GRAPH_IS_AT ("$1", "$2") " ORDER BY id",
                                    BTY_ARGS (BTY_INTEGER (time->valid_at), BTY_INTEGER (time->recorded_at),
                                              BTY_TEXT (entity_id)),
                                    error);
}

/**
 * bty_graph_store_list_entities:
 * @database: a connection
 * @scope: who knows them
 * @name: (nullable): only those that are called so
 * @time: when
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyEntity) (nullable): the versions that were valid and known then, by name
 */
GPtrArray *
bty_graph_store_list_entities (BtyDatabase         *database,
                               const char          *scope,
                               const char          *name,
                               const BtyGraphTime  *time,
                               gint64               limit,
                               GError             **error)
{
  g_autofree char *clauses = NULL;

  clauses = g_strdup_printf ("WHERE scope = $3 AND %s%s ORDER BY name, entity_id, id LIMIT $4",
                             BTY_GRAPH_IS_AT ("$1", "$2"), name != NULL ? " AND name = $5" : "");

  return bty_database_select (database, BTY_TYPE_ENTITY, clauses,
                              BTY_ARGS (BTY_INTEGER (time->valid_at), BTY_INTEGER (time->recorded_at),
                                        BTY_TEXT (scope), BTY_INTEGER (limit), BTY_TEXT (name)),
                              error);
}

/**
 * bty_graph_store_list_versions:
 * @database: a connection
 * @entity_id: of an entity
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyEntity) (nullable): everything that was ever said about it, in the order
 *   in which it was said, then in that in which it was so
 */
GPtrArray *
bty_graph_store_list_versions (BtyDatabase  *database,
                               const char   *entity_id,
                               GError      **error)
{
  return bty_database_select (database, BTY_TYPE_ENTITY, "WHERE entity_id = $1 ORDER BY recorded_at, valid_from, id",
                              BTY_ARGS (BTY_TEXT (entity_id)), error);
}

/**
 * bty_graph_store_list_between:
 * @database: a connection
 * @scope: who knows them
 * @since: microseconds since 1970 UTC
 * @until: the first microsecond that does not matter
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyEntity) (nullable): the versions that count now and were valid at some
 *   time in between, in the order in which they began
 */
GPtrArray *
bty_graph_store_list_between (BtyDatabase  *database,
                              const char   *scope,
                              gint64        since,
                              gint64        until,
                              gint64        limit,
                              GError      **error)
{
  return bty_database_select (database, BTY_TYPE_ENTITY,
                              "WHERE scope = $1 AND superseded_at IS NULL AND valid_from < $3"
                              " AND (valid_to IS NULL OR valid_to > $2) ORDER BY valid_from, entity_id, id LIMIT $4",
                              BTY_ARGS (BTY_TEXT (scope), BTY_INTEGER (since), BTY_INTEGER (until),
                                        BTY_INTEGER (limit)),
                              error);
}

/**
 * bty_graph_store_list_relationships:
 * @database: a connection
 * @entity_id: of an entity
 * @direction: those that go out from it, come in, or both
 * @type: (nullable): only this type
 * @time: when
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRelationship) (nullable): the versions that were valid and known then,
 *   by type
 */
GPtrArray *
bty_graph_store_list_relationships (BtyDatabase         *database,
                                    const char          *entity_id,
                                    BtyGraphDirection    direction,
                                    const char          *type,
                                    const BtyGraphTime  *time,
                                    GError             **error)
{
  const char *ends = direction == BTY_GRAPH_OUT ? "from_id = $3"
                     : direction == BTY_GRAPH_IN ? "to_id = $3" : "(from_id = $3 OR to_id = $3)";
  g_autofree char *clauses = NULL;

  clauses = g_strdup_printf ("WHERE %s AND %s%s ORDER BY type, from_id, to_id, id", ends, BTY_GRAPH_IS_AT ("$1", "$2"),
                             type != NULL ? " AND type = $4" : "");

  return bty_database_select (database, BTY_TYPE_RELATIONSHIP, clauses,
                              BTY_ARGS (BTY_INTEGER (time->valid_at), BTY_INTEGER (time->recorded_at),
                                        BTY_TEXT (entity_id), BTY_TEXT (type)),
                              error);
}

/**
 * bty_graph_store_delete_before:
 * @database: a connection
 * @time: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes the versions that had stopped to be so, or to be believed, by then.
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_graph_store_delete_before (BtyDatabase  *database,
                               gint64        time,
                               GError      **error)
{
  static const char *const deletes[] = {
    "DELETE FROM relationships WHERE valid_to <= $1 OR superseded_at <= $1",
    "DELETE FROM entities WHERE valid_to <= $1 OR superseded_at <= $1",
  };
  gint64 n_deleted = 0;

  for (guint i = 0; i < G_N_ELEMENTS (deletes); i++)
    {
      gint64 changes = bty_database_execute_counted (database, deletes[i], BTY_ARGS (BTY_INTEGER (time)), error);

      if (changes < 0)
        return -1;
      n_deleted += changes;
    }

  return n_deleted;
}

/**
 * bty_graph_store_delete_entity:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @entity_id: of an entity
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Removes everything that was ever said about it, and how others stand to it.
 *
 * Returns: whether it was there and is not any more
 */
gboolean
bty_graph_store_delete_entity (BtyDatabase  *database,
                               const char   *entity_id,
                               GError      **error)
{
  gint64 changes;

  if (!bty_database_execute (database, "DELETE FROM relationships WHERE from_id = $1 OR to_id = $1",
                             BTY_ARGS (BTY_TEXT (entity_id)), error))
    return FALSE;
  changes = bty_database_execute_counted (database, "DELETE FROM entities WHERE entity_id = $1",
                                          BTY_ARGS (BTY_TEXT (entity_id)), error);
  if (changes == 0)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("Nothing is known about this any more."));

  return changes > 0;
}
