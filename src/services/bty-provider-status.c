/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-status.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-health.h"
#include "bty-service-enum-types.h"
#include "bty-time.h"

struct _BtyProviderStatus
{
  GObject            parent_instance;

  /* Owned */
  BtyProviderConfig *config;
  BtyProviderHealth *health;
  GListStore        *models;     /* of BtyProviderStatus: of the other models that bots ask for */

  /* Borrowed */
  BtyProviderStatus *provider;   /* whose other model this is, or NULL */

  BtyCircuit         circuit;
  BtyKeyState        key_state;
  BtyProviderState   state;
  gint64             retry_at;   /* steady microseconds; 0 = does not apply */
  guint              timer;
};

typedef enum
{
  PROP_CONFIG = 1,
  PROP_HEALTH,
  PROP_STATE,
  PROP_RETRY_AT,
  PROP_KEY_STATE,
  N_PROPERTIES,
} BtyProviderStatusProperty;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BtyProviderStatus, bty_provider_status, G_TYPE_OBJECT)

/* What the state is now; @retry_at is set where it ends by itself. */
static BtyProviderState
get_current_state (BtyProviderStatus *self,
                   gint64            *retry_at)
{
  gint64 now = bty_time_steady ();
  gint64 rate_limit = bty_health_get_rate_limit (self->health, bty_time_now ());

  *retry_at = 0;
  if (!self->config->enabled)
    return BTY_PROVIDER_STATE_DISABLED;
  if (self->health->set_aside || (self->provider != NULL && self->provider->health->set_aside))
    return BTY_PROVIDER_STATE_SET_ASIDE;
  if (bty_provider_status_get_key_state (self) == BTY_KEY_MISSING)
    return BTY_PROVIDER_STATE_NO_KEY;
  if (bty_provider_status_get_key_state (self) == BTY_KEY_LOCKED)
    return BTY_PROVIDER_STATE_LOCKED;

  switch (bty_circuit_get_state (&self->circuit, now))
    {
    case BTY_CIRCUIT_OPEN:
      *retry_at = now + bty_circuit_get_remaining (&self->circuit, now);
      return BTY_PROVIDER_STATE_OPEN;
    case BTY_CIRCUIT_HALF_OPEN:
      return BTY_PROVIDER_STATE_HALF_OPEN;
    case BTY_CIRCUIT_CLOSED:
    default:
      break;
    }

  if (rate_limit == 0)
    return BTY_PROVIDER_STATE_READY;
  *retry_at = now + rate_limit * 1000;

  return BTY_PROVIDER_STATE_RATE_LIMITED;
}

static gboolean
refresh_cb (gpointer user_data)
{
  BtyProviderStatus *self = user_data;

  self->timer = 0;
  bty_provider_status_refresh (self);

  return G_SOURCE_REMOVE;
}

static void
bty_provider_status_get_property (GObject    *object,
                                  guint       property,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  BtyProviderStatus *self = BTY_PROVIDER_STATUS (object);

  switch ((BtyProviderStatusProperty) property)
    {
    case PROP_CONFIG:
      g_value_set_object (value, self->config);
      break;
    case PROP_HEALTH:
      g_value_set_object (value, self->health);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_RETRY_AT:
      g_value_set_int64 (value, self->retry_at);
      break;
    case PROP_KEY_STATE:
      g_value_set_enum (value, self->key_state);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_provider_status_finalize (GObject *object)
{
  BtyProviderStatus *self = BTY_PROVIDER_STATUS (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->models)); i++)
    {
      g_autoptr(BtyProviderStatus) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);

      model->provider = NULL;
    }
  g_clear_object (&self->models);
  g_clear_object (&self->config);
  g_clear_object (&self->health);

  G_OBJECT_CLASS (bty_provider_status_parent_class)->finalize (object);
}

