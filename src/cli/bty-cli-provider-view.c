/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-provider-view.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "bty-cli-output.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-health.h"
#include "bty-time.h"

/* For other programs; the same as the enumerations, in their order. */
static const char * const state_nicks[] = {
  [BTY_PROVIDER_STATE_DISABLED] = "disabled",
  [BTY_PROVIDER_STATE_SET_ASIDE] = "set_aside",
  [BTY_PROVIDER_STATE_NO_KEY] = "no_key",
  [BTY_PROVIDER_STATE_LOCKED] = "locked",
  [BTY_PROVIDER_STATE_OPEN] = "open",
  [BTY_PROVIDER_STATE_RATE_LIMITED] = "rate_limited",
  [BTY_PROVIDER_STATE_HALF_OPEN] = "half_open",
  [BTY_PROVIDER_STATE_READY] = "ready",
};

static const char * const key_nicks[] = {
  [BTY_KEY_UNKNOWN] = "unknown",
  [BTY_KEY_NOT_NEEDED] = "not_needed",
  [BTY_KEY_MISSING] = "missing",
  [BTY_KEY_IN_KEYRING] = "keyring",
  [BTY_KEY_IN_ENVIRONMENT] = "environment",
  [BTY_KEY_THIS_RUN] = "this_run",
  [BTY_KEY_LOCKED] = "keyring_locked",
  [BTY_KEY_KEYRING_FAILED] = "keyring_failed",
};

static const char *
describe_key (BtyKeyState state)
{
  switch (state)
    {
    case BTY_KEY_NOT_NEEDED:
      return _("none needed");
    case BTY_KEY_MISSING:
      return _("missing");
    case BTY_KEY_IN_KEYRING:
      return _("in the keyring");
    case BTY_KEY_IN_ENVIRONMENT:
      return _("in the environment");
    case BTY_KEY_THIS_RUN:
      return _("for this run");
    case BTY_KEY_LOCKED:
      return _("in the keyring, which is locked");
    case BTY_KEY_KEYRING_FAILED:
      return _("keyring does not answer");
    case BTY_KEY_UNKNOWN:
    default:
      return _("not looked up");
    }
}

/* Milliseconds until it is tried again by itself, or 0. */
static gint64
get_countdown (BtyProviderStatus *status)
{
  gint64 retry_at = bty_provider_status_get_retry_at (status);

  return retry_at > 0 ? MAX (0, (retry_at - bty_time_steady ()) / 1000) : 0;
}

static char *
describe_state (BtyProviderStatus *status)
{
  int seconds = (int) ((get_countdown (status) + 999) / 1000);

  switch (bty_provider_status_get_state (status))
    {
    case BTY_PROVIDER_STATE_DISABLED:
      return g_strdup (_("disabled"));
    case BTY_PROVIDER_STATE_SET_ASIDE:
      if (bty_provider_status_is_unconfirmed (status))
        return g_strdup (_("came with a file, not asked until it is reset"));
      return g_strdup (_("set aside until its key or settings change"));
    case BTY_PROVIDER_STATE_NO_KEY:
      return g_strdup (_("has no key"));
    case BTY_PROVIDER_STATE_LOCKED:
      return g_strdup (_("its key is in the keyring, which is locked"));
    case BTY_PROVIDER_STATE_OPEN:
      return g_strdup_printf (ngettext ("failed too often, tried again in %d second",
                                        "failed too often, tried again in %d seconds", seconds), seconds);
    case BTY_PROVIDER_STATE_RATE_LIMITED:
      return g_strdup_printf (ngettext ("asked to wait, tried again in %d second",
                                        "asked to wait, tried again in %d seconds", seconds), seconds);
    case BTY_PROVIDER_STATE_HALF_OPEN:
      return g_strdup (_("on probation"));
    case BTY_PROVIDER_STATE_READY:
    default:
      return g_strdup (_("ready"));
    }
}

