/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mock-provider-reply.h"

#include "mock-provider-embeddings.h"
#include "mock-provider-events.h"

#include <string.h>
#include <sys/socket.h>

#define HUGE_SIZE (40 * 1024 * 1024)
#define LONG_LINE (2 * 1024 * 1024)
#define DEPTH 20000

/* The faults that are a status and an error body, as both kinds of service document them. */
static const struct
{
  const char *fault;
  guint       status;
  const char *openai_type;
  const char *openai_code;
  const char *anthropic_type;
  const char *message;
} refusals[] = {
  { "400", 400, "invalid_request_error", NULL, "invalid_request_error", "messages: this field is wrong" },
  { "401", 401, "invalid_request_error", "invalid_api_key", "authentication_error", "Incorrect API key provided" },
  { "402", 402, "insufficient_quota", "insufficient_quota", "billing_error", "Insufficient Balance" },
  { "403", 403, "permission_error", NULL, "permission_error", "This key may not use the resource" },
  { "404", 404, "invalid_request_error", "model_not_found", "not_found_error", "The model does not exist" },
  { "408", 408, NULL, NULL, NULL, "Request timeout" },
  { "409", 409, NULL, NULL, NULL, "Conflict" },
  { "413", 413, "invalid_request_error", NULL, "request_too_large", "Request exceeds the maximum size" },
  { "422", 422, "invalid_request_error", NULL, "invalid_request_error", "Extra inputs are not permitted" },
  { "429", 429, "requests", "rate_limit_exceeded", "rate_limit_error", "Rate limit reached for requests" },
  { "429-date", 429, "requests", "rate_limit_exceeded", "rate_limit_error", "Rate limit reached for requests" },
  { "429-quota", 429, "insufficient_quota", "insufficient_quota", "billing_error", "You exceeded your current quota" },
  { "500", 500, "server_error", NULL, "api_error", "Internal server error" },
  { "502", 502, NULL, NULL, NULL, "Bad gateway" },
  { "503", 503, "server_error", NULL, "overloaded_error", "The engine is currently overloaded" },
  { "504", 504, NULL, NULL, "timeout_error", "Gateway timeout" },
  { "529", 529, NULL, NULL, "overloaded_error", "Overloaded" },
  { "filter", 400, "invalid_request_error", "content_filter", "invalid_request_error",
    "The response was filtered due to the prompt triggering content management policy" },
};

gboolean
bty_mock_reply_write (BtyMockRequest *request,
                      const char     *bytes,
                      gssize          length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (request->connection)), bytes,
                                    length < 0 ? strlen (bytes) : (gsize) length, NULL, request->cancellable, NULL);
}

/* Waits, unless the client goes away. */
static gboolean
wait (BtyMockRequest *request,
      gint64          microseconds)
{
  GSocket *socket = g_socket_connection_get_socket (request->connection);

  return microseconds <= 0
         || (!g_socket_condition_timed_wait (socket, G_IO_IN | G_IO_HUP | G_IO_ERR, microseconds,
                                             request->cancellable, NULL)
             && !g_cancellable_is_cancelled (request->cancellable));
}

/* Never answers again. */
static gboolean
hang (BtyMockRequest *request)
{
  while (wait (request, G_USEC_PER_SEC));

  return FALSE;
}

/* Answers no more until that is wanted. */
static gboolean
hold (BtyMockRequest *request)
{
  while (request->is_held (request->server))
    if (!wait (request, 10000))
      return FALSE;

  return TRUE;
}

static gboolean
send_head (BtyMockRequest *request,
           guint           status,
           const char     *type,
           const char     *extra)
{
  const char *said = g_strcmp0 (request->fault, "mistyped") != 0 ? type
                     : g_str_equal (type, "application/json") ? "text/event-stream" : "application/json";
  g_autofree char *line = g_strcmp0 (request->fault, "untyped") == 0
                          ? g_strdup ("") : g_strdup_printf ("Content-Type: %s\r\n", said);
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 %u Status\r\n%s%s\r\n", status, line,
                                           extra != NULL ? extra : "");

  return bty_mock_reply_write (request, head, -1);
}

static gboolean
send_whole (BtyMockRequest *request,
            guint           status,
            const char     *type,
            const char     *extra,
            const char     *body,
            gsize           length)
{
  g_autofree char *headers = g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT "\r\n%s", length,
                                              extra != NULL ? extra : "");

  return send_head (request, status, type, headers) && bty_mock_reply_write (request, body, length);
}

