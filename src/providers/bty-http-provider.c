/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-http-provider.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-http-exchange.h"
#include "bty-http-message.h"
#include "bty-http-session.h"
#include "bty-sse-parser.h"
#include "bty-wire-error.h"
#include "bty-wire-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* No error is explained at greater length. */
#define MAX_ERROR_BODY (64 * 1024)

/* So much of a body shows what it is. */
#define MAX_BEGINNING 1024

/**
 * BtyHttpProvider:
 *
 * A language-model service on the network or on this computer, in any wire format.
 */
struct _BtyHttpProvider
{
  BtyProvider  parent_instance;

  /* Owned */
  SoupSession *session;
};

G_DEFINE_FINAL_TYPE (BtyHttpProvider, bty_http_provider, BTY_TYPE_PROVIDER)

typedef enum
{
  BODY_UNKNOWN,
  BODY_EVENTS,
  BODY_WHOLE,
} BodyKind;

/* One request, from its start to its GTask's return. */
typedef struct
{
  /* Owned */
  SoupMessage         *message;
  char                *key;
  BtySseParser        *parser;
  GByteArray          *body;
  BtyWireReply         reply;

  /* Borrowed */
  const BtyWireFormat *format;
  BtyProviderConfig   *config;
  GCancellable        *cancellable;

  BodyKind             body_kind;
} Request;

static void
free_request (Request *request)
{
  bty_http_message_wipe_key (request->message, request->format);
  if (request->key != NULL)
    explicit_bzero (request->key, strlen (request->key));
  g_free (request->key);
  g_clear_object (&request->message);
  g_clear_pointer (&request->parser, bty_sse_parser_free);
  g_clear_pointer (&request->body, g_byte_array_unref);
  bty_wire_reply_clear (&request->reply);
  g_free (request);
}

/* A key as it is meant: people paste a line end with it. */
static char *
dup_trimmed (const char *key)
{
  gsize length;

  if (key == NULL)
    return NULL;

  while (g_ascii_isspace (*key))
    key++;
  length = strlen (key);
  while (length > 0 && g_ascii_isspace (key[length - 1]))
    length--;

  return g_strndup (key, length);
}

static const BtyWireFormat *
get_format (BtyProviderConfig *config)
{
  return config->type == BTY_PROVIDER_TYPE_ANTHROPIC ? &bty_anthropic_format : &bty_openai_format;
}

static Request *
new_request (BtyProvider  *provider,
             const char   *key,
             BtyDeltaFunc  delta_func,
             gpointer      delta_data,
             GTask        *task)
{
  Request *request = g_new0 (Request, 1);

  request->config = bty_provider_get_config (provider);
  request->format = get_format (request->config);
  request->key = dup_trimmed (key);
  request->parser = bty_sse_parser_new ();
  request->body = g_byte_array_new ();
  request->cancellable = g_task_get_cancellable (task);
  bty_wire_reply_init (&request->reply, request->config->name, delta_func, delta_data);
  g_task_set_task_data (task, request, (GDestroyNotify) free_request);

  return request;
}

/* Every error of a request leaves through here, so that none carries the key. */
static void
return_error (GTask  *task,
              GError *error)
{
  Request *request = g_task_get_task_data (task);

  bty_wire_error_hide_key (error, request->key);
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* Whether a line that begins like this belongs to an event, or -1 if that cannot be told from so few bytes. */
static int
begins_event (const char *line,
              gsize       length)
{
  static const char *const beginnings[] = { ":", "id:", "data:", "event:", "retry:" };
  gboolean is_unsure = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      gsize known = MIN (length, strlen (beginnings[i]));

      if (memcmp (line, beginnings[i], known) != 0)
        continue;
      if (known == strlen (beginnings[i]))
        return TRUE;
      is_unsure = TRUE;
    }

  return is_unsure ? -1 : FALSE;
}

/* Whether the body, as far as it has arrived, is a stream of events. Some servers do not say in its head, and some
 * say something else: its beginning counts. */
static BodyKind
find_body_kind (Request *request)
{
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (request->message),
                                                            NULL);
  const char *at = (const char *) request->body->data;
  const char *end = at + request->body->len;
  int is_event;

  if (!bty_http_message_has_answer (request->message))
    return BODY_WHOLE;

  /* The bytes of the mark that a text may begin with are no beginning of anything else. */
  while (at < end && (g_ascii_isspace (*at) || memchr ("\xef\xbb\xbf", *at, 3) != NULL))
    at++;
  if (at < end && (*at == '{' || *at == '['))
    return BODY_WHOLE;
  if (at < end && type != NULL && g_ascii_strcasecmp (type, "text/event-stream") == 0)
    return BODY_EVENTS;

  is_event = begins_event (at, end - at);
  if (is_event < 0 && request->body->len < MAX_BEGINNING)
    return BODY_UNKNOWN;

  return is_event > 0 ? BODY_EVENTS : BODY_WHOLE;
}