static void
set_state (JsonObject        *object,
           BtyProviderStatus *status)
{
  BtyProviderHealth *health = bty_provider_status_get_health (status);
  gint64 countdown = get_countdown (status);
  gint64 median = bty_health_get_latency (health, 0.5);
  gint64 slow = bty_health_get_latency (health, 0.95);

  json_object_set_string_member (object, "state", state_nicks[bty_provider_status_get_state (status)]);
  json_object_set_string_member (object, "key", key_nicks[bty_provider_status_get_key_state (status)]);
  if (countdown > 0)
    json_object_set_int_member (object, "retry_in_ms", countdown);
  else
    json_object_set_null_member (object, "retry_in_ms");
  json_object_set_member (object, "health", bty_record_to_json (BTY_RECORD (health)));
  if (median > 0)
    json_object_set_int_member (object, "latency_p50_ms", median);
  if (slow > 0)
    json_object_set_int_member (object, "latency_p95_ms", slow);
}

/**
 * bty_cli_provider_to_json:
 * @status: a provider
 *
 * Returns: (transfer full): its settings, and how it stands with its own model and with others
 */
JsonNode *
bty_cli_provider_to_json (BtyProviderStatus *status)
{
  JsonNode *node = bty_record_to_json (BTY_RECORD (bty_provider_status_get_config (status)));
  JsonObject *object = json_node_get_object (node);
  GListModel *models = bty_provider_status_get_models (status);
  JsonArray *array = json_array_new ();

  set_state (object, status);
  json_object_set_array_member (object, "models", array);
  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(BtyProviderStatus) model = g_list_model_get_item (models, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "model", bty_provider_status_get_health (model)->model);
      set_state (entry, model);
      json_array_add_object_element (array, entry);
    }

  return node;
}

/**
 * bty_cli_print_providers:
 * @providers: (element-type BtyProviderStatus): providers
 *
 * Prints a line for each.
 */
void
bty_cli_print_providers (GListModel *providers)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled ("#", _("Name"), _("Type"), _("Model"), _("Address"),
                                                           _("State"), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (providers, i);
      BtyProviderConfig *config = bty_provider_status_get_config (status);
      g_autofree char *position = g_strdup_printf ("%u", i + 1);
      g_autofree char *state = describe_state (status);

      bty_cli_table_add (table, position, config->name, bty_enum_to_nick (BTY_TYPE_PROVIDER_TYPE, config->type),
                         config->model != NULL ? config->model : "", config->base_url != NULL ? config->base_url : "",
                         state, NULL);
    }
  bty_cli_table_print (table);
}

static void
add_line (BtyCliTable *table,
          const char  *title,
          const char  *value)
{
  if (value != NULL && *value != '\0')
    bty_cli_table_add (table, title, value, NULL);
}

/* How it stands with other models, which bots ask for. */
static void
add_models (BtyCliTable       *table,
            BtyProviderStatus *status)
{
  GListModel *models = bty_provider_status_get_models (status);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(BtyProviderStatus) model = g_list_model_get_item (models, i);
      BtyProviderHealth *health = bty_provider_status_get_health (model);
      g_autofree char *state = describe_state (model);
      /* Translators: of a list: the name of a model, and how its provider stands with it */
      g_autofree char *text = g_strdup_printf (_("%s: %s"), health->model, state);

      add_line (table, i == 0 ? _("Other models") : "", text);
    }
}

