/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mock-provider-server.h"

#include "mock-provider-reply.h"

#include <string.h>

#define DEFAULT_BEHAVIOUR \
  "{\"reply\": \"Hello from the mock provider.\", \"reply_tokens\": 0, \"thinking\": \"\", \"tokens_per_second\": 0," \
  " \"usage\": true, \"input_tokens\": 12, \"output_tokens\": 7, \"cached_tokens\": 0, \"stop_reason\": null," \
  " \"models\": [\"mock-large\", \"mock-small\"], \"model\": \"mock-large\", \"key\": null, \"fault\": \"none\"," \
  " \"fault_count\": -1, \"held\": true, \"retry_after\": 2, \"redirect_to\": null, \"script\": []}"

struct _BtyMockServer
{
  GMutex          mutex;
  GCond           ended;        /* a connection has */
  guint           n_open;
  JsonObject     *behaviour;
  JsonArray      *requests;

  GSocketService *service;      /* NULL while connections are refused */
  GSocketService *control;
  GCancellable   *cancellable;
  guint16         port;
  guint16         control_port;
};

static void
clear_request (BtyMockRequest *request)
{
  g_clear_pointer (&request->method, g_free);
  g_clear_pointer (&request->path, g_free);
  g_clear_pointer (&request->headers, json_object_unref);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_clear_pointer (&request->json, json_node_unref);
  g_clear_pointer (&request->behaviour, json_object_unref);
}

static JsonObject *
copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (copy, name, json_node_copy (value));

  return copy;
}

static void
merge (JsonObject *target,
       JsonObject *changes)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, changes);
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (target, name, json_node_copy (value));
}

/* How the next request is answered; uses up a line of the script, or one of the faults that are left. */
static JsonObject *
take_behaviour (BtyMockServer *self,
                gboolean       is_chat)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  JsonArray *script = json_object_get_array_member (self->behaviour, "script");
  JsonObject *behaviour = copy_object (self->behaviour);
  gint64 left = json_object_get_int_member (behaviour, "fault_count");

  if (is_chat && json_array_get_length (script) > 0)
    {
      merge (behaviour, json_array_get_object_element (script, 0));
      json_array_remove_element (script, 0);
    }
  else if (left == 0)
    json_object_set_string_member (behaviour, "fault", "none");
  else if (left > 0 && is_chat)
    json_object_set_int_member (self->behaviour, "fault_count", left - 1);

  return behaviour;
}

static void
record (BtyMockServer  *self,
        BtyMockRequest *request)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "method", request->method);
  json_object_set_string_member (entry, "path", request->path);
  json_object_set_object_member (entry, "headers", json_object_ref (request->headers));
  if (request->json != NULL)
    json_object_set_member (entry, "body", json_node_copy (request->json));
  else
    json_object_set_null_member (entry, "body");
  json_array_add_object_element (self->requests, entry);
}

static gboolean
read_request (GDataInputStream *input,
              BtyMockRequest   *request)
{
  g_autofree char *first = g_data_input_stream_read_line (input, NULL, request->cancellable, NULL);
  g_auto(GStrv) words = first != NULL ? g_strsplit (first, " ", 3) : NULL;
  g_autofree char *body = NULL;
  gsize length;
  char *line;

  if (words == NULL || g_strv_length (words) != 3)
    return FALSE;

  request->method = g_strdup (words[0]);
  request->path = g_strdup (words[1]);
  request->headers = json_object_new ();
  while ((line = g_data_input_stream_read_line (input, NULL, request->cancellable, NULL)) != NULL && *line != '\0')
    {
      g_auto(GStrv) parts = g_strsplit (line, ":", 2);
      g_autofree char *name = g_ascii_strdown (parts[0], -1);

      json_object_set_string_member (request->headers, name, parts[1] != NULL ? g_strstrip (parts[1]) : "");
      g_free (line);
    }
  g_free (line);

  length = g_ascii_strtoull (json_object_get_string_member_with_default (request->headers, "content-length", "0"),
                             NULL, 10);
  body = g_malloc0 (length + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (input), body, length, &length, request->cancellable, NULL))
    return FALSE;
  request->json = length > 0 ? json_from_string (body, NULL) : NULL;
  request->body = g_bytes_new_take (g_steal_pointer (&body), length);

  return TRUE;
}

