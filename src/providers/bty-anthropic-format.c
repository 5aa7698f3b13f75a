/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-wire-format.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-wire-error.h"
#include "bty-wire-turns.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Anthropic Messages. A streamed reply is whole when message_stop came. */

/* Less room than this is left to the answer alone. */
#define MIN_TOKENS_FOR_THINKING 2048

#define DEFAULT_MAX_TOKENS 4096

/* Versions of Claude, 100 x major + minor, from which on something changed. */
#define VERSION_THINKS 307
#define VERSION_ADAPTIVE_THINKING 406
#define VERSION_NO_TEMPERATURE 407
#define VERSION_NEWEST G_MAXINT

/* The version in a name such as "claude-3-5-haiku-20241022" or "claude-opus-4-8". */
static int
get_version (const char *model)
{
  g_auto(GStrv) words = g_strsplit_set (model, "-.@:/", -1);

  if (strstr (model, "claude") == NULL)
    return VERSION_THINKS;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 major;
      guint64 minor = 0;

      if (!g_ascii_string_to_unsigned (words[i], 10, 1, 99, &major, NULL))
        continue;
      if (words[i + 1] == NULL || !g_ascii_string_to_unsigned (words[i + 1], 10, 0, 99, &minor, NULL))
        minor = 0;

      return 100 * major + minor;
    }

  return VERSION_NEWEST;
}

static void
mark_for_cache (JsonObject *block)
{
  JsonObject *control = json_object_new ();

  json_object_set_string_member (control, "type", "ephemeral");
  json_object_set_object_member (block, "cache_control", control);
}

static JsonObject *
build_text_block (const char *text)
{
  JsonObject *block = json_object_new ();

  json_object_set_string_member (block, "type", "text");
  json_object_set_string_member (block, "text", text);

  return block;
}

static JsonObject *
build_block (BtyWirePart *part)
{
  JsonObject *block;
  JsonObject *source;

  if (part->text != NULL)
    return build_text_block (part->text);

  source = json_object_new ();
  json_object_set_string_member (source, "type", "base64");
  json_object_set_string_member (source, "media_type", part->media_type);
  json_object_set_string_member (source, "data", part->base64);
  block = json_object_new ();
  json_object_set_string_member (block, "type", "image");
  json_object_set_object_member (block, "source", source);

  return block;
}

/* The last reply is marked for the prompt cache: everything up to it is sent again, unchanged, with the next
 * turn. What comes after it, with what was recalled for this turn, is not. */
static JsonArray *
build_messages (BtyPrompt *prompt)
{
  g_autoptr(GPtrArray) turns = bty_wire_turns_new (prompt);
  JsonArray *messages = json_array_new ();

  for (guint i = 0; i < turns->len; i++)
    {
      BtyWireTurn *turn = g_ptr_array_index (turns, i);
      JsonObject *message = json_object_new ();
      JsonArray *content = json_array_new ();

      for (guint j = 0; j < turn->parts->len; j++)
        {
          JsonObject *block = build_block (g_ptr_array_index (turn->parts, j));

          if (turn->role == BTY_ROLE_ASSISTANT && i + 2 == turns->len && j + 1 == turn->parts->len)
            mark_for_cache (block);
          json_array_add_object_element (content, block);
        }
      json_object_set_string_member (message, "role", turn->role == BTY_ROLE_USER ? "user" : "assistant");
      json_object_set_array_member (message, "content", content);
      json_array_add_object_element (messages, message);
    }

  return messages;
}

static JsonObject *
build_thinking (int    version,
                gint64 max_tokens)
{
  JsonObject *thinking = json_object_new ();

  if (version >= VERSION_ADAPTIVE_THINKING)
    {
      json_object_set_string_member (thinking, "type", "adaptive");
      json_object_set_string_member (thinking, "display", "summarized");
    }
  else
    {
      json_object_set_string_member (thinking, "type", "enabled");
      json_object_set_int_member (thinking, "budget_tokens", max_tokens / 2);
    }

  return thinking;
}

static JsonNode *
build_body (BtyProviderConfig *config,
            BtyPrompt         *prompt)
{
  const char *model = bty_wire_format_get_model (config, prompt);
  int version = get_version (model);
  gint64 max_tokens = prompt->max_tokens > 0 ? prompt->max_tokens : DEFAULT_MAX_TOKENS;
  gboolean thinks = config->thinking && version >= VERSION_THINKS && max_tokens >= MIN_TOKENS_FOR_THINKING;
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *body = json_object_new ();

  json_node_take_object (node, body);
  json_object_set_string_member (body, "model", model);
  json_object_set_int_member (body, "max_tokens", max_tokens);
  if (prompt->system != NULL && *prompt->system != '\0')
    {
      JsonArray *system = json_array_new ();
      JsonObject *block = build_text_block (prompt->system);

      mark_for_cache (block);
      json_array_add_object_element (system, block);
      json_object_set_array_member (body, "system", system);
    }
  json_object_set_array_member (body, "messages", build_messages (prompt));
  if (thinks)
    json_object_set_object_member (body, "thinking", build_thinking (version, max_tokens));
  else if (!isnan (prompt->temperature) && version < VERSION_NO_TEMPERATURE)
    json_object_set_double_member (body, "temperature", CLAMP (prompt->temperature, 0, 1));
  json_object_set_boolean_member (body, "stream", config->streaming);

  return node;
}