static void
bty_provider_status_class_init (BtyProviderStatusClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = bty_provider_status_get_property;
  object_class->finalize = bty_provider_status_finalize;

  properties[PROP_CONFIG] = g_param_spec_object ("config", NULL, NULL, BTY_TYPE_PROVIDER_CONFIG, flags);
  properties[PROP_HEALTH] = g_param_spec_object ("health", NULL, NULL, BTY_TYPE_PROVIDER_HEALTH, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BTY_TYPE_PROVIDER_STATE,
                                              BTY_PROVIDER_STATE_DISABLED, flags);
  properties[PROP_RETRY_AT] = g_param_spec_int64 ("retry-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_KEY_STATE] = g_param_spec_enum ("key-state", NULL, NULL, BTY_TYPE_KEY_STATE,
                                                  BTY_KEY_UNKNOWN, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bty_provider_status_init (BtyProviderStatus *self)
{
  bty_circuit_init (&self->circuit);
  self->models = g_list_store_new (BTY_TYPE_PROVIDER_STATUS);
}

/* Returns: (transfer full): what is known of a model that was never asked */
static BtyProviderHealth *
create_health (BtyProviderConfig *config,
               const char        *model)
{
  g_autofree char *id = g_strdup_printf ("%s/%s", config->id, model != NULL ? model : "");

  return g_object_new (BTY_TYPE_PROVIDER_HEALTH,
                       "id", id,
                       "provider-id", config->id,
                       "model", model,
                       NULL);
}

/**
 * bty_provider_status_new:
 * @config: how the provider is reached
 * @health: (nullable): what was stored of it
 *
 * Returns: (transfer full): how it stands
 */
BtyProviderStatus *
bty_provider_status_new (BtyProviderConfig *config,
                         BtyProviderHealth *health)
{
  BtyProviderStatus *self = g_object_new (BTY_TYPE_PROVIDER_STATUS, NULL);

  self->config = g_object_ref (config);
  if (health != NULL)
    {
      self->health = g_object_ref (health);
      bty_circuit_load (&self->circuit, health, bty_time_steady (), bty_time_now ());
    }
  else
    self->health = create_health (config, config->model);
  if (config->type == BTY_PROVIDER_TYPE_BUILTIN)
    self->key_state = BTY_KEY_NOT_NEEDED;
  bty_provider_status_refresh (self);

  return self;
}

/**
 * bty_provider_status_get_config:
 * @self: a status
 *
 * Returns: (transfer none): how the provider is reached
 */
BtyProviderConfig *
bty_provider_status_get_config (BtyProviderStatus *self)
{
  return self->config;
}

static BtyProviderStatus *
find_model (BtyProviderStatus *self,
            const char        *model,
            guint             *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->models)); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (G_LIST_MODEL (self->models), i);

      if (g_strcmp0 (status->health->model, model) == 0)
        {
          *position = i;
          return status;
        }
    }

  return NULL;
}

/**
 * bty_provider_status_add_model:
 * @self: a provider
 * @health: what is known of another model of it
 *
 * Returns: (transfer none): how that model stands
 */
BtyProviderStatus *
bty_provider_status_add_model (BtyProviderStatus *self,
                               BtyProviderHealth *health)
{
  g_autoptr(BtyProviderStatus) status = bty_provider_status_new (self->config, health);

  status->provider = self;
  bty_provider_status_refresh (status);
  g_list_store_append (self->models, status);

  return status;
}

/**
 * bty_provider_status_get_for_model:
 * @self: a provider
 * @model: (nullable): a model that it is asked for; %NULL or "" = its own
 *
 * A model that fails says nothing about the others: each has a circuit and a record of its own.
 *
 * Returns: (transfer none): how the provider stands with that model
 */
BtyProviderStatus *
bty_provider_status_get_for_model (BtyProviderStatus *self,
                                   const char        *model)
{
  g_autoptr(BtyProviderHealth) health = NULL;
  BtyProviderStatus *status;
  guint position;

  if (model == NULL || *model == '\0' || g_strcmp0 (model, self->config->model) == 0)
    return self;
  status = find_model (self, model, &position);
  if (status != NULL)
    return status;

  health = create_health (self->config, model);

  return bty_provider_status_add_model (self, health);
}

/**
 * bty_provider_status_get_models:
 * @self: a provider
 *
 * Returns: (transfer none): of #BtyProviderStatus: how it stands with other models than its own, which bots have
 *   asked for
 */
GListModel *
bty_provider_status_get_models (BtyProviderStatus *self)
{
  return G_LIST_MODEL (self->models);
}

/**
 * bty_provider_status_get_provider:
 * @self: a status
 *
 * Returns: (transfer none): the provider whose other model this is, or itself
 */
BtyProviderStatus *
bty_provider_status_get_provider (BtyProviderStatus *self)
{
  return self->provider != NULL ? self->provider : self;
}

