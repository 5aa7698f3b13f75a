/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "provider-run.h"

#include <string.h>

/* Every way to fail, for every kind of provider, streaming or not: an answer or a named error, never silence,
 * and never a part of a reply that is called whole. */

#define REPLY "Grüße 🙂 from the mock provider, in some words."
#define BEHAVIOUR "\"reply\": \"" REPLY "\", \"thinking\": \"let me see\", \"retry_after\": 700"

#define ANSWER (-1)

typedef enum
{
  OPENAI_STREAM,
  OPENAI_WHOLE,
  ANTHROPIC_STREAM,
  ANTHROPIC_WHOLE,
  N_WAYS,
} Way;

static const char *const ways[N_WAYS] = { "openai-stream", "openai-whole", "anthropic-stream", "anthropic-whole" };

#define ALL(code) { BTY_ERROR_##code, BTY_ERROR_##code, BTY_ERROR_##code, BTY_ERROR_##code }

static const struct
{
  const char *fault;
  int         expected[N_WAYS];
} table[] = {
  { "none", { ANSWER, ANSWER, ANSWER, ANSWER } },
  { "400", ALL (INVALID_REQUEST) },
  { "401", ALL (AUTHENTICATION) },
  { "402", ALL (QUOTA) },
  { "403", ALL (AUTHENTICATION) },
  { "404", ALL (NOT_FOUND) },
  { "408", ALL (PROVIDER) },
  { "409", ALL (PROVIDER) },
  { "413", ALL (INVALID_REQUEST) },
  { "422", ALL (INVALID_REQUEST) },
  { "429", ALL (RATE_LIMITED) },
  { "429-date", ALL (RATE_LIMITED) },
  { "429-quota", ALL (QUOTA) },
  { "500", ALL (PROVIDER) },
  { "502", ALL (PROVIDER) },
  { "503", ALL (OVERLOADED) },
  { "504", ALL (TIMEOUT) },
  { "529", ALL (OVERLOADED) },
  { "refused", ALL (OFFLINE) },
  { "hang", ALL (TIMEOUT) },
  { "hang-mid", ALL (TIMEOUT) },
  { "close", ALL (PROVIDER) },
  { "reset", ALL (PROVIDER) },
  { "garbage", ALL (PROVIDER) },
  { "redirect", ALL (PROVIDER) },
  { "redirect-same", ALL (PROVIDER) },
  { "gzip-bomb", ALL (UNREADABLE) },
  { "error-event", { BTY_ERROR_PROVIDER, BTY_ERROR_PROVIDER, BTY_ERROR_OVERLOADED, BTY_ERROR_OVERLOADED } },
  { "error-late", { BTY_ERROR_PROVIDER, BTY_ERROR_PROVIDER, BTY_ERROR_OVERLOADED, BTY_ERROR_OVERLOADED } },
  { "cut", ALL (STREAM) },
  { "cut-event", ALL (STREAM) },
  { "cut-utf8", ALL (STREAM) },
  { "no-end", { BTY_ERROR_STREAM, ANSWER, BTY_ERROR_STREAM, ANSWER } },
  { "no-done", { ANSWER, ANSWER, BTY_ERROR_STREAM, ANSWER } },
  { "malformed", ALL (UNREADABLE) },
  { "deep", ALL (UNREADABLE) },
  { "long-line", { BTY_ERROR_UNREADABLE, ANSWER, BTY_ERROR_UNREADABLE, ANSWER } },
  { "huge", ALL (UNREADABLE) },
  { "drip", { ANSWER, ANSWER, ANSWER, ANSWER } },
  { "burst", { ANSWER, ANSWER, ANSWER, ANSWER } },
  { "linger", { ANSWER, ANSWER, ANSWER, ANSWER } },
  { "context", ALL (CONTEXT_LENGTH) },
  { "filter", ALL (INVALID_REQUEST) },
  { "filter-stop", ALL (INVALID_REQUEST) },
  { "html", ALL (UNREADABLE) },
  { "empty", ALL (PROVIDER) },
  { "empty-reply", ALL (PROVIDER) },
  { "empty-error", ALL (PROVIDER) },
  { "echo-key", ALL (AUTHENTICATION) },
  { "crlf", { ANSWER, ANSWER, ANSWER, ANSWER } },
  { "json", { ANSWER, ANSWER, ANSWER, ANSWER } },
  { "untyped", { ANSWER, ANSWER, ANSWER, ANSWER } },
  { "mistyped", { ANSWER, ANSWER, ANSWER, ANSWER } },
};

