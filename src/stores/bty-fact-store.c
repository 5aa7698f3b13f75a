/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-fact-store.h"

#include "bty-config.h"
#include "bty-fact.h"
#include "bty-graph-mention.h"
#include "bty-graph-store.h"
#include "bty-uuid.h"

#include <glib/gi18n-lib.h>

/* What memories say, in the graph of their bot. Each entity and each relationship is there as long as a memory speaks
 * of it, or a person wrote it: that has no source. */

/* So many of the memories that speak of one thing are looked at, the newest. */
#define MAX_LOOKED_AT 10

/* One memory on its way into the graph. */
typedef struct
{
  BtyDatabase *database;
  BtyMemory   *memory;
  gint64       now;
  GHashTable  *wanted;  /* "subject key" -> BtyGraphMention */
} Telling;

static void
mention (Telling    *self,
         const char *subject_id,
         const char *key)
{
  BtyGraphMention *mention = bty_graph_mention_new (self->memory->id, subject_id, key);

  g_hash_table_replace (self->wanted, g_strconcat (subject_id, " ", key, NULL), mention);
}

static void
mention_all (Telling    *self,
             const char *subject_id,
             const char *name)
{
  g_auto(GStrv) keys = bty_fact_list_keys (name);

  for (guint i = 0; keys[i] != NULL; i++)
    mention (self, subject_id, keys[i]);
  if (keys[0] == NULL)
    mention (self, subject_id, "");
}

static gboolean
is_now (gint64 valid_from,
        gint64 valid_to,
        gint64 superseded_at,
        gint64 now)
{
  return superseded_at == BTY_UNSET && valid_from <= now && (valid_to == BTY_UNSET || valid_to > now);
}

/* It is so since the memory was told, and as long as it holds. */
static void
set_span (Telling   *self,
          BtyRecord *version,
          gboolean   is_new)
{
  gint64 told = MIN (self->memory->created_at, self->now);
  g_autofree char *id = bty_uuid_new ();

  g_object_set (version,
                "id", id,
                "valid-from", is_new ? told : self->now,
                "valid-to", BTY_UNSET,
                "source-id", self->memory->id,
                NULL);
}

/* Returns: (transfer full) (nullable): the latest version of an entity, whether it still counts or not */
static BtyEntity *
find_entity (Telling     *self,
             const char  *name,
             GError     **error)
{
  const char *condition = name != NULL ? "name = $2 AND type <> '" BTY_ENTITY_USER "'" : "type = '" BTY_ENTITY_USER "'";
  g_autofree char *clauses = NULL;
  g_autoptr(GPtrArray) found = NULL;

  clauses = g_strdup_printf ("WHERE scope = $1 AND %s ORDER BY CASE WHEN superseded_at IS NULL AND valid_to IS NULL"
                             " THEN 0 ELSE 1 END, recorded_at DESC, id LIMIT 1", condition);
  found = bty_database_select (self->database, BTY_TYPE_ENTITY, clauses,
                               BTY_ARGS (BTY_TEXT (self->memory->bot_id), BTY_TEXT (name)), error);

  return found != NULL && found->len > 0 ? g_object_ref (g_ptr_array_index (found, 0)) : NULL;
}

/* Returns: (transfer full) (nullable): the id of the entity, which is known now; @name is %NULL for the user */
static char *
know_entity (Telling     *self,
             const char  *name,
             const char  *type,
             GError     **error)
{
  GError *find_error = NULL;
  g_autoptr(BtyEntity) entity = find_entity (self, name, &find_error);
  gboolean is_new = entity == NULL;

  if (find_error != NULL)
    {
      g_propagate_error (error, find_error);
      return NULL;
    }
  if (is_new)
    entity = bty_entity_new (self->memory->bot_id, name != NULL ? type : BTY_ENTITY_USER,
                             /* Translators: the person who uses the program, among the people that a bot knows */
                             name != NULL ? name : _("You"), 0);
  if (is_new || !is_now (entity->valid_from, entity->valid_to, entity->superseded_at, self->now))
    {
      set_span (self, BTY_RECORD (entity), is_new);
      if (!bty_graph_store_put_entity (self->database, entity, self->now, error))
        return NULL;
    }
  mention_all (self, entity->entity_id, name != NULL ? name : "");

  return g_strdup (entity->entity_id);
}

