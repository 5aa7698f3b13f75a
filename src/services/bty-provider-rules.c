/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-rules.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "bty-catalog.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-order.h"

/* Whether a name or an address can only be reached from nearby, where one's own servers are. */
static gboolean
is_nearby (const char *host)
{
  static const char *const endings[] = { ".local", ".lan", ".internal", ".home.arpa" };
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_site_local (address)
           || g_inet_address_get_is_link_local (address);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (host, endings[i]))
      return TRUE;

  return strchr (host, '.') == NULL;
}

/* Whether it may be stored: somebody may have given the key itself. */
static gboolean
is_variable_name (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isalpha (*at) && *at != '_' && (at == text || !g_ascii_isdigit (*at)))
      return FALSE;

  return TRUE;
}

/**
 * bty_provider_rules_check:
 * @config: settings that a person gave
 * @has_key: whether a key is sent to it
 * @error: (out) (optional): %BTY_ERROR_INVALID, in plain words
 *
 * Returns: whether they can be used
 */
gboolean
bty_provider_rules_check (BtyProviderConfig  *config,
                          gboolean            has_key,
                          GError            **error)
{
  g_autoptr(GUri) uri = NULL;
  g_autofree char *name = g_strstrip (g_strdup (config->name != NULL ? config->name : ""));

  if (*name == '\0')
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("A provider needs a name."));
      return FALSE;
    }
  if (config->key_env != NULL && !is_variable_name (config->key_env))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID,
                           _("Enter the name of the variable, such as OPENAI_API_KEY, not the key."));
      return FALSE;
    }
  if (config->type == BTY_PROVIDER_TYPE_BUILTIN)
    return TRUE;

  uri = config->base_url != NULL ? g_uri_parse (config->base_url, G_URI_FLAGS_NONE, NULL) : NULL;
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || (!g_str_equal (g_uri_get_scheme (uri), "https") && !g_str_equal (g_uri_get_scheme (uri), "http")))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                   _("“%s” is not an address of a provider; it begins with https:// or http://."),
                   config->base_url != NULL ? config->base_url : "");
      return FALSE;
    }
  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID,
                           _("Leave the user and the password out of the address: it is stored where it can be read. "
                             "A key is given apart from it."));
      return FALSE;
    }
  has_key = has_key || (config->key_env != NULL && *config->key_env != '\0');
  if (g_str_equal (g_uri_get_scheme (uri), "http") && !bty_provider_config_is_local (config)
      && (bty_provider_rules_needs_key (config) || (has_key && !is_nearby (g_uri_get_host (uri)))))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID,
                           _("The key would be sent unprotected over http://. Use https://."));
      return FALSE;
    }

  return TRUE;
}

/**
 * bty_provider_rules_needs_key:
 * @config: a provider
 *
 * Returns: whether it answers nobody without a key
 */
gboolean
bty_provider_rules_needs_key (BtyProviderConfig *config)
{
  const BtyPreset *preset;

  if (config->type == BTY_PROVIDER_TYPE_BUILTIN || bty_provider_config_is_local (config))
    return FALSE;
  if (config->type == BTY_PROVIDER_TYPE_ANTHROPIC)
    return TRUE;

  preset = config->preset != NULL ? bty_catalog_find_preset (config->preset) : NULL;

  return preset != NULL && preset->needs_key;
}

