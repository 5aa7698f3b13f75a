/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-noted.h"

#include "bty-enum-types.h"
#include "bty-json.h"
#include "bty-value-list.h"

#include <string.h>

/* Anybody can compute the hash beside a memory anew, put an older row back, or let a bot trust another one: the record
 * says what was stored, and it cannot be written anew without notice. */

/* Where an entry stands: what comes later holds. The chain of this profile comes after those that were imported, whose
 * positions cannot be compared. */
typedef struct
{
  gint64 own;
  gint64 place;
  gint64 position;
} Place;

struct _BtyAuditNoted
{
  Place       place;    /* of the last entry */
  gint64      version;  /* the one that it tells of */
  char       *sha256;   /* of what the memory says then, and who may read it */
  char       *state;    /* (nullable): of what else is known of it; NULL = an older version did not note that */
  GHashTable *hashes;   /* every SHA-256 that was noted -> its version; every state -> IS_STATE */
  gboolean    has_states;
};

#define IS_STATE GINT_TO_POINTER (-1)

static void
free_noted (gpointer data)
{
  BtyAuditNoted *self = data;

  g_free (self->sha256);
  g_free (self->state);
  g_hash_table_unref (self->hashes);
  g_free (self);
}

static Place
read_place (BtyRows *rows,
            int      column)
{
  gint64 own = bty_rows_get_integer (rows, column);
  gint64 position = bty_rows_get_integer (rows, column + 1);

  return (Place) { own, own != 0 ? position : bty_rows_get_integer (rows, column + 2), position };
}

static gboolean
is_before (const Place *a,
           const Place *b)
{
  if (a->own != b->own)
    return a->own < b->own;

  return a->place != b->place ? a->place < b->place : a->position < b->position;
}

/* Details are written without blanks, and quotation marks in what they quote have a backslash before them: this finds
 * a member in a tenth of the time that parsing all of them takes. */
static const char *
find_member (const char *details,
             const char *member)
{
  const char *found = strstr (details, member);

  return found != NULL ? found + strlen (member) : NULL;
}

static char *
dup_hash (const char *start)
{
  return start != NULL ? g_strndup (start, strcspn (start, "\"")) : NULL;
}

static BtyAuditNoted *
get_noted (GHashTable *all,
           const char *memory_id)
{
  BtyAuditNoted *self = g_hash_table_lookup (all, memory_id);

  if (self == NULL)
    {
      self = g_new0 (BtyAuditNoted, 1);
      self->hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (all, g_strdup (memory_id), self);
    }

  return self;
}

/* What the details of one entry say, if they say it. */
static void
add_noted (GHashTable *all,
           const char *memory_id,
           const char *details,
           Place       place)
{
  const char *number = find_member (details, "\"version\":");
  gint64 version = number != NULL ? g_ascii_strtoll (number, NULL, 10) : 0;
  g_autofree char *sha256 = dup_hash (find_member (details, "\"sha256\":\""));
  g_autofree char *state = dup_hash (find_member (details, "\"state\":\""));
  BtyAuditNoted *self;

  if (sha256 == NULL)
    return;
  self = get_noted (all, memory_id);
  g_hash_table_insert (self->hashes, g_strdup (sha256), GINT_TO_POINTER ((int) version));
  if (state != NULL)
    {
      g_hash_table_insert (self->hashes, g_strdup (state), IS_STATE);
      self->has_states = TRUE;
    }
  if (self->sha256 != NULL && is_before (&place, &self->place))
    return;

  self->place = place;
  self->version = version;
  g_free (self->sha256);
  self->sha256 = g_steal_pointer (&sha256);
  g_free (self->state);
  self->state = g_steal_pointer (&state);
}

#define NOTED "SELECT memory_id, details, own, position, at FROM audit_entries WHERE details IS NOT NULL AND "

static GHashTable *
new_noted (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_noted);
}

