/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-jobs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bty-bot-store.h"
#include "bty-candidate-store.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-error.h"
#include "bty-forget-store.h"
#include "bty-json.h"
#include "bty-memory-facts.h"
#include "bty-memory-guard.h"
#include "bty-memory-known.h"
#include "bty-memory-service.h"
#include "bty-memory-similar.h"
#include "bty-memory-store.h"
#include "bty-memory-writing.h"
#include "bty-time.h"

/* Memories from a file, an object of JSON on each line. They come from elsewhere and wait for approval, line by line,
 * unless the user says that what is in the file is approved: then only those wait that the file itself says to come
 * from elsewhere, "origin": "external". No line can approve itself. */

/* The years 1 to 9999, and the clock of another machine may be ahead. */
#define EARLIEST (G_GINT64_CONSTANT (-62135596800) * G_USEC_PER_SEC)
#define LATEST (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)
#define MOST_AHEAD (24 * G_TIME_SPAN_HOUR)

typedef struct
{
  BtyDatabase     *database;
  BtyMemoryJob    *job;
  GPtrArray       *bots;     /* of BtyBot */
  GHashTable      *known;    /* bot id -> BtyMemoryKnown */
  BtyMemoryImport *counts;
} Import;

static BtyBot *
find_bot (Import     *import,
          const char *slug)
{
  for (guint i = 0; i < import->bots->len; i++)
    {
      BtyBot *bot = g_ptr_array_index (import->bots, i);

      if (bot->deleted_at == BTY_UNSET
          && (g_str_equal (bot->id, slug != NULL ? slug : import->job->bot_id) || g_strcmp0 (bot->slug, slug) == 0))
        return bot;
    }

  return NULL;
}

/* Returns: (transfer none) (nullable): what a bot remembers and what waits for approval */
static BtyMemoryKnown *
get_known (Import      *import,
           const char  *bot_id,
           GError     **error)
{
  BtyQueryVector *vectors = import->job->vectors;
  BtyMemoryKnown *known = g_hash_table_lookup (import->known, bot_id);

  if (known != NULL)
    return known;
  known = bty_memory_known_new (import->database, bot_id, vectors != NULL ? vectors->choice : NULL, error);
  if (known != NULL)
    g_hash_table_insert (import->known, g_strdup (bot_id), known);

  return known;
}

/* Whether a member is missing or of a type: what cannot be understood is not taken for something else. */
static gboolean
check_member (JsonNode    *node,
              const char  *name,
              gboolean     is_text,
              GError     **error)
{
  JsonNode *member = bty_json_get (node, name);

  if (member == NULL || JSON_NODE_HOLDS_NULL (member))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (member)
      && (json_node_get_value_type (member) == G_TYPE_STRING) == is_text
      && json_node_get_value_type (member) != G_TYPE_BOOLEAN)
    return TRUE;

  if (is_text)
    g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("“%s” is no text."), name);
  else
    g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("“%s” is no number."), name);

  return FALSE;
}

/* Returns: (transfer full) (nullable): a day, or a time on a day */
static GDateTime *
parse_time (const char *text)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *midnight = g_strconcat (text, "T00:00:00", NULL);
  GDateTime *time = g_date_time_new_from_iso8601 (text, utc);

  return time != NULL ? time : g_date_time_new_from_iso8601 (midnight, utc);
}

/* Sets @time if @name is there. */
static gboolean
read_time (JsonNode    *node,
           const char  *name,
           gint64       latest,
           gint64      *time,
           GError     **error)
{
  JsonNode *member = bty_json_get (node, name);
  const char *text = bty_json_get_text (node, name);
  g_autoptr(GDateTime) date = text != NULL ? parse_time (text) : NULL;

  if (member == NULL || JSON_NODE_HOLDS_NULL (member))
    return TRUE;
  if (text != NULL && date == NULL)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                   _("“%s” is no time. Write it as in 2026-11-28T09:30:00Z, or in microseconds since 1970."), name);
      return FALSE;
    }
  if (text == NULL && !check_member (node, name, FALSE, error))
    return FALSE;

  *time = date != NULL ? g_date_time_to_unix (date) * G_USEC_PER_SEC + g_date_time_get_microsecond (date)
                       : bty_json_get_int (node, name, 0);
  if (*time >= EARLIEST && *time <= latest)
    return TRUE;
  g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("The time of “%s” is not one that can be."), name);

  return FALSE;
}

