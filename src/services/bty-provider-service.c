/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-health.h"
#include "bty-order.h"
#include "bty-provider-rules.h"
#include "bty-provider-store.h"
#include "bty-time.h"
#include "bty-worker.h"

typedef enum
{
  STRATEGY_CHANGED,
  N_SIGNALS,
} BtyProviderServiceSignal;

static guint signals[N_SIGNALS];

typedef enum
{
  PROP_KEYRING_LOCKED = 1,
  N_PROPERTIES,
} BtyProviderServiceProperty;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BtyProviderService, bty_provider_service, G_TYPE_OBJECT)

static int
compare_statuses (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  BtyProviderConfig *config_a = bty_provider_status_get_config ((BtyProviderStatus *) a);
  BtyProviderConfig *config_b = bty_provider_status_get_config ((BtyProviderStatus *) b);

  if (config_a->priority != config_b->priority)
    return config_a->priority < config_b->priority ? -1 : 1;

  return g_strcmp0 (config_a->name, config_b->name);
}

/**
 * bty_provider_service_sort:
 * @self: the service
 *
 * Brings the list in the order of priority after settings changed.
 */
void
bty_provider_service_sort (BtyProviderService *self)
{
  g_list_store_sort (self->providers, compare_statuses, NULL);
}

static gpointer
save_health_on_db (BtyDatabase   *database,
                   gpointer       data,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return GINT_TO_POINTER (bty_provider_store_save_health (database, data, error));
}

static void
health_saved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    g_message ("The health of a provider was not stored: %s", error->message);
}

/* Stores how @status has done; a provider that is tried before it is added is not stored. */
static void
save_health (BtyProviderService *self,
             BtyProviderStatus  *status)
{
  BtyProviderHealth *health = bty_provider_status_get_health (status);
  g_autoptr(GTask) task = NULL;
  guint position;

  bty_circuit_save (bty_provider_status_get_circuit (status), health);
  bty_provider_status_refresh (status);
  if (!g_list_store_find (self->providers, bty_provider_status_get_provider (status), &position))
    return;

  task = g_task_new (self, NULL, health_saved_cb, NULL);
  g_task_set_source_tag (task, save_health);
  g_task_set_task_data (task, bty_record_copy (health), g_object_unref);
  bty_worker_write (self->worker, task, save_health_on_db, NULL);
}

static void
bty_provider_service_get_property (GObject    *object,
                                   guint       property,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  if (property == PROP_KEYRING_LOCKED)
    g_value_set_boolean (value, BTY_PROVIDER_SERVICE (object)->keyring_locked);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
bty_provider_service_finalize (GObject *object)
{
  BtyProviderService *self = BTY_PROVIDER_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->keyring);
  g_clear_object (&self->providers);
  g_clear_pointer (&self->unconfirmed, g_hash_table_unref);
  g_clear_pointer (&self->removed, g_hash_table_unref);

  G_OBJECT_CLASS (bty_provider_service_parent_class)->finalize (object);
}

