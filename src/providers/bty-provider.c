/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider.h"

#include "bty-builtin-provider.h"
#include "bty-http-provider.h"

typedef struct
{
  /* Owned */
  BtyProviderConfig *config;
  char              *sent;     /* NULL = nothing yet */
} BtyProviderPrivate;

enum
{
  PROP_0,
  PROP_CONFIG,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (BtyProvider, bty_provider, G_TYPE_OBJECT)

static void
bty_provider_finalize (GObject *object)
{
  BtyProviderPrivate *private = bty_provider_get_instance_private (BTY_PROVIDER (object));

  g_clear_object (&private->config);
  g_free (private->sent);

  G_OBJECT_CLASS (bty_provider_parent_class)->finalize (object);
}

static void
bty_provider_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_CONFIG:
      g_value_set_object (value, bty_provider_get_config (BTY_PROVIDER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
bty_provider_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  BtyProviderPrivate *private = bty_provider_get_instance_private (BTY_PROVIDER (object));

  switch (property_id)
    {
    case PROP_CONFIG:
      private->config = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
bty_provider_class_init (BtyProviderClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->finalize = bty_provider_finalize;
  object_class->get_property = bty_provider_get_property;
  object_class->set_property = bty_provider_set_property;

  properties[PROP_CONFIG] = g_param_spec_object ("config", NULL, NULL, BTY_TYPE_PROVIDER_CONFIG,
                                                 G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                 | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bty_provider_init (BtyProvider *self)
{
}

/**
 * bty_provider_new:
 * @config: how the service is reached; a reference is taken, and it must not change while a request runs
 *
 * Returns: (transfer full): a provider of the kind that @config names
 */
BtyProvider *
bty_provider_new (BtyProviderConfig *config)
{
  g_return_val_if_fail (BTY_IS_PROVIDER_CONFIG (config), NULL);

  switch (config->type)
    {
    case BTY_PROVIDER_TYPE_ANTHROPIC:
    case BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE:
      return g_object_new (BTY_TYPE_HTTP_PROVIDER, "config", config, NULL);
    case BTY_PROVIDER_TYPE_BUILTIN:
      return g_object_new (BTY_TYPE_BUILTIN_PROVIDER, "config", config, NULL);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * bty_provider_get_config:
 * @self: a provider
 *
 * Returns: (transfer none): the settings it was made from
 */
BtyProviderConfig *
bty_provider_get_config (BtyProvider *self)
{
  BtyProviderPrivate *private = bty_provider_get_instance_private (self);

  g_return_val_if_fail (BTY_IS_PROVIDER (self), NULL);

  return private->config;
}

/**
 * bty_provider_get_sent:
 * @self: a provider
 *
 * Returns: (transfer none) (nullable): what was sent with the last bty_provider_send_async(), byte for byte, apart
 *   from the headers; %NULL if nothing was
 */
const char *
bty_provider_get_sent (BtyProvider *self)
{
  BtyProviderPrivate *private = bty_provider_get_instance_private (self);

  g_return_val_if_fail (BTY_IS_PROVIDER (self), NULL);

  return private->sent;
}

/**
 * bty_provider_take_sent:
 * @self: a provider
 * @sent: (transfer full): what it sends
 *
 * For those that send.
 */
void
bty_provider_take_sent (BtyProvider *self,
                        char        *sent)
{
  BtyProviderPrivate *private = bty_provider_get_instance_private (self);

  g_free (private->sent);
  private->sent = sent;
}

/**
 * bty_provider_send_async:
 * @self: a provider
 * @prompt: what is asked; only looked at before this function returns. Who can tell what of the recalled passages
 *   it uses takes the others out
 * @key: (nullable): the service's key; only read before this function returns
 * @delta_func: (nullable) (scope notified): called with each piece of the reply, never after @callback and
 *   never once @cancellable is cancelled
 * @delta_data: data for @delta_func
 * @cancellable: (nullable): stops the request, which then fails with %G_IO_ERROR_CANCELLED
 * @callback: (scope async): called when the reply is complete or has failed
 * @user_data: data for @callback
 *
 * Asks for one reply. There is no second try.
 */
void
bty_provider_send_async (BtyProvider         *self,
                         BtyPrompt           *prompt,
                         const char          *key,
                         BtyDeltaFunc         delta_func,
                         gpointer             delta_data,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (BTY_IS_PROVIDER (self));
  g_return_if_fail (prompt != NULL && prompt->turns->len > 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bty_provider_send_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  BTY_PROVIDER_GET_CLASS (self)->send (self, prompt, key, delta_func, delta_data, g_steal_pointer (&task));
}

/**
 * bty_provider_send_finish:
 * @self: a provider
 * @result: as the callback got it
 * @error: (out) (optional): %BTY_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the whole reply: the pieces given to the #BtyDeltaFunc, joined, are
 *   its text and its thinking. %NULL if the provider's own end marker did not come.
 */
BtyReply *
bty_provider_send_finish (BtyProvider   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bty_provider_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_provider_list_models_async:
 * @self: a provider
 * @key: (nullable): the service's key; only read before this function returns
 * @cancellable: (nullable): stops the request
 * @callback: (scope async): called when the list is there
 * @user_data: data for @callback
 *
 * Asks which models can answer.
 */
void
bty_provider_list_models_async (BtyProvider         *self,
                                const char          *key,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (BTY_IS_PROVIDER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bty_provider_list_models_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  BTY_PROVIDER_GET_CLASS (self)->list_models (self, key, g_steal_pointer (&task));
}

/**
 * bty_provider_list_models_finish:
 * @self: a provider
 * @result: as the callback got it
 * @error: (out) (optional): %BTY_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the models' names, sorted, ended by %NULL
 */
char **
bty_provider_list_models_finish (BtyProvider   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bty_provider_list_models_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
