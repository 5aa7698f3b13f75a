/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-imported-providers.h"

#include "bty-provider-rules.h"
#include "bty-provider-store.h"
#include "bty-unconfirmed.h"

/**
 * BtyImportedProviders:
 *
 * A file that is imported says where messages and keys are sent: the key is looked up by the name of the provider, or
 * by that of a variable, and whoever wrote the file has chosen both and the address. So those providers that could send
 * either to a stranger are sent nothing until a person says that their address is right. Which ones these are is known
 * in these data only; it is not exported.
 */
struct _BtyImportedProviders
{
  GPtrArray   *configs;      /* of BtyProviderConfig: what there was before */
  GHashTable  *unconfirmed;  /* ids of those that wait already */
};

/**
 * bty_imported_providers_new:
 * @database: a connection to data into which, or in the place of which, others come
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): what is known before
 */
BtyImportedProviders *
bty_imported_providers_new (BtyDatabase  *database,
                            GError      **error)
{
  g_autoptr(GPtrArray) configs = bty_provider_store_list (database, error);
  g_autoptr(GHashTable) unconfirmed = configs != NULL ? bty_unconfirmed_load (database, error) : NULL;
  BtyImportedProviders *self;

  if (unconfirmed == NULL)
    return NULL;
  self = g_new0 (BtyImportedProviders, 1);
  self->configs = g_steal_pointer (&configs);
  self->unconfirmed = g_steal_pointer (&unconfirmed);

  return self;
}

/**
 * bty_imported_providers_free:
 * @self: (transfer full): what is known before
 */
void
bty_imported_providers_free (BtyImportedProviders *self)
{
  g_ptr_array_unref (self->configs);
  g_hash_table_unref (self->unconfirmed);
  g_free (self);
}

/* Whether the same is sent to the same place as before. */
static gboolean
is_known (BtyImportedProviders *self,
          BtyProviderConfig    *config)
{
  for (guint i = 0; self != NULL && i < self->configs->len; i++)
    {
      BtyProviderConfig *known = g_ptr_array_index (self->configs, i);

      if (g_strcmp0 (known->id, config->id) == 0)
        return g_strcmp0 (known->name, config->name) == 0 && g_strcmp0 (known->base_url, config->base_url) == 0
               && g_strcmp0 (known->key_env, config->key_env) == 0
               && !g_hash_table_contains (self->unconfirmed, config->id);
    }

  return FALSE;
}

static void
describe (JsonArray         *list,
          BtyProviderConfig *config)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", config->name);
  json_object_set_string_member (object, "address", config->base_url != NULL ? config->base_url : "");
  if (config->key_env != NULL && *config->key_env != '\0')
    json_object_set_string_member (object, "key_env", config->key_env);
  json_array_add_object_element (list, object);
}

/**
 * bty_imported_providers_mark:
 * @self: (nullable): what was known before; %NULL = nothing
 * @database: the data with what has come, in a transaction
 * @error: (out) (optional): where to say what went wrong
 *
 * Lets those providers wait for a person that came, or came with another address or place of the key, and that are
 * not one of the services that this program knows.
 *
 * Returns: (transfer full) (nullable): those that wait, as objects with "name", "address" and, if there is one,
 *   "key_env"
 */
JsonArray *
bty_imported_providers_mark (BtyImportedProviders  *self,
                             BtyDatabase           *database,
                             GError               **error)
{
  g_autoptr(GPtrArray) configs = bty_provider_store_list (database, error);
  g_autoptr(GHashTable) waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(JsonArray) list = json_array_new ();

  if (configs == NULL)
    return NULL;
  for (guint i = 0; i < configs->len; i++)
    {
      BtyProviderConfig *config = g_ptr_array_index (configs, i);

      if (bty_provider_rules_is_known_service (config) || is_known (self, config))
        continue;
      g_hash_table_add (waiting, g_strdup (config->id));
      describe (list, config);
    }

  return bty_unconfirmed_store (database, waiting, error) ? g_steal_pointer (&list) : NULL;
}