/* "My sister" is the one that has a name, if exactly one is known. */
static char *
know_role (Telling     *self,
           const char  *role,
           GError     **error)
{
  BtyGraphTime time = { self->now, BTY_GRAPH_LATEST };
  g_autofree char *user = know_entity (self, NULL, NULL, error);
  g_autoptr(GPtrArray) known = NULL;
  g_autoptr(BtyEntity) named = NULL;

  if (user == NULL)
    return NULL;
  known = bty_graph_store_list_relationships (self->database, user, BTY_GRAPH_OUT, role, &time, error);
  if (known == NULL)
    return NULL;
  if (known->len != 1)
    return know_entity (self, role, "person", error);

  named = bty_graph_store_get_entity (self->database, ((BtyRelationship *) g_ptr_array_index (known, 0))->to_id, &time,
                                      error);
  if (named == NULL)
    return NULL;
  mention_all (self, named->entity_id, named->name);

  return g_strdup (named->entity_id);
}

static gboolean
know_relationship (Telling     *self,
                   const char  *from_id,
                   const char  *type,
                   const char  *to_id,
                   GError     **error)
{
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(BtyRelationship) relationship = NULL;
  gboolean is_new;

  found = bty_database_select (self->database, BTY_TYPE_RELATIONSHIP,
                               "WHERE scope = $1 AND from_id = $2 AND type = $3 AND to_id = $4"
                               " ORDER BY CASE WHEN superseded_at IS NULL AND valid_to IS NULL THEN 0 ELSE 1 END,"
                               " recorded_at DESC, id LIMIT 1",
                               BTY_ARGS (BTY_TEXT (self->memory->bot_id), BTY_TEXT (from_id), BTY_TEXT (type),
                                         BTY_TEXT (to_id)),
                               error);
  if (found == NULL)
    return FALSE;

  is_new = found->len == 0;
  relationship = is_new ? bty_relationship_new (self->memory->bot_id, from_id, type, to_id, 0)
                        : g_object_ref (g_ptr_array_index (found, 0));
  if (is_new || !is_now (relationship->valid_from, relationship->valid_to, relationship->superseded_at, self->now))
    {
      set_span (self, BTY_RECORD (relationship), is_new);
      g_object_set (relationship, "valid-to", self->memory->expires_at, NULL);
      if (!bty_graph_store_put_relationship (self->database, relationship, self->now, error))
        return FALSE;
    }
  mention_all (self, relationship->relationship_id, type);

  return TRUE;
}

static gboolean
tell (Telling  *self,
      BtyFact  *fact,
      GError  **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (fact->from_is_role)
    from = know_role (self, fact->from, error);
  else
    from = know_entity (self, *fact->from != '\0' ? fact->from : NULL, fact->from_type, error);
  to = from != NULL ? know_entity (self, fact->to, fact->to_type, error) : NULL;

  return to != NULL && know_relationship (self, from, fact->type, to, error);
}

/* Whether a memory or a person still says that @subject_id is. */
static gboolean
is_held (BtyDatabase  *database,
         const char   *subject_id,
         gint64        now,
         gboolean     *held,
         GError      **error)
{
  gint64 n;

  if (!bty_database_query_integer (database,
                                   "SELECT (SELECT COUNT(*) FROM graph_mentions WHERE subject_id = $1)"
                                   " + (SELECT COUNT(*) FROM entities WHERE entity_id = $1 AND superseded_at IS NULL"
                                   "  AND valid_to IS NULL AND source_id IS NULL)"
                                   " + (SELECT COUNT(*) FROM relationships WHERE (relationship_id = $1 OR from_id = $1"
                                   "  OR to_id = $1) AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2)"
                                   "  AND source_id IS NULL)",
                                   BTY_ARGS (BTY_TEXT (subject_id), BTY_INTEGER (now)), &n, error))
    return FALSE;
  *held = n > 0;

  return TRUE;
}

/* Ends what nobody speaks of any more. */
static gboolean
end_dropped (Telling    *self,
             GPtrArray  *dropped,
             GError    **error)
{
  for (guint i = 0; i < dropped->len; i++)
    {
      const char *subject_id = g_ptr_array_index (dropped, i);
      gboolean held;

      if (!is_held (self->database, subject_id, self->now, &held, error))
        return FALSE;
      if (!held
          && (!bty_graph_store_end_relationship (self->database, subject_id, self->now, self->now, error)
              || !bty_graph_store_end_entity (self->database, subject_id, self->now, self->now, error)))
        return FALSE;
    }

  return TRUE;
}

