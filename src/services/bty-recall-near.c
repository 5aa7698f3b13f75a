/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-near.h"

#include "bty-meaning-index.h"
#include "bty-vector-log.h"

/* What is nearer in meaning than this is looked at, so many of it; not all of it may be read. */
#define MIN_SIMILARITY 0.3
#define MAX_NEAR 30
#define MAX_NEAR_SHARED 100

/* What is looked for among the vectors of one model and scope. */
typedef struct
{
  BtyVectorQuery  query;
  const char     *scopes[2];
  GArray         *found;      /* by the index; NULL = it is not ready */
  BtyRows        *rows;       /* these vectors, on their way */
} Search;

struct _BtyRecallNear
{
  BtyMeaning *meaning;
  const char *bot_id;
  gint64      now;
  gint64      newest;      /* the last change of the vectors; -1 = not asked yet */
  Search      searches[BTY_RECALL_NEAR_MAX];
  guint       n_searches;
};

/**
 * bty_recall_near_new:
 * @meaning: what finds by meaning
 * @bot_id: who asks
 * @now: microseconds since 1970 UTC
 *
 * What is given is kept alive by the caller.
 *
 * Returns: (transfer full): no search yet
 */
BtyRecallNear *
bty_recall_near_new (BtyMeaning *meaning,
                     const char *bot_id,
                     gint64      now)
{
  BtyRecallNear *self = g_new0 (BtyRecallNear, 1);

  self->meaning = meaning;
  self->bot_id = bot_id;
  self->now = now;
  self->newest = -1;

  return self;
}

/**
 * bty_recall_near_free:
 * @self: (transfer full): searches
 */
void
bty_recall_near_free (BtyRecallNear *self)
{
  for (guint i = 0; i < self->n_searches; i++)
    {
      g_clear_pointer (&self->searches[i].found, g_array_unref);
      g_clear_pointer (&self->searches[i].rows, bty_rows_free);
    }
  g_free (self);
}

static gboolean
follow_scope (BtyRecallNear  *self,
              BtyDatabase    *database,
              const char     *model,
              guint           dimensions,
              const char     *scope,
              guint           limit,
              GError        **error)
{
  Search *search = &self->searches[self->n_searches++];

  search->scopes[0] = scope;
  search->query = (BtyVectorQuery) { .model = model, .dimensions = dimensions, .scopes = search->scopes,
                                     .now = self->now, .min_similarity = MIN_SIMILARITY, .limit = limit };

  return bty_meaning_follow (self->meaning, database, &search->query, self->newest, error);
}

/**
 * bty_recall_near_follow:
 * @self: searches
 * @database: a connection, in a job that reads
 * @model: what makes the vectors; kept alive by the caller. At most two are added
 * @dimensions: how many numbers each has
 * @error: (out) (optional): where to say what went wrong
 *
 * Adds the searches with a model, the bot's own memories first, then what others share: whether it may read that, is
 * decided when it is read. Their indexes take up what has changed.
 *
 * Returns: whether they did
 */
gboolean
bty_recall_near_follow (BtyRecallNear  *self,
                        BtyDatabase    *database,
                        const char     *model,
                        guint           dimensions,
                        GError        **error)
{
  g_return_val_if_fail (self->n_searches + 2 <= BTY_RECALL_NEAR_MAX, FALSE);

  if (self->newest < 0 && !bty_vector_log_get_newest (database, &self->newest, error))
    return FALSE;

  return follow_scope (self, database, model, dimensions, self->bot_id, MAX_NEAR, error)
         && follow_scope (self, database, model, dimensions, BTY_VECTOR_SHARED, MAX_NEAR_SHARED, error);
}

/**
 * bty_recall_near_find:
 * @self: searches
 * @model: one that was added
 * @values: the question in it; kept alive by the caller
 *
 * Searches the indexes, without the database.
 */
void
bty_recall_near_find (BtyRecallNear *self,
                      const char    *model,
                      const float   *values)
{
  for (guint i = 0; i < self->n_searches; i++)
    {
      Search *search = &self->searches[i];

      if (!g_str_equal (search->query.model, model))
        continue;
      search->query.values = values;
      search->found = bty_meaning_find (self->meaning, &search->query);
    }
}

/**
 * bty_recall_near_get_n:
 * @self: searches
 *
 * Returns: how many there are
 */
guint
bty_recall_near_get_n (BtyRecallNear *self)
{
  return self->n_searches;
}

/**
 * bty_recall_near_ask:
 * @self: searches that have found
 * @database: a connection, in a job that reads
 * @i: number of a search
 * @error: (out) (optional): where to say what went wrong
 *
 * Asks for what it has found, if there is any: see bty_database_ask().
 *
 * Returns: whether it could be asked for
 */
gboolean
bty_recall_near_ask (BtyRecallNear  *self,
                     BtyDatabase    *database,
                     guint           i,
                     GError        **error)
{
  Search *search = &self->searches[i];

  if (search->rows != NULL || search->found == NULL || search->found->len == 0)
    return TRUE;
  search->rows = bty_meaning_index_ask (database, search->found, self->now, error);

  return search->rows != NULL;
}

/**
 * bty_recall_near_read:
 * @self: searches that have found
 * @database: a connection, in a job that reads
 * @i: number of a search
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyVectorHit) (nullable): what is near, the nearest first
 */
GPtrArray *
bty_recall_near_read (BtyRecallNear  *self,
                      BtyDatabase    *database,
                      guint           i,
                      GError        **error)
{
  Search *search = &self->searches[i];

  return bty_meaning_read (self->meaning, database, &search->query, search->found, search->rows, error);
}
