/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-http-exchange.h"

#include "bty-config.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_CONNECT_MS 10000
#define DEFAULT_FIRST_BYTE_MS 60000
#define DEFAULT_SILENCE_MS 45000

#define READ_SIZE (16 * 1024)

typedef enum
{
  PHASE_CONNECT,
  PHASE_FIRST_BYTE,
  PHASE_SILENCE,
} Phase;

/* Lives as long as the library is busy with it, which may be longer than the task: a cancelled request does
 * not always end at once. */
typedef struct
{
  /* Owned */
  GTask              *task;         /* NULL once it has returned */
  SoupMessage        *message;
  GInputStream       *stream;
  GCancellable       *stop;
  GSource            *timer;
  GSource            *cancel_source;
  char               *provider;

  /* Borrowed */
  BtyHttpConsumeFunc  consume;
  gpointer            consume_data;

  BtyHttpLimits       limits;
  Phase               phase;
  gsize               n_bytes;
} Exchange;

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
clear_exchange (Exchange *exchange)
{
  g_clear_object (&exchange->stream);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->stop);
  g_free (exchange->provider);
}

static void
release_exchange (Exchange *exchange)
{
  g_rc_box_release_full (exchange, (GDestroyNotify) clear_exchange);
}

/* Returns from the task at once, whatever the library is doing. A stream that is dropped unclosed may block until
 * it has come to its end; once it is cancelled there is nothing to wait for. */
static void
end_exchange (Exchange *exchange,
              GError   *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&exchange->task);

  clear_source (&exchange->timer);
  clear_source (&exchange->cancel_source);
  g_signal_handlers_disconnect_by_data (exchange->message, exchange);
  g_cancellable_cancel (exchange->stop);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static GError *
describe_time_out (Exchange *exchange)
{
  switch (exchange->phase)
    {
    case PHASE_CONNECT:
      /* Translators: %s is a provider's name */
      return g_error_new (BTY_ERROR, BTY_ERROR_TIMEOUT, _("No connection to “%s” within the time allowed."),
                          exchange->provider);
    case PHASE_FIRST_BYTE:
      /* Translators: %s is a provider's name */
      return g_error_new (BTY_ERROR, BTY_ERROR_TIMEOUT, _("“%s” did not begin to answer within the time allowed."),
                          exchange->provider);
    case PHASE_SILENCE:
    default:
      /* Translators: %s is a provider's name */
      return g_error_new (BTY_ERROR, BTY_ERROR_TIMEOUT, _("“%s” stopped in the middle of its answer."),
                          exchange->provider);
    }
}

static gboolean
is_unreachable (const GError *error)
{
  static const int codes[] = {
    G_IO_ERROR_CONNECTION_REFUSED, G_IO_ERROR_HOST_NOT_FOUND, G_IO_ERROR_HOST_UNREACHABLE,
    G_IO_ERROR_NETWORK_UNREACHABLE, G_IO_ERROR_PROXY_FAILED, G_IO_ERROR_PROXY_AUTH_FAILED,
    G_IO_ERROR_PROXY_NEED_AUTH, G_IO_ERROR_PROXY_NOT_ALLOWED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_IO_ERROR, codes[i]))
      return TRUE;

  return error->domain == G_RESOLVER_ERROR;
}

/* What went wrong on the way, in words for people: the library's own do not say what to do. */
static GError *
describe_failure (Exchange     *exchange,
                  const GError *cause)
{
  const char *host = g_uri_get_host (soup_message_get_uri (exchange->message));

  if (is_unreachable (cause))
    return g_error_new (BTY_ERROR, BTY_ERROR_OFFLINE,
                        /* Translators: %1$s is a provider's name, %2$s a computer's */
                        _("“%1$s” cannot be reached at %2$s. Is it running, and is this computer online?"),
                        exchange->provider, host);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return describe_time_out (exchange);
  if (cause->domain == G_TLS_ERROR)
    return g_error_new (BTY_ERROR, BTY_ERROR_PROVIDER,
                        /* Translators: %1$s is a provider's name, %2$s a computer's */
                        _("There is no secure connection to “%1$s”: %2$s could not prove that it is who it says, "
                          "or does not use encryption."), exchange->provider, host);
  if (soup_message_get_status (exchange->message) != SOUP_STATUS_NONE)
    return g_error_new (BTY_ERROR, BTY_ERROR_STREAM,
                        /* Translators: %s is a provider's name */
                        _("The reply of “%s” broke off before its end."), exchange->provider);

  return g_error_new (BTY_ERROR, BTY_ERROR_PROVIDER,
                      /* Translators: %s is a provider's name */
                      _("“%s” ended the connection without an answer."), exchange->provider);
}

static gboolean
time_out_cb (gpointer user_data)
{
  Exchange *exchange = user_data;

  end_exchange (exchange, describe_time_out (exchange));

  return G_SOURCE_REMOVE;
}

/* (Re)starts the clock of a phase. */
static void
enter_phase (Exchange *exchange,
             Phase     phase)
{
  gint64 milliseconds = phase == PHASE_CONNECT ? exchange->limits.connect
                        : phase == PHASE_FIRST_BYTE ? exchange->limits.first_byte
                        : exchange->limits.silence;

  exchange->phase = phase;
  clear_source (&exchange->timer);
  exchange->timer = g_timeout_source_new (CLAMP (milliseconds, 1, G_MAXINT));
  g_source_set_callback (exchange->timer, time_out_cb, exchange, NULL);
  g_source_attach (exchange->timer, g_task_get_context (exchange->task));
}