/* Returns: (transfer full) (nullable): the memory that a line is about */
static BtyMemory *
read_line (Import      *import,
           const char  *line,
           GError     **error)
{
  g_autoptr(JsonNode) node = bty_json_parse (line, -1, error);
  const char *category = node != NULL ? bty_json_get_text (node, "category") : NULL;
  const char *origin = node != NULL ? bty_json_get_text (node, "origin") : NULL;
  int category_value = BTY_MEMORY_CATEGORY_FACT;
  int origin_value = import->job->flag ? BTY_ORIGIN_APPROVED : BTY_ORIGIN_EXTERNAL;
  gint64 created_at = bty_time_now ();
  gint64 event_at = BTY_UNSET;
  g_autoptr(BtyMemory) memory = NULL;
  BtyBot *bot;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node) || bty_json_get_text (node, "text") == NULL)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("This is no object with a “text”."));
      return NULL;
    }
  if (!check_member (node, "bot", TRUE, error) || !check_member (node, "category", TRUE, error)
      || !check_member (node, "origin", TRUE, error) || !check_member (node, "importance", FALSE, error)
      || !read_time (node, "created_at", created_at + MOST_AHEAD, &created_at, error)
      || !read_time (node, "event_at", LATEST, &event_at, error))
    return NULL;
  if (category != NULL && !bty_enum_from_nick (BTY_TYPE_MEMORY_CATEGORY, category, &category_value))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("There is no category “%s”."), category);
      return NULL;
    }
  if (origin != NULL && !bty_enum_from_nick (BTY_TYPE_ORIGIN, origin, &origin_value))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("There is no origin “%s”."), origin);
      return NULL;
    }
  bot = find_bot (import, bty_json_get_text (node, "bot"));
  if (bot == NULL)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no bot “%s”."), bty_json_get_text (node, "bot"));
      return NULL;
    }

  memory = bty_memory_new (bot->id, bty_json_get_text (node, "text"));
  g_object_set (memory,
                "category", category_value,
                "importance", bty_json_get_int (node, "importance", 3),
                "origin", import->job->flag ? MAX (origin_value, (int) BTY_ORIGIN_APPROVED) : BTY_ORIGIN_EXTERNAL,
                "created-at", created_at,
                "event-at", event_at,
                NULL);

  return bty_memory_guard_apply (memory, error) ? g_steal_pointer (&memory) : NULL;
}

static gboolean
propose (Import     *import,
         BtyMemory  *memory,
         GError    **error)
{
  g_autoptr(BtyMemoryCandidate) candidate = bty_memory_candidate_new (memory->bot_id, memory->text,
                                                                      BTY_ORIGIN_EXTERNAL);

  /* Translators: where a memory comes from that waits for approval */
  g_object_set (candidate,
                "category", memory->category,
                "importance", memory->importance,
                "event-at", memory->event_at,
                "source", _("imported file"),
                "created-at", memory->created_at,
                NULL);
  import->counts->n_proposed++;

  return bty_candidate_store_insert (import->database, candidate, error);
}

/* Whether a line has the id of a memory that somebody wanted forgotten, as lists of memories have it. */
static gboolean
is_forgotten (Import      *import,
              const char  *line,
              gboolean    *forgotten,
              GError     **error)
{
  g_autoptr(JsonNode) node = strstr (line, "\"id\"") != NULL ? bty_json_parse (line, -1, NULL) : NULL;
  const char *id = bty_json_get_text (node, "id");

  *forgotten = FALSE;

  return id == NULL || bty_forget_store_has_tombstone (import->database, id, forgotten, error);
}

static gboolean
store (Import     *import,
       BtyMemory  *memory,
       guint       number,
       GError    **error)
{
  import->counts->n_stored++;

  return bty_memory_store_insert (import->database, memory, import->job->actor, error)
         && bty_memory_similar_index (import->database, memory, error)
         && bty_memory_similar_index_chosen (import->database, memory, import->job->vectors, number, error)
         && bty_memory_facts_follow (import->database, memory, error)
         && bty_memory_note (import->database, import->job->actor, BTY_AUDIT_IMPORT, NULL, memory, NULL, error);
}

