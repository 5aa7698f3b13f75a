/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-http-embedder.h"

#include "bty-config.h"
#include "bty-embedding-format.h"
#include "bty-http-exchange.h"
#include "bty-http-message.h"
#include "bty-http-session.h"
#include "bty-json.h"
#include "bty-wire-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Texts in one request: every service takes as many. */
#define BATCH 64

/* No error is explained at greater length. */
#define MAX_ERROR_BODY (64 * 1024)

/**
 * BtyHttpEmbedder:
 *
 * An embedder that asks a service on the network or on this computer. It never retries.
 */
struct _BtyHttpEmbedder
{
  BtyEmbedder         parent_instance;

  /* Owned */
  BtyProviderConfig  *config;
  SoupSession        *session;
  char               *model;

  BtyEmbeddingFormat  format;
  guint               dimensions;  /* 0 = not known yet */
};

G_DEFINE_FINAL_TYPE (BtyHttpEmbedder, bty_http_embedder, BTY_TYPE_EMBEDDER)

/* All texts of one call, batch after batch. */
typedef struct
{
  /* Owned */
  SoupMessage        *message;
  GByteArray         *body;
  char               *key;
  float              *vectors;

  /* Borrowed */
  const char * const *texts;

  guint               n_texts;
  guint               n_done;
  guint               n_asked;  /* in the request that is running */
} Request;

static void send_batch (GTask *task);

static void
clear_message (Request         *request,
               BtyHttpEmbedder *self)
{
  bty_http_message_wipe_key (request->message, bty_embedding_format_get_wire (self->format));
  g_clear_object (&request->message);
  g_byte_array_set_size (request->body, 0);
}

static void
free_request (gpointer data)
{
  Request *request = data;

  if (request->key != NULL)
    explicit_bzero (request->key, strlen (request->key));
  g_free (request->key);
  g_clear_object (&request->message);
  g_byte_array_unref (request->body);
  g_free (request->vectors);
  g_free (request);
}

