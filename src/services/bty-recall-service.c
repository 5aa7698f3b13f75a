/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-service.h"

#include "bty-meaning.h"
#include "bty-recall-query.h"
#include "bty-reply-store.h"
#include "bty-search-store.h"
#include "bty-time.h"
#include "bty-worker.h"
#include "bty-vector-index.h"

/* How many passages are recalled for one reply, and how many hits a search shows. */
#define RECALL_LIMIT 10
#define SEARCH_LIMIT 50

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
  BtyEmbedderService *embedders;  /* (nullable): who knows which embedder was chosen */
};

G_DEFINE_FINAL_TYPE (BtyRecallService, bty_recall_service, G_TYPE_OBJECT)

static gpointer
search_on_db (BtyDatabase   *database,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  BtyRecallQuery *query = data;

  return bty_search_store_search (database, query->words, query->bot_id, SEARCH_LIMIT, error);
}

static void
run (BtyRecallService    *self,
     BtyJobFunc           func,
     BtyRecallQuery      *query,
     gpointer             source_tag,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, query, (GDestroyNotify) bty_recall_query_free);
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
  g_clear_object (&self->embedders);

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
  self->meaning = bty_meaning_new (worker, BTY_VECTOR_INDEX_MAX_SCANNED);

  return self;
}

/**
 * bty_recall_service_set_embedders:
 * @self: the service
 * @embedders: who knows which embedder was chosen
 *
 * From now on also finds with that one.
 */
void
bty_recall_service_set_embedders (BtyRecallService   *self,
                                  BtyEmbedderService *embedders)
{
  g_set_object (&self->embedders, embedders);
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
  bty_meaning_close (self->meaning);
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
  BtyRecallQuery *query = g_new0 (BtyRecallQuery, 1);

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

/* What asks nothing is near to nothing that helps: see bty_recall_on_db(). */
static gboolean
is_worth_asking (BtyRecallService *self,
                 BtyRecallQuery   *query)
{
  g_autoptr(BtyQuestion) question = NULL;

  if (self->embedders == NULL || !(query->parts & BTY_RANKING_MEANING))
    return FALSE;
  question = bty_question_new (query->words, bty_time_now ());

  return question->terms->len > 0;
}

static void
queried_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyRecallService *self = g_task_get_source_object (task);
  BtyRecallQuery *query = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  query->vector = bty_embedder_service_query_finish (BTY_EMBEDDER_SERVICE (source), result, &error);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (error != NULL)
    query->note = g_strdup (error->message);
  bty_worker_read (self->worker, task, bty_recall_on_db, (GDestroyNotify) g_ptr_array_unref);
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
  BtyRecallQuery *query = g_new0 (BtyRecallQuery, 1);
  g_autoptr(GTask) task = NULL;

  query->words = g_strdup (request->text != NULL ? request->text : "");
  query->bot_id = g_strdup (request->bot_id);
  query->session_id = g_strdup (request->session_id);
  query->meaning = g_object_ref (self->meaning);
  query->for_reply = request->limit == 0;
  query->limit = request->limit > 0 ? request->limit : RECALL_LIMIT;
  query->parts = BTY_RANKING_ALL & ~request->without;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bty_recall_service_recall_async);
  g_task_set_task_data (task, query, (GDestroyNotify) bty_recall_query_free);
  if (is_worth_asking (self, query))
    bty_embedder_service_query_async (self->embedders, query->bot_id, query->words, cancellable, queried_cb,
                                      g_object_ref (task));
  else
    bty_worker_read (self->worker, task, bty_recall_on_db, (GDestroyNotify) g_ptr_array_unref);
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
 * bty_recall_service_recall_dup_note:
 * @self: the service
 * @result: of a recall
 *
 * Returns: (transfer full) (nullable): what a person should know: that the embedder which was chosen could not be used,
 *   and why
 */
char *
bty_recall_service_recall_dup_note (BtyRecallService *self,
                                    GAsyncResult     *result)
{
  return g_strdup (((BtyRecallQuery *) g_task_get_task_data (G_TASK (result)))->note);
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
