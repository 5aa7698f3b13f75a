/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-service.h"

#include "bty-builtin-embedder.h"
#include "bty-meaning.h"
#include "bty-recall-graph.h"
#include "bty-recall-store.h"
#include "bty-reply-store.h"
#include "bty-search-store.h"
#include "bty-time.h"
#include "bty-words.h"
#include "bty-worker.h"

#include <math.h>

/* How many passages are recalled for one reply, and how many hits a search shows. */
#define RECALL_LIMIT 10
#define SEARCH_LIMIT 50

/* What is nearer in meaning than this is looked at, so many of it; not all of it may be read. */
#define MIN_SIMILARITY 0.3
#define MAX_NEAR 30
#define MAX_NEAR_SHARED 100

/* What fits less well than this part of the best passage does not help a reply. */
#define RECALL_FLOOR 0.35

/**
 * BtyRecallService:
 *
 * Finds what was said before: for a person who searches, and for a bot that shall answer.
 */
struct _BtyRecallService
{
  GObject    parent_instance;

  /* Owned */
  BtyWorker   *worker;
  BtyMeaning  *meaning;
  BtyEmbedder *embedder;
};

G_DEFINE_FINAL_TYPE (BtyRecallService, bty_recall_service, G_TYPE_OBJECT)

typedef struct
{
  BtyRecallService *self;
  char *words;
  char *bot_id;
  char *session_id;
  guint limit;
  gboolean for_reply;
  BtyRankingParts parts;
} Query;

static void
free_query (Query *query)
{
  g_clear_object (&query->self);
  g_free (query->words);
  g_free (query->bot_id);
  g_free (query->session_id);
  g_free (query);
}

static gpointer
search_on_db (BtyDatabase   *database,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  Query *query = data;

  return bty_search_store_search (database, query->words, query->bot_id, SEARCH_LIMIT, error);
}

/* That the same was asked before answers nothing. */
static void
drop_repeated (GPtrArray   *passages,
               BtyQuestion *question)
{
  for (guint i = passages->len; i > 0; i--)
    {
      g_auto(GStrv) words = bty_words_split (((BtyRecalled *) g_ptr_array_index (passages, i - 1))->text);

      if (g_strv_equal ((const char *const *) words, (const char *const *) question->words))
        g_ptr_array_remove_index (passages, i - 1);
    }
}

static void
drop_poor (GPtrArray *passages)
{
  double best = passages->len > 0 ? ((BtyRecalled *) g_ptr_array_index (passages, 0))->score : 0;

  while (passages->len > 0
         && ((BtyRecalled *) g_ptr_array_index (passages, passages->len - 1))->score < RECALL_FLOOR * best)
    g_ptr_array_set_size (passages, (int) passages->len - 1);
}

/* Of somebody who is only meant, much may be known: what has words of the question needs a place, too. */
static void
drop_meant (GPtrArray *passages,
            guint      limit)
{
  guint n_meant = 0;

  for (guint i = 0; i < passages->len;)
    {
      const BtyRecallFactors *factors = &((BtyRecalled *) g_ptr_array_index (passages, i))->factors;

      if (factors->graph > 0 && factors->words == 0 && ++n_meant > limit)
        g_ptr_array_remove_index (passages, i);
      else
        i++;
    }
}

/* A memory says better what the message says that it comes from. */
static void
drop_origins (GPtrArray *passages)
{
  g_autoptr(GHashTable) origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < passages->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i);

      if (passage->origin_id != NULL)
        g_hash_table_add (origins, g_strdup (passage->origin_id));
    }
  for (guint i = passages->len; i > 0; i--)
    if (g_hash_table_contains (origins, ((BtyRecalled *) g_ptr_array_index (passages, i - 1))->id))
      g_ptr_array_remove_index (passages, i - 1);
}

/* How near in meaning are those that were found by their words alone, by the embedder that needs no download. Here this
 * is shown, and changes no order: of messages, ranking has looked more closely at what that embedder sees, words and
 * their letters. */
static void
compare_meaning (BtyRecallService *self,
                 const char       *text,
                 GPtrArray        *passages)
{
  guint n = 0;
  g_autofree BtyRecalled **unknown = g_new0 (BtyRecalled *, passages->len + 1);
  g_autofree const char **texts = g_new0 (const char *, passages->len + 1);
  g_autofree float *vectors = g_new0 (float, (passages->len + 1) * BTY_BUILTIN_EMBEDDER_DIMENSIONS);

  texts[0] = text;
  for (guint i = 0; i < passages->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i);

      if (!isnan (passage->similarity))
        continue;
      unknown[n++] = passage;
      texts[n] = passage->text;
    }
  if (n == 0 || !bty_embedder_embed (self->embedder, texts, n + 1, vectors, NULL))
    return;

  for (guint i = 0; i < n; i++)
    {
      double similarity = 0;

      for (guint j = 0; j < BTY_BUILTIN_EMBEDDER_DIMENSIONS; j++)
        similarity += vectors[j] * vectors[(i + 1) * BTY_BUILTIN_EMBEDDER_DIMENSIONS + j];
      unknown[i]->similarity = similarity;
    }
}

