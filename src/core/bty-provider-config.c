/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-config.h"

#include <gio/gio.h>

#include "bty-enum-types.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyProviderConfig:
 *
 * How a language-model service is reached. Its key is in the keyring, never here.
 */

G_DEFINE_FINAL_TYPE (BtyProviderConfig, bty_provider_config, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyProviderConfig, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyProviderConfig, name, TEXT, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyProviderConfig, type, bty_provider_type_get_type),
  BTY_FIELD (BtyProviderConfig, preset, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, base_url, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, model, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, priority, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, enabled, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyProviderConfig, clearance, bty_trust_get_type),
  BTY_FIELD (BtyProviderConfig, key_env, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderConfig, headers, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderConfig, price_input, REAL, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderConfig, price_output, REAL, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderConfig, streaming, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, tools, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, vision, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, thinking, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, context_tokens, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderConfig, output_tokens, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderConfig, connect_timeout_ms, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, first_byte_timeout_ms, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, silence_timeout_ms, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderConfig, updated_at, TIME, BTY_FIELD_NONE),
};

static void
bty_provider_config_class_init (BtyProviderConfigClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "providers", fields, G_N_ELEMENTS (fields));
}

static void
bty_provider_config_init (BtyProviderConfig *self)
{
}

/**
 * bty_provider_config_new:
 * @name: what the user calls it
 * @type: what it speaks
 *
 * Returns: (transfer full): an enabled provider with the default limits
 */
BtyProviderConfig *
bty_provider_config_new (const char      *name,
                         BtyProviderType  type)
{
  g_autofree char *id = bty_uuid_new ();
  gint64 now = bty_time_now ();

  return g_object_new (BTY_TYPE_PROVIDER_CONFIG,
                       "id", id,
                       "name", name,
                       "type", type,
                       "priority", (gint64) 10,
                       "enabled", TRUE,
                       "streaming", TRUE,
                       "connect-timeout-ms", (gint64) 10000,
                       "first-byte-timeout-ms", (gint64) 60000,
                       "silence-timeout-ms", (gint64) 45000,
                       "created-at", now,
                       "updated-at", now,
                       NULL);
}

/**
 * bty_provider_config_is_this_machine:
 * @host: (nullable): of an address
 *
 * Returns: whether it is this machine, by whatever it is called on any machine
 */
gboolean
bty_provider_config_is_this_machine (const char *host)
{
  g_autoptr(GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  return host != NULL && (g_ascii_strcasecmp (host, "localhost") == 0
                          || (address != NULL && g_inet_address_get_is_loopback (address)));
}

/**
 * bty_provider_config_is_local:
 * @self: a provider
 *
 * Returns: whether what it is sent stays on this machine
 */
gboolean
bty_provider_config_is_local (BtyProviderConfig *self)
{
  g_autoptr(GUri) uri = NULL;

  if (self->type == BTY_PROVIDER_TYPE_BUILTIN)
    return TRUE;

  uri = self->base_url != NULL ? g_uri_parse (self->base_url, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL && bty_provider_config_is_this_machine (g_uri_get_host (uri));
}
