/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-http-embedder.h"

#include "bty-error.h"
#include "bty-json.h"
#include "provider-run.h"

#include <math.h>
#include <string.h>

#define DIMENSIONS 4

static const struct
{
  BtyEmbeddingFormat  format;
  const char         *name;
  const char         *path;
  const char         *header;
  const char         *key;
  const char         *texts;   /* where they are in a request */
} formats[] = {
  { BTY_EMBEDDING_FORMAT_OPENAI, "openai:mock-embed-4", "/v1/embeddings", "authorization", "Bearer " RUN_KEY,
    "input.1" },
  { BTY_EMBEDDING_FORMAT_OLLAMA, "ollama:mock-embed-4", "/api/embed", "authorization", "Bearer " RUN_KEY, "input.1" },
  { BTY_EMBEDDING_FORMAT_GOOGLE, "google:mock-embed-4", "/v1beta/models/mock-embed:batchEmbedContents",
    "x-goog-api-key", RUN_KEY, "requests.1.content.parts.0.text" },
};

typedef struct
{
  float  *vectors;
  GError *error;
  gboolean done;
} Run;

static void
embedded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Run *run = user_data;

  run->vectors = bty_embedder_embed_finish (BTY_EMBEDDER (source), result, &run->error);
  run->done = TRUE;
}

static void
clear_run (Run *run)
{
  g_clear_pointer (&run->vectors, g_free);
  g_clear_error (&run->error);
  run->done = FALSE;
}