/* Whether two addresses are of one host, which is asked in a way that nobody on the way can read. */
static gboolean
is_same_host (const char *address,
              const char *other)
{
  g_autoptr(GUri) uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autoptr(GUri) other_uri = other != NULL ? g_uri_parse (other, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL && other_uri != NULL
         && g_str_equal (g_uri_get_scheme (uri), "https") && g_str_equal (g_uri_get_scheme (other_uri), "https")
         && g_uri_get_port (uri) == g_uri_get_port (other_uri)
         && g_uri_get_host (uri) != NULL && g_strcmp0 (g_uri_get_host (uri), g_uri_get_host (other_uri)) == 0;
}

/**
 * bty_provider_rules_is_known_service:
 * @config: a provider of whatever origin
 *
 * Returns: whether nothing can go to a stranger by asking it: it is in this program, or on this machine and given no
 *   variable of the environment, or at the address of a service that the catalog has, with the variable of that service
 *   or none
 */
gboolean
bty_provider_rules_is_known_service (BtyProviderConfig *config)
{
  gboolean has_variable = config->key_env != NULL && *config->key_env != '\0';
  GPtrArray *presets = bty_catalog_get_presets ();

  if (config->type == BTY_PROVIDER_TYPE_BUILTIN || (bty_provider_config_is_local (config) && !has_variable))
    return TRUE;
  for (guint i = 0; i < presets->len; i++)
    {
      const BtyPreset *preset = g_ptr_array_index (presets, i);

      if (is_same_host (config->base_url, preset->base_url)
          && (!has_variable || g_strcmp0 (config->key_env, preset->key_env) == 0))
        return TRUE;
    }

  return FALSE;
}

static BtyProviderStatus *
find_status (GPtrArray         *statuses,
             BtyProviderConfig *config)
{
  for (guint i = 0; i < statuses->len; i++)
    if (bty_provider_status_get_config (g_ptr_array_index (statuses, i)) == config)
      return g_ptr_array_index (statuses, i);

  return NULL;
}

static BtyProviderHealth *
get_health_cb (BtyProviderConfig *config,
               gpointer           user_data)
{
  return bty_provider_status_get_health (find_status (user_data, config));
}

static GPtrArray *
order_all (GPtrArray   *statuses,
           BtyBot      *bot,
           BtyStrategy  strategy,
           guint        turn)
{
  g_autoptr(GPtrArray) configs = g_ptr_array_new ();

  for (guint i = 0; i < statuses->len; i++)
    g_ptr_array_add (configs, bty_provider_status_get_config (g_ptr_array_index (statuses, i)));

  return bty_order_providers (configs, (const char * const *) bot->chain, strategy, turn, get_health_cb, statuses);
}

/**
 * bty_provider_rules_order:
 * @statuses: (element-type BtyProviderStatus): the providers there are
 * @bot: who shall answer
 * @chosen: whether the user named the one provider in @statuses
 * @strategy: how the order is chosen where the bot has no chain of its own
 * @turn: counts the turns, for taking each in its turn
 *
 * Returns: (transfer full) (element-type BtyProviderStatus): whom to ask, in order
 */
GPtrArray *
bty_provider_rules_order (GPtrArray   *statuses,
                          BtyBot      *bot,
                          gboolean     chosen,
                          BtyStrategy  strategy,
                          guint        turn)
{
  g_autoptr(GPtrArray) ordered = NULL;
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_object_unref);

  if (chosen)
    {
      ordered = g_ptr_array_new ();
      g_ptr_array_add (ordered, bty_provider_status_get_config (g_ptr_array_index (statuses, 0)));
    }
  else
    ordered = order_all (statuses, bot, strategy, turn);

  for (guint i = 0; i < ordered->len; i++)
    {
      BtyProviderConfig *config = g_ptr_array_index (ordered, i);

      if (!bot->local_only || bty_provider_config_is_local (config))
        g_ptr_array_add (candidates, g_object_ref (find_status (statuses, config)));
    }

  return candidates;
}

/**
 * bty_provider_rules_describe_kept_out:
 * @statuses: (element-type BtyProviderStatus): the providers there are
 * @bot: who answers
 * @strategy: how the order is chosen where the bot has no chain of its own
 * @turn: as for bty_provider_rules_order()
 *
 * Returns: (transfer full) (nullable): a sentence that names those who would have been asked first, if the bot was not
 *   local only; %NULL if there are none
 */
char *
bty_provider_rules_describe_kept_out (GPtrArray   *statuses,
                                      BtyBot      *bot,
                                      BtyStrategy  strategy,
                                      guint        turn)
{
  g_autoptr(GPtrArray) ordered = NULL;
  g_autoptr(GString) names = g_string_new (NULL);

  if (!bot->local_only)
    return NULL;

  ordered = order_all (statuses, bot, strategy, turn);
  for (guint i = 0; i < ordered->len; i++)
    {
      BtyProviderConfig *config = g_ptr_array_index (ordered, i);

      if (bty_provider_config_is_local (config))
        break;
      g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "", config->name);
    }
  if (names->len == 0)
    return NULL;

  /* Translators: %s is a list of providers */
  return g_strdup_printf (_("Not asked, because this bot sends nothing beyond this machine: %s"), names->str);
}

/**
 * bty_provider_rules_move:
 * @statuses: of #BtyProviderStatus, in order
 * @status: one of them
 * @position: its new place, from 0
 *
 * Returns: (transfer full) (element-type BtyProviderConfig): copies of all settings in the new order,
 *   with priorities 10, 20, 30…
 */
GPtrArray *
bty_provider_rules_move (GListModel        *statuses,
                         BtyProviderStatus *status,
                         guint              position)
{
  GPtrArray *configs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (statuses); i++)
    {
      g_autoptr(BtyProviderStatus) other = g_list_model_get_item (statuses, i);

      if (other != status)
        g_ptr_array_add (configs, bty_record_copy (bty_provider_status_get_config (other)));
    }
  g_ptr_array_insert (configs, MIN (position, configs->len), bty_record_copy (bty_provider_status_get_config (status)));
  for (guint i = 0; i < configs->len; i++)
    g_object_set (g_ptr_array_index (configs, i), "priority", (gint64) (i + 1) * 10, NULL);

  return configs;
}