/* What was found by words, by meaning and over the graph is one passage, with all that is known of it. */
static void
add_more (GPtrArray *passages,
          GPtrArray *more)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < passages->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i);

      g_hash_table_insert (known, passage->id, passage);
    }
  for (guint i = 0; i < more->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (more, i);
      BtyRecalled *same = g_hash_table_lookup (known, passage->id);

      if (same == NULL)
        {
          g_ptr_array_add (passages, bty_recalled_copy (passage));
          continue;
        }
      if (!isnan (passage->similarity))
        same->similarity = passage->similarity;
      same->meant |= passage->meant;
      same->around |= passage->around;
    }
}

/* What is near among the vectors of one scope; not all of it may be read. */
static gboolean
add_near_of (BtyDatabase     *database,
             Query           *query,
             BtyVectorQuery  *wanted,
             const char      *scope,
             GPtrArray       *passages,
             GError         **error)
{
  const char *scopes[] = { scope, NULL };
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GPtrArray) near = NULL;

  wanted->scopes = scopes;
  hits = bty_meaning_search (query->self->meaning, database, wanted, error);
  if (hits != NULL)
    near = bty_recall_store_get_near (database, query->bot_id, query->session_id, hits, wanted->now, error);
  if (near != NULL)
    add_more (passages, near);

  return near != NULL;
}

/* Its own, and what others share; whether this bot may read that, the condition of the database says. */
static gboolean
add_all_near (BtyDatabase  *database,
              Query        *query,
              gint64        now,
              GPtrArray    *passages,
              GError      **error)
{
  BtyEmbedder *embedder = query->self->embedder;
  g_autofree float *vector = bty_embedder_embed_text (embedder, query->words, error);
  BtyVectorQuery wanted = { .model = bty_embedder_get_model (embedder), .values = vector,
                            .dimensions = bty_embedder_get_dimensions (embedder), .now = now,
                            .min_similarity = MIN_SIMILARITY, .limit = MAX_NEAR };

  if (vector == NULL || !add_near_of (database, query, &wanted, query->bot_id, passages, error))
    return FALSE;
  wanted.limit = MAX_NEAR_SHARED;

  return add_near_of (database, query, &wanted, BTY_VECTOR_SHARED, passages, error);
}

static gboolean
add_meant (BtyDatabase  *database,
           Query        *query,
           BtyQuestion  *question,
           gint64        now,
           GPtrArray    *passages,
           GError      **error)
{
  g_autoptr(GPtrArray) meant = NULL;

  if (!(query->parts & BTY_RANKING_GRAPH))
    return TRUE;
  meant = bty_recall_graph_find (database, question, query->bot_id, query->session_id, now, error);
  if (meant != NULL)
    add_more (passages, meant);

  return meant != NULL;
}

static gboolean
add_found (GPtrArray *passages,
           GPtrArray *found)
{
  if (found != NULL)
    g_ptr_array_extend_and_steal (passages, found);

  return found != NULL;
}

static GPtrArray *
find_passages (BtyDatabase  *database,
               Query        *query,
               BtyQuestion  *question,
               gint64        now,
               GError      **error)
{
  g_autoptr(GPtrArray) passages = bty_recall_store_find_messages (database, question, query->bot_id,
                                                                  query->session_id, error);

  if (passages == NULL
      || !add_found (passages, bty_recall_store_find_memories (database, question, query->bot_id, query->session_id,
                                                               now, error))
      || !add_found (passages, bty_recall_store_find_chunks (database, question, query->bot_id, error)))
    return NULL;

  /* What only greets or asks nothing is near to other greetings, and to nothing that helps. */
  if (question->terms->len > 0 && query->parts & BTY_RANKING_MEANING
      && !add_all_near (database, query, now, passages, error))
    return NULL;

  return add_meant (database, query, question, now, passages, error) ? g_steal_pointer (&passages) : NULL;
}

static gpointer
recall_on_db (BtyDatabase   *database,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  Query *query = data;
  gint64 now = bty_time_now ();
  g_autoptr(BtyQuestion) question = bty_question_new (query->words, now);
  g_autoptr(GPtrArray) passages = find_passages (database, query, question, now, error);

  if (passages == NULL)
    return NULL;

  bty_ranking_rank (question, passages, now, query->parts);
  drop_origins (passages);
  if (query->for_reply)
    drop_repeated (passages, question);
  drop_meant (passages, MAX (1, query->limit / 2));
  if (passages->len > query->limit)
    g_ptr_array_set_size (passages, (int) query->limit);
  if (query->for_reply)
    {
      drop_poor (passages);
      compare_meaning (query->self, query->words, passages);
    }

  return g_steal_pointer (&passages);
}

static void
run (BtyRecallService    *self,
     BtyJobFunc           func,
     Query               *query,
     gpointer             source_tag,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, query, (GDestroyNotify) free_query);
  bty_worker_read (self->worker, task, func, (GDestroyNotify) g_ptr_array_unref);
}