/* The server's own side door. */
static gboolean
answer_control (BtyMockServer  *self,
                BtyMockRequest *request)
{
  g_autoptr(JsonNode) answer = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(GError) error = NULL;

  if (g_str_equal (request->path, "/control/requests") && g_str_equal (request->method, "DELETE"))
    bty_mock_server_forget (self);
  if (g_str_equal (request->path, "/control/requests"))
    {
      g_autoptr(JsonNode) requests = bty_mock_server_dup_requests (self);

      return bty_mock_reply_send_json (request, 200, requests);
    }

  json_node_take_object (answer, json_object_new ());
  if (g_str_equal (request->method, "POST")
      && !bty_mock_server_control (self, g_bytes_get_data (request->body, NULL), &error))
    {
      json_object_set_string_member (json_node_get_object (answer), "error", error->message);
      return bty_mock_reply_send_json (request, 400, answer);
    }

  g_mutex_lock (&self->mutex);
  json_node_take_object (answer, copy_object (self->behaviour));
  g_mutex_unlock (&self->mutex);

  return bty_mock_reply_send_json (request, 200, answer);
}

/* Whether what was stopped in the middle still waits: as it is now, not as it was when that was asked for. */
static gboolean
is_held (gpointer server)
{
  BtyMockServer *self = server;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return json_object_get_boolean_member (self->behaviour, "held");
}

/* Returns: whether the connection can be used for another request */
static gboolean
serve_one (BtyMockServer     *self,
           GSocketConnection *connection,
           GDataInputStream  *input)
{
  BtyMockRequest request = {
    .connection = connection,
    .cancellable = self->cancellable,
    .is_held = is_held,
    .server = self,
  };
  gboolean goes_on = FALSE;

  if (read_request (input, &request))
    {
      if (g_str_has_prefix (request.path, "/control"))
        goes_on = answer_control (self, &request);
      else
        {
          record (self, &request);
          request.behaviour = take_behaviour (self, g_str_equal (request.method, "POST"));
          request.fault = json_object_get_string_member (request.behaviour, "fault");
          goes_on = bty_mock_reply_send (&request);
        }
    }
  clear_request (&request);

  return goes_on;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  BtyMockServer *self = user_data;
  g_autoptr(GDataInputStream) input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (input), FALSE);
  g_mutex_lock (&self->mutex);
  self->n_open++;
  g_mutex_unlock (&self->mutex);

  while (serve_one (self, connection, input));
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  g_mutex_lock (&self->mutex);
  self->n_open--;
  g_cond_broadcast (&self->ended);
  g_mutex_unlock (&self->mutex);

  return TRUE;
}

static GSocketService *
listen_on (BtyMockServer  *self,
           guint16        *port,
           GError        **error)
{
  g_autoptr(GSocketService) service = g_threaded_socket_service_new (64);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new (loopback, *port);
  g_autoptr(GSocketAddress) bound = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &bound, error))
    return NULL;

  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (service);

  return g_steal_pointer (&service);
}

static void
stop_listening (GSocketService **service)
{
  if (*service == NULL)
    return;

  g_socket_service_stop (*service);
  g_socket_listener_close (G_SOCKET_LISTENER (*service));
  g_clear_object (service);
}

/* "refused" is not an answer: nobody listens. */
static gboolean
follow_fault (BtyMockServer  *self,
              const char     *fault,
              GError        **error)
{
  if (g_str_equal (fault, "refused"))
    stop_listening (&self->service);
  else if (self->service == NULL)
    self->service = listen_on (self, &self->port, error);

  return g_str_equal (fault, "refused") || self->service != NULL;
}