static void
bty_provider_service_class_init (BtyProviderServiceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bty_provider_service_get_property;
  object_class->finalize = bty_provider_service_finalize;

  properties[PROP_KEYRING_LOCKED] = g_param_spec_boolean ("keyring-locked", NULL, NULL, FALSE,
                                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                                          | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[STRATEGY_CHANGED] = g_signal_new ("strategy-changed", BTY_TYPE_PROVIDER_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
}

static void
bty_provider_service_init (BtyProviderService *self)
{
  self->keyring = bty_keyring_new ();
  self->providers = g_list_store_new (BTY_TYPE_PROVIDER_STATUS);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static BtyProviderHealth *
find_health (GPtrArray         *healths,
             BtyProviderConfig *config)
{
  for (guint i = 0; i < healths->len; i++)
    {
      BtyProviderHealth *health = g_ptr_array_index (healths, i);

      if (g_strcmp0 (health->provider_id, config->id) == 0 && g_strcmp0 (health->model, config->model) == 0)
        return health;
    }

  return NULL;
}

/* What is known of other models of @status, which bots have asked for. */
static void
add_models (BtyProviderStatus *status,
            GPtrArray         *healths)
{
  BtyProviderConfig *config = bty_provider_status_get_config (status);

  for (guint i = 0; i < healths->len; i++)
    {
      BtyProviderHealth *health = g_ptr_array_index (healths, i);

      if (g_strcmp0 (health->provider_id, config->id) == 0 && g_strcmp0 (health->model, config->model) != 0
          && health->model != NULL && *health->model != '\0')
        bty_provider_status_add_model (status, health);
    }
}

/* Whose turn it is goes on from the last run, be it of a program that asks only once. */
static guint
count_calls (GPtrArray *healths)
{
  guint n_calls = 0;

  for (guint i = 0; i < healths->len; i++)
    {
      BtyProviderHealth *health = g_ptr_array_index (healths, i);

      n_calls += (guint) health->total_successes + (guint) health->total_failures;
    }

  return n_calls;
}

/**
 * bty_provider_service_new:
 * @worker: the profile's database
 * @configs: (element-type BtyProviderConfig): what is stored
 * @healths: (element-type BtyProviderHealth): what is known of them
 *
 * Returns: (transfer full): the service
 */
BtyProviderService *
bty_provider_service_new (BtyWorker *worker,
                          GPtrArray *configs,
                          GPtrArray *healths)
{
  BtyProviderService *self = g_object_new (BTY_TYPE_PROVIDER_SERVICE, NULL);

  self->worker = g_object_ref (worker);
  for (guint i = 0; i < configs->len; i++)
    {
      BtyProviderConfig *config = g_ptr_array_index (configs, i);
      g_autoptr(BtyProviderStatus) status = bty_provider_status_new (config, find_health (healths, config));

      add_models (status, healths);
      if (config->key_env != NULL)
        bty_provider_status_set_key_state (status, bty_provider_service_get_stored_key_state (self, config));
      g_list_store_append (self->providers, status);
    }
  bty_provider_service_sort (self);
  self->turn = count_calls (healths);

  return self;
}

/**
 * bty_provider_service_notice_lock:
 * @self: the service
 *
 * Brings up to date whether a key of a provider is locked in the keyring.
 */
void
bty_provider_service_notice_lock (BtyProviderService *self)
{
  gboolean locked = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->providers)); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (G_LIST_MODEL (self->providers), i);

      locked = locked || bty_provider_status_get_key_state (status) == BTY_KEY_LOCKED;
    }
  if (locked == self->keyring_locked)
    return;

  self->keyring_locked = locked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEYRING_LOCKED]);
}

/**
 * bty_provider_service_get_providers:
 * @self: the service
 *
 * Returns: (transfer none): of #BtyProviderStatus, in the order of priority
 */
GListModel *
bty_provider_service_get_providers (BtyProviderService *self)
{
  return G_LIST_MODEL (self->providers);
}

/**
 * bty_provider_service_find:
 * @self: the service
 * @id_or_name: an id or a name
 *
 * Returns: (transfer none) (nullable): that provider
 */
BtyProviderStatus *
bty_provider_service_find (BtyProviderService *self,
                           const char         *id_or_name)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->providers)); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (G_LIST_MODEL (self->providers), i);
      BtyProviderConfig *config = bty_provider_status_get_config (status);

      if (g_strcmp0 (config->id, id_or_name) == 0 || g_strcmp0 (config->name, id_or_name) == 0)
        return status;
    }

  return NULL;
}

/**
 * bty_provider_service_get_strategy:
 * @self: the service
 *
 * Returns: how the order of providers is chosen
 */
BtyStrategy
bty_provider_service_get_strategy (BtyProviderService *self)
{
  return self->strategy;
}

/**
 * bty_provider_service_set_strategy:
 * @self: the service
 * @strategy: how the order of providers is chosen from now on; whoever sets it also stores it
 */
void
bty_provider_service_set_strategy (BtyProviderService *self,
                                   BtyStrategy         strategy)
{
  if (self->strategy == strategy)
    return;

  self->strategy = strategy;
  g_signal_emit (self, signals[STRATEGY_CHANGED], 0);
}

static GPtrArray *
list_statuses (BtyProviderService *self)
{
  GPtrArray *statuses = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->providers)); i++)
    g_ptr_array_add (statuses, g_list_model_get_item (G_LIST_MODEL (self->providers), i));

  return statuses;
}

/**
 * bty_provider_service_get_candidates:
 * @self: the service
 * @bot: who shall answer
 * @chosen: (nullable): the one provider the user named; a bot that is local only still sends nothing
 *   beyond this machine
 *
 * Returns: (transfer full) (element-type BtyProviderStatus): whom to ask for a reply of @bot, in order
 */
