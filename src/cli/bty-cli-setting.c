/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-output.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-time.h"

/* What is typed, and what is stored. */
static const struct
{
  const char *name;
  const char *key;
} settings[] = {
  { "about-you", BTY_SETTING_ABOUT_YOU },
  { "provider-strategy", BTY_SETTING_STRATEGY },
  { "session-expiry", BTY_SETTING_EXPIRY },
};

static const char *
find_key (const char  *name,
          GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_str_equal (settings[i].name, name))
      return settings[i].key;
  bty_cli_set_usage_error (error, _("The settings are about-you, provider-strategy and session-expiry, not “%s”."),
                           name);

  return NULL;
}

static const char *
get_value (BtyCli     *cli,
           const char *key)
{
  BtyProviderService *providers = bty_profile_get_providers (cli->profile);
  const char *value;

  if (g_str_equal (key, BTY_SETTING_STRATEGY))
    return bty_enum_to_nick (BTY_TYPE_STRATEGY, bty_provider_service_get_strategy (providers));
  value = bty_setting_service_get (bty_profile_get_settings (cli->profile), key);
  if (g_str_equal (key, BTY_SETTING_EXPIRY) && (value == NULL || *value == '\0'))
    return "never";

  return value != NULL ? value : "";
}

static void
print_values (BtyCli     *cli,
              const char *only_key)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (only_key == NULL || g_str_equal (only_key, settings[i].key))
      {
        const char *value = get_value (cli, settings[i].key);

        json_object_set_string_member (object, settings[i].name, value);
        bty_cli_table_add (table, settings[i].name, value, NULL);
      }
  if (cli->json)
    bty_cli_print_json (node);
  else if (only_key != NULL)
    bty_cli_print_document (get_value (cli, only_key));
  else
    bty_cli_table_print (table);
}

static gboolean
run_get (BtyCli      *cli,
         BtyCliArgs  *args,
         GError     **error)
{
  const char *name = bty_cli_args_get_word (args, 0);
  const char *key = name != NULL ? find_key (name, error) : NULL;

  if ((name != NULL && key == NULL) || !bty_cli_open (cli, error))
    return FALSE;
  print_values (cli, key);

  return TRUE;
}

static gboolean
run_set (BtyCli      *cli,
         BtyCliArgs  *args,
         GError     **error)
{
  const char *key = find_key (bty_cli_args_get_word (args, 0), error);
  const char *value = bty_cli_args_get_word (args, 1);
  g_autoptr(GAsyncResult) result = NULL;
  BtySettingService *service;
  int strategy;

  if (key == NULL)
    return FALSE;
  if (g_str_equal (key, BTY_SETTING_EXPIRY))
    {
      gint64 span;

      if (g_str_equal (value, "never"))
        value = "";
      else if (!bty_time_parse_span (value, &span))
        {
          bty_cli_set_usage_error (error, _("A time to expire is like 12h, 1d or 2w, or never; not “%s”."), value);
          return FALSE;
        }
    }
  if (g_str_equal (key, BTY_SETTING_STRATEGY) && !bty_enum_from_nick (BTY_TYPE_STRATEGY, value, &strategy))
    {
      bty_cli_set_usage_error (error, _("The strategies are priority and round_robin, not “%s”."), value);
      return FALSE;
    }
  if (!bty_cli_open (cli, error))
    return FALSE;

  service = bty_profile_get_settings (cli->profile);
  bty_setting_service_set_async (service, key, value, NULL, bty_cli_wait_cb, &result);
  if (!bty_setting_service_set_finish (service, bty_cli_wait (&result), error))
    return FALSE;
  if (g_str_equal (key, BTY_SETTING_STRATEGY))
    bty_provider_service_set_strategy (bty_profile_get_providers (cli->profile), strategy);

  if (cli->json)
    print_values (cli, key);
  else
    bty_cli_print ("%s", _("Saved."));

  return TRUE;
}

const BtyCliCommand bty_cli_setting_commands[] = {
  { "settings", "get", N_("[NAME]"), 0, 1, N_("Show the settings about-you, provider-strategy and session-expiry"),
    NULL, run_get },
  { "settings", "set", N_("NAME TEXT"), 2, 2, N_("Change one of them"), NULL, run_set },
  { NULL }
};
