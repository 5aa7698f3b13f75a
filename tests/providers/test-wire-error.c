/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-json.h"
#include "bty-wire-error.h"

#include <string.h>

/* The error bodies that services document or send. */
static const struct
{
  guint       status;
  const char *body;
  int         code;
  gint64      maximum;
  gint64      requested;
} table[] = {
  /* OpenAI */
  { 401, "{\"error\":{\"message\":\"Incorrect API key provided\",\"type\":\"invalid_request_error\",\"param\":null,"
         "\"code\":\"invalid_api_key\"}}", BTY_ERROR_AUTHENTICATION, -1, -1 },
  { 403, "{\"error\":{\"message\":\"Country, region, or territory not supported\",\"type\":\"request_forbidden\","
         "\"code\":\"unsupported_country_region_territory\"}}", BTY_ERROR_AUTHENTICATION, -1, -1 },
  { 404, "{\"error\":{\"message\":\"The model `gpt-x` does not exist\",\"type\":\"invalid_request_error\","
         "\"code\":\"model_not_found\"}}", BTY_ERROR_NOT_FOUND, -1, -1 },
  { 429, "{\"error\":{\"message\":\"Rate limit reached\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
    BTY_ERROR_RATE_LIMITED, -1, -1 },
  { 429, "{\"error\":{\"message\":\"You exceeded your current quota, please check your plan\","
         "\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}", BTY_ERROR_QUOTA, -1, -1 },
  { 400, "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens. However, "
         "your messages resulted in 8500 tokens.\",\"type\":\"invalid_request_error\","
         "\"code\":\"context_length_exceeded\"}}", BTY_ERROR_CONTEXT_LENGTH, 8192, 8500 },
  { 400, "{\"error\":{\"message\":\"Unsupported value: 'temperature'\",\"type\":\"invalid_request_error\","
         "\"code\":\"unsupported_value\"}}", BTY_ERROR_INVALID_REQUEST, -1, -1 },
  { 503, "{\"error\":{\"message\":\"The engine is currently overloaded\",\"type\":\"server_error\"}}",
    BTY_ERROR_OVERLOADED, -1, -1 },
  { 500, "{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}",
    BTY_ERROR_PROVIDER, -1, -1 },
  /* Anthropic */
  { 400, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 210000 "
         "tokens > 200000 maximum\"}}", BTY_ERROR_CONTEXT_LENGTH, 200000, 210000 },
  { 400, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
         "\"message\":\"input length and `max_tokens` exceed context limit: 190000 + 20000 > "
         "200000, decrease input length\"}}", BTY_ERROR_CONTEXT_LENGTH, 200000, 210000 },
  { 400, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
         "\"message\":\"input length and `max_tokens` exceed context limit: 99999999999999999999 + "
         "99999999999999999999 > 200000\"}}", BTY_ERROR_CONTEXT_LENGTH, 200000, 2 * (gint64) G_MAXINT },
  { 400, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
         "\"message\":\"Your credit balance is too low to access the Anthropic API\"}}",
    BTY_ERROR_QUOTA, -1, -1 },
  { 401, "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"}}",
    BTY_ERROR_AUTHENTICATION, -1, -1 },
  { 403, "{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"no\"}}",
    BTY_ERROR_AUTHENTICATION, -1, -1 },
  { 404, "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: claude-x\"}}",
    BTY_ERROR_NOT_FOUND, -1, -1 },
  { 413, "{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\","
         "\"message\":\"Request exceeds the maximum size\"}}", BTY_ERROR_INVALID_REQUEST, -1, -1 },
  { 504, "{\"type\":\"error\",\"error\":{\"type\":\"timeout_error\",\"message\":\"Timed out\"}}",
    BTY_ERROR_TIMEOUT, -1, -1 },
  { 529, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
    BTY_ERROR_OVERLOADED, -1, -1 },
  { 200, "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Internal server error\"}}",
    BTY_ERROR_PROVIDER, -1, -1 },
  /* Gemini, which wraps its errors in a list */
  { 400, "[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\","
         "\"status\":\"INVALID_ARGUMENT\"}}]", BTY_ERROR_AUTHENTICATION, -1, -1 },
  { 400, "[{\"error\":{\"code\":400,\"message\":\"The input token count (1200000) exceeds the maximum number of tokens "
         "allowed (1048576).\",\"status\":\"INVALID_ARGUMENT\"}}]", BTY_ERROR_CONTEXT_LENGTH, 1048576, 1200000 },
  { 429, "[{\"error\":{\"code\":429,\"message\":\"Resource has been exhausted\",\"status\":\"RESOURCE_EXHAUSTED\"}}]",
    BTY_ERROR_RATE_LIMITED, -1, -1 },
  { 503, "[{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":\"UNAVAILABLE\"}}]",
    BTY_ERROR_OVERLOADED, -1, -1 },
  { 429, "[{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota, please check your plan and "
         "billing details.\\nPlease retry in 38.5s.\",\"status\":\"RESOURCE_EXHAUSTED\"}}]",
    BTY_ERROR_RATE_LIMITED, -1, -1 },
  /* Mistral */
  { 422, "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"msg\":\"Extra inputs are not "
         "permitted\"}]},\"type\":\"invalid_request_error\",\"code\":null}", BTY_ERROR_INVALID_REQUEST, -1, -1 },
  { 400, "{\"object\":\"error\",\"message\":\"Prompt contains 40000 tokens and 0 draft tokens, too "
         "large for model with 32768 maximum context length\",\"type\":\"invalid_request_error\","
         "\"code\":\"3051\"}", BTY_ERROR_CONTEXT_LENGTH, 32768, 40000 },
  { 401, "{\"message\":\"Unauthorized\",\"request_id\":\"x\"}", BTY_ERROR_AUTHENTICATION, -1, -1 },
  /* Groq: one request that exceeds what a minute allows */
  { 413, "{\"error\":{\"message\":\"Request too large for model `llama` in organization on tokens "
         "per minute (TPM): Limit 6000, Requested 7000, please reduce your message size\","
         "\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}", BTY_ERROR_CONTEXT_LENGTH, 6000, 7000 },
  /* DeepSeek, GLM, xAI, OpenRouter */
  { 402, "{\"error\":{\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\","
         "\"code\":\"invalid_request_error\"}}", BTY_ERROR_QUOTA, -1, -1 },
  { 429, "{\"error\":{\"code\":\"1113\",\"message\":\"Your account is in arrears\"}}", BTY_ERROR_QUOTA, -1, -1 },
  { 400, "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: xa***ey.\"}",
    BTY_ERROR_AUTHENTICATION, -1, -1 },
  { 400, "{\"code\":\"x\",\"error\":\"This model's maximum prompt length is 131072 but the request contains 537812 "
         "tokens.\"}", BTY_ERROR_CONTEXT_LENGTH, 131072, 537812 },
  { 200, "{\"error\":{\"code\":402,\"message\":\"More credits are needed\"}}", BTY_ERROR_QUOTA, -1, -1 },
  { 502, "{\"error\":{\"code\":502,\"message\":\"Provider returned error\"}}", BTY_ERROR_PROVIDER, -1, -1 },
  { 403, "{\"error\":{\"code\":403,\"message\":\"gpt-4 requires moderation on OpenAI. Your input was flagged for "
         "\\\"violence\\\"\"}}", BTY_ERROR_INVALID_REQUEST, -1, -1 },
  { 403, "{\"code\":\"x\",\"error\":\"Your newly created teams doesn't have any credits yet.\"}",
    BTY_ERROR_QUOTA, -1, -1 },
  { 498, "{\"error\":{\"message\":\"Flex tier capacity exceeded\"}}", BTY_ERROR_OVERLOADED, -1, -1 },
  /* llama.cpp, vLLM, Ollama, LM Studio */
  { 400, "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size\","
         "\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":5000,\"n_ctx\":4096}}",
    BTY_ERROR_CONTEXT_LENGTH, 4096, 5000 },
  { 503, "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}",
    BTY_ERROR_OVERLOADED, -1, -1 },
  { 400, "{\"object\":\"error\",\"message\":\"This model's maximum context length is 2,048 tokens. "
         "However, you requested 2,100 tokens (2000 in the messages, 100 in the completion).\","
         "\"type\":\"BadRequestError\",\"code\":400}", BTY_ERROR_CONTEXT_LENGTH, 2048, 2100 },
  { 404, "{\"error\":{\"message\":\"model 'x' not found\",\"type\":\"api_error\"}}", BTY_ERROR_NOT_FOUND, -1, -1 },
  { 404, "{\"error\":\"model 'x' not found, try pulling it first\"}", BTY_ERROR_NOT_FOUND, -1, -1 },
  { 400, "{\"error\":\"Trying to keep the first 5000 tokens when the context size is 4096\"}",
    BTY_ERROR_CONTEXT_LENGTH, 4096, 5000 },
  { 422, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"}]}", BTY_ERROR_INVALID_REQUEST, -1, -1 },
  { 404, "{\"detail\":\"Not Found\"}", BTY_ERROR_NOT_FOUND, -1, -1 },
  /* Anything */
  { 400, "{\"error\":{\"message\":\"context length\"}}", BTY_ERROR_CONTEXT_LENGTH, -1, -1 },
  { 400, "{\"error\":{\"message\":\"context length of gpt-4-0613 is 8192\"}}", BTY_ERROR_CONTEXT_LENGTH, 8192, -1 },
  { 400, "7", BTY_ERROR_INVALID_REQUEST, -1, -1 },
  { 400, "[]", BTY_ERROR_INVALID_REQUEST, -1, -1 },
  { 418, NULL, BTY_ERROR_INVALID_REQUEST, -1, -1 },
  { 405, NULL, BTY_ERROR_NOT_FOUND, -1, -1 },
  { 524, NULL, BTY_ERROR_TIMEOUT, -1, -1 },
  { 599, NULL, BTY_ERROR_PROVIDER, -1, -1 },
  { 200, "{\"error\":{}}", BTY_ERROR_PROVIDER, -1, -1 },
  { 200, "{\"error\":{\"code\":9999999}}", BTY_ERROR_PROVIDER, -1, -1 },
};