GPtrArray *
bty_provider_service_get_candidates (BtyProviderService *self,
                                     BtyBot             *bot,
                                     BtyProviderStatus  *chosen)
{
  g_autoptr(GPtrArray) statuses = chosen == NULL ? list_statuses (self)
                                                 : g_ptr_array_new_with_free_func (g_object_unref);

  if (chosen != NULL)
    g_ptr_array_add (statuses, g_object_ref (chosen));

  return bty_provider_rules_order (statuses, bot, chosen != NULL, self->strategy, self->turn++);
}

/**
 * bty_provider_service_describe_kept_out:
 * @self: the service
 * @bot: for whom the candidates were got last
 *
 * Returns: (transfer full) (nullable): a sentence that names those who would have been asked first, if @bot was not
 *   local only; %NULL if there are none
 */
char *
bty_provider_service_describe_kept_out (BtyProviderService *self,
                                        BtyBot             *bot)
{
  g_autoptr(GPtrArray) statuses = list_statuses (self);

  return bty_provider_rules_describe_kept_out (statuses, bot, self->strategy, self->turn - 1);
}

static void
forgive (BtyProviderService *self,
         BtyProviderStatus  *status)
{
  bty_circuit_reset (bty_provider_status_get_circuit (status));
  bty_health_forgive (bty_provider_status_get_health (status), bty_time_now ());
  bty_provider_service_keep_aside (self, status);
  save_health (self, status);
}

/**
 * bty_provider_service_forgive:
 * @self: the service
 * @status: a provider
 *
 * Closes its circuits and takes it back if it was set aside, because the user asked for it.
 */
void
bty_provider_service_forgive (BtyProviderService *self,
                              BtyProviderStatus  *status)
{
  BtyProviderStatus *provider = bty_provider_status_get_provider (status);
  GListModel *models = bty_provider_status_get_models (provider);

  forgive (self, provider);
  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(BtyProviderStatus) model = g_list_model_get_item (models, i);

      forgive (self, model);
    }
}

/* That a key was refused, or that nothing is left to be spent, sets the provider aside with every model. */
static void
set_provider_aside (BtyProviderService *self,
                    BtyProviderStatus  *status,
                    const GError       *error)
{
  BtyProviderStatus *provider = bty_provider_status_get_provider (status);
  GListModel *models = bty_provider_status_get_models (provider);

  if (provider != status)
    {
      bty_health_record_failure (bty_provider_status_get_health (provider), error, bty_time_now ());
      save_health (self, provider);
    }
  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(BtyProviderStatus) model = g_list_model_get_item (models, i);

      bty_provider_status_refresh (model);
    }
}

/**
 * bty_provider_service_record_success:
 * @self: the service
 * @status: a provider that answered
 * @ticket: what its circuit gave for the call
 * @latency_ms: how long it took
 */
void
bty_provider_service_record_success (BtyProviderService *self,
                                     BtyProviderStatus  *status,
                                     guint               ticket,
                                     gint64              latency_ms)
{
  bty_circuit_record_success (bty_provider_status_get_circuit (status), ticket, bty_time_steady ());
  bty_health_record_success (bty_provider_status_get_health (status), latency_ms, bty_time_now ());
  save_health (self, status);
}

/**
 * bty_provider_service_record_failure:
 * @self: the service
 * @status: a provider that did not answer
 * @ticket: what its circuit gave for the call
 * @error: why; neither a cancelled call nor a keyring says anything about the provider
 */
void
bty_provider_service_record_failure (BtyProviderService *self,
                                     BtyProviderStatus  *status,
                                     guint               ticket,
                                     const GError       *error)
{
  BtyCircuit *circuit = bty_provider_status_get_circuit (status);

  if (bty_error_fails_over (error))
    bty_circuit_record_failure (circuit, ticket, bty_time_steady ());
  else
    bty_circuit_record_abandoned (circuit, ticket);
  if (error->domain == BTY_ERROR && !bty_error_is_of_keyring (error))
    bty_health_record_failure (bty_provider_status_get_health (status), error, bty_time_now ());
  save_health (self, status);
  if (bty_provider_status_get_health (status)->set_aside)
    set_provider_aside (self, status, error);
}
