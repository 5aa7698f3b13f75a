/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-catalog.h"

#include <math.h>

static const char *presets[] = {
  "Anthropic", "OpenAI", "Gemini", "Mistral", "GLM", "Groq", "DeepSeek", "OpenRouter", "xAI", "Ollama", "LM Studio",
  "llama.cpp", "vLLM",
};

static void
test_presets (void)
{
  GPtrArray *list = bty_catalog_get_presets ();

  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (presets));
  for (guint i = 0; i < list->len; i++)
    {
      const BtyPreset *preset = g_ptr_array_index (list, i);
      g_autoptr(GUri) uri = g_uri_parse (preset->base_url, G_URI_FLAGS_NONE, NULL);
      gboolean local = g_strcmp0 (g_uri_get_host (uri), "localhost") == 0;

      g_test_message ("%s", preset->name);
      g_assert_cmpstr (preset->name, ==, presets[i]);
      g_assert_true (bty_catalog_find_preset (preset->name) == preset);
      g_assert_cmpstr (g_uri_get_scheme (uri), ==, local ? "http" : "https");
      g_assert_false (g_str_has_suffix (preset->base_url, "/"));
      g_assert_cmpint (preset->needs_key, ==, !local);
      g_assert_cmpint (preset->key_env != NULL, ==, !local);
      g_assert_nonnull (preset->model);
      g_assert_cmpint (preset->context_tokens, >=, 4096);
      g_assert_cmpint (preset->output_tokens, <=, preset->context_tokens);
      if (!local && !g_str_equal (preset->name, "OpenRouter"))
        {
          const BtyModelInfo *info = bty_catalog_find_model (preset->model);

          g_assert_nonnull (info);
          g_assert_false (isnan (info->price_input));
          g_assert_cmpint (info->context_tokens, ==, preset->context_tokens);
        }
    }

  g_assert_true (bty_catalog_find_preset ("openai") == bty_catalog_find_preset ("OpenAI"));
  g_assert_cmpint (bty_catalog_find_preset ("anthropic")->type, ==, BTY_PROVIDER_TYPE_ANTHROPIC);
  g_assert_null (bty_catalog_find_preset ("OpenAI2"));
  g_assert_null (bty_catalog_find_preset (""));
  g_assert_null (bty_catalog_find_preset (NULL));
}

static const struct
{
  const char *model;
  const char *prefix; /* NULL = unknown */
} models[] = {
  { "gpt-4o", "gpt-4o" },
  { "gpt-4o-2024-08-06", "gpt-4o" },
  { "gpt-4o-mini-2024-07-18", "gpt-4o-mini" },
  { "gpt-5", "gpt-5" },
  { "gpt-5.2-pro-2025-12-11", "gpt-5.2-pro" },
  { "gpt-5.95", NULL },
  { "gpt-50", NULL },
  { "claude-opus-4-20250514", "claude-opus-4" },
  { "claude-opus-4-5-20251101", "claude-opus-4-5" },
  { "claude-sonnet-5", "claude-sonnet-5" },
  { "anthropic/claude-sonnet-5:beta", "claude-sonnet-5" },
  { "openai/gpt-oss-120b", "gpt-oss-120b" },
  { "a/b/o3-mini", "o3-mini" },
  { "o", NULL },
  { "my-gpt-5", NULL },
  { "openrouter/auto", NULL },
  { "/", NULL },
  { "", NULL },
  { NULL, NULL },
};

static void
test_models (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      const BtyModelInfo *info = bty_catalog_find_model (models[i].model);

      g_test_message ("%s", models[i].model != NULL ? models[i].model : "no model");
      g_assert_cmpstr (info != NULL ? info->prefix : NULL, ==, models[i].prefix);
      if (info != NULL)
        {
          g_assert_cmpint (info->context_tokens, >=, 4096);
          g_assert_cmpint (info->output_tokens, >, 0);
        }
    }

  g_assert_cmpfloat (bty_catalog_find_model ("claude-sonnet-4-5")->price_output, ==, 15);
  g_assert_true (bty_catalog_find_model ("claude-sonnet-4-5")->thinking);
  g_assert_true (bty_catalog_find_model ("gpt-4o")->vision);
  g_assert_false (bty_catalog_find_model ("gpt-4o")->thinking);
  g_assert_true (isnan (bty_catalog_find_model ("gpt-5.5-pro")->price_input));
}

static void
assert_limits (BtyProviderConfig *config,
               const char        *model,
               gint64             context,
               gint64             output)
{
  gint64 found_context;
  gint64 found_output;

  bty_catalog_get_limits (config, model, &found_context, &found_output);
  g_assert_cmpint (found_context, ==, context);
  g_assert_cmpint (found_output, ==, output);
}

static void
test_limits (void)
{
  const BtyPreset *cloud = bty_catalog_find_preset ("OpenAI");
  const BtyPreset *local = bty_catalog_find_preset ("Ollama");
  g_autoptr(BtyProviderConfig) openai = bty_provider_config_new_from_preset (cloud, "Mine");
  g_autoptr(BtyProviderConfig) ollama = bty_provider_config_new_from_preset (local, "Home");
  g_autoptr(BtyProviderConfig) other = bty_provider_config_new ("Other", BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE);

  g_assert_cmpstr (openai->name, ==, "Mine");
  g_assert_cmpstr (openai->preset, ==, "OpenAI");
  g_assert_cmpstr (openai->base_url, ==, "https://api.openai.com/v1");
  g_assert_true (openai->enabled);
  g_assert_true (openai->vision);
  g_assert_null (openai->key_env);

  assert_limits (openai, NULL, 1050000, 128000);
  assert_limits (openai, "", 1050000, 128000);
  assert_limits (openai, "gpt-4o", 128000, 16384);
  assert_limits (openai, "something-new", 1050000, 128000);
  assert_limits (ollama, NULL, 4096, 2048);
  assert_limits (other, NULL, BTY_UNSET, BTY_UNSET);
  assert_limits (other, "gpt-4o", 128000, 16384);

  g_object_set (openai, "context-tokens", (gint64) 5000, NULL);
  assert_limits (openai, "gpt-4o", 5000, 16384);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog/presets", test_presets);
  g_test_add_func ("/catalog/models", test_models);
  g_test_add_func ("/catalog/limits", test_limits);

  return g_test_run ();
}