static void
test_bodies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(JsonNode) body = table[i].body != NULL ? bty_json_parse (table[i].body, -1, NULL) : NULL;
      g_autoptr(GError) error = bty_wire_error_new ("Mock", table[i].status, body);
      gint64 maximum;
      gint64 requested;

      g_test_message ("%u: %s", i, error->message);
      g_assert_error (error, BTY_ERROR, table[i].code);
      bty_error_get_context_length (error, &maximum, &requested);
      g_assert_cmpint (maximum, ==, table[i].maximum);
      g_assert_cmpint (requested, ==, table[i].requested);
      g_assert_nonnull (strstr (error->message, "Mock"));
    }
}

static void
test_message (void)
{
  g_autofree char *long_text = g_strnfill (5000, 'x');
  g_autofree char *long_json = g_strdup_printf ("{\"error\":\"%s\"}", long_text);
  g_autoptr(JsonNode) long_body = bty_json_parse (long_json, -1, NULL);
  g_autoptr(JsonNode) strange = bty_json_parse ("{\"error\":\" one\\ntwo\\u202ethree\\u0000 \"}", -1, NULL);
  g_autoptr(GError) without = bty_wire_error_new ("Mock", 418, NULL);
  g_autoptr(GError) shortened = bty_wire_error_new ("Mock", 418, long_body);
  g_autoptr(GError) shown = bty_wire_error_new ("Mock", 418, strange);

  g_assert_cmpstr (without->message, ==, "“Mock” refuses this request. (HTTP status 418)");
  g_assert_cmpuint (g_utf8_strlen (shortened->message, -1), <, 400);
  g_assert_true (g_str_has_suffix (shortened->message, "x…”"));
  g_assert_nonnull (strstr (shown->message, "It says: “one two"));
  g_assert_null (strstr (shown->message, "\xe2\x80\xae"));
}