/* Here, unlike elsewhere, input_tokens leaves out what went to or came from the cache. */
static void
read_usage (BtyReply *reply,
            JsonNode *usage)
{
  gint64 input = bty_json_get_count (usage, "input_tokens", -1);
  gint64 read = bty_json_get_count (usage, "cache_read_input_tokens", -1);
  gint64 written = bty_json_get_count (usage, "cache_creation_input_tokens", 0);

  if (input >= 0)
    {
      reply->input_tokens = input + MAX (read, 0) + written;
      reply->cached_tokens = read >= 0 ? read : reply->cached_tokens;
    }
  reply->output_tokens = bty_json_get_count (usage, "output_tokens", reply->output_tokens);
}

static void
add_block (BtyWireReply *reply,
           JsonNode     *block)
{
  bty_wire_reply_add (reply, BTY_DELTA_THINKING, bty_json_get_text (block, "thinking"));
  bty_wire_reply_add (reply, BTY_DELTA_TEXT, bty_json_get_text (block, "text"));
}

static gboolean
parse_event (BtyWireReply  *reply,
             const char    *name,
             const char    *data,
             GError       **error)
{
  g_autoptr(JsonNode) event = NULL;
  const char *type;

  /* Of services that speak both formats, and no end here. */
  if (bty_wire_format_is_done_mark (data))
    return TRUE;

  event = bty_wire_reply_parse_json (reply, data, -1, error);
  if (event == NULL)
    return FALSE;

  type = bty_json_get_text (event, "type");
  if (g_strcmp0 (type, "error") == 0 || bty_json_get (event, "error") != NULL)
    {
      g_propagate_error (error, bty_wire_error_new (reply->provider, 200, event));
      return FALSE;
    }

  if (g_strcmp0 (type, "message_start") == 0)
    {
      bty_wire_reply_set_model (reply, bty_json_get_text (event, "message.model"));
      read_usage (reply->reply, bty_json_get (event, "message.usage"));
    }
  else if (g_strcmp0 (type, "content_block_start") == 0)
    add_block (reply, bty_json_get (event, "content_block"));
  else if (g_strcmp0 (type, "content_block_delta") == 0)
    add_block (reply, bty_json_get (event, "delta"));
  else if (g_strcmp0 (type, "message_delta") == 0)
    {
      bty_wire_reply_set_stop (reply, bty_json_get_text (event, "delta.stop_reason"));
      read_usage (reply->reply, bty_json_get (event, "usage"));
    }
  else if (g_strcmp0 (type, "message_stop") == 0)
    reply->is_complete = TRUE;

  return TRUE;
}

static gboolean
parse_body (BtyWireReply  *reply,
            JsonNode      *body,
            GError       **error)
{
  JsonNode *content = bty_json_get (body, "content");
  JsonArray *blocks;

  if (bty_json_get (body, "error") != NULL)
    {
      g_propagate_error (error, bty_wire_error_new (reply->provider, 200, body));
      return FALSE;
    }
  if (content == NULL || !JSON_NODE_HOLDS_ARRAY (content))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE,
                   /* Translators: %s is a provider's name */
                   _("“%s” answered with something that is not a reply. Is its address right?"), reply->provider);
      return FALSE;
    }

  bty_wire_reply_set_model (reply, bty_json_get_text (body, "model"));
  blocks = json_node_get_array (content);
  for (guint i = 0; i < json_array_get_length (blocks); i++)
    add_block (reply, json_array_get_element (blocks, i));
  bty_wire_reply_set_stop (reply, bty_json_get_text (body, "stop_reason"));
  read_usage (reply->reply, bty_json_get (body, "usage"));
  reply->is_complete = TRUE;

  return TRUE;
}

const BtyWireFormat bty_anthropic_format = {
  .default_base_url = "https://api.anthropic.com",
  .chat_path = "/v1/messages",
  .models_path = "/v1/models?limit=1000",
  .key_header = "x-api-key",
  .key_prefix = "",
  .extra_header = "anthropic-version",
  .extra_value = "2023-06-01",
  .build_body = build_body,
  .parse_event = parse_event,
  .parse_body = parse_body,
};