/**
 * bty_mock_server_new:
 * @port: where to listen on the loopback; 0 = anywhere
 * @error: (out) (optional): why it cannot
 *
 * Accepts connections in the thread-default main context, and answers in threads.
 *
 * Returns: (transfer full) (nullable): a running server
 */
BtyMockServer *
bty_mock_server_new (guint16   port,
                     GError  **error)
{
  g_autoptr(BtyMockServer) self = g_new0 (BtyMockServer, 1);
  g_autoptr(JsonNode) behaviour = json_from_string (DEFAULT_BEHAVIOUR, NULL);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->ended);
  self->behaviour = json_node_dup_object (behaviour);
  self->requests = json_array_new ();
  self->cancellable = g_cancellable_new ();
  self->port = port;
  self->service = listen_on (self, &self->port, error);
  self->control = self->service != NULL ? listen_on (self, &self->control_port, error) : NULL;

  return self->control != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * bty_mock_server_free:
 * @self: (transfer full): a server
 *
 * Ends every connection and waits for its threads.
 */
void
bty_mock_server_free (BtyMockServer *self)
{
  g_cancellable_cancel (self->cancellable);
  stop_listening (&self->service);
  stop_listening (&self->control);

  g_mutex_lock (&self->mutex);
  while (self->n_open > 0)
    g_cond_wait (&self->ended, &self->mutex);
  g_mutex_unlock (&self->mutex);

  json_object_unref (self->behaviour);
  json_array_unref (self->requests);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->ended);
  g_free (self);
}

/**
 * bty_mock_server_get_port:
 * @self: a server
 *
 * Returns: where it listens
 */
guint16
bty_mock_server_get_port (BtyMockServer *self)
{
  return self->port;
}

/**
 * bty_mock_server_get_control:
 * @self: a server
 *
 * Returns: a second port for "/control", which listens also while the fault is "refused"
 */
guint16
bty_mock_server_get_control (BtyMockServer *self)
{
  return self->control_port;
}

/**
 * bty_mock_server_control:
 * @self: a server
 * @json: changes of its behaviour, an object
 * @error: (out) (optional): what is wrong with @json
 *
 * Returns: whether it behaves so from now on
 */
gboolean
bty_mock_server_control (BtyMockServer  *self,
                         const char     *json,
                         GError        **error)
{
  g_autoptr(JsonNode) changes = json_from_string (json, error);
  g_autoptr(GMutexLocker) locker = NULL;

  if (changes == NULL || !JSON_NODE_HOLDS_OBJECT (changes))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not a JSON object");
      return FALSE;
    }

  locker = g_mutex_locker_new (&self->mutex);
  if (json_object_has_member (json_node_get_object (changes), "fault"))
    json_object_set_int_member (self->behaviour, "fault_count", -1);
  merge (self->behaviour, json_node_get_object (changes));

  return follow_fault (self, json_object_get_string_member (self->behaviour, "fault"), error);
}

/**
 * bty_mock_server_dup_requests:
 * @self: a server
 *
 * Returns: (transfer full): a list of everything that was asked: "method", "path", "headers", "body"
 */
JsonNode *
bty_mock_server_dup_requests (BtyMockServer *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *text = NULL;

  json_node_set_array (node, self->requests);
  text = json_to_string (node, FALSE);

  return json_from_string (text, NULL);
}

/**
 * bty_mock_server_forget:
 * @self: a server
 *
 * Forgets what was asked.
 */
void
bty_mock_server_forget (BtyMockServer *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  json_array_unref (self->requests);
  self->requests = json_array_new ();
}

/**
 * bty_mock_server_count_open:
 * @self: a server
 *
 * Returns: how many connections are open
 */
guint
bty_mock_server_count_open (BtyMockServer *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_open;
}