static gboolean
consume_events (Request        *request,
                gconstpointer   bytes,
                gsize           length,
                gboolean       *done,
                GError        **error)
{
  g_autoptr(GError) parse_error = NULL;
  const char *name;
  const char *data;

  bty_sse_parser_push (request->parser, bytes, length);
  while (!*done && !g_cancellable_is_cancelled (request->cancellable)
         && bty_sse_parser_next (request->parser, &name, &data, &parse_error))
    {
      if (!request->format->parse_event (&request->reply, name, data, error))
        return FALSE;
      *done = request->reply.is_complete;
    }

  if (parse_error != NULL)
    {
      g_set_error (error, parse_error->domain, parse_error->code,
                   /* Translators: %s is a provider's name */
                   _("“%s” sent a line that is longer than any real one."), request->config->name);
      return FALSE;
    }

  return TRUE;
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

  if (request->body_kind == BODY_EVENTS)
    return consume_events (request, bytes, length, done, error);

  g_byte_array_append (request->body, bytes, length);
  if (request->body_kind == BODY_UNKNOWN)
    {
      if (bty_http_message_has_answer (message)
          && !bty_http_message_check_encoding (message, request->config->name, error))
        return FALSE;
      request->body_kind = find_body_kind (request);
      if (request->body_kind == BODY_EVENTS)
        return consume_events (request, request->body->data, request->body->len, done, error);
    }
  *done = !bty_http_message_has_answer (message) && request->body->len > MAX_ERROR_BODY;

  return TRUE;
}

static BtyReply *
read_reply (Request  *request,
            GError  **error)
{
  g_autoptr(JsonNode) body = NULL;

  if (!bty_http_message_check_status (request->message, request->config->name, request->body, error))
    return NULL;

  if (request->body_kind != BODY_EVENTS)
    {
      body = bty_wire_reply_parse_body (&request->reply, request->body, error);
      if (body == NULL || !request->format->parse_body (&request->reply, body, error))
        return NULL;
    }

  return bty_wire_reply_take (&request->reply, error);
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr(BtyReply) reply = NULL;
  GError *error = NULL;

  if (bty_http_exchange_finish (SOUP_SESSION (object), result, &error))
    reply = read_reply (request, &error);

  if (reply == NULL)
    {
      return_error (task, error);
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) bty_reply_free);
  g_object_unref (task);
}

static char **
read_models (Request  *request,
             GError  **error)
{
  g_autoptr(JsonNode) body = NULL;
  char **models;

  if (!bty_http_message_check_status (request->message, request->config->name, request->body, error))
    return NULL;

  body = bty_wire_reply_parse_body (&request->reply, request->body, error);
  if (body == NULL)
    return NULL;

  models = bty_wire_format_parse_models (body);
  if (models == NULL)
    g_set_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE,
                 /* Translators: %s is a provider's name */
                 _("“%s” answered with something that is not a list of models. Is its address right?"),
                 request->config->name);

  return models;
}

static void
list_models_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  Request *request = g_task_get_task_data (task);
  g_auto(GStrv) models = NULL;
  GError *error = NULL;

  if (bty_http_exchange_finish (SOUP_SESSION (object), result, &error))
    models = read_models (request, &error);

  if (models == NULL)
    {
      return_error (task, error);
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&models), (GDestroyNotify) g_strfreev);
  g_object_unref (task);
}

static void
start (BtyHttpProvider     *self,
       Request             *request,
       GAsyncReadyCallback  callback,
       GTask               *task)
{
  BtyHttpLimits limits = {
    .connect = request->config->connect_timeout_ms,
    .first_byte = request->config->first_byte_timeout_ms,
    .silence = request->config->silence_timeout_ms,
  };

  bty_http_exchange_async (self->session, request->message, request->config->name, &limits, consume, request,
                           request->cancellable, callback, task);
}

static void
bty_http_provider_send (BtyProvider  *provider,
                        BtyPrompt    *prompt,
                        const char   *key,
                        BtyDeltaFunc  delta_func,
                        gpointer      delta_data,
                        GTask        *task)
{
  Request *request = new_request (provider, key, delta_func, delta_data, task);
  g_autoptr(JsonNode) body = request->format->build_body (request->config, prompt);
  GError *error = NULL;

  request->message = bty_http_message_new (request->format, request->config, request->format->chat_path,
                                           request->key, body, &error);
  if (request->message == NULL)
    {
      return_error (task, error);
      return;
    }

  bty_provider_take_sent (provider, json_to_string (body, FALSE));
  start (BTY_HTTP_PROVIDER (provider), request, send_cb, task);
}

static void
bty_http_provider_list_models (BtyProvider *provider,
                               const char  *key,
                               GTask       *task)
{
  Request *request = new_request (provider, key, NULL, NULL, task);
  GError *error = NULL;

  request->body_kind = BODY_WHOLE;
  request->message = bty_http_message_new (request->format, request->config, request->format->models_path,
                                           request->key, NULL, &error);
  if (request->message == NULL)
    {
      return_error (task, error);
      return;
    }

  start (BTY_HTTP_PROVIDER (provider), request, list_models_cb, task);
}

static void
bty_http_provider_dispose (GObject *object)
{
  BtyHttpProvider *self = BTY_HTTP_PROVIDER (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (bty_http_provider_parent_class)->dispose (object);
}

static void
bty_http_provider_class_init (BtyHttpProviderClass *class)
{
  BtyProviderClass *provider_class = BTY_PROVIDER_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_http_provider_dispose;

  provider_class->send = bty_http_provider_send;
  provider_class->list_models = bty_http_provider_list_models;
}

static void
bty_http_provider_init (BtyHttpProvider *self)
{
  self->session = bty_http_session_ref ();
}
