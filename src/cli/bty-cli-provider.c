/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "bty-catalog.h"
#include "bty-cli-output.h"
#include "bty-cli-provider-options.h"
#include "bty-cli-provider-view.h"
#include "bty-cli-reply.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-error.h"

static BtyProviderService *
get_service (BtyCli *cli)
{
  return bty_profile_get_providers (cli->profile);
}

/* With --json, prints @config as it is now. */
static gboolean
print_json (BtyCli            *cli,
            BtyProviderConfig *config)
{
  BtyProviderStatus *status = bty_provider_service_find (get_service (cli), config->id);
  g_autoptr(JsonNode) node = NULL;

  if (!cli->json)
    return FALSE;

  node = status != NULL ? bty_cli_provider_to_json (status) : bty_record_to_json (BTY_RECORD (config));
  bty_cli_print_json (node);

  return TRUE;
}

/* A format without an address is that of the service that it comes from, which the catalog names first. */
static const BtyPreset *
find_origin (BtyProviderType type)
{
  GPtrArray *presets = bty_catalog_get_presets ();

  for (guint i = 0; i < presets->len; i++)
    if (((BtyPreset *) g_ptr_array_index (presets, i))->type == type)
      return g_ptr_array_index (presets, i);

  return NULL;
}

static BtyProviderConfig *
make_config (BtyCliArgs  *args,
             GError     **error)
{
  const char *name = bty_cli_args_get_word (args, 0);
  const char *type = bty_cli_args_get_text (args, "type");
  const char *preset_name = bty_cli_args_get_text (args, "preset");
  const BtyPreset *preset = bty_catalog_find_preset (preset_name);
  int parsed;

  if (preset_name != NULL && preset == NULL)
    {
      GPtrArray *presets = bty_catalog_get_presets ();
      g_autoptr(GString) names = g_string_new (NULL);

      for (guint i = 0; i < presets->len; i++)
        g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", ((BtyPreset *) g_ptr_array_index (presets, i))->name);
      bty_cli_set_usage_error (error, _("--%s takes one of %s, not “%s”."), "preset", names->str, preset_name);
      return NULL;
    }
  if (type == NULL && preset == NULL)
    {
      bty_cli_set_usage_error (error, _("Say what it speaks with --type, or which service it is with --preset."));
      return NULL;
    }
  if (type != NULL && !bty_cli_parse_nick (BTY_TYPE_PROVIDER_TYPE, "type", type, &parsed, error))
    return NULL;
  if (type != NULL && preset != NULL && (int) preset->type != parsed)
    {
      bty_cli_set_usage_error (error, _("The service “%s” speaks %s, not %s."), preset->name,
                               bty_enum_to_nick (BTY_TYPE_PROVIDER_TYPE, preset->type), type);
      return NULL;
    }

  if (preset == NULL && !bty_cli_args_has (args, "base-url"))
    preset = find_origin (parsed);

  return preset != NULL ? bty_provider_config_new_from_preset (preset, name) : bty_provider_config_new (name, parsed);
}

static gboolean
test (BtyCli             *cli,
      BtyProviderConfig  *config,
      const char         *key,
      gint64             *latency_ms,
      GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_provider_service_test_async (get_service (cli), config, key, NULL, bty_cli_wait_cb, &result);
  *latency_ms = bty_provider_service_test_finish (get_service (cli), bty_cli_wait (&result), error);

  return *latency_ms >= 0;
}

/* Whether the provider itself was the trouble, and not what it would be added with. */
static gboolean
was_asked (const GError *error)
{
  return !g_error_matches (error, BTY_ERROR, BTY_ERROR_INVALID)
         && !g_error_matches (error, BTY_ERROR, BTY_ERROR_EXISTS);
}

/* With what can be done about it, where it is the keyring. */
static void
propagate (GError **error,
           GError  *reason)
{
  const char *way_out = bty_cli_get_keyring_way_out (bty_error_to_nick (reason));

  if (way_out != NULL)
    g_set_error (error, reason->domain, reason->code, "%s %s", reason->message, way_out);
  else
    g_propagate_error (error, g_error_copy (reason));
  g_error_free (reason);
}

