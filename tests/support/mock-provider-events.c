/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mock-provider-events.h"

#include <string.h>

static gboolean
speaks_anthropic (BtyMockRequest *request)
{
  return strstr (request->path, "/messages") != NULL;
}

static char *
quote (const char *text)
{
  g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return json_to_string (node, FALSE);
}

static gint64
get_number (BtyMockRequest *request,
            const char     *name)
{
  return json_object_get_int_member (request->behaviour, name);
}

static const char *
get_text (BtyMockRequest *request,
          const char     *name)
{
  JsonNode *node = json_object_get_member (request->behaviour, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* What the user said last. */
static char *
dup_last (BtyMockRequest *request)
{
  JsonArray *messages = json_object_get_array_member (json_node_get_object (request->json), "messages");
  JsonNode *content = json_object_get_member (json_array_get_object_element (messages,
                                                                             json_array_get_length (messages) - 1),
                                              "content");
  g_autoptr(GString) text = g_string_new (NULL);

  if (JSON_NODE_HOLDS_VALUE (content))
    return g_strdup (json_node_get_string (content));
  for (guint i = 0; i < json_array_get_length (json_node_get_array (content)); i++)
    g_string_append (text, json_object_get_string_member_with_default (
                             json_array_get_object_element (json_node_get_array (content), i), "text", ""));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_reply (BtyMockRequest *request)
{
  gint64 n_words = get_number (request, "reply_tokens");
  g_autoptr(GString) text = g_string_new (NULL);

  if (g_str_equal (request->fault, "filter-stop") || g_str_equal (request->fault, "empty-reply"))
    return g_strdup ("");

  for (gint64 i = 0; i < n_words; i++)
    g_string_append_printf (text, "word%" G_GINT64_FORMAT "%s", i, i % 12 == 11 ? "\n" : " ");
  if (n_words == 0)
    g_string_append (text, get_text (request, "reply"));
  if (strstr (text->str, "{last}") != NULL)
    {
      g_autofree char *last = dup_last (request);

      g_string_replace (text, "{last}", last, 0);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
get_stop_reason (BtyMockRequest *request)
{
  const char *reason = get_text (request, "stop_reason");

  if (g_str_equal (request->fault, "filter-stop"))
    return speaks_anthropic (request) ? "refusal" : "content_filter";
  if (reason != NULL)
    return reason;

  return speaks_anthropic (request) ? "end_turn" : "stop";
}

G_GNUC_PRINTF (3, 4) static void
add_event (GPtrArray  *events,
           const char *name,
           const char *format,
           ...)
{
  g_autofree char *data = NULL;
  va_list args;

  va_start (args, format);
  data = g_strdup_vprintf (format, args);
  va_end (args);

  g_ptr_array_add (events, name != NULL ? g_strdup_printf ("event: %s\ndata: %s\n\n", name, data)
                                        : g_strdup_printf ("data: %s\n\n", data));
}

/* The token that begins at @text: a word with the space after it. */
static char *
take_token (const char **text)
{
  gsize length = strcspn (*text, " \n");
  char *token;

  length += strspn (*text + length, " \n");
  token = g_strndup (*text, length);
  *text += length;

  return token;
}

static void
add_delta (BtyMockRequest *request,
           GPtrArray      *events,
           gboolean        is_thinking,
           const char     *text)
{
  g_autofree char *quoted = quote (text);

  if (!speaks_anthropic (request))
    add_event (events, NULL, "{\"id\":\"m\",\"object\":\"chat.completion.chunk\",\"model\":\"%s\",\"choices\":"
               "[{\"index\":0,\"delta\":{\"%s\":%s},\"finish_reason\":null}]}",
               get_text (request, "model"), is_thinking ? "reasoning_content" : "content", quoted);
  else if (is_thinking)
    add_event (events, "content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
               "{\"type\":\"thinking_delta\",\"thinking\":%s}}", quoted);
  else
    add_event (events, "content_block_delta", "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":"
               "{\"type\":\"text_delta\",\"text\":%s}}", quoted);
}

static void
add_deltas (BtyMockRequest *request,
            GPtrArray      *events,
            gboolean        is_thinking,
            const char     *text)
{
  while (*text != '\0')
    {
      g_autofree char *token = take_token (&text);

      add_delta (request, events, is_thinking, token);
    }
}

static void
add_openai_end (BtyMockRequest *request,
                GPtrArray      *events)
{
  if (g_str_equal (request->fault, "no-end"))
    return;

  add_event (events, NULL, "{\"id\":\"m\",\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":{},"
             "\"finish_reason\":\"%s\"}]}", get_text (request, "model"), get_stop_reason (request));
  if (json_object_get_boolean_member (request->behaviour, "usage"))
    add_event (events, NULL, "{\"id\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":%" G_GINT64_FORMAT
               ",\"completion_tokens\":%" G_GINT64_FORMAT ",\"prompt_tokens_details\":{\"cached_tokens\":%"
               G_GINT64_FORMAT "}}}", get_number (request, "input_tokens"), get_number (request, "output_tokens"),
               get_number (request, "cached_tokens"));
  if (!g_str_equal (request->fault, "no-done"))
    add_event (events, NULL, "[DONE]");
}

static void
add_anthropic_begin (BtyMockRequest *request,
                     GPtrArray      *events)
{
  if (json_object_get_boolean_member (request->behaviour, "usage"))
    add_event (events, "message_start", "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\","
               "\"role\":\"assistant\",\"content\":[],\"model\":\"%s\",\"stop_reason\":null,\"usage\":"
               "{\"input_tokens\":%" G_GINT64_FORMAT ",\"cache_read_input_tokens\":%" G_GINT64_FORMAT
               ",\"cache_creation_input_tokens\":0,\"output_tokens\":1}}}", get_text (request, "model"),
               get_number (request, "input_tokens") - get_number (request, "cached_tokens"),
               get_number (request, "cached_tokens"));
  else
    add_event (events, "message_start", "{\"type\":\"message_start\",\"message\":{\"model\":\"%s\"}}",
               get_text (request, "model"));
  add_event (events, "ping", "{\"type\":\"ping\"}");
}

static void
add_anthropic_end (BtyMockRequest *request,
                   GPtrArray      *events)
{
  if (g_str_equal (request->fault, "no-end"))
    return;

  if (json_object_get_boolean_member (request->behaviour, "usage"))
    add_event (events, "message_delta", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\"},\"usage\":"
               "{\"output_tokens\":%" G_GINT64_FORMAT "}}", get_stop_reason (request),
               get_number (request, "output_tokens"));
  else
    add_event (events, "message_delta", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\"}}",
               get_stop_reason (request));
  if (!g_str_equal (request->fault, "no-done"))
    add_event (events, "message_stop", "{\"type\":\"message_stop\"}");
}

/* Every event of a whole streamed reply. */
GPtrArray *
bty_mock_events_make (BtyMockRequest *request)
{
  GPtrArray *events = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *reply = dup_reply (request);
  const char *thinking = get_text (request, "thinking");

  if (speaks_anthropic (request))
    {
      add_anthropic_begin (request, events);
      if (*thinking != '\0')
        {
          add_event (events, "content_block_start", "{\"type\":\"content_block_start\",\"index\":0,"
                     "\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\"}}");
          add_deltas (request, events, TRUE, thinking);
          add_event (events, "content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                     "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}}");
          add_event (events, "content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}");
        }
      add_event (events, "content_block_start", "{\"type\":\"content_block_start\",\"index\":1,"
                 "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
      add_deltas (request, events, FALSE, reply);
      add_event (events, "content_block_stop", "{\"type\":\"content_block_stop\",\"index\":1}");
      add_anthropic_end (request, events);
    }
  else
    {
      add_deltas (request, events, TRUE, thinking);
      add_deltas (request, events, FALSE, reply);
      add_openai_end (request, events);
    }

  for (guint i = 0; g_str_equal (request->fault, "crlf") && i < events->len; i++)
    {
      g_auto(GStrv) lines = g_strsplit (g_ptr_array_index (events, i), "\n", -1);

      g_free (g_ptr_array_index (events, i));
      g_ptr_array_index (events, i) = g_strjoinv ("\r\n", lines);
    }

  return events;
}

/* A whole reply in one piece. */
char *
bty_mock_events_make_body (BtyMockRequest *request)
{
  g_autofree char *reply = dup_reply (request);
  g_autofree char *text = quote (reply);
  g_autofree char *thinking = quote (get_text (request, "thinking"));
  g_autofree char *usage = NULL;

  if (speaks_anthropic (request))
    {
      usage = g_strdup_printf (",\"usage\":{\"input_tokens\":%" G_GINT64_FORMAT ",\"cache_read_input_tokens\":%"
                               G_GINT64_FORMAT ",\"output_tokens\":%" G_GINT64_FORMAT "}",
                               get_number (request, "input_tokens") - get_number (request, "cached_tokens"),
                               get_number (request, "cached_tokens"), get_number (request, "output_tokens"));

      return g_strdup_printf ("{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"%s\",\"content\":"
                              "[{\"type\":\"thinking\",\"thinking\":%s},{\"type\":\"text\",\"text\":%s}],"
                              "\"stop_reason\":\"%s\"%s}", get_text (request, "model"), thinking, text,
                              get_stop_reason (request),
                              json_object_get_boolean_member (request->behaviour, "usage") ? usage : "");
    }

  usage = g_strdup_printf (",\"usage\":{\"prompt_tokens\":%" G_GINT64_FORMAT ",\"completion_tokens\":%"
                           G_GINT64_FORMAT ",\"prompt_tokens_details\":{\"cached_tokens\":%" G_GINT64_FORMAT "}}",
                           get_number (request, "input_tokens"), get_number (request, "output_tokens"),
                           get_number (request, "cached_tokens"));

  return g_strdup_printf ("{\"id\":\"m\",\"object\":\"chat.completion\",\"model\":\"%s\",\"choices\":[{\"index\":0,"
                          "\"message\":{\"role\":\"assistant\",\"reasoning_content\":%s,\"content\":%s},"
                          "\"finish_reason\":\"%s\"}]%s}", get_text (request, "model"), thinking, text,
                          get_stop_reason (request),
                          json_object_get_boolean_member (request->behaviour, "usage") ? usage : "");
}

/* One event with a piece of text. */
char *
bty_mock_events_make_text (BtyMockRequest *request,
                           const char     *text)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new ();

  add_delta (request, events, FALSE, text);

  return g_ptr_array_index (events, 0);
}

/* The body of an error, as the service of this path documents it. */
char *
bty_mock_events_make_error (BtyMockRequest *request,
                            const char     *openai_type,
                            const char     *openai_code,
                            const char     *anthropic_type,
                            const char     *message)
{
  g_autofree char *quoted = quote (message);
  g_autofree char *code = openai_code != NULL ? quote (openai_code) : g_strdup ("null");

  if (speaks_anthropic (request))
    return g_strdup_printf ("{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":%s}}",
                            anthropic_type != NULL ? anthropic_type : "unknown_error", quoted);

  return g_strdup_printf ("{\"error\":{\"message\":%s,\"type\":\"%s\",\"param\":null,\"code\":%s}}", quoted,
                          openai_type != NULL ? openai_type : "unknown_error", code);
}

/* An error in the middle of a stream. */
char *
bty_mock_events_make_error_event (BtyMockRequest *request)
{
  g_autofree char *body = bty_mock_events_make_error (request, "server_error", NULL, "overloaded_error",
                                                      "Overloaded in the middle");

  return speaks_anthropic (request) ? g_strdup_printf ("event: error\ndata: %s\n\n", body)
                                    : g_strdup_printf ("data: %s\n\n", body);
}

/* The prompt is longer than the model takes. */
char *
bty_mock_events_make_context_error (BtyMockRequest *request)
{
  return bty_mock_events_make_error (request, "invalid_request_error", "context_length_exceeded",
                                     "invalid_request_error",
                                     speaks_anthropic (request)
                                     ? "prompt is too long: 210000 tokens > 200000 maximum"
                                     : "This model's maximum context length is 8192 tokens. However, your messages "
                                       "resulted in 9001 tokens.");
}
