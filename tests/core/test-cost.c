/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cost.h"

#include <math.h>

static BtyProviderConfig *
create_config (const char *base_url,
               const char *model,
               double      input,
               double      output)
{
  BtyProviderConfig *config = bty_provider_config_new ("B", BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE);

  g_object_set (config, "base-url", base_url, "model", model, "price-input", input, "price-output", output, NULL);

  return config;
}

static const struct
{
  const char *base_url;
  const char *own_model;
  double      price_input;
  double      price_output;
  const char *model;
  gint64      input;
  gint64      output;
  double      cost; /* NAN = unknown */
} usages[] = {
  { "https://x.example/v1", "gpt-4o", NAN, NAN, NULL, 1000000, 1000000, 12.5 },
  { "https://x.example/v1", "gpt-4o", NAN, NAN, "", 1000000, 0, 2.5 },
  { "https://x.example/v1", "gpt-4o", NAN, NAN, "gpt-4o-mini", 1000000, 0, 0.15 },
  { "https://x.example/v1", "gpt-4o", 1, NAN, NULL, 1000000, 1000000, 11 },
  { "https://x.example/v1", "gpt-4o", 0, 0, NULL, 1000000, 1000000, 0 },
  { "https://x.example/v1", "new", 2, 3, NULL, 500, 100, 0.0013 },
  { "https://x.example/v1", "new", NAN, NAN, NULL, 500, 100, NAN },
  { "https://x.example/v1", "new", 1, NAN, NULL, 500, 100, NAN },
  { "https://x.example/v1", "gpt-4o", NAN, NAN, NULL, -1, 100, NAN },
  { "https://x.example/v1", "gpt-4o", NAN, NAN, NULL, 100, -1, NAN },
  { "http://localhost:11434/v1", "gpt-oss-20b", NAN, NAN, NULL, 500, 100, 0 },
  { "http://127.0.0.1:8080", "new", NAN, NAN, NULL, 500, 100, 0 },
  { "http://[::1]:8080", "new", NAN, NAN, NULL, 500, 100, 0 },
  { "http://localhost:8080", "new", 1, 1, NULL, 1000000, 1000000, 2 },
  { "http://10.0.0.1:8080", "new", NAN, NAN, NULL, 500, 100, NAN },
  { "nonsense", "new", NAN, NAN, NULL, 500, 100, NAN },
  { NULL, NULL, NAN, NAN, NULL, 500, 100, NAN },
};

static void
test_usages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (usages); i++)
    {
      g_autoptr(BtyProviderConfig) config = create_config (usages[i].base_url, usages[i].own_model,
                                                           usages[i].price_input, usages[i].price_output);
      double cost = bty_cost_of_usage (config, usages[i].model, usages[i].input, usages[i].output);

      g_test_message ("usage %u", i);
      if (isnan (usages[i].cost))
        g_assert_true (isnan (cost));
      else
        g_assert_cmpfloat_with_epsilon (cost, usages[i].cost, 1e-12);
    }
}

static void
test_builtin_is_free (void)
{
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new ("Memory only", BTY_PROVIDER_TYPE_BUILTIN);

  g_assert_cmpfloat (bty_cost_of_usage (config, NULL, 100, 100), ==, 0);
}

static const struct
{
  double      cost;
  const char *text;
} formats[] = {
  { 0, "~$0.00" },
  { 0.0000001, "<$0.001" },
  { 0.0005, "~$0.001" },
  { 0.0042, "~$0.004" },
  { 0.0099, "~$0.010" },
  { 0.01, "~$0.01" },
  { 0.12345, "~$0.12" },
  { 12.5, "~$12.50" },
  { NAN, "unknown" },
  { -1, "unknown" },
};

static void
test_formats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = bty_cost_format (formats[i].cost);

      g_assert_cmpstr (text, ==, formats[i].text);
    }
}

static const struct
{
  const char *from;
  const char *to;
  double      ratio;
  const char *notes; /* without the first, joined */
} switches[] = {
  { "gpt-4o", "gpt-4o", 1, "" },
  { "gpt-4o-mini", "gpt-4o", (2.5 / 0.15 + 10 / 0.6) / 2, "It costs ~16.7x more" },
  { "gpt-4o", "gpt-4o-mini", (0.15 / 2.5 + 0.6 / 10) / 2, "" },
  { "claude-sonnet-4-5", "claude-opus-4-5", 5.0 / 3, "" },
  { "claude-sonnet-4-5", "gpt-3.5-turbo", (0.5 / 3 + 1.5 / 15) / 2,
    "Its context window is smaller: 16385 instead of 200000|Its replies must be shorter: 4096 instead of 64000" },
  { "gpt-4o", "new", NAN, "" },
  { "new", "gpt-3.5-turbo", NAN, "" },
  { "glm-4.5-flash", "gpt-4o", NAN, "Its context window is smaller: 128000 instead of 131072|"
                                    "Its replies must be shorter: 16384 instead of 98304" },
};

static void
test_switches (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      g_autoptr(BtyProviderConfig) from = create_config ("https://a.example", switches[i].from, NAN, NAN);
      g_autoptr(BtyProviderConfig) to = create_config ("https://b.example", switches[i].to, NAN, NAN);
      g_auto(GStrv) notes = bty_cost_describe_switch (from, to);
      g_autofree char *joined = g_strjoinv ("|", notes + 1);
      double ratio = bty_cost_get_ratio (from, to);

      g_test_message ("%s -> %s", switches[i].from, switches[i].to);
      g_assert_cmpstr (notes[0], ==, "Switched to B");
      g_assert_cmpstr (joined, ==, switches[i].notes);
      if (isnan (switches[i].ratio))
        g_assert_true (isnan (ratio));
      else
        g_assert_cmpfloat_with_epsilon (ratio, switches[i].ratio, 1e-9);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cost/usages", test_usages);
  g_test_add_func ("/cost/builtin-is-free", test_builtin_is_free);
  g_test_add_func ("/cost/formats", test_formats);
  g_test_add_func ("/cost/switches", test_switches);

  return g_test_run ();
}