static gboolean
store (BtyCli             *cli,
       BtyProviderConfig  *config,
       const char         *key,
       gboolean            test_first,
       GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) test_error = NULL;
  g_autoptr(GError) add_error = NULL;
  gint64 latency_ms;

  if (bty_provider_service_find (get_service (cli), config->name) != NULL)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_EXISTS, _("There is already a provider “%s”."), config->name);
      return FALSE;
    }
  if (test_first && !test (cli, config, key, &latency_ms, &test_error))
    {
      if (!was_asked (test_error))
        {
          g_propagate_error (error, g_steal_pointer (&test_error));
          return FALSE;
        }
      /* Translators: %s is a sentence. */
      g_set_error (error, test_error->domain, test_error->code,
                   _("%s It was not added; --no-test adds it without asking it."), test_error->message);
      return FALSE;
    }

  bty_provider_service_add_async (get_service (cli), config, key, FALSE, NULL, bty_cli_wait_cb, &result);
  if (bty_provider_service_add_finish (get_service (cli), bty_cli_wait (&result), &add_error))
    return TRUE;

  propagate (error, g_steal_pointer (&add_error));

  return FALSE;
}

static gboolean
run_add (BtyCli      *cli,
         BtyCliArgs  *args,
         GError     **error)
{
  g_autoptr(BtyProviderConfig) config = make_config (args, error);
  char *key = NULL;
  gboolean stored;

  if (config == NULL || !bty_cli_apply_provider_options (args, config, error) ||
      !bty_cli_read_key (args, &key, error))
    return FALSE;

  stored = bty_cli_open (cli, error) && store (cli, config, key, !bty_cli_args_has (args, "no-test"), error);
  bty_key_free (key);
  if (stored && !print_json (cli, config))
    bty_cli_print (_("Added the provider “%s”."), config->name);

  return stored;
}

static gboolean
save (BtyCli             *cli,
      BtyProviderStatus  *status,
      BtyProviderConfig  *config,
      const char         *key,
      GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GError *reason = NULL;

  bty_provider_service_save_async (get_service (cli), status, config, key, FALSE, NULL, bty_cli_wait_cb, &result);
  if (bty_provider_service_save_finish (get_service (cli), bty_cli_wait (&result), &reason))
    return TRUE;

  propagate (error, reason);

  return FALSE;
}

static gboolean
run_edit (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  g_autoptr(BtyProviderConfig) trial = bty_provider_config_new ("", BTY_PROVIDER_TYPE_BUILTIN);
  g_autoptr(BtyProviderConfig) config = NULL;
  BtyProviderStatus *status;
  char *key = NULL;
  gboolean saved;

  /* A command line that makes no sense is refused before anything is opened or read. */
  if (!bty_cli_apply_provider_options (args, trial, error) || !bty_cli_read_key (args, &key, error))
    return FALSE;

  status = bty_cli_open (cli, error) ? bty_cli_find_provider (cli, bty_cli_args_get_word (args, 0), error) : NULL;
  if (status != NULL)
    config = bty_record_copy (bty_provider_status_get_config (status));
  saved = config != NULL && bty_cli_apply_provider_options (args, config, error);
  if (saved && bty_cli_args_has (args, "name"))
    g_object_set (config, "name", bty_cli_args_get_text (args, "name"), NULL);
  if (saved && key != NULL)
    g_object_set (config, "key-env", NULL, NULL);
  saved = saved && save (cli, status, config, key, error);
  bty_key_free (key);
  if (saved && !print_json (cli, config))
    bty_cli_print (_("Changed the provider “%s”."), config->name);

  return saved;
}

static gboolean
set_enabled (BtyCli      *cli,
             BtyCliArgs  *args,
             gboolean     enabled,
             GError     **error)
{
  g_autoptr(BtyProviderConfig) config = NULL;
  BtyProviderStatus *status;

  if (!bty_cli_open (cli, error))
    return FALSE;
  status = bty_cli_find_provider (cli, bty_cli_args_get_word (args, 0), error);
  if (status == NULL)
    return FALSE;

  config = bty_record_copy (bty_provider_status_get_config (status));
  g_object_set (config, "enabled", enabled, NULL);
  if (!save (cli, status, config, NULL, error))
    return FALSE;

  if (!print_json (cli, config))
    bty_cli_print (enabled ? _("Enabled the provider “%s”.") : _("Disabled the provider “%s”."), config->name);

  return TRUE;
}

static gboolean
run_enable (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  return set_enabled (cli, args, TRUE, error);
}

static gboolean
run_disable (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  return set_enabled (cli, args, FALSE, error);
}