static gboolean
add_all_noted (BtyDatabase     *database,
               GHashTable      *all,
               const char      *sql,
               const BtyValue  *args,
               GError         **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database, sql, args, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    add_noted (all, bty_rows_get_text (rows, 0), bty_rows_get_text (rows, 1), read_place (rows, 2));
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

static GHashTable *
query_noted (BtyDatabase     *database,
             const char      *sql,
             const BtyValue  *args,
             GError         **error)
{
  g_autoptr(GHashTable) all = new_noted ();

  return add_all_noted (database, all, sql, args, error) ? g_steal_pointer (&all) : NULL;
}

/**
 * bty_audit_noted_matches:
 * @self: (nullable): what the record says of a memory; %NULL = nothing
 * @memory: that memory
 *
 * Returns: whether it is as the record says: what it says, who may read it, where it comes from and how long it holds
 */
gboolean
bty_audit_noted_matches (BtyAuditNoted *self,
                         BtyMemory     *memory)
{
  g_autofree char *state = NULL;

  if (self == NULL || self->version != memory->version || g_strcmp0 (self->sha256, memory->sha256) != 0
      || !bty_memory_is_intact (memory))
    return FALSE;
  if (self->state == NULL)
    return TRUE;
  state = bty_memory_compute_state (memory);

  return g_str_equal (self->state, state);
}

/**
 * bty_audit_noted_matches_version:
 * @self: (nullable): what the record says of a memory; %NULL = nothing
 * @version: what it said once
 * @bot_id: whose memory it is
 *
 * Returns: whether it said that, as the record says
 */
gboolean
bty_audit_noted_matches_version (BtyAuditNoted    *self,
                                 BtyMemoryVersion *version,
                                 const char       *bot_id)
{
  g_autofree char *sha256 = self != NULL ? bty_memory_version_compute_sha256 (version, bot_id) : NULL;

  return sha256 != NULL && GPOINTER_TO_INT (g_hash_table_lookup (self->hashes, sha256)) == version->version;
}

/**
 * bty_audit_noted_knows:
 * @self: (nullable): what the record says of a memory; %NULL = nothing
 * @memory: that memory
 *
 * Returns: whether the record says that it was like this once, or is
 */
gboolean
bty_audit_noted_knows (BtyAuditNoted *self,
                       BtyMemory     *memory)
{
  g_autofree char *state = NULL;

  if (self == NULL || !bty_memory_is_intact (memory)
      || GPOINTER_TO_INT (g_hash_table_lookup (self->hashes, memory->sha256)) != memory->version)
    return FALSE;
  state = bty_memory_compute_state (memory);

  return !self->has_states || g_hash_table_lookup (self->hashes, state) == IS_STATE;
}

/**
 * bty_audit_noted_list:
 * @database: a connection
 * @after: an id
 * @until: an id
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type utf8 BtyAuditNoted) (nullable): what the record says of the memories whose ids
 *   come after @after, up to @until
 */
GHashTable *
bty_audit_noted_list (BtyDatabase  *database,
                      const char   *after,
                      const char   *until,
                      GError      **error)
{
  return query_noted (database, NOTED "memory_id > $1 AND memory_id <= $2",
                      BTY_ARGS (BTY_TEXT (after), BTY_TEXT (until)), error);
}

static char *
name_pair (const char *reader_id,
           const char *author_id)
{
  return g_strconcat (reader_id, "\n", author_id, NULL);
}

/**
 * bty_audit_noted_list_trust:
 * @database: a connection
 * @reader_id: (nullable): only the list of this bot
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): which bots trust which, as the record says, for bty_audit_noted_trusts()
 */
GHashTable *
bty_audit_noted_list_trust (BtyDatabase  *database,
                            const char   *reader_id,
                            GError      **error)
{
  g_autoptr(GHashTable) trust = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  rows = bty_database_query (database, reader_id != NULL
                             ? "SELECT bot_id, details, action, own, position, at FROM audit_entries"
                               " WHERE action IN ('trust', 'distrust') AND bot_id = $1 AND details IS NOT NULL"
                             : "SELECT bot_id, details, action, own, position, at FROM audit_entries"
                               " WHERE action IN ('trust', 'distrust') AND bot_id IS NOT NULL AND details IS NOT NULL",
                             BTY_ARGS (BTY_TEXT (reader_id)), error);
  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &row_error))
    {
      g_autoptr(JsonNode) details = bty_json_parse (bty_rows_get_text (rows, 1), -1, NULL);
      const char *author = details != NULL ? bty_json_get_text (details, "author") : NULL;
      g_autofree char *pair = author != NULL ? name_pair (bty_rows_get_text (rows, 0), author) : NULL;
      Place place = read_place (rows, 3);
      Place *last = pair != NULL ? g_hash_table_lookup (places, pair) : NULL;

      if (pair == NULL || (last != NULL && is_before (&place, last)))
        continue;
      g_hash_table_insert (places, g_strdup (pair), g_memdup2 (&place, sizeof place));
      if (g_str_equal (bty_rows_get_text (rows, 2), "trust"))
        g_hash_table_add (trust, g_steal_pointer (&pair));
      else
        g_hash_table_remove (trust, pair);
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&trust);
}