static gpointer
list_used_on_db (BtyDatabase   *database,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return bty_reply_store_list_used (database, data, error);
}

static gpointer
load_sent_on_db (BtyDatabase   *database,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return bty_reply_store_dup_sent (database, data, error);
}

static void
look_up (BtyRecallService    *self,
         BtyJobFunc           func,
         const char          *reply_id,
         GDestroyNotify       free_result,
         gpointer             source_tag,
         GCancellable        *cancellable,
         GAsyncReadyCallback  callback,
         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, g_strdup (reply_id), g_free);
  bty_worker_read (self->worker, task, func, free_result);
}

static void
bty_recall_service_finalize (GObject *object)
{
  BtyRecallService *self = BTY_RECALL_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->meaning);
  g_clear_object (&self->embedder);

  G_OBJECT_CLASS (bty_recall_service_parent_class)->finalize (object);
}

static void
bty_recall_service_class_init (BtyRecallServiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_recall_service_finalize;
}

static void
bty_recall_service_init (BtyRecallService *self)
{
}

/**
 * bty_recall_service_new:
 * @worker: the profile's database
 *
 * Returns: (transfer full): the service
 */
BtyRecallService *
bty_recall_service_new (BtyWorker *worker)
{
  BtyRecallService *self = g_object_new (BTY_TYPE_RECALL_SERVICE, NULL);

  self->worker = g_object_ref (worker);
  self->meaning = bty_meaning_new (worker);
  self->embedder = bty_builtin_embedder_new (NULL);

  return self;
}

/**
 * bty_recall_service_close:
 * @self: the service
 *
 * Begins to save what makes the next start fast; bty_worker_stop() waits for it.
 */
void
bty_recall_service_close (BtyRecallService *self)
{
  bty_meaning_save (self->meaning);
}

/**
 * bty_recall_service_search_async:
 * @self: the service
 * @words: what was typed
 * @bot_id: (nullable): the bot whose conversations are searched; %NULL = all
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Searches titles and messages; any string may be typed.
 */
void
bty_recall_service_search_async (BtyRecallService    *self,
                                 const char          *words,
                                 const char          *bot_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Query *query = g_new0 (Query, 1);

  query->words = g_strdup (words != NULL ? words : "");
  query->bot_id = g_strdup (bot_id);
  run (self, search_on_db, query, bty_recall_service_search_async, cancellable, callback, user_data);
}

/**
 * bty_recall_service_search_finish:
 *
 * Returns: (transfer full) (element-type BtySearchHit) (nullable): the hits, best first
 */
GPtrArray *
bty_recall_service_search_finish (BtyRecallService  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_recall_service_recall_async:
 * @self: the service
 * @request: what is wanted
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Finds what a bot was told before that fits what the user says now.
 */
void
bty_recall_service_recall_async (BtyRecallService       *self,
                                 const BtyRecallRequest *request,
                                 GCancellable           *cancellable,
                                 GAsyncReadyCallback     callback,
                                 gpointer                user_data)
{
  Query *query = g_new0 (Query, 1);

  query->words = g_strdup (request->text != NULL ? request->text : "");
  query->bot_id = g_strdup (request->bot_id);
  query->session_id = g_strdup (request->session_id);
  query->self = g_object_ref (self);
  query->for_reply = request->limit == 0;
  query->limit = request->limit > 0 ? request->limit : RECALL_LIMIT;
  query->parts = BTY_RANKING_ALL & ~request->without;
  run (self, recall_on_db, query, bty_recall_service_recall_async, cancellable, callback, user_data);
}

/**
 * bty_recall_service_recall_finish:
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): the passages, best first
 */
GPtrArray *
bty_recall_service_recall_finish (BtyRecallService  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_recall_service_list_used_async:
 * @self: the service
 * @reply_id: of a message
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Finds what of all that was said before was sent for a reply, and why.
 */
void
bty_recall_service_list_used_async (BtyRecallService    *self,
                                    const char          *reply_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  look_up (self, list_used_on_db, reply_id, (GDestroyNotify) g_ptr_array_unref, bty_recall_service_list_used_async,
           cancellable, callback, user_data);
}

/**
 * bty_recall_service_list_used_finish:
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): the passages, best first; the text of what is gone
 *   is %NULL
 */
GPtrArray *
bty_recall_service_list_used_finish (BtyRecallService  *self,
                                     GAsyncResult      *result,
                                     GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_recall_service_load_sent_async:
 * @self: the service
 * @reply_id: of a message
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Loads what was sent for a reply.
 */
void
bty_recall_service_load_sent_async (BtyRecallService    *self,
                                    const char          *reply_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  look_up (self, load_sent_on_db, reply_id, g_free, bty_recall_service_load_sent_async, cancellable, callback,
           user_data);
}

/**
 * bty_recall_service_load_sent_finish:
 *
 * Returns: (transfer full) (nullable): it, byte for byte; %BTY_ERROR_NOT_FOUND if nothing was sent
 */
char *
bty_recall_service_load_sent_finish (BtyRecallService  *self,
                                     GAsyncResult      *result,
                                     GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
