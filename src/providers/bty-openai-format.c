/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-wire-format.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-wire-error.h"
#include "bty-wire-turns.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* OpenAI Chat Completions, which most other services and all local servers speak as well.
 *
 * A reply is whole when a finish_reason came and then either "[DONE]" or the end of the answer: some servers
 * leave "[DONE]" out. Without a finish_reason neither is enough. */

static gboolean
is_at_host (BtyProviderConfig *config,
            const char        *domain)
{
  g_autoptr(GUri) uri = g_uri_parse (config->base_url != NULL && *config->base_url != '\0'
                                     ? config->base_url : bty_openai_format.default_base_url,
                                     G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && g_str_has_suffix (host, domain);
}

/* OpenAI's models that think: o1, o3-mini, gpt-5 and later. They choose their temperature themselves. */
static gboolean
is_reasoning_model (const char *model)
{
  if (model[0] == 'o' && g_ascii_isdigit (model[1]))
    return TRUE;

  return g_str_has_prefix (model, "gpt-") && g_ascii_strtoll (model + 4, NULL, 10) >= 5;
}

static JsonObject *
build_part (BtyWirePart *part)
{
  JsonObject *object = json_object_new ();

  if (part->text != NULL)
    {
      json_object_set_string_member (object, "type", "text");
      json_object_set_string_member (object, "text", part->text);
    }
  else
    {
      g_autofree char *url = g_strdup_printf ("data:%s;base64,%s", part->media_type, part->base64);
      JsonObject *image = json_object_new ();

      json_object_set_string_member (image, "url", url);
      json_object_set_string_member (object, "type", "image_url");
      json_object_set_object_member (object, "image_url", image);
    }

  return object;
}

/* Plain text where there is no image: many servers take nothing else. */
static void
set_content (JsonObject  *message,
             BtyWireTurn *turn)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gboolean has_image = FALSE;

  for (guint i = 0; i < turn->parts->len; i++)
    {
      BtyWirePart *part = g_ptr_array_index (turn->parts, i);

      if (text->len > 0)
        g_string_append (text, "\n\n");
      if (part->text != NULL)
        g_string_append (text, part->text);
      else
        has_image = TRUE;
    }

  if (has_image)
    {
      JsonArray *parts = json_array_new ();

      for (guint i = 0; i < turn->parts->len; i++)
        json_array_add_object_element (parts, build_part (g_ptr_array_index (turn->parts, i)));
      json_object_set_array_member (message, "content", parts);
    }
  else
    json_object_set_string_member (message, "content", text->str);
}

static JsonArray *
build_messages (BtyPrompt *prompt)
{
  g_autoptr(GPtrArray) turns = bty_wire_turns_new (prompt);
  JsonArray *messages = json_array_new ();

  if (prompt->system != NULL && *prompt->system != '\0')
    {
      JsonObject *message = json_object_new ();

      json_object_set_string_member (message, "role", "system");
      json_object_set_string_member (message, "content", prompt->system);
      json_array_add_object_element (messages, message);
    }
  for (guint i = 0; i < turns->len; i++)
    {
      BtyWireTurn *turn = g_ptr_array_index (turns, i);
      JsonObject *message = json_object_new ();

      json_object_set_string_member (message, "role", turn->role == BTY_ROLE_USER ? "user" : "assistant");
      set_content (message, turn);
      json_array_add_object_element (messages, message);
    }

  return messages;
}

static JsonNode *
build_body (BtyProviderConfig *config,
            BtyPrompt         *prompt)
{
  const char *model = bty_wire_format_get_model (config, prompt);
  gboolean is_reasoning = is_reasoning_model (model);
  gboolean is_new_name = is_reasoning || is_at_host (config, "openai.com") || is_at_host (config, "azure.com");
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *body = json_object_new ();

  json_node_take_object (node, body);
  if (*model != '\0')
    json_object_set_string_member (body, "model", model);
  json_object_set_array_member (body, "messages", build_messages (prompt));
  if (prompt->max_tokens > 0)
    json_object_set_int_member (body, is_new_name ? "max_completion_tokens" : "max_tokens", prompt->max_tokens);
  if (!isnan (prompt->temperature) && !is_reasoning)
    json_object_set_double_member (body, "temperature", prompt->temperature);
  json_object_set_boolean_member (body, "stream", config->streaming);

  /* Mistral reports usage anyway and refuses what it does not know. */
  if (config->streaming && !is_at_host (config, "mistral.ai"))
    {
      JsonObject *options = json_object_new ();

      json_object_set_boolean_member (options, "include_usage", TRUE);
      json_object_set_object_member (body, "stream_options", options);
    }

  return node;
}

