/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-http-exchange.h"

#include "bty-error.h"

#include <string.h>

/* The transport over TLS, as real services are reached; other tests do without it. */

/* How long is waited for what never comes; and longer than a busy machine takes for everything else, so that who waits
 * where there is nothing to wait for is found. */
#define SHORT_MS 600
#define LONG_MS 300000

#define PIECE "data: {\"n\": 1}\n\n"

typedef struct
{
  SoupServer        *server;
  guint              n_pieces;   /* to be sent; then the answer ends, or hangs */
  gboolean           hangs;
  gsize              n_uploaded;
} Service;

typedef struct
{
  GString      *body;
  guint         limit_ms;        /* of silence */
  gsize         done_at;         /* bytes after which no more is wanted; 0 = never */
  GCancellable *cancellable;
  gsize         cancel_at;
  guint         status;
  SoupHTTPVersion version;
  GError       *error;
  gboolean      succeeded;
  gboolean      ended;
} Exchange;

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  Service *service = user_data;

  service->n_uploaded = soup_server_message_get_request_body (message)->length;
  if (g_str_equal (path, "/hang"))
    {
      soup_server_message_pause (message);
      return;
    }

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Content-Type",
                                "text/event-stream");
  for (guint i = 0; i < service->n_pieces; i++)
    soup_message_body_append (body, SOUP_MEMORY_STATIC, PIECE, strlen (PIECE));
  if (!service->hangs)
    soup_message_body_complete (body);
}

static char *
start_service (Service *service)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", "localhost.pem", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  GSList *uris;
  char *address;

  g_assert_no_error (error);
  service->server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (service->server, NULL, answer_cb, service, NULL);
  soup_server_listen_local (service->server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (service->server);
  address = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return address;
}

static gboolean
accept_cb (SoupMessage          *message,
           GTlsCertificate      *certificate,
           GTlsCertificateFlags  flags,
           gpointer              user_data)
{
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
  Exchange *exchange = user_data;

  g_assert_false (exchange->ended);
  g_string_append_len (exchange->body, bytes, length);
  *done = exchange->done_at > 0 && exchange->body->len >= exchange->done_at;
  if (exchange->cancel_at > 0 && exchange->body->len >= exchange->cancel_at)
    g_cancellable_cancel (exchange->cancellable);

  return TRUE;
}

static void
ended_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Exchange *exchange = user_data;

  exchange->succeeded = bty_http_exchange_finish (SOUP_SESSION (object), result, &exchange->error);
  exchange->ended = TRUE;
}

static void
run (Service    *service,
     Exchange   *exchange,
     const char *path,
     gsize       upload)
{
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autofree char *base = start_service (service);
  g_autofree char *address = g_strconcat (base, path + 1, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("POST", address);
  g_autoptr(GBytes) body = g_bytes_new_take (g_strnfill (upload, 'x'), upload);
  BtyHttpLimits limits = { LONG_MS, exchange->limit_ms, exchange->limit_ms };
  gint64 begin = g_get_monotonic_time ();

  exchange->body = g_string_new (NULL);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  bty_http_exchange_async (session, message, "Mock", &limits, consume, exchange, exchange->cancellable,
                           ended_cb, exchange);
  while (!exchange->ended)
    g_main_context_iteration (NULL, TRUE);
  exchange->status = soup_message_get_status (message);
  exchange->version = soup_message_get_http_version (message);

  /* Letting go of everything at once must not wait for a server that says nothing more. */
  g_clear_object (&message);
  g_clear_object (&session);
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, LONG_MS * 1000);

  soup_server_disconnect (service->server);
  g_clear_object (&service->server);
  while (g_main_context_iteration (NULL, FALSE));
}

static void
clear (Exchange *exchange)
{
  g_string_free (exchange->body, TRUE);
  g_clear_error (&exchange->error);
}

static void
test_whole (void)
{
  Service service = { .n_pieces = 200 };
  Exchange exchange = { .limit_ms = LONG_MS };

  run (&service, &exchange, "/", 100);
  g_assert_no_error (exchange.error);
  g_assert_true (exchange.succeeded);
  g_assert_cmpint (exchange.version, ==, SOUP_HTTP_1_1);
  g_assert_cmpuint (exchange.status, ==, 200);
  g_assert_cmpuint (exchange.body->len, ==, 200 * strlen (PIECE));
  clear (&exchange);
}

static void
test_large_upload (void)
{
  Service service = { .n_pieces = 2 };
  Exchange exchange = { .limit_ms = LONG_MS };

  run (&service, &exchange, "/", 6 * 1024 * 1024);
  g_assert_no_error (exchange.error);
  g_assert_cmpuint (service.n_uploaded, ==, 6 * 1024 * 1024);
  g_assert_cmpuint (exchange.body->len, ==, 2 * strlen (PIECE));
  clear (&exchange);
}

static void
test_hang (void)
{
  Service service = { 0 };
  Exchange exchange = { .limit_ms = SHORT_MS };

  run (&service, &exchange, "/hang", 100);
  g_assert_error (exchange.error, BTY_ERROR, BTY_ERROR_TIMEOUT);
  clear (&exchange);
}

static void
test_hang_in_the_middle (void)
{
  Service service = { .n_pieces = 5, .hangs = TRUE };
  Exchange exchange = { .limit_ms = SHORT_MS };

  run (&service, &exchange, "/", 100);
  g_assert_error (exchange.error, BTY_ERROR, BTY_ERROR_TIMEOUT);
  g_assert_cmpuint (exchange.body->len, ==, 5 * strlen (PIECE));
  clear (&exchange);
}

static void
test_done_early (void)
{
  Service service = { .n_pieces = 5, .hangs = TRUE };
  Exchange exchange = { .limit_ms = LONG_MS, .done_at = 5 * strlen (PIECE) };

  run (&service, &exchange, "/", 100);
  g_assert_no_error (exchange.error);
  g_assert_true (exchange.succeeded);
  clear (&exchange);
}

static void
test_cancel (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Service service = { .n_pieces = 5, .hangs = TRUE };
  Exchange exchange = { .limit_ms = LONG_MS, .cancellable = cancellable, .cancel_at = 5 * strlen (PIECE) };

  run (&service, &exchange, "/", 100);
  g_assert_error (exchange.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  clear (&exchange);
}

int
main (int   argc,
      char *argv[])
{
  /* The server offers HTTP/2 as well: that it is not taken is a part of what is tested. */
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-exchange/whole", test_whole);
  g_test_add_func ("/http-exchange/large-upload", test_large_upload);
  g_test_add_func ("/http-exchange/hang", test_hang);
  g_test_add_func ("/http-exchange/hang-in-the-middle", test_hang_in_the_middle);
  g_test_add_func ("/http-exchange/done-early", test_done_early);
  g_test_add_func ("/http-exchange/cancel", test_cancel);

  return g_test_run ();
}