gboolean
bty_mock_reply_send_json (BtyMockRequest *request,
                          guint           status,
                          JsonNode       *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return send_whole (request, status, "application/json", NULL, text, strlen (text));
}

static gboolean
send_chunk (BtyMockRequest *request,
            const char     *bytes,
            gsize           length)
{
  g_autofree char *size = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n", length);

  return bty_mock_reply_write (request, size, -1) && bty_mock_reply_write (request, bytes, length)
         && bty_mock_reply_write (request, "\r\n", 2);
}

static gboolean
end_chunks (BtyMockRequest *request)
{
  return bty_mock_reply_write (request, "0\r\n\r\n", -1);
}

static gboolean
send_refusal (BtyMockRequest *request,
              guint           i)
{
  g_autofree char *body = bty_mock_events_make_error (request, refusals[i].openai_type, refusals[i].openai_code,
                                                      refusals[i].anthropic_type, refusals[i].message);
  g_autofree char *header = NULL;
  gint64 seconds = json_object_get_int_member (request->behaviour, "retry_after");

  if (g_str_equal (request->fault, "429-date"))
    {
      g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
      g_autoptr(GDateTime) then = g_date_time_add_seconds (now, seconds);
      g_autofree char *date = g_date_time_format (then, "%a, %d %b %Y %H:%M:%S GMT");

      header = g_strdup_printf ("Retry-After: %s\r\n", date);
    }
  else if (refusals[i].status == 429 || refusals[i].status == 503)
    header = g_strdup_printf ("Retry-After: %" G_GINT64_FORMAT "\r\n", seconds);

  return send_whole (request, refusals[i].status, "application/json", header, body, strlen (body));
}

static gboolean
send_key_back (BtyMockRequest *request)
{
  const char *bearer = json_object_get_string_member_with_default (request->headers, "authorization", "");
  const char *key = json_object_get_string_member_with_default (request->headers, "x-api-key", "");
  g_autofree char *message = g_strdup_printf ("Incorrect API key provided: %s%s.", bearer, key);
  g_autofree char *body = bty_mock_events_make_error (request, "invalid_request_error", "invalid_api_key",
                                                      "authentication_error", message);

  return send_whole (request, 401, "application/json", NULL, body, strlen (body));
}

static gboolean
send_redirect (BtyMockRequest *request)
{
  const char *target = json_object_get_string_member (request->behaviour, "redirect_to");
  g_autofree char *header = NULL;

  if (g_str_equal (request->fault, "redirect-same"))
    header = g_strdup_printf ("Location: /elsewhere%s\r\n", request->path);
  else
    header = g_strdup_printf ("Location: %s\r\n", target != NULL ? target : "http://127.0.0.2:9/elsewhere");

  return send_whole (request, 307, "text/plain", header, "", 0);
}

/* 64 MiB of nothing in some kilobytes: what is compressed once can be sent many times. */
static gboolean
send_bomb (BtyMockRequest *request,
           gboolean        streaming)
{
  g_autoptr(GConverter) gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, gzip);
  g_autoptr(GString) bomb = g_string_new (NULL);
  g_autofree char *zeros = g_malloc0 (1024 * 1024);

  g_output_stream_write_all (stream, zeros, 1024 * 1024, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  for (guint i = 0; i < 64; i++)
    g_string_append_len (bomb, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                         g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));

  return send_whole (request, 200, streaming ? "text/event-stream" : "application/json", "Content-Encoding: gzip\r\n",
                     bomb->str, bomb->len);
}

static gboolean
send_huge (BtyMockRequest *request,
           gboolean        streaming)
{
  g_autofree char *text = g_strnfill (8 * 1024, 'x');
  g_autofree char *event = streaming ? bty_mock_events_make_text (request, text) : g_strnfill (64 * 1024, ' ');
  g_autoptr(GString) block = g_string_new (NULL);

  while (block->len < 64 * 1024)
    g_string_append (block, event);
  if (!send_head (request, 200, streaming ? "text/event-stream" : "application/json",
                  "Transfer-Encoding: chunked\r\n"))
    return FALSE;
  for (gsize sent = 0; sent < HUGE_SIZE; sent += block->len)
    if (!send_chunk (request, block->str, block->len))
      return FALSE;

  return end_chunks (request);
}

