/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-order.h"

/* Providers as words "name:priority:latency"; "!" = disabled, "*" = built in. */
typedef struct
{
  const char  *providers;
  const char  *chain;
  BtyStrategy  strategy;
  guint        turn;
  const char  *order;
} Case;

static const Case cases[] = {
  { "", NULL, BTY_STRATEGY_PRIORITY, 0, "" },
  { "b:1:- a:2:-", NULL, BTY_STRATEGY_PRIORITY, 0, "b a" },
  { "b:1:- a:1:-", NULL, BTY_STRATEGY_PRIORITY, 0, "a b" },
  { "a:1:900 b:1:100 c:1:-", NULL, BTY_STRATEGY_PRIORITY, 0, "b a c" },
  { "a:2:1 b:1:100", NULL, BTY_STRATEGY_PRIORITY, 0, "b a" },
  { "a:-5:- b:1:-", NULL, BTY_STRATEGY_PRIORITY, 0, "a b" },
  { "a!:1:- b:2:-", NULL, BTY_STRATEGY_PRIORITY, 0, "b" },
  { "m*:0:1 a:1:- b:2:-", NULL, BTY_STRATEGY_PRIORITY, 0, "a b m" },
  { "m*!:0:1 a:1:-", NULL, BTY_STRATEGY_PRIORITY, 0, "a" },
  { "m*:0:1", NULL, BTY_STRATEGY_ROUND_ROBIN, 3, "m" },
  { "m*:0:- c:3:- a:1:- b:2:-", NULL, BTY_STRATEGY_ROUND_ROBIN, 0, "a b c m" },
  { "m*:0:- c:3:- a:1:- b:2:-", NULL, BTY_STRATEGY_ROUND_ROBIN, 1, "b c a m" },
  { "m*:0:- c:1:5 a:1:9 b:1:7", NULL, BTY_STRATEGY_ROUND_ROBIN, 0, "a b c m" },
  { "m*:0:- c:3:- a:1:- b:2:-", NULL, BTY_STRATEGY_ROUND_ROBIN, 5, "c a b m" },
  { "m*:0:- c:3:- a:1:- b:2:-", NULL, BTY_STRATEGY_ROUND_ROBIN, G_MAXUINT, "a b c m" },
  { "m*:0:- c:3:- a:1:- b!:2:-", NULL, BTY_STRATEGY_ROUND_ROBIN, 1, "c a m" },
  { "m*:0:- a:1:- b:2:- c:3:-", "c a", BTY_STRATEGY_PRIORITY, 0, "c a m" },
  { "m*:0:- a:1:- b:2:- c:3:-", "c a", BTY_STRATEGY_ROUND_ROBIN, 1, "c a m" },
  { "m*:0:- a:1:- b:2:-", "b m a", BTY_STRATEGY_PRIORITY, 0, "b m a" },
  { "m*:0:- a:1:- b:2:-", "b gone b", BTY_STRATEGY_PRIORITY, 0, "b m" },
  { "m*:0:- a!:1:- b:2:-", "a", BTY_STRATEGY_PRIORITY, 0, "m" },
  { "a:1:- b:2:-", "gone", BTY_STRATEGY_PRIORITY, 0, "" },
};

static BtyProviderHealth *
look_up (BtyProviderConfig *config,
         gpointer           user_data)
{
  return g_hash_table_lookup (user_data, config->name);
}

static GPtrArray *
create_providers (const char *words,
                  GHashTable *health)
{
  GPtrArray *configs = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto(GStrv) list = g_strsplit (words, " ", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (list[i], ":", 3);
      gboolean disabled = g_str_has_suffix (parts[0], "!");
      gboolean builtin = strchr (parts[0], '*') != NULL;
      BtyProviderConfig *config;

      g_strcanon (parts[0], G_CSET_a_2_z, '\0');
      config = bty_provider_config_new (parts[0], builtin ? BTY_PROVIDER_TYPE_BUILTIN : BTY_PROVIDER_TYPE_ANTHROPIC);
      g_object_set (config, "priority", g_ascii_strtoll (parts[1], NULL, 10), "enabled", !disabled, NULL);
      g_ptr_array_add (configs, config);

      if (!g_str_equal (parts[2], "-"))
        g_hash_table_insert (health, g_strdup (parts[0]),
                             g_object_new (BTY_TYPE_PROVIDER_HEALTH, "last-latency-ms",
                                           g_ascii_strtoll (parts[2], NULL, 10), NULL));
    }

  return configs;
}

static char *
join_names (GPtrArray *configs)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < configs->len; i++)
    {
      BtyProviderConfig *config = g_ptr_array_index (configs, i);

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", config->name);
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GHashTable) health = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      g_autoptr(GPtrArray) configs = create_providers (cases[i].providers, health);
      g_auto(GStrv) chain = cases[i].chain != NULL ? g_strsplit (cases[i].chain, " ", -1) : NULL;
      g_autoptr(GPtrArray) order = bty_order_providers (configs, (const char * const *) chain, cases[i].strategy,
                                                        cases[i].turn, look_up, health);
      g_autofree char *names = join_names (order);

      g_test_message ("%s", cases[i].providers);
      g_assert_cmpstr (names, ==, cases[i].order);
    }
}

static void
test_empty_chain_and_no_health (void)
{
  static const char * const chain[] = { NULL };
  g_autoptr(GHashTable) health = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_autoptr(GPtrArray) configs = create_providers ("a:1:900 b:1:100", health);
  g_autoptr(GPtrArray) order = bty_order_providers (configs, chain, BTY_STRATEGY_PRIORITY, 0, NULL, NULL);
  g_autofree char *names = join_names (order);

  g_assert_cmpstr (names, ==, "a b");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/order/cases", test_cases);
  g_test_add_func ("/order/empty-chain-and-no-health", test_empty_chain_and_no_health);

  return g_test_run ();
}