static void
check_reply (ProviderRun *run)
{
  g_assert_no_error (run->error);
  g_assert_cmpstr (run->reply->text->str, ==, REPLY);
  g_assert_cmpstr (run->reply->thinking->str, ==, "let me see");
  g_assert_cmpstr (run->text->str, ==, REPLY);
  g_assert_cmpstr (run->thinking->str, ==, "let me see");
  g_assert_cmpstr (run->reply->model, ==, "mock-large");
}

static void
check_error (ProviderRun *run,
             int          code)
{
  g_assert_error (run->error, BTY_ERROR, code);
  g_assert_null (run->reply);
  g_assert_true (g_utf8_validate (run->error->message, -1, NULL));
  g_assert_nonnull (strstr (run->error->message, "Mock"));
  g_assert_null (strstr (run->error->message, "canary"));
  g_assert_null (strstr (run->error->message, "456789"));
  g_assert_cmpuint (strlen (run->error->message), <, 700);
}

static void
run_fault (guint i,
           Way   way)
{
  g_autofree char *behaviour = g_strdup_printf ("{\"fault\": \"%s\", " BEHAVIOUR "}", table[i].fault);
  g_autoptr(BtyMockServer) server = provider_run_new_server (behaviour);
  g_autoptr(BtyProviderConfig) config = NULL;
  g_auto(ProviderRun) run = { 0 };
  gint64 begin = g_get_monotonic_time ();

  config = provider_run_new_config (way == OPENAI_STREAM || way == OPENAI_WHOLE
                                    ? BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE : BTY_PROVIDER_TYPE_ANTHROPIC,
                                    bty_mock_server_get_port (server));
  if (table[i].expected[way] == BTY_ERROR_TIMEOUT)
    provider_run_limit_silence (config, 400);
  config->streaming = way == OPENAI_STREAM || way == ANTHROPIC_STREAM;
  provider_run_send (&run, config, "Hello", RUN_KEY);

  if (table[i].expected[way] == ANSWER)
    check_reply (&run);
  else
    check_error (&run, table[i].expected[way]);
  if (g_str_equal (table[i].fault, "429") || g_str_equal (table[i].fault, "503"))
    g_assert_cmpint (bty_error_get_retry_after (run.error), ==, 700000);
  if (g_str_equal (table[i].fault, "429-date"))
    {
      /* A date is of the second, and it takes a while until it is read. */
      g_assert_cmpint (bty_error_get_retry_after (run.error), <=, 700000);
      g_assert_cmpint (bty_error_get_retry_after (run.error), >=, 500000);
    }
  g_test_message ("%s: %s (%" G_GINT64_FORMAT " ms)", ways[way], run.error != NULL ? run.error->message : "answered",
                  (g_get_monotonic_time () - begin) / 1000);
}

static void
test_fault (gconstpointer user_data)
{
  for (Way way = 0; way < N_WAYS; way++)
    run_fault (GPOINTER_TO_UINT (user_data), way);
}

/* The same for the list of models, which has no stream. */
static void
test_model_list_faults (void)
{
  static const struct
  {
    const char *fault;
    int         code;
  } faults[] = {
    { "401", BTY_ERROR_AUTHENTICATION },
    { "404", BTY_ERROR_NOT_FOUND },
    { "429", BTY_ERROR_RATE_LIMITED },
    { "500", BTY_ERROR_PROVIDER },
    { "refused", BTY_ERROR_OFFLINE },
    { "hang", BTY_ERROR_TIMEOUT },
    { "close", BTY_ERROR_PROVIDER },
    { "redirect", BTY_ERROR_PROVIDER },
    { "gzip-bomb", BTY_ERROR_UNREADABLE },
    { "huge", BTY_ERROR_UNREADABLE },
    { "html", BTY_ERROR_UNREADABLE },
    { "empty", BTY_ERROR_PROVIDER },
    { "echo-key", BTY_ERROR_AUTHENTICATION },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *behaviour = g_strdup_printf ("{\"fault\": \"%s\"}", faults[i].fault);
      g_autoptr(BtyMockServer) server = provider_run_new_server (behaviour);
      g_autoptr(BtyProviderConfig) config = provider_run_new_config (BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE,
                                                                     bty_mock_server_get_port (server));
      g_auto(ProviderRun) run = { 0 };

      if (faults[i].code == BTY_ERROR_TIMEOUT)
        provider_run_limit_silence (config, 400);
      provider_run_list_models (&run, config, RUN_KEY);
      check_error (&run, faults[i].code);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = g_strdup_printf ("/provider-faults/%s", table[i].fault);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_fault);
    }
  g_test_add_func ("/provider-faults/model-list", test_model_list_faults);

  return g_test_run ();
}