/* Puts what is known of the model so far to the other models, and takes the new one from there. */
static void
change_model (BtyProviderStatus *self,
              BtyProviderConfig *config)
{
  guint position;
  BtyProviderStatus *known = find_model (self, config->model, &position);
  g_autoptr(BtyProviderHealth) health = known != NULL ? g_object_ref (known->health)
                                                      : create_health (config, config->model);
  g_autoptr(BtyProviderHealth) before = g_steal_pointer (&self->health);

  bty_circuit_save (&self->circuit, before);
  if (known != NULL)
    g_list_store_remove (self->models, position);
  self->health = g_steal_pointer (&health);
  bty_circuit_init (&self->circuit);
  bty_circuit_load (&self->circuit, self->health, bty_time_steady (), bty_time_now ());
  if (before->total_successes + before->total_failures > 0)
    bty_provider_status_add_model (self, before);
}

/**
 * bty_provider_status_set_config:
 * @self: a status
 * @config: changed settings of the same provider
 *
 * Another model is another thing to know: its health is that of the new one, if it was ever asked.
 */
void
bty_provider_status_set_config (BtyProviderStatus *self,
                                BtyProviderConfig *config)
{
  if (g_strcmp0 (self->config->model, config->model) != 0)
    change_model (self, config);
  bty_record_assign (self->config, config);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONFIG]);
  bty_provider_status_refresh (self);
}

/**
 * bty_provider_status_get_health:
 * @self: a status
 *
 * Returns: (transfer none): how it has done
 */
BtyProviderHealth *
bty_provider_status_get_health (BtyProviderStatus *self)
{
  return self->health;
}

/**
 * bty_provider_status_get_circuit:
 * @self: a status
 *
 * Returns: (transfer none): its circuit; call bty_provider_status_refresh() after a change
 */
BtyCircuit *
bty_provider_status_get_circuit (BtyProviderStatus *self)
{
  return &self->circuit;
}

/**
 * bty_provider_status_get_state:
 * @self: a status
 *
 * Returns: how the provider stands
 */
BtyProviderState
bty_provider_status_get_state (BtyProviderStatus *self)
{
  return self->state;
}

/**
 * bty_provider_status_get_retry_at:
 * @self: a status
 *
 * Returns: steady microseconds at which it is tried again by itself, or 0
 */
gint64
bty_provider_status_get_retry_at (BtyProviderStatus *self)
{
  return self->retry_at;
}

/**
 * bty_provider_status_get_key_state:
 * @self: a status
 *
 * Returns: where its key is
 */
BtyKeyState
bty_provider_status_get_key_state (BtyProviderStatus *self)
{
  return self->provider != NULL ? self->provider->key_state : self->key_state;
}

/**
 * bty_provider_status_set_key_state:
 * @self: a status
 * @key_state: where its key is
 */
void
bty_provider_status_set_key_state (BtyProviderStatus *self,
                                   BtyKeyState        key_state)
{
  if (self->key_state == key_state)
    return;

  self->key_state = key_state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_STATE]);
  bty_provider_status_refresh (self);
}

/**
 * bty_provider_status_is_unconfirmed:
 * @self: a provider
 *
 * Returns: whether it came with a file and waits for a person
 */
gboolean
bty_provider_status_is_unconfirmed (BtyProviderStatus *self)
{
  return g_strcmp0 (bty_provider_status_get_provider (self)->health->last_error_code, BTY_PROVIDER_UNCONFIRMED) == 0;
}

/**
 * bty_provider_status_blame_keyring:
 * @self: a provider that was asked
 * @error: (inout): what it returned
 *
 * Who was asked without a key because the keyring did not answer is not to blame for wanting one: @error becomes one of
 * the keyring then.
 */
void
bty_provider_status_blame_keyring (BtyProviderStatus  *self,
                                   GError            **error)
{
  if (bty_provider_status_get_key_state (self) != BTY_KEY_KEYRING_FAILED
      || !g_error_matches (*error, BTY_ERROR, BTY_ERROR_AUTHENTICATION))
    return;

  g_clear_error (error);
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_KEYRING,
                       _("A key is wanted, and the keyring does not answer. Try again, or use the key for this run "
                         "only."));
}

/**
 * bty_provider_status_refresh:
 * @self: a status
 *
 * Brings the state up to date after its parts were changed, and notifies. A state that ends by itself
 * refreshes itself when it does.
 */
void
bty_provider_status_refresh (BtyProviderStatus *self)
{
  gint64 retry_at;
  BtyProviderState state = get_current_state (self, &retry_at);
  gboolean state_changed = state != self->state;
  gboolean retry_at_changed = retry_at != self->retry_at;

  self->state = state;
  self->retry_at = retry_at;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (retry_at > 0)
    self->timer = g_timeout_add (MAX (0, (retry_at - bty_time_steady ()) / 1000) + 1, refresh_cb, self);

  if (state_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (retry_at_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_AT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEALTH]);
}
