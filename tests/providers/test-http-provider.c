/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-json.h"
#include "provider-run.h"

#include <string.h>

/* What takes longer has gone wrong, also on a busy machine. */
#define LIMIT (60 * G_USEC_PER_SEC)
#define SILENCE_MS 5000

static const BtyProviderType types[] = { BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE, BTY_PROVIDER_TYPE_ANTHROPIC };

static guint
count_requests (BtyMockServer *server)
{
  g_autoptr(JsonNode) requests = bty_mock_server_dup_requests (server);

  return json_array_get_length (json_node_get_array (requests));
}

static const char *
get_header (JsonNode   *request,
            const char *name)
{
  return bty_json_get_text (bty_json_get (request, "headers"), name);
}

static void
wait_until_closed (BtyMockServer *server)
{
  gint64 end = g_get_monotonic_time () + LIMIT;

  while (bty_mock_server_count_open (server) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
test_headers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      gboolean is_openai = types[i] == BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE;
      g_autoptr(BtyMockServer) server = provider_run_new_server ("{}");
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[i], bty_mock_server_get_port (server));
      g_auto(ProviderRun) run = { 0 };
      g_autoptr(JsonNode) request = NULL;
      g_autofree char *body = NULL;

      provider_run_send (&run, config, "Hello", "\n " RUN_KEY "\r\n");
      g_assert_no_error (run.error);
      request = provider_run_dup_request (server, 0);
      body = json_to_string (bty_json_get (request, "body"), FALSE);

      g_assert_cmpstr (get_header (request, is_openai ? "authorization" : "x-api-key"), ==,
                       is_openai ? "Bearer " RUN_KEY : RUN_KEY);
      g_assert_null (get_header (request, is_openai ? "x-api-key" : "authorization"));
      g_assert_cmpstr (get_header (request, "anthropic-version"), ==, is_openai ? NULL : "2023-06-01");
      g_assert_cmpstr (get_header (request, "accept-encoding"), ==, "identity");
      g_assert_cmpstr (get_header (request, "content-type"), ==, "application/json");
      g_assert_true (g_str_has_prefix (get_header (request, "user-agent"), "Boternity/"));
      g_assert_cmpstr (bty_json_get_text (request, "path"), ==, is_openai ? "/v1/chat/completions" : "/v1/messages");
      g_assert_null (strstr (body, "canary"));
    }
}

static void
test_usage (void)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (types); i++)
    {
      g_autoptr(BtyMockServer) server = provider_run_new_server ("{\"input_tokens\": 120, \"output_tokens\": 34,"
                                                                 " \"cached_tokens\": 100}");
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[i / 2], bty_mock_server_get_port (server));
      g_auto(ProviderRun) reporting = { 0 };
      g_auto(ProviderRun) silent = { 0 };

      config->streaming = i % 2 == 0;
      provider_run_send (&reporting, config, "Hello", NULL);
      g_assert_cmpint (reporting.reply->input_tokens, ==, 120);
      g_assert_cmpint (reporting.reply->output_tokens, ==, 34);
      g_assert_cmpint (reporting.reply->cached_tokens, ==, 100);

      bty_mock_server_control (server, "{\"usage\": false}", NULL);
      provider_run_send (&silent, config, "Hello", NULL);
      g_assert_cmpint (silent.reply->input_tokens, ==, -1);
      g_assert_cmpint (silent.reply->output_tokens, ==, -1);
      g_assert_cmpint (silent.reply->cached_tokens, ==, -1);
      g_assert_nonnull (silent.reply->stop_reason);
    }
}