static void
print_state (BtyProviderStatus *status)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();
  BtyProviderConfig *config = bty_provider_status_get_config (status);
  BtyProviderHealth *health = bty_provider_status_get_health (status);
  g_autofree char *state = describe_state (status);
  g_autofree char *last_error_at = bty_cli_format_time (health->last_error_at);
  g_autofree char *last_success_at = bty_cli_format_time (health->last_success_at);
  gint64 calls = health->total_successes + health->total_failures;
  g_autofree char *totals = calls > 0 ? g_strdup_printf (_("%" PRId64 " of %" PRId64 " calls"),
                                                         health->total_successes, calls)
                                      : NULL;
  gint64 median = bty_health_get_latency (health, 0.5);
  g_autofree char *latency = median > 0 ? g_strdup_printf (_("%" PRId64 " ms, slowest of twenty %"
                                                             PRId64 " ms"),
                                                           median, bty_health_get_latency (health, 0.95))
                                        : NULL;

  bty_cli_print_title (config->name);
  bty_cli_table_set_indent (table, 2);
  add_line (table, _("State"), state);
  add_line (table, _("Type"), bty_enum_to_nick (BTY_TYPE_PROVIDER_TYPE, config->type));
  add_line (table, _("Model"), config->model);
  add_line (table, _("Address"), config->base_url);
  add_line (table, _("Key"), describe_key (bty_provider_status_get_key_state (status)));
  add_line (table, _("Successful"), totals);
  add_line (table, _("Answers in"), latency);
  if (health->last_success_at != BTY_UNSET && health->last_success_at > 0)
    add_line (table, _("Last answer"), last_success_at);
  if (health->last_error != NULL && *health->last_error != '\0')
    {
      add_line (table, _("Last error"), health->last_error);
      add_line (table, "", last_error_at);
    }
  add_models (table, status);
  bty_cli_table_print (table);
}

/**
 * bty_cli_print_provider_states:
 * @providers: (element-type BtyProviderStatus): providers
 *
 * Prints all that is known of each.
 */
void
bty_cli_print_provider_states (GListModel *providers)
{
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (providers, i);

      if (i > 0)
        bty_cli_print ("%s", "");
      print_state (status);
    }
}

/**
 * bty_cli_print_providers_json:
 * @providers: (element-type BtyProviderStatus): providers
 *
 * Prints them for another program.
 */
void
bty_cli_print_providers_json (GListModel *providers)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, "providers", array);
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (providers, i);

      json_array_add_element (array, bty_cli_provider_to_json (status));
    }
  bty_cli_print_json (node);
}

/**
 * bty_cli_print_found_providers:
 * @configs: (element-type BtyProviderConfig): providers that could be added
 * @json: whether another program reads it
 *
 * Prints them, and how to add them.
 */
void
bty_cli_print_found_providers (GPtrArray *configs,
                               gboolean   json)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, "found", array);
  for (guint i = 0; i < configs->len; i++)
    {
      BtyProviderConfig *config = g_ptr_array_index (configs, i);
      g_autofree char *name = g_shell_quote (config->name);
      g_autofree char *preset = g_shell_quote (config->preset);
      g_autofree char *model = config->model != NULL && *config->model != '\0' ? g_shell_quote (config->model) : NULL;
      g_autofree char *command = g_strconcat ("boternityctl provider add ", name, " --preset ", preset,
                                              config->key_env != NULL ? " --key-env " : "",
                                              config->key_env != NULL ? config->key_env : "",
                                              model != NULL ? " --model " : "", model, NULL);

      json_array_add_element (array, bty_record_to_json (BTY_RECORD (config)));
      bty_cli_table_add (table, config->name, command, NULL);
    }

  if (json)
    bty_cli_print_json (node);
  else if (configs->len == 0)
    bty_cli_print ("%s", _("No keys in the environment and no servers on this machine that are not in the list yet."));
  else
    bty_cli_table_print (table);
}

static gboolean
are_keys_known (GListModel *providers)
{
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (providers, i);

      if (bty_provider_status_get_key_state (status) == BTY_KEY_UNKNOWN)
        return FALSE;
    }

  return TRUE;
}

/* Longer than the keyring may take to explain itself. */
#define KEYS_LIMIT_S 10

static gboolean
give_up_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_CONTINUE;
}

/**
 * bty_cli_wait_for_keys:
 * @providers: (element-type BtyProviderStatus): providers whose keys are being looked up
 *
 * Waits until it is known where each key is.
 */
void
bty_cli_wait_for_keys (GListModel *providers)
{
  gboolean is_late = FALSE;
  guint timer = g_timeout_add_seconds (KEYS_LIMIT_S, give_up_cb, &is_late);

  while (!is_late && !are_keys_known (providers))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
}