/* What other bots read says nothing more before a person shares that too, and nothing grows without end. */
static gboolean
may_extend (BtyMemory *nearest,
            BtyMemory *memory)
{
  return nearest->trust <= memory->trust
         && g_utf8_strlen (nearest->text, -1) + g_utf8_strlen (memory->text, -1) < BTY_MEMORY_MAX_CHARACTERS;
}

/* What it says is not known yet, and adds something to @nearest if that is not NULL. */
static gboolean
remember (Import          *import,
          BtyMemoryKnown  *known,
          BtyMemory       *nearest,
          BtyMemory       *memory,
          guint            number,
          GError         **error)
{
  g_autoptr(BtyMemoryStored) extended = NULL;

  if (memory->origin == BTY_ORIGIN_EXTERNAL)
    {
      bty_memory_known_add (known, memory, FALSE);
      return propose (import, memory, error);
    }
  if (nearest == NULL || !may_extend (nearest, memory))
    {
      if (!store (import, memory, number, error))
        return FALSE;
      bty_memory_known_add (known, memory, TRUE);
      return TRUE;
    }
  import->counts->n_merged++;
  extended = bty_memory_extend (import->database, nearest, memory, import->job->actor, error);
  if (extended == NULL)
    return FALSE;
  bty_memory_known_add (known, memory, FALSE);

  return bty_memory_known_follow (known, error);
}

/* Lines that say otherwise are kept beside each other: a file has no order in time by which one could end the other. */
static gboolean
import_line (Import      *import,
             const char  *line,
             guint        number,
             GError     **error)
{
  g_autoptr(BtyMemory) memory = read_line (import, line, error);
  BtyMemoryKnown *known = memory != NULL ? get_known (import, memory->bot_id, error) : NULL;
  g_autoptr(BtyMemory) nearest = NULL;
  BtyMemoryRelation relation = BTY_MEMORY_UNRELATED;
  GError *find_error = NULL;
  gboolean forgotten;

  if (known == NULL || !is_forgotten (import, line, &forgotten, error))
    return FALSE;
  if (forgotten)
    {
      import->counts->n_forgotten++;
      return TRUE;
    }
  nearest = bty_memory_known_find (known, memory, import->job->vectors, number, &relation, &find_error);
  if (find_error != NULL)
    {
      g_propagate_error (error, find_error);
      return FALSE;
    }
  if (relation != BTY_MEMORY_SAME)
    return remember (import, known, nearest, memory, number, error);
  import->counts->n_known++;

  return TRUE;
}

/**
 * bty_memory_import_on_db:
 *
 * A job. Puts what the lines of job->text say into the inbox of job->bot_id, where they name no other bot, or remembers
 * it, if job->flag: all or nothing. job->vectors has one for each line, if the embedder that was chosen was asked.
 *
 * Returns: (transfer full) (nullable): a #BtyMemoryImport
 */
gpointer
bty_memory_import_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  BtyMemoryJob *job = data;
  g_autoptr(GPtrArray) bots = bty_bot_store_list (database, error);
  g_autoptr(GHashTable) known = NULL;
  g_autofree BtyMemoryImport *counts = g_new0 (BtyMemoryImport, 1);
  Import import = { database, job, bots, NULL, counts };
  const char *start = job->text;

  if (bots == NULL)
    return NULL;
  known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bty_memory_known_free);
  import.known = known;

  for (guint number = 1; *start != '\0'; number++)
    {
      const char *end = strchrnul (start, '\n');
      g_autofree char *line = g_strstrip (g_strndup (start, end - start));

      if (*line != '\0' && !import_line (&import, line, number - 1, error))
        {
          /* Translators: what is wrong with a line of a file */
          g_prefix_error (error, _("Line %u: "), number);
          return NULL;
        }
      start = *end != '\0' ? end + 1 : end;
    }

  return g_steal_pointer (&counts);
}