static void
test_redirect_gets_nothing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(BtyMockServer) other = provider_run_new_server ("{}");
      g_autofree char *behaviour = g_strdup_printf ("{\"fault\": \"redirect\", \"redirect_to\": "
                                                    "\"http://127.0.0.1:%u/v1/chat/completions\"}",
                                                    bty_mock_server_get_port (other));
      g_autoptr(BtyMockServer) server = provider_run_new_server (behaviour);
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[i], bty_mock_server_get_port (server));
      g_auto(ProviderRun) sent = { 0 };
      g_auto(ProviderRun) listed = { 0 };

      provider_run_send (&sent, config, "Hello", RUN_KEY);
      g_assert_error (sent.error, BTY_ERROR, BTY_ERROR_PROVIDER);
      provider_run_list_models (&listed, config, RUN_KEY);
      g_assert_error (listed.error, BTY_ERROR, BTY_ERROR_PROVIDER);
      g_assert_cmpuint (count_requests (server), ==, 2);
      g_assert_cmpuint (count_requests (other), ==, 0);
    }
}

static void
test_extra_headers (void)
{
  static const struct
  {
    const char *headers;
    const char *key;
    gboolean    is_sent;
  } table[] = {
    { "{\"X-Title\": \"Boternity\"}", RUN_KEY, TRUE },
    { "{}", RUN_KEY, TRUE },
    { "[]", RUN_KEY, TRUE },
    { "{\"Authorization\": \"Bearer mine\"}", NULL, TRUE },
    { "{\"Authorization\": \"Bearer mine\"}", RUN_KEY, FALSE },
    { "{\"AUTHORIZATION\": \"Bearer mine\"}", RUN_KEY, FALSE },
    { "{\"X-A\": \"b\\r\\nX-Evil: 1\"}", RUN_KEY, FALSE },
    { "{\"X-A\\r\\nX-Evil\": \"b\"}", RUN_KEY, FALSE },
    { "{\"\": \"b\"}", RUN_KEY, FALSE },
    { "{\"X-A\": \"ü\"}", RUN_KEY, FALSE },
    { "{\"X-A\": 7}", RUN_KEY, FALSE },
    { "{\"X-A\": null}", RUN_KEY, FALSE },
    { "{\"Host\": \"elsewhere\"}", RUN_KEY, FALSE },
    { "{\"content-length\": \"0\"}", RUN_KEY, FALSE },
    { "{\"Accept-Encoding\": \"gzip\"}", RUN_KEY, FALSE },
  };
  g_autoptr(BtyMockServer) server = provider_run_new_server ("{}");

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE,
                                                                     bty_mock_server_get_port (server));
      g_auto(ProviderRun) run = { 0 };

      bty_mock_server_forget (server);
      config->headers = bty_json_parse (table[i].headers, -1, NULL);
      provider_run_send (&run, config, "Hello", table[i].key);
      g_assert_cmpuint (count_requests (server), ==, table[i].is_sent ? 1 : 0);
      if (table[i].is_sent)
        g_assert_no_error (run.error);
      else
        g_assert_error (run.error, BTY_ERROR, BTY_ERROR_INVALID_REQUEST);
    }
}

static void
test_extra_headers_arrive (void)
{
  g_autoptr(BtyMockServer) server = provider_run_new_server ("{}");
  g_autoptr(BtyProviderConfig) config = provider_run_new_config (BTY_PROVIDER_TYPE_ANTHROPIC,
                                                                 bty_mock_server_get_port (server));
  g_auto(ProviderRun) run = { 0 };
  g_autoptr(JsonNode) request = NULL;

  config->headers = bty_json_parse ("{\"X-Title\": \"Boternity\", \"anthropic-version\": \"2099-01-01\"}", -1, NULL);
  provider_run_list_models (&run, config, RUN_KEY);
  g_assert_no_error (run.error);
  request = provider_run_dup_request (server, 0);

  g_assert_cmpstr (get_header (request, "x-title"), ==, "Boternity");
  g_assert_cmpstr (get_header (request, "anthropic-version"), ==, "2099-01-01");
  g_assert_cmpstr (get_header (request, "x-api-key"), ==, RUN_KEY);
}