static void
test_hide_key (void)
{
  static const struct
  {
    const char *key;
    const char *message;
    const char *hidden;
  } keys[] = {
    { "sk-0123456789abcdef", "Wrong key sk-0123456789abcdef!", "Wrong key …!" },
    { "sk-0123456789abcdef", "sk-0123456789abcdefsk-0123456789abcdef", "……" },
    { "sk-0123456789abcdef", "Wrong key sk-01234****bcdef", "Wrong key …****bcdef" },
    { "sk-0123456789abcdef", "Wrong key ***89abcdef", "Wrong key ***…" },
    { "sk-0123456789abcdef", "sk-01 is short", "sk-01 is short" },
    { "hush", "Do not say hush", "Do not say …" },
    { "key", "Wrong key", "Wrong key" },
    { "", "Grüße", "Grüße" },
    { NULL, "Grüße", "Grüße" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (BTY_ERROR, BTY_ERROR_AUTHENTICATION, keys[i].message);

      bty_error_set_retry_after (error, 5);
      bty_wire_error_hide_key (error, keys[i].key);
      g_assert_cmpstr (error->message, ==, keys[i].hidden);
      g_assert_cmpint (bty_error_get_retry_after (error), ==, 5);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire-error/bodies", test_bodies);
  g_test_add_func ("/wire-error/message", test_message);
  g_test_add_func ("/wire-error/hide-key", test_hide_key);

  return g_test_run ();
}