/* Every error leaves through here, so that none carries the key. */
static void
return_error (GTask  *task,
              GError *error)
{
  Request *request = g_object_get_data (G_OBJECT (task), "request");

  clear_message (request, g_task_get_source_object (task));
  bty_wire_error_hide_key (error, request->key);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static gboolean
consume (SoupMessage    *message,
         gconstpointer   bytes,
         gsize           length,
         gboolean       *done,
         gpointer        user_data,
         GError        **error)
{
  Request *request = user_data;

  g_byte_array_append (request->body, bytes, length);
  *done = !bty_http_message_has_answer (message) && request->body->len > MAX_ERROR_BODY;

  return TRUE;
}

static void
set_dimensions (BtyHttpEmbedder *self,
                guint            dimensions)
{
  static const char *names[BTY_EMBEDDING_FORMAT_LAST] = { "openai", "ollama", "google" };
  const char *model = self->config->model != NULL ? self->config->model : "";

  g_free (self->model);
  self->dimensions = dimensions;
  self->model = dimensions > 0 ? g_strdup_printf ("%s:%s-%u", names[self->format], model, dimensions)
                               : g_strdup_printf ("%s:%s", names[self->format], model);
}

static gboolean
read_batch (BtyHttpEmbedder  *self,
            Request          *request,
            GError          **error)
{
  g_autoptr(JsonNode) body = NULL;

  if (!bty_http_message_check_status (request->message, self->config->name, request->body, error)
      || !bty_http_message_check_encoding (request->message, self->config->name, error))
    return FALSE;

  if (request->body->len > 0)
    body = bty_json_parse ((const char *) request->body->data, request->body->len, NULL);
  if (self->dimensions == 0)
    set_dimensions (self, bty_embedding_format_get_size (self->format, body));
  if (request->vectors == NULL)
    request->vectors = g_new (float, (gsize) request->n_texts * self->dimensions);

  return bty_embedding_format_parse_body (self->format, self->config->name, body, request->n_asked, self->dimensions,
                                          request->vectors + (gsize) request->n_done * self->dimensions, error);
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  BtyHttpEmbedder *self = g_task_get_source_object (task);
  Request *request = g_object_get_data (G_OBJECT (task), "request");
  GError *error = NULL;

  if (!bty_http_exchange_finish (SOUP_SESSION (object), result, &error) || !read_batch (self, request, &error))
    {
      return_error (task, error);
      return;
    }

  clear_message (request, self);
  request->n_done += request->n_asked;
  send_batch (task);
}

/* The next texts; or the end. */
static void
send_batch (GTask *task)
{
  BtyHttpEmbedder *self = g_task_get_source_object (task);
  Request *request = g_object_get_data (G_OBJECT (task), "request");
  BtyHttpLimits limits = {
    .connect = self->config->connect_timeout_ms,
    .first_byte = self->config->first_byte_timeout_ms,
    .silence = self->config->silence_timeout_ms,
  };
  g_autofree char *path = bty_embedding_format_dup_path (self->format, self->config->model);
  g_autoptr(JsonNode) body = NULL;
  GError *error = NULL;

  request->n_asked = MIN (BATCH, request->n_texts - request->n_done);
  if (request->n_asked == 0)
    {
      g_task_return_pointer (task, g_steal_pointer (&request->vectors), g_free);
      g_object_unref (task);
      return;
    }

  body = bty_embedding_format_build_body (self->format, self->config->model, request->texts + request->n_done,
                                          request->n_asked);
  request->message = bty_http_message_new (bty_embedding_format_get_wire (self->format), self->config, path,
                                           request->key, body, &error);
  if (request->message == NULL)
    {
      return_error (task, error);
      return;
    }

  bty_http_exchange_async (self->session, request->message, self->config->name, &limits, consume, request,
                           g_task_get_cancellable (task), send_cb, task);
}

static void
bty_http_embedder_request (BtyEmbedder        *embedder,
                           const char * const *texts,
                           guint               n_texts,
                           const char         *key,
                           GTask              *task)
{
  Request *request = g_new0 (Request, 1);

  /* The texts are the task's data. */
  request->texts = texts;
  request->n_texts = n_texts;
  request->key = g_strdup (key);
  if (request->key != NULL)
    g_strstrip (request->key);
  request->body = g_byte_array_new ();
  g_object_set_data_full (G_OBJECT (task), "request", request, free_request);
  send_batch (task);
}

static const char *
bty_http_embedder_get_model (BtyEmbedder *embedder)
{
  return BTY_HTTP_EMBEDDER (embedder)->model;
}

static guint
bty_http_embedder_get_dimensions (BtyEmbedder *embedder)
{
  return BTY_HTTP_EMBEDDER (embedder)->dimensions;
}

static void
bty_http_embedder_finalize (GObject *object)
{
  BtyHttpEmbedder *self = BTY_HTTP_EMBEDDER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->config);
  g_clear_pointer (&self->model, g_free);

  G_OBJECT_CLASS (bty_http_embedder_parent_class)->finalize (object);
}

static void
bty_http_embedder_class_init (BtyHttpEmbedderClass *class)
{
  BtyEmbedderClass *embedder_class = BTY_EMBEDDER_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bty_http_embedder_finalize;
  embedder_class->get_model = bty_http_embedder_get_model;
  embedder_class->get_dimensions = bty_http_embedder_get_dimensions;
  embedder_class->request = bty_http_embedder_request;
}

static void
bty_http_embedder_init (BtyHttpEmbedder *self)
{
  self->session = bty_http_session_ref ();
}

/**
 * bty_http_embedder_new:
 * @format: how the service is asked
 * @config: how it is reached, and the model
 * @dimensions: how many numbers its vectors have; others are refused. 0 = as many as the first has
 *
 * Returns: (transfer full): an embedder
 */
BtyEmbedder *
bty_http_embedder_new (BtyEmbeddingFormat  format,
                       BtyProviderConfig  *config,
                       guint               dimensions)
{
  BtyHttpEmbedder *self = g_object_new (BTY_TYPE_HTTP_EMBEDDER, NULL);

  self->format = format;
  self->config = g_object_ref (config);
  set_dimensions (self, dimensions);

  return BTY_EMBEDDER (self);
}