/* What never comes is not waited for longer than @silence_ms. */
static BtyEmbedder *
new_impatient_embedder (guint          format,
                        BtyMockServer *server,
                        guint          dimensions,
                        gint64         silence_ms)
{
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new ("Mock", BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", bty_mock_server_get_port (server));

  g_object_set (config, "base-url", url, "model", "mock-embed", "connect-timeout-ms", (gint64) 20000,
                "first-byte-timeout-ms", silence_ms, "silence-timeout-ms", silence_ms, NULL);

  return bty_http_embedder_new (formats[format].format, config, dimensions);
}

static BtyEmbedder *
new_embedder (guint          format,
              BtyMockServer *server,
              guint          dimensions)
{
  return new_impatient_embedder (format, server, dimensions, 60000);
}

static void
embed (Run                *run,
       BtyEmbedder        *embedder,
       const char * const *texts,
       GCancellable       *cancellable)
{
  bty_embedder_embed_async (embedder, texts, " " RUN_KEY "\n", cancellable, embedded_cb, run);
  while (!run->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true ((run->vectors != NULL) != (run->error != NULL));
}

/* The mock's vector of a text is (its length, 1, 1, 1), before it is made of length 1. */
static void
expect_vector (const float *vector,
               gsize        length)
{
  g_assert_cmpfloat_with_epsilon (vector[0], length / sqrt (length * length + 3.0), 1e-6);
  g_assert_cmpfloat_with_epsilon (vector[3], 1 / sqrt (length * length + 3.0), 1e-6);
}

static void
test_formats (void)
{
  static const char * const texts[] = { "tea", "café \"au lait\"\n", "", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr(BtyMockServer) server = provider_run_new_server ("{}");
      g_autoptr(BtyEmbedder) embedder = new_embedder (i, server, DIMENSIONS);
      g_autoptr(JsonNode) request = NULL;
      Run run = { 0 };

      g_assert_cmpstr (bty_embedder_get_model (embedder), ==, formats[i].name);
      g_assert_cmpuint (bty_embedder_get_dimensions (embedder), ==, DIMENSIONS);
      g_assert_false (bty_embedder_is_local (embedder));
      embed (&run, embedder, texts, NULL);
      g_assert_no_error (run.error);
      for (guint j = 0; j < 3; j++)
        expect_vector (run.vectors + j * DIMENSIONS, strlen (texts[j]));

      request = provider_run_dup_request (server, 0);
      g_assert_cmpstr (bty_json_get_text (request, "path"), ==, formats[i].path);
      g_assert_cmpstr (bty_json_get_text (bty_json_get (request, "headers"), formats[i].header), ==, formats[i].key);
      g_assert_cmpstr (bty_json_get_text (bty_json_get (request, "body"), formats[i].texts), ==, texts[1]);
      clear_run (&run);
    }
}

/* More texts than fit into a request, in their order whatever the server's; and none, which asks nobody. */
static void
test_batches (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      static const char * const none[] = { NULL };
      g_autoptr(BtyMockServer) server = provider_run_new_server ("{}");
      g_autoptr(BtyEmbedder) embedder = new_embedder (i, server, DIMENSIONS);
      g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
      g_autoptr(JsonNode) requests = NULL;
      Run run = { 0 };

      if (formats[i].format == BTY_EMBEDDING_FORMAT_OPENAI)
        bty_mock_server_control (server, "{\"fault\": \"vectors-turned\"}", NULL);
      for (guint j = 0; j < 150; j++)
        g_ptr_array_add (texts, g_strnfill (j, 'x'));
      g_ptr_array_add (texts, NULL);
      embed (&run, embedder, (const char * const *) texts->pdata, NULL);
      g_assert_no_error (run.error);
      for (guint j = 0; j < 150; j++)
        expect_vector (run.vectors + j * DIMENSIONS, j);
      clear_run (&run);

      embed (&run, embedder, none, NULL);
      g_assert_no_error (run.error);
      clear_run (&run);
      requests = bty_mock_server_dup_requests (server);
      g_assert_cmpuint (json_array_get_length (json_node_get_array (requests)), ==, 3);
    }
}

static const struct
{
  const char *fault;
  BtyError    code;
} faults[] = {
  { "401", BTY_ERROR_AUTHENTICATION }, { "429", BTY_ERROR_RATE_LIMITED }, { "429-quota", BTY_ERROR_QUOTA },
  { "500", BTY_ERROR_PROVIDER }, { "503", BTY_ERROR_OVERLOADED }, { "refused", BTY_ERROR_OFFLINE },
  { "hang", BTY_ERROR_TIMEOUT }, { "html", BTY_ERROR_LAST }, { "garbage", BTY_ERROR_LAST },
  { "empty", BTY_ERROR_LAST }, { "redirect", BTY_ERROR_PROVIDER },
  { "echo-key", BTY_ERROR_LAST }, { "gzip-bomb", BTY_ERROR_LAST }, { "huge", BTY_ERROR_LAST },
  { "vectors-few", BTY_ERROR_UNREADABLE }, { "vectors-size", BTY_ERROR_INVALID_REQUEST },
  { "vectors-broken", BTY_ERROR_UNREADABLE },
};

/* Every way to fail ends in a named error, in which there is no key. BTY_ERROR_LAST = any of them. */
static void
test_faults (void)
{
  static const char * const texts[] = { "tea", "coffee", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    for (guint j = 0; j < G_N_ELEMENTS (faults); j++)
      {
        g_autofree char *behaviour = g_strdup_printf ("{\"fault\": \"%s\", \"redirect_to\": \"http://127.0.0.1:9/\"}",
                                                      faults[j].fault);
        g_autoptr(BtyMockServer) server = provider_run_new_server ("{}");
        gint64 silence_ms = faults[j].code == BTY_ERROR_TIMEOUT ? 500 : 60000;
        g_autoptr(BtyEmbedder) embedder = new_impatient_embedder (i, server, DIMENSIONS, silence_ms);
        Run run = { 0 };

        bty_mock_server_control (server, behaviour, NULL);
        embed (&run, embedder, texts, NULL);
        g_test_message ("%s %s: %s", formats[i].name, faults[j].fault, run.error != NULL ? run.error->message : "-");
        g_assert_nonnull (run.error);
        g_assert_true (run.error->domain == BTY_ERROR);
        if (faults[j].code != BTY_ERROR_LAST)
          g_assert_error (run.error, BTY_ERROR, (int) faults[j].code);
        g_assert_null (strstr (run.error->message, "canary"));
        clear_run (&run);
      }
}

/* An index that comes twice leaves another vector unset. */
static void
test_twice (void)
{
  static const char * const texts[] = { "tea", "coffee", NULL };
  g_autoptr(BtyMockServer) server = provider_run_new_server ("{\"fault\": \"vectors-twice\"}");
  g_autoptr(BtyEmbedder) embedder = new_embedder (0, server, DIMENSIONS);
  Run run = { 0 };

  embed (&run, embedder, texts, NULL);
  g_assert_error (run.error, BTY_ERROR, BTY_ERROR_UNREADABLE);
  clear_run (&run);
}

static void
test_dimensions (void)
{
  static const char * const texts[] = { "tea", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr(BtyMockServer) server = provider_run_new_server ("{\"dimensions\": 768}");
      g_autoptr(BtyEmbedder) right = new_embedder (i, server, 768);
      g_autoptr(BtyEmbedder) wrong = new_embedder (i, server, 1536);
      Run run = { 0 };

      embed (&run, right, texts, NULL);
      g_assert_no_error (run.error);
      clear_run (&run);
      embed (&run, wrong, texts, NULL);
      g_assert_error (run.error, BTY_ERROR, BTY_ERROR_INVALID_REQUEST);
      g_assert_nonnull (strstr (run.error->message, "768"));
      clear_run (&run);
    }
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  static const char * const texts[] = { "tea", NULL };
  g_autoptr(BtyMockServer) server = provider_run_new_server ("{\"fault\": \"hang\"}");
  g_autoptr(BtyEmbedder) embedder = new_embedder (0, server, DIMENSIONS);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Run run = { 0 };

  g_timeout_add (20, cancel_cb, cancellable);
  embed (&run, embedder, texts, cancellable);
  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  clear_run (&run);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-embedder/formats", test_formats);
  g_test_add_func ("/http-embedder/batches", test_batches);
  g_test_add_func ("/http-embedder/faults", test_faults);
  g_test_add_func ("/http-embedder/twice", test_twice);
  g_test_add_func ("/http-embedder/dimensions", test_dimensions);
  g_test_add_func ("/http-embedder/cancelled", test_cancelled);

  return g_test_run ();
}