static void
test_keys (void)
{
  static const struct
  {
    const char *key;
    gboolean    is_sent;
    const char *header;
  } table[] = {
    { NULL, TRUE, NULL },
    { "", TRUE, NULL },
    { " \n", TRUE, NULL },
    { "k", TRUE, "Bearer k" },
    { "two words", FALSE, NULL },
    { "sk-1\r\nX-Evil: 1", FALSE, NULL },
    { "sk-ü", FALSE, NULL },
  };
  g_autoptr(BtyMockServer) server = provider_run_new_server ("{}");

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE,
                                                                     bty_mock_server_get_port (server));
      g_auto(ProviderRun) run = { 0 };

      bty_mock_server_forget (server);
      provider_run_send (&run, config, "Hello", table[i].key);
      if (table[i].is_sent)
        {
          g_autoptr(JsonNode) request = provider_run_dup_request (server, 0);

          g_assert_no_error (run.error);
          g_assert_cmpstr (get_header (request, "authorization"), ==, table[i].header);
        }
      else
        {
          g_assert_error (run.error, BTY_ERROR, BTY_ERROR_AUTHENTICATION);
          g_assert_null (strstr (run.error->message, table[i].key));
          g_assert_cmpuint (count_requests (server), ==, 0);
        }
    }
}

static void
test_bad_addresses (void)
{
  const char *addresses[] = { "ftp://127.0.0.1/v1", "file:///etc/passwd", "nonsense", "http://", "http:///v1",
                              "http://[::1", "//127.0.0.1", "http://a b/" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[i % 2], 1);
      g_auto(ProviderRun) sent = { 0 };
      g_auto(ProviderRun) listed = { 0 };

      g_free (config->base_url);
      config->base_url = g_strdup (addresses[i]);
      provider_run_send (&sent, config, "Hello", RUN_KEY);
      g_assert_error (sent.error, BTY_ERROR, BTY_ERROR_INVALID_REQUEST);
      provider_run_list_models (&listed, config, RUN_KEY);
      g_assert_error (listed.error, BTY_ERROR, BTY_ERROR_INVALID_REQUEST);
    }
}

static void
test_list_models (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(BtyMockServer) server = provider_run_new_server ("{\"models\": [\"z\", \"a\"]}");
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[i], bty_mock_server_get_port (server));
      g_auto(ProviderRun) run = { 0 };
      g_autofree char *joined = NULL;
      g_autoptr(JsonNode) request = NULL;

      provider_run_list_models (&run, config, RUN_KEY);
      g_assert_no_error (run.error);
      joined = g_strjoinv (" ", run.models);
      g_assert_cmpstr (joined, ==, "a z");
      request = provider_run_dup_request (server, 0);
      g_assert_cmpstr (bty_json_get_text (request, "method"), ==, "GET");
    }
}

static void
test_cancel_before (void)
{
  g_autoptr(BtyMockServer) server = provider_run_new_server ("{}");
  g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[0], bty_mock_server_get_port (server));
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(ProviderRun) sent = { .cancellable = cancellable };
  g_auto(ProviderRun) listed = { .cancellable = cancellable };

  g_cancellable_cancel (cancellable);
  provider_run_send (&sent, config, "Hello", RUN_KEY);
  g_assert_error (sent.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  provider_run_list_models (&listed, config, RUN_KEY);
  g_assert_error (listed.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_requests (server), ==, 0);
}

typedef struct
{
  BtyMockServer *server;
  GCancellable  *cancellable;
} Waiting;

/* Cancels what has been asked. */
static gboolean
cancel_cb (gpointer user_data)
{
  Waiting *waiting = user_data;

  if (count_requests (waiting->server) == 0)
    return G_SOURCE_CONTINUE;
  g_cancellable_cancel (waiting->cancellable);

  return G_SOURCE_REMOVE;
}

static void
test_cancel_while_waiting (void)
{
  const char *faults[] = { "hang", "hang-mid" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *behaviour = g_strdup_printf ("{\"fault\": \"%s\"}", faults[i]);
      g_autoptr(BtyMockServer) server = provider_run_new_server (behaviour);
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[i % 2], bty_mock_server_get_port (server));
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_auto(ProviderRun) run = { .cancellable = cancellable };
      Waiting waiting = { server, cancellable };

      g_timeout_add (10, cancel_cb, &waiting);
      provider_run_send (&run, config, "Hello", RUN_KEY);
      g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      wait_until_closed (server);
    }
}