static void
closed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_input_stream_close_finish (G_INPUT_STREAM (object), result, NULL);
  release_exchange (user_data);
}

static void
close_stream (Exchange *exchange)
{
  if (exchange->stream != NULL)
    g_input_stream_close_async (exchange->stream, G_PRIORITY_DEFAULT, exchange->stop, closed_cb, exchange);
  else
    release_exchange (exchange);
}

/* Returns: whether there is more to be read */
static gboolean
take_bytes (Exchange *exchange,
            GBytes   *bytes)
{
  gboolean done = g_bytes_get_size (bytes) == 0;
  GError *failure = NULL;

  exchange->n_bytes += g_bytes_get_size (bytes);
  if (exchange->n_bytes > BTY_HTTP_MAX_BODY)
    failure = g_error_new (BTY_ERROR, BTY_ERROR_UNREADABLE,
                           /* Translators: %s is a provider's name */
                           _("The answer of “%s” is longer than any real answer."), exchange->provider);
  else if (!done)
    exchange->consume (exchange->message, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                       &done, exchange->consume_data, &failure);

  if (done || failure != NULL)
    {
      end_exchange (exchange, failure);
      return FALSE;
    }

  enter_phase (exchange, PHASE_SILENCE);

  return TRUE;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Exchange *exchange = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  gboolean goes_on = FALSE;

  if (exchange->task != NULL && bytes == NULL)
    end_exchange (exchange, describe_failure (exchange, error));
  else if (exchange->task != NULL)
    goes_on = take_bytes (exchange, bytes);

  if (goes_on)
    g_input_stream_read_bytes_async (exchange->stream, READ_SIZE, G_PRIORITY_DEFAULT, exchange->stop,
                                     read_cb, exchange);
  else
    close_stream (exchange);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Exchange *exchange = user_data;
  g_autoptr(GError) error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (exchange->task != NULL && exchange->stream == NULL)
    end_exchange (exchange, describe_failure (exchange, error));

  if (exchange->task != NULL)
    g_input_stream_read_bytes_async (exchange->stream, READ_SIZE, G_PRIORITY_DEFAULT, exchange->stop,
                                     read_cb, exchange);
  else
    close_stream (exchange);
}

static void
starting_cb (SoupMessage *message,
             gpointer     user_data)
{
  enter_phase (user_data, PHASE_FIRST_BYTE);
}

static void
wrote_body_data_cb (SoupMessage *message,
                    guint        length,
                    gpointer     user_data)
{
  enter_phase (user_data, PHASE_FIRST_BYTE);
}

/* The library's HTTP/2 can stall for good when much is sent, so it is not offered. */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  static const char *const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  end_exchange (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));

  return G_SOURCE_REMOVE;
}

/**
 * bty_http_exchange_async:
 * @session: sends it
 * @message: what is sent
 * @provider: whom to name in errors
 * @limits: how long to wait
 * @consume: called with each part of the body
 * @consume_data: data for @consume
 * @cancellable: (nullable): stops it
 * @callback: (scope async): called at the end, after the last @consume
 * @user_data: data for @callback
 *
 * One request and its answer, whatever its status: within the limits of time and size, and without
 * following a redirect.
 */
void
bty_http_exchange_async (SoupSession         *session,
                         SoupMessage         *message,
                         const char          *provider,
                         const BtyHttpLimits *limits,
                         BtyHttpConsumeFunc   consume,
                         gpointer             consume_data,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  Exchange *exchange = g_rc_box_new0 (Exchange);

  exchange->task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (exchange->task, bty_http_exchange_async);
  exchange->message = g_object_ref (message);
  exchange->stop = g_cancellable_new ();
  exchange->provider = g_strdup (provider);
  exchange->consume = consume;
  exchange->consume_data = consume_data;
  exchange->limits.connect = limits->connect > 0 ? limits->connect : DEFAULT_CONNECT_MS;
  exchange->limits.first_byte = limits->first_byte > 0 ? limits->first_byte : DEFAULT_FIRST_BYTE_MS;
  exchange->limits.silence = limits->silence > 0 ? limits->silence : DEFAULT_SILENCE_MS;

  /* A source instead of a signal: the request may end while its cancellable is still being cancelled. */
  if (cancellable != NULL)
    {
      exchange->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (exchange->cancel_source, G_SOURCE_FUNC (cancelled_cb), exchange, NULL);
      g_source_attach (exchange->cancel_source, g_task_get_context (exchange->task));
    }

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), exchange);
  g_signal_connect (message, "starting", G_CALLBACK (starting_cb), exchange);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), exchange);
  enter_phase (exchange, PHASE_CONNECT);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, exchange->stop, sent_cb, exchange);
}

/**
 * bty_http_exchange_finish:
 * @session: sent it
 * @result: as the callback got it
 * @error: (out) (optional): %BTY_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether an answer came, and its end or all that was wanted of it
 */
gboolean
bty_http_exchange_finish (SoupSession   *session,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bty_http_exchange_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