/* A text, or a list of texts and thoughts. */
static void
add_content (BtyWireReply *reply,
             BtyDelta      delta,
             JsonNode     *content)
{
  JsonArray *parts;

  if (content == NULL || !JSON_NODE_HOLDS_ARRAY (content))
    {
      if (content != NULL && JSON_NODE_HOLDS_VALUE (content))
        bty_wire_reply_add (reply, delta, json_node_get_string (content));
      return;
    }

  parts = json_node_get_array (content);
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonNode *part = json_array_get_element (parts, i);

      bty_wire_reply_add (reply, delta, bty_json_get_text (part, "text"));
      add_content (reply, BTY_DELTA_THINKING, bty_json_get (part, "thinking"));
    }
}

static void
read_usage (BtyReply *reply,
            JsonNode *usage)
{
  gint64 cached = bty_json_get_count (usage, "prompt_cache_hit_tokens", reply->cached_tokens);

  reply->input_tokens = bty_json_get_count (usage, "prompt_tokens", reply->input_tokens);
  reply->output_tokens = bty_json_get_count (usage, "completion_tokens", reply->output_tokens);
  reply->cached_tokens = bty_json_get_count (usage, "prompt_tokens_details.cached_tokens", cached);
}

/* Some services name an event instead of what is in it, and some put the error's members beside its kind. */
static gboolean
is_error (const char *event_name,
          JsonNode   *answer)
{
  return g_strcmp0 (event_name, "error") == 0
         || bty_json_get (answer, "error") != NULL
         || g_strcmp0 (bty_json_get_text (answer, "object"), "error") == 0
         || g_strcmp0 (bty_json_get_text (answer, "choices.0.finish_reason"), "error") == 0;
}

/* A piece of a stream and a reply in one piece differ in one name: "delta" or "message". */
static gboolean
read_answer (BtyWireReply  *reply,
             const char    *event_name,
             JsonNode      *answer,
             const char    *message_name,
             GError       **error)
{
  JsonNode *choice = bty_json_get (answer, "choices.0");
  JsonNode *message = bty_json_get (choice, message_name);
  JsonNode *reasoning = bty_json_get (message, "reasoning_content");
  const char *stop_reason = bty_json_get_text (choice, "finish_reason");

  if (is_error (event_name, answer))
    {
      g_propagate_error (error, bty_wire_error_new (reply->provider, 200, answer));
      return FALSE;
    }

  bty_wire_reply_set_model (reply, bty_json_get_text (answer, "model"));
  add_content (reply, BTY_DELTA_THINKING, reasoning != NULL ? reasoning : bty_json_get (message, "reasoning"));
  add_content (reply, BTY_DELTA_TEXT, bty_json_get (message, "content"));
  bty_wire_reply_add (reply, BTY_DELTA_TEXT, bty_json_get_text (message, "refusal"));
  read_usage (reply->reply, bty_json_get (answer, "x_groq.usage"));
  read_usage (reply->reply, bty_json_get (answer, "usage"));
  if (stop_reason != NULL && *stop_reason != '\0')
    {
      bty_wire_reply_set_stop (reply, stop_reason);
      reply->may_end = TRUE;
    }

  return TRUE;
}

static gboolean
parse_event (BtyWireReply  *reply,
             const char    *name,
             const char    *data,
             GError       **error)
{
  g_autoptr(JsonNode) answer = NULL;

  if (bty_wire_format_is_done_mark (data))
    {
      reply->is_complete = reply->may_end;
      return TRUE;
    }

  answer = bty_wire_reply_parse_json (reply, data, -1, error);

  return answer != NULL && read_answer (reply, name, answer, "delta", error);
}

static gboolean
parse_body (BtyWireReply  *reply,
            JsonNode      *body,
            GError       **error)
{
  if (!read_answer (reply, NULL, body, "message", error))
    return FALSE;

  if (bty_json_get (body, "choices.0.message") == NULL)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE,
                   /* Translators: %s is a provider's name */
                   _("“%s” answered with something that is not a reply. Is its address right?"), reply->provider);
      return FALSE;
    }
  reply->is_complete = TRUE;

  return TRUE;
}

const BtyWireFormat bty_openai_format = {
  .default_base_url = "https://api.openai.com/v1",
  .version_path = "/v1",
  .chat_path = "/chat/completions",
  .models_path = "/models",
  .key_header = "Authorization",
  .key_prefix = "Bearer ",
  .build_body = build_body,
  .parse_event = parse_event,
  .parse_body = parse_body,
};