/* Sends @text in one chunk, or in many small ones. */
static gboolean
send_paced (BtyMockRequest *request,
            const char     *text,
            gsize           length)
{
  if (!g_str_equal (request->fault, "drip"))
    return send_chunk (request, text, length);

  for (gsize i = 0; i < length; i += 3)
    if (!send_chunk (request, text + i, MIN (3, length - i)) || !wait (request, 1000))
      return FALSE;

  return TRUE;
}

/* Breaks off, or puts in something bad. Returns: whether the stream goes on. */
static gboolean
spoil (BtyMockRequest *request,
       const char     *next,
       gboolean       *result)
{
  const char *fault = request->fault;

  *result = FALSE;
  if (g_str_equal (fault, "cut"))
    return FALSE;
  if (g_str_equal (fault, "cut-event"))
    send_chunk (request, next, strlen (next) / 2);
  else if (g_str_equal (fault, "cut-utf8"))
    {
      g_autofree char *emoji = bty_mock_events_make_text (request, "🙂");
      const char *inside = strstr (emoji, "\xf0\x9f");

      send_chunk (request, emoji, (inside != NULL ? (gsize) (inside - emoji) : 1) + 2);
    }
  else if (g_str_equal (fault, "hang-mid"))
    hang (request);
  else if (g_str_equal (fault, "hold"))
    return hold (request);
  else if (g_str_equal (fault, "error-late") || g_str_equal (fault, "error-event"))
    {
      g_autofree char *error = bty_mock_events_make_error_event (request);

      *result = send_chunk (request, error, strlen (error)) && end_chunks (request);
    }
  else if (g_str_equal (fault, "malformed"))
    return send_chunk (request, "data: {\"choices\": [}\n\n", strlen ("data: {\"choices\": [}\n\n"));
  else if (g_str_equal (fault, "deep") || g_str_equal (fault, "long-line"))
    {
      g_autofree char *line = g_str_equal (fault, "deep") ? g_strnfill (DEPTH, '[') : g_strnfill (LONG_LINE, 'x');
      g_autofree char *event = g_strdup_printf ("data: %s\n\n", line);

      return send_chunk (request, event, strlen (event));
    }
  else
    return TRUE;

  return FALSE;
}

static gboolean
send_burst (BtyMockRequest *request,
            GPtrArray      *events)
{
  g_autoptr(GString) all = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    g_string_append (all, g_ptr_array_index (events, i));

  return send_chunk (request, all->str, all->len) && end_chunks (request);
}

static gboolean
send_stream (BtyMockRequest *request)
{
  g_autoptr(GPtrArray) events = bty_mock_events_make (request);
  gint64 rate = json_object_get_int_member (request->behaviour, "tokens_per_second");
  gint64 begin = g_get_monotonic_time ();
  gboolean result;

  if (!send_head (request, 200, "text/event-stream", "Transfer-Encoding: chunked\r\n"))
    return FALSE;
  if (g_str_equal (request->fault, "burst"))
    return send_burst (request, events);

  for (guint i = 0; i < events->len; i++)
    {
      const char *event = g_ptr_array_index (events, i);
      guint place = g_str_equal (request->fault, "error-event") ? 0 : events->len / 2;

      if (i == place && !spoil (request, event, &result))
        return result;
      if (rate > 0 && !wait (request, begin + (gint64) i * G_USEC_PER_SEC / rate - g_get_monotonic_time ()))
        return FALSE;
      if (!send_paced (request, event, strlen (event)))
        return FALSE;
    }

  return g_str_equal (request->fault, "linger") ? hang (request) : end_chunks (request);
}

static gboolean
send_body (BtyMockRequest *request)
{
  const char *fault = request->fault;
  g_autofree char *body = NULL;
  gsize half;

  if (g_str_equal (fault, "error-event") || g_str_equal (fault, "error-late"))
    body = bty_mock_events_make_error (request, "server_error", NULL, "overloaded_error", "Overloaded in the middle");
  else if (g_str_equal (fault, "malformed"))
    body = g_strdup ("{\"choices\" [}]}");
  else if (g_str_equal (fault, "deep"))
    body = g_strnfill (DEPTH, '[');
  else
    body = bty_mock_events_make_body (request);
  half = strlen (body) / 2;

  if (!send_head (request, 200, "application/json", "Transfer-Encoding: chunked\r\n"))
    return FALSE;
  if (g_str_equal (fault, "hold") && !hold (request))
    return FALSE;
  if (g_str_has_prefix (fault, "cut"))
    return send_chunk (request, body, half) && FALSE;
  if (g_str_equal (fault, "hang-mid"))
    return send_chunk (request, body, half) && hang (request);

  return send_paced (request, body, strlen (body)) && end_chunks (request);
}