static void
test_cancel_in_delta (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(BtyMockServer) server = provider_run_new_server ("{\"reply_tokens\": 50, \"thinking\": \"a b\","
                                                                 " \"fault\": \"burst\"}");
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[i], bty_mock_server_get_port (server));
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_auto(ProviderRun) run = { .cancellable = cancellable, .cancel_at_delta = 7 };

      provider_run_send (&run, config, "Hello", RUN_KEY);
      g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (run.n_deltas, ==, 7);
      wait_until_closed (server);
    }
}

/* The text is there while the reply is still coming: this one never ends. */
static void
test_streams_at_once (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(BtyMockServer) server = provider_run_new_server ("{\"fault\": \"hang-mid\", \"reply_tokens\": 40}");
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[i], bty_mock_server_get_port (server));
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_auto(ProviderRun) run = { .cancellable = cancellable, .cancel_at_delta = 6 };

      provider_run_send (&run, config, "Hello", RUN_KEY);
      g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (run.n_deltas, ==, 6);
      g_assert_true (g_str_has_prefix (run.text->str, "word0 word1 "));
    }
}

/* A steady stream may take longer than any of the time-outs. Shorter ones are reached where the machine is busy. */
static void
test_slow_is_not_silent (void)
{
  g_autoptr(BtyMockServer) server = provider_run_new_server ("{\"reply_tokens\": 60, \"tokens_per_second\": 10}");
  g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[0], bty_mock_server_get_port (server));
  g_auto(ProviderRun) run = { 0 };
  gint64 begin = g_get_monotonic_time ();

  provider_run_limit_silence (config, SILENCE_MS);
  provider_run_send (&run, config, "Hello", RUN_KEY);
  g_assert_no_error (run.error);
  g_assert_cmpint (g_get_monotonic_time () - begin, >, SILENCE_MS * 1000);
}

/* Nobody takes the connection off the queue of one that is full. */
static void
test_connect_time_out (void)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) anywhere = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocket) listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GPtrArray) waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(BtyProviderConfig) config = NULL;
  g_auto(ProviderRun) run = { 0 };
  gint64 begin;

  g_socket_set_listen_backlog (listener, 1);
  g_assert_true (g_socket_bind (listener, anywhere, FALSE, NULL) && g_socket_listen (listener, NULL));
  address = g_socket_get_local_address (listener, NULL);
  for (guint i = 0; i < 8; i++)
    {
      GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (socket, FALSE);
      g_socket_connect (socket, address, NULL, NULL);
      g_ptr_array_add (waiting, socket);
    }

  config = provider_run_new_config (types[0], g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  config->connect_timeout_ms = 300;
  config->first_byte_timeout_ms = 10 * LIMIT / 1000;
  begin = g_get_monotonic_time ();
  provider_run_send (&run, config, "Hello", RUN_KEY);
  g_assert_error (run.error, BTY_ERROR, BTY_ERROR_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, LIMIT);
}

static gboolean
speak_plainly_cb (GThreadedSocketService *service,
                  GSocketConnection      *connection,
                  GObject                *source,
                  gpointer                user_data)
{
  const char *text = "HTTP/1.1 400 Bad Request\r\n\r\n";

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text),
                             NULL, NULL, NULL);

  return TRUE;
}

static void
test_no_encryption (void)
{
  g_autoptr(GSocketService) service = g_threaded_socket_service_new (2);
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[0], port);
  g_auto(ProviderRun) run = { 0 };

  g_signal_connect (service, "run", G_CALLBACK (speak_plainly_cb), NULL);
  g_free (config->base_url);
  config->base_url = g_strdup_printf ("https://127.0.0.1:%u", port);
  provider_run_send (&run, config, "Hello", RUN_KEY);
  g_assert_error (run.error, BTY_ERROR, BTY_ERROR_PROVIDER);
  g_assert_nonnull (strstr (run.error->message, "secure"));
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