static gboolean
run_reset (BtyCli      *cli,
           BtyCliArgs  *args,
           GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  BtyProviderStatus *status;

  if (!bty_cli_open (cli, error))
    return FALSE;
  status = bty_cli_find_provider (cli, bty_cli_args_get_word (args, 0), error);
  if (status == NULL)
    return FALSE;

  bty_provider_service_reset_async (get_service (cli), status, NULL, bty_cli_wait_cb, &result);
  if (!bty_provider_service_reset_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;

  if (!print_json (cli, bty_provider_status_get_config (status)))
    bty_cli_print (_("The provider “%s” will be asked again."), bty_provider_status_get_config (status)->name);

  return TRUE;
}

static gboolean
run_remove (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) key_result = NULL;
  g_autoptr(BtyProviderStatus) status = NULL;
  g_autoptr(GError) key_error = NULL;
  BtyProviderConfig *config;

  if (!bty_cli_open (cli, error))
    return FALSE;
  g_set_object (&status, bty_cli_find_provider (cli, bty_cli_args_get_word (args, 0), error));
  if (status == NULL)
    return FALSE;

  config = bty_provider_status_get_config (status);
  bty_provider_service_remove_async (get_service (cli), status, NULL, bty_cli_wait_cb, &result);
  if (!bty_provider_service_remove_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;
  bty_provider_service_forget_key_async (get_service (cli), config->name, NULL, bty_cli_wait_cb, &key_result);
  if (!bty_provider_service_forget_key_finish (get_service (cli), bty_cli_wait (&key_result), &key_error))
    g_message ("The key stays in the keyring: %s", key_error->message);

  if (!print_json (cli, config))
    bty_cli_print (_("Removed the provider “%s”."), config->name);

  return TRUE;
}

static gboolean
run_move (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  BtyProviderStatus *status;
  guint64 position;

  if (!g_ascii_string_to_unsigned (bty_cli_args_get_word (args, 1), 10, 1, G_MAXINT, &position, NULL))
    {
      bty_cli_set_usage_error (error, _("A position is a number from 1 on, not “%s”."),
                               bty_cli_args_get_word (args, 1));
      return FALSE;
    }
  if (!bty_cli_open (cli, error))
    return FALSE;
  status = bty_cli_find_provider (cli, bty_cli_args_get_word (args, 0), error);
  if (status == NULL)
    return FALSE;

  position = MIN (position, g_list_model_get_n_items (bty_provider_service_get_providers (get_service (cli))));
  bty_provider_service_move_async (get_service (cli), status, position - 1, NULL, bty_cli_wait_cb, &result);
  if (!bty_provider_service_move_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;

  if (cli->json)
    print_json (cli, bty_provider_status_get_config (status));
  else
    bty_cli_print_providers (bty_provider_service_get_providers (get_service (cli)));

  return TRUE;
}

static gboolean
run_list (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  GListModel *providers;

  if (!bty_cli_open (cli, error))
    return FALSE;

  providers = bty_provider_service_get_providers (get_service (cli));
  if (cli->json)
    bty_cli_print_providers_json (providers);
  else
    bty_cli_print_providers (providers);

  return TRUE;
}

static gboolean
run_status (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  GListModel *providers;

  if (!bty_cli_open (cli, error))
    return FALSE;

  providers = bty_provider_service_get_providers (get_service (cli));
  bty_provider_service_check_keys (get_service (cli));
  bty_cli_wait_for_keys (providers);
  if (cli->json)
    bty_cli_print_providers_json (providers);
  else
    bty_cli_print_provider_states (providers);

  return TRUE;
}

static gboolean
run_unlock (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  GListModel *providers;

  if (!bty_cli_open (cli, error) || !bty_cli_unlock_keyring (cli, error))
    return FALSE;

  providers = bty_provider_service_get_providers (get_service (cli));
  bty_cli_wait_for_keys (providers);
  if (cli->json)
    bty_cli_print_providers_json (providers);
  else
    bty_cli_print ("%s", _("The keyring is unlocked."));

  return TRUE;
}

static gboolean
run_test (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  BtyProviderStatus *status;
  BtyProviderConfig *config;
  GError *reason = NULL;
  gint64 latency_ms;

  if (!bty_cli_open (cli, error))
    return FALSE;
  status = bty_cli_find_provider (cli, bty_cli_args_get_word (args, 0), error);
  if (status == NULL)
    return FALSE;

  config = bty_provider_status_get_config (status);
  if (!test (cli, config, NULL, &latency_ms, &reason))
    {
      propagate (error, reason);
      return FALSE;
    }

  if (cli->json)
    {
      JsonObject *object = json_object_new ();
      g_autoptr(JsonNode) node = bty_cli_json_take (object);

      json_object_set_string_member (object, "provider", config->name);
      json_object_set_string_member (object, "model", config->model);
      json_object_set_boolean_member (object, "ok", TRUE);
      json_object_set_int_member (object, "latency_ms", latency_ms);
      bty_cli_print_json (node);
    }
  else
    /* Translators: %s is the name of a provider. */
    bty_cli_print (_("%s answered within %" PRId64 " ms."), config->name, latency_ms);

  return TRUE;
}

static gboolean
run_models (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_auto(GStrv) models = NULL;
  BtyProviderStatus *status;
  BtyProviderConfig *config;

  if (!bty_cli_open (cli, error))
    return FALSE;
  status = bty_cli_find_provider (cli, bty_cli_args_get_word (args, 0), error);
  if (status == NULL)
    return FALSE;

  config = bty_provider_status_get_config (status);
  bty_provider_service_list_models_async (get_service (cli), config, NULL, NULL, bty_cli_wait_cb, &result);
  models = bty_provider_service_list_models_finish (get_service (cli), bty_cli_wait (&result), error);
  if (models == NULL)
    return FALSE;

  if (cli->json)
    {
      JsonObject *object = json_object_new ();
      g_autoptr(JsonNode) node = bty_cli_json_take (object);

      json_object_set_string_member (object, "provider", config->name);
      json_object_set_array_member (object, "models", bty_cli_json_from_strv ((const char * const *) models));
      bty_cli_print_json (node);
    }
  else
    for (char **model = models; *model != NULL; model++)
      bty_cli_print ("%s", *model);

  return TRUE;
}

static gboolean
run_discover (BtyCli      *cli,
              BtyCliArgs  *args,
              GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) found = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;

  bty_provider_service_discover_async (get_service (cli), NULL, bty_cli_wait_cb, &result);
  found = bty_provider_service_discover_finish (get_service (cli), bty_cli_wait (&result), error);
  if (found == NULL)
    return FALSE;

  bty_cli_print_found_providers (found, cli->json);

  return TRUE;
}

static const BtyCliOption add_options[] = {
  { "type", BTY_CLI_TEXT, N_("TYPE"), N_("What it speaks: anthropic, openai_compatible or builtin") },
  { "preset", BTY_CLI_TEXT, N_("SERVICE"), N_("A known service, such as OpenAI or Ollama; says type, URL and model") },
  { "no-test", BTY_CLI_FLAG, NULL, N_("Add it without asking it for a short reply first") },
  BTY_CLI_PROVIDER_OPTIONS,
  { NULL }
};

static const BtyCliOption edit_options[] = {
  { "name", BTY_CLI_TEXT, N_("NAME"), N_("Another name") },
  BTY_CLI_PROVIDER_OPTIONS,
  { NULL }
};

const BtyCliCommand bty_cli_provider_commands[] = {
  { "provider", "list", NULL, 0, 0, N_("List the providers in the order in which they are tried"), NULL, run_list },
  { "provider", "status", NULL, 0, 0, N_("Show how each provider stands"), NULL, run_status },
  { "provider", "discover", NULL, 0, 0, N_("Look for keys in the environment and for local servers"),
    NULL, run_discover },
  { "provider", "add", N_("NAME"), 1, 1, N_("Add a provider"), add_options, run_add },
  { "provider", "edit", N_("NAME"), 1, 1, N_("Change a provider"), edit_options, run_edit },
  { "provider", "test", N_("NAME"), 1, 1, N_("Ask a provider for a short reply"), NULL, run_test },
  { "provider", "models", N_("NAME"), 1, 1, N_("List the models that a provider offers"), NULL, run_models },
  { "provider", "enable", N_("NAME"), 1, 1, N_("Use a provider again"), NULL, run_enable },
  { "provider", "disable", N_("NAME"), 1, 1, N_("Do not use a provider for now"), NULL, run_disable },
  { "provider", "unlock", NULL, 0, 0, N_("Unlock the keyring; the system asks for its password"), NULL, run_unlock },
  { "provider", "reset", N_("NAME"), 1, 1, N_("Forget that a provider failed"), NULL, run_reset },
  { "provider", "move", N_("NAME POSITION"), 2, 2, N_("Try a provider earlier or later"), NULL, run_move },
  { "provider", "remove", N_("NAME"), 1, 1, N_("Remove a provider, and its key from the keyring"), NULL, run_remove },
  { NULL }
};