/* Stores the mentions that are new, and takes away those that do not hold any more. */
static gboolean
save_mentions (Telling  *self,
               GError  **error)
{
  g_autoptr(GPtrArray) dropped = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) old = NULL;
  GHashTableIter iter;
  gpointer mention;

  old = bty_database_select (self->database, BTY_TYPE_GRAPH_MENTION, "WHERE memory_id = $1 ORDER BY id",
                             BTY_ARGS (BTY_TEXT (self->memory->id)), error);
  if (old == NULL)
    return FALSE;
  for (guint i = 0; i < old->len; i++)
    {
      BtyGraphMention *known = g_ptr_array_index (old, i);
      g_autofree char *name = g_strconcat (known->subject_id, " ", known->key, NULL);

      if (g_hash_table_remove (self->wanted, name))
        continue;
      g_ptr_array_add (dropped, g_strdup (known->subject_id));
      if (!bty_database_delete (self->database, BTY_TYPE_GRAPH_MENTION, known->id, error))
        return FALSE;
    }

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, NULL, &mention))
    if (!bty_database_insert (self->database, mention, error))
      return FALSE;

  return end_dropped (self, dropped, error);
}

/**
 * bty_fact_store_set:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @memory: a stored memory
 * @facts: (element-type BtyFact): what it says; none if it does not count any more
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Lets the graph of the memory's bot say what the memory says. What it said before, and no other memory and no person
 * does, ends; it is kept as what was so.
 *
 * Returns: whether it was stored
 */
gboolean
bty_fact_store_set (BtyDatabase  *database,
                    BtyMemory    *memory,
                    GPtrArray    *facts,
                    gint64        now,
                    GError      **error)
{
  g_autoptr(GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  Telling self = { database, memory, now, wanted };

  for (guint i = 0; i < facts->len; i++)
    if (!tell (&self, g_ptr_array_index (facts, i), error))
      return FALSE;

  return save_mentions (&self, error);
}

/**
 * bty_fact_store_forget:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @memory_id: a memory
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes what came from the memory alone, and what was so because of it. What another memory says too, or a person
 * built on, stays as that one's.
 *
 * Returns: whether it is gone
 */
gboolean
bty_fact_store_forget (BtyDatabase  *database,
                       const char   *memory_id,
                       GError      **error)
{
  static const char *const steps[] = {
    "UPDATE relationships SET source_id = (SELECT g.memory_id FROM graph_mentions AS g"
    "  WHERE g.subject_id = relationships.relationship_id AND g.memory_id <> $1 ORDER BY g.created_at, g.id LIMIT 1)"
    " WHERE source_id = $1 AND superseded_at IS NULL AND valid_to IS NULL AND EXISTS (SELECT 1 FROM graph_mentions AS g"
    "  WHERE g.subject_id = relationships.relationship_id AND g.memory_id <> $1)",
    "DELETE FROM relationships WHERE source_id = $1",
    "UPDATE entities SET source_id = (SELECT g.memory_id FROM graph_mentions AS g"
    "  WHERE g.subject_id = entities.entity_id AND g.memory_id <> $1 ORDER BY g.created_at, g.id LIMIT 1)"
    " WHERE source_id = $1 AND superseded_at IS NULL AND valid_to IS NULL"
    "  AND (EXISTS (SELECT 1 FROM graph_mentions AS g WHERE g.subject_id = entities.entity_id AND g.memory_id <> $1)"
    "  OR EXISTS (SELECT 1 FROM relationships AS r WHERE (r.from_id = entities.entity_id"
    "   OR r.to_id = entities.entity_id) AND r.source_id IS NULL))",
    "DELETE FROM entities WHERE source_id = $1",
    "DELETE FROM graph_mentions WHERE memory_id = $1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!bty_database_execute (database, steps[i], BTY_ARGS (BTY_TEXT (memory_id)), error))
      return FALSE;

  return TRUE;
}

/**
 * bty_fact_store_is_told:
 * @database: a connection
 * @subject_id: an entity or a relationship
 * @source_id: (nullable): the memory that it came from; %NULL = a person wrote it
 * @told: (out): whether a person wrote it, or a memory speaks of it that is as it was stored
 * @error: (out) (optional): where to say what went wrong
 *
 * What a memory tells has no hash of its own: it counts as long as the memory has its own still.
 *
 * Returns: whether that could be found out
 */
gboolean
bty_fact_store_is_told (BtyDatabase  *database,
                        const char   *subject_id,
                        const char   *source_id,
                        gboolean     *told,
                        GError      **error)
{
  g_autoptr(GPtrArray) memories = NULL;

  *told = source_id == NULL;
  if (*told)
    return TRUE;
  memories = bty_database_select (database, BTY_TYPE_MEMORY,
                                  "WHERE id IN (SELECT memory_id FROM graph_mentions WHERE subject_id = $1)"
                                  " ORDER BY id DESC LIMIT $2",
                                  BTY_ARGS (BTY_TEXT (subject_id), BTY_INTEGER (MAX_LOOKED_AT)), error);
  for (guint i = 0; memories != NULL && i < memories->len && !*told; i++)
    *told = bty_memory_is_intact (g_ptr_array_index (memories, i));

  return memories != NULL;
}