/* What is running keeps what it needs. */
static void
test_provider_is_dropped (void)
{
  g_autoptr(BtyMockServer) server = provider_run_new_server ("{\"reply_tokens\": 20, \"tokens_per_second\": 200}");
  g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[1], bty_mock_server_get_port (server));
  BtyProvider *provider = bty_provider_new (config);
  g_autoptr(BtyPrompt) prompt = bty_prompt_new (NULL);
  g_auto(ProviderRun) run = { 0 };

  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "Hello", NULL);
  provider_run_start (&run, provider, prompt, RUN_KEY);
  g_object_unref (provider);
  provider_run_wait (&run);
  g_assert_no_error (run.error);
}

static void
test_many_at_once (void)
{
  g_autoptr(BtyMockServer) server = provider_run_new_server ("{\"reply\": \"You said {last}\","
                                                             " \"tokens_per_second\": 100}");
  g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[0], bty_mock_server_get_port (server));
  g_autoptr(BtyProvider) provider = bty_provider_new (config);
  ProviderRun runs[6] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autoptr(BtyPrompt) prompt = bty_prompt_new (NULL);
      g_autofree char *text = g_strdup_printf ("number %u", i);

      bty_prompt_add_turn (prompt, BTY_ROLE_USER, text, NULL);
      provider_run_start (&runs[i], provider, prompt, RUN_KEY);
    }
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autofree char *expected = g_strdup_printf ("You said number %u", i);

      provider_run_wait (&runs[i]);
      g_assert_no_error (runs[i].error);
      g_assert_cmpstr (runs[i].text->str, ==, expected);
      provider_run_clear (&runs[i]);
    }
}

/* No connection outlives its reply, also when the server would keep it. */
static void
test_closes_connection (void)
{
  const char *faults[] = { "none", "linger", "malformed", "huge" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *behaviour = g_strdup_printf ("{\"fault\": \"%s\"}", faults[i]);
      g_autoptr(BtyMockServer) server = provider_run_new_server (behaviour);
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (types[i % 2], bty_mock_server_get_port (server));
      g_autoptr(BtyProvider) provider = bty_provider_new (config);
      g_autoptr(BtyPrompt) prompt = bty_prompt_new (NULL);
      g_auto(ProviderRun) run = { 0 };

      bty_prompt_add_turn (prompt, BTY_ROLE_USER, "Hello", NULL);
      provider_run_start (&run, provider, prompt, RUN_KEY);
      provider_run_wait (&run);
      wait_until_closed (server);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-provider/headers", test_headers);
  g_test_add_func ("/http-provider/usage", test_usage);
  g_test_add_func ("/http-provider/redirect-gets-nothing", test_redirect_gets_nothing);
  g_test_add_func ("/http-provider/extra-headers", test_extra_headers);
  g_test_add_func ("/http-provider/extra-headers-arrive", test_extra_headers_arrive);
  g_test_add_func ("/http-provider/keys", test_keys);
  g_test_add_func ("/http-provider/bad-addresses", test_bad_addresses);
  g_test_add_func ("/http-provider/list-models", test_list_models);
  g_test_add_func ("/http-provider/cancel-before", test_cancel_before);
  g_test_add_func ("/http-provider/cancel-while-waiting", test_cancel_while_waiting);
  g_test_add_func ("/http-provider/cancel-in-delta", test_cancel_in_delta);
  g_test_add_func ("/http-provider/streams-at-once", test_streams_at_once);
  g_test_add_func ("/http-provider/slow-is-not-silent", test_slow_is_not_silent);
  g_test_add_func ("/http-provider/connect-time-out", test_connect_time_out);
  g_test_add_func ("/http-provider/no-encryption", test_no_encryption);
  g_test_add_func ("/http-provider/provider-is-dropped", test_provider_is_dropped);
  g_test_add_func ("/http-provider/many-at-once", test_many_at_once);
  g_test_add_func ("/http-provider/closes-connection", test_closes_connection);

  return g_test_run ();
}