/**
 * bty_audit_noted_trusts:
 * @trust: what bty_audit_noted_list_trust() gave
 * @reader_id: a bot
 * @author_id: another bot
 *
 * Returns: whether the record says that the one trusts the other
 */
gboolean
bty_audit_noted_trusts (GHashTable *trust,
                        const char *reader_id,
                        const char *author_id)
{
  g_autofree char *pair = name_pair (reader_id, author_id);

  return g_hash_table_contains (trust, pair);
}

static GHashTable *
query_one (BtyDatabase  *database,
           const char   *memory_id,
           GError      **error)
{
  return query_noted (database, NOTED "memory_id = $1", BTY_ARGS (BTY_TEXT (memory_id)), error);
}

/**
 * bty_audit_noted_check:
 * @database: a connection
 * @memory: a memory, as it was read there
 * @matches: (out): whether it is as the record says, see bty_audit_noted_matches()
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether that could be found out
 */
gboolean
bty_audit_noted_check (BtyDatabase  *database,
                       BtyMemory    *memory,
                       gboolean     *matches,
                       GError      **error)
{
  g_autoptr(GHashTable) noted = query_one (database, memory->id, error);

  *matches = noted != NULL && bty_audit_noted_matches (g_hash_table_lookup (noted, memory->id), memory);

  return noted != NULL;
}

/**
 * bty_audit_noted_check_version:
 * @database: a connection
 * @version: what a memory said once, as it was read there
 * @bot_id: whose memory it is
 * @matches: (out): whether it said that, as the record says
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether that could be found out
 */
gboolean
bty_audit_noted_check_version (BtyDatabase       *database,
                               BtyMemoryVersion  *version,
                               const char        *bot_id,
                               gboolean          *matches,
                               GError           **error)
{
  g_autoptr(GHashTable) noted = query_one (database, version->memory_id, error);

  *matches = noted != NULL
             && bty_audit_noted_matches_version (g_hash_table_lookup (noted, version->memory_id), version, bot_id);

  return noted != NULL;
}

/* Of what others wrote it also matters whether the reader trusts them. */
static GHashTable *
keep_sound (BtyDatabase  *database,
            GPtrArray    *memories,
            GHashTable   *noted,
            const char   *reader_id,
            GError      **error)
{
  g_autoptr(GHashTable) sound = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) trust = NULL;

  for (guint i = 0; i < memories->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (memories, i);
      gboolean by_trust = memory->trust == BTY_TRUST_TRUSTED && g_strcmp0 (memory->bot_id, reader_id) != 0;

      if (by_trust && trust == NULL)
        {
          trust = bty_audit_noted_list_trust (database, reader_id, error);
          if (trust == NULL)
            return NULL;
        }
      if (bty_audit_noted_matches (g_hash_table_lookup (noted, memory->id), memory)
          && (!by_trust || bty_audit_noted_trusts (trust, reader_id, memory->bot_id)))
        g_hash_table_add (sound, g_strdup (memory->id));
    }

  return g_steal_pointer (&sound);
}

/**
 * bty_audit_noted_list_sound:
 * @database: a connection
 * @memories: (element-type BtyMemory): that may be read, as they were read there
 * @reader_id: the bot that reads
 * @error: (out) (optional): where to say what went wrong
 *
 * For when they are about to be sent. Reads the entries about these, by an index, and no others.
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the ids of those that are as the record says
 */
GHashTable *
bty_audit_noted_list_sound (BtyDatabase  *database,
                            GPtrArray    *memories,
                            const char   *reader_id,
                            GError      **error)
{
  g_autoptr(GHashTable) noted = new_noted ();
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (BtyValue));

  for (guint i = 0; i < memories->len; i++)
    bty_value_list_add (ids, ((BtyMemory *) g_ptr_array_index (memories, i))->id);
  for (guint next = 0; next < ids->len;)
    {
      g_autoptr(GArray) some = bty_value_list_take (ids, &next, BTY_VALUE_LIST_MAX);
      g_autofree BtyValue *args = bty_value_list_new (some, BTY_NO_ARGS);

      if (!add_all_noted (database, noted, NOTED "memory_id IN (" BTY_VALUE_LIST ")", args, error))
        return NULL;
    }

  return keep_sound (database, memories, noted, reader_id, error);
}