static gboolean
reset (BtyMockRequest *request)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };
  int fd = g_socket_get_fd (g_socket_connection_get_socket (request->connection));

  setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);

  return FALSE;
}

/* The faults that are the same for every request. */
static gboolean
send_fault (BtyMockRequest *request,
            gboolean        streaming,
            gboolean       *result)
{
  const char *fault = request->fault;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (fault, refusals[i].fault))
      {
        *result = send_refusal (request, i);
        return TRUE;
      }

  if (g_str_equal (fault, "context"))
    {
      g_autofree char *body = bty_mock_events_make_context_error (request);

      *result = send_whole (request, 400, "application/json", NULL, body, strlen (body));
    }
  else if (g_str_equal (fault, "echo-key"))
    *result = send_key_back (request);
  else if (g_str_has_prefix (fault, "redirect"))
    *result = send_redirect (request);
  else if (g_str_equal (fault, "hang"))
    *result = hang (request);
  else if (g_str_equal (fault, "close"))
    *result = FALSE;
  else if (g_str_equal (fault, "reset"))
    *result = reset (request);
  else if (g_str_equal (fault, "garbage"))
    *result = bty_mock_reply_write (request, "\x16\x03\x01 this is not HTTP\r\n\r\n", -1) && FALSE;
  else if (g_str_equal (fault, "gzip-bomb"))
    *result = send_bomb (request, streaming);
  else if (g_str_equal (fault, "huge"))
    *result = send_huge (request, streaming);
  else if (g_str_equal (fault, "html"))
    *result = send_whole (request, 200, "text/html", NULL, "<html>Welcome</html>", strlen ("<html>Welcome</html>"));
  else if (g_str_equal (fault, "empty-error"))
    *result = send_whole (request, 500, "text/plain", NULL, "", 0);
  else if (g_str_equal (fault, "empty"))
    *result = send_whole (request, 200, streaming ? "text/event-stream" : "application/json", NULL, "", 0);
  else
    return FALSE;

  return TRUE;
}

static gboolean
has_wrong_key (BtyMockRequest *request)
{
  JsonNode *wanted = json_object_get_member (request->behaviour, "key");
  const char *bearer = json_object_get_string_member_with_default (request->headers, "authorization", "");
  const char *key = json_object_get_string_member_with_default (request->headers, "x-api-key", "");

  if (wanted == NULL || JSON_NODE_HOLDS_NULL (wanted))
    return FALSE;
  if (g_str_has_prefix (bearer, "Bearer "))
    key = bearer + strlen ("Bearer ");

  return g_strcmp0 (json_node_get_string (wanted), key) != 0;
}

static gboolean
send_models (BtyMockRequest *request)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *names = json_object_get_array_member (request->behaviour, "models");
  JsonArray *data = json_array_new ();

  for (guint i = 0; i < json_array_get_length (names); i++)
    {
      JsonObject *model = json_object_new ();

      json_object_set_string_member (model, "id", json_array_get_string_element (names, i));
      json_array_add_object_element (data, model);
    }
  json_node_take_object (node, json_object_new ());
  json_object_set_array_member (json_node_get_object (node), "data", data);

  return bty_mock_reply_send_json (request, 200, node);
}

/* Answers, or fails. Returns: whether the connection can be used for another request */
gboolean
bty_mock_reply_send (BtyMockRequest *request)
{
  gboolean streaming = request->json != NULL && JSON_NODE_HOLDS_OBJECT (request->json)
                       && json_object_get_boolean_member_with_default (json_node_get_object (request->json),
                                                                       "stream", FALSE);
  gboolean is_chat = g_str_equal (request->method, "POST")
                     && (g_str_has_suffix (request->path, "/chat/completions")
                         || g_str_has_suffix (request->path, "/messages"));
  gboolean result;

  if (has_wrong_key (request))
    request->fault = "401";
  if (send_fault (request, streaming, &result))
    return result;
  if (bty_mock_embeddings_is_asked (request))
    {
      g_autoptr(JsonNode) answer = bty_mock_embeddings_answer (request);

      return bty_mock_reply_send_json (request, 200, answer);
    }
  if (strstr (request->path, "/models") != NULL)
    return send_models (request);
  if (!is_chat)
    return send_whole (request, 404, "application/json", NULL, "{}", 2);

  return streaming && !g_str_equal (request->fault, "json") ? send_stream (request) : send_body (request);
}
