/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-store.h"

/**
 * bty_provider_store_list:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyProviderConfig) (nullable): all providers by priority, then name
 */
GPtrArray *
bty_provider_store_list (BtyDatabase  *database,
                         GError      **error)
{
  return bty_database_select (database, BTY_TYPE_PROVIDER_CONFIG, "ORDER BY priority, name", BTY_NO_ARGS, error);
}

/**
 * bty_provider_store_insert:
 * @database: a connection
 * @config: a new provider
 * @error: (out) (optional): %BTY_ERROR_EXISTS if its name is taken, or what else went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_provider_store_insert (BtyDatabase        *database,
                           BtyProviderConfig  *config,
                           GError            **error)
{
  return bty_database_insert (database, config, error);
}

/**
 * bty_provider_store_update:
 * @database: a connection
 * @config: a stored provider
 * @error: (out) (optional): %BTY_ERROR_EXISTS if its name is taken, %BTY_ERROR_NOT_FOUND, or what else
 *   went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_provider_store_update (BtyDatabase        *database,
                           BtyProviderConfig  *config,
                           GError            **error)
{
  return bty_database_update (database, config, error);
}

/**
 * bty_provider_store_delete:
 * @database: a connection
 * @id: of a provider
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Removes a provider and what is known of its health.
 *
 * Returns: whether it is gone
 */
gboolean
bty_provider_store_delete (BtyDatabase  *database,
                           const char   *id,
                           GError      **error)
{
  return bty_database_delete (database, BTY_TYPE_PROVIDER_CONFIG, id, error);
}

/**
 * bty_provider_store_list_health:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyProviderHealth) (nullable): what is known of every provider and
 *   model
 */
GPtrArray *
bty_provider_store_list_health (BtyDatabase  *database,
                                GError      **error)
{
  return bty_database_select (database, BTY_TYPE_PROVIDER_HEALTH, "ORDER BY id", BTY_NO_ARGS, error);
}

/**
 * bty_provider_store_save_health:
 * @database: a connection
 * @health: what is known of a stored provider
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if the provider was removed, or what else went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_provider_store_save_health (BtyDatabase        *database,
                                BtyProviderHealth  *health,
                                GError            **error)
{
  return bty_database_upsert (database, health, error);
}
