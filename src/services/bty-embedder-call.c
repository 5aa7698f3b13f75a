/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedder-call.h"

#include <glib/gi18n-lib.h>

#include "bty-builtin-embedder.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-http-embedder.h"
#include "bty-static-embedder.h"
#include "bty-vector.h"

/* One call of the embedder that was chosen: it is opened, and for a service its key is fetched and wiped again. */

typedef struct
{
  BtyEmbedderChoice  *choice;
  BtyProviderService *providers;
  BtyEmbedder        *embedder;
  char              **texts;
} Call;

static void
free_call (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->choice);
  g_clear_object (&call->providers);
  g_clear_object (&call->embedder);
  g_strfreev (call->texts);
  g_free (call);
}

/**
 * bty_embedded_free:
 * @self: (transfer full): what an embedder made
 */
void
bty_embedded_free (BtyEmbedded *self)
{
  g_clear_object (&self->embedder);
  g_free (self->values);
  g_free (self);
}

/* Vectors of another model than the one that was tried would be compared with those that are stored. */
static gboolean
check_model (Call    *call,
             GError **error)
{
  BtyEmbedderChoice *choice = call->choice;
  guint dimensions = bty_embedder_get_dimensions (call->embedder);

  if (!bty_vector_are_dimensions (dimensions))
    g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                 _("This model makes vectors of %u numbers. Vectors of 384, 768, 1536 or 3072 can be kept."),
                 dimensions);
  else if ((choice->dimensions > 0 && choice->dimensions != dimensions)
           || (*choice->vectors != '\0' && g_strcmp0 (choice->vectors, bty_embedder_get_model (call->embedder)) != 0))
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID,
                         _("The embedding model is not the one that was chosen. Choose it again."));
  else
    return TRUE;

  return FALSE;
}

static void
embedded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr(BtyEmbedded) embedded = g_new0 (BtyEmbedded, 1);
  GError *error = NULL;

  embedded->values = bty_embedder_embed_finish (BTY_EMBEDDER (source), result, &error);
  embedded->embedder = g_object_ref (call->embedder);
  if (embedded->values == NULL || !check_model (call, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&embedded), (GDestroyNotify) bty_embedded_free);
}

/* Takes @task. */
static void
embed (GTask      *task,
       const char *key)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (bty_embedder_is_local (call->embedder) && !check_model (call, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  bty_embedder_embed_async (call->embedder, (const char *const *) call->texts, key, g_task_get_cancellable (task),
                            embedded_cb, task);
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  BtyEmbedder *embedder = bty_static_embedder_load (task_data, &error);

  if (embedder != NULL)
    g_task_return_pointer (task, embedder, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->embedder = g_task_propagate_pointer (G_TASK (result), &error);
  if (call->embedder != NULL)
    {
      embed (task, NULL);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* Takes @task. */
static void
load (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr(GTask) inner = g_task_new (NULL, g_task_get_cancellable (task), loaded_cb, task);

  g_task_set_source_tag (inner, load);
  g_task_set_task_data (inner, g_strdup (call->choice->folder), g_free);
  g_task_run_in_thread (inner, load_in_thread);
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(BtyKey) key = bty_provider_service_lookup_key_finish (BTY_PROVIDER_SERVICE (source), result, &error);

  if (error == NULL)
    {
      embed (task, key);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* Other formats have other addresses on the same server. */
static char *
dup_base_url (const char         *base_url,
              BtyEmbeddingFormat  format)
{
  static const char *const suffixes[] = { "/", "/openai", "/v1", "/v1beta" };
  g_autofree char *url = g_strdup (base_url);

  for (guint i = 0; url != NULL && format != BTY_EMBEDDING_FORMAT_OPENAI && i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (url, suffixes[i]))
      url[strlen (url) - strlen (suffixes[i])] = '\0';

  return g_steal_pointer (&url);
}

/* Takes @task. */
static void
ask_provider (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  BtyEmbedderChoice *choice = call->choice;
  BtyProviderStatus *status = bty_provider_service_find (call->providers, choice->provider_id);
  BtyProviderConfig *config = status != NULL ? bty_provider_status_get_config (status) : NULL;
  g_autoptr(BtyProviderConfig) asked = NULL;
  g_autofree char *base_url = NULL;
  g_autoptr(GError) error = NULL;

  if (config == NULL)
    g_set_error_literal (&error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("The provider of the embedding model is gone."));
  else if (!config->enabled)
    g_set_error (&error, BTY_ERROR, BTY_ERROR_REFUSED, _("“%s” is switched off."), config->name);
  else if (config->type != BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE)
    g_set_error (&error, BTY_ERROR, BTY_ERROR_INVALID, _("“%s” has no embedding models."), config->name);
  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }

  base_url = dup_base_url (config->base_url, choice->format);
  asked = bty_record_copy (config);
  g_object_set (asked, "model", choice->model, "base-url", base_url, NULL);
  call->embedder = bty_http_embedder_new (choice->format, asked, choice->dimensions);
  bty_provider_service_lookup_key_async (call->providers, config, g_task_get_cancellable (task), key_found_cb, task);
}

/**
 * bty_embedder_call_async:
 * @choice: which embedder; its name and its dimensions are checked where they are known
 * @providers: who knows services and their keys
 * @loaded: (nullable): that of the last call, if it was of the same choice
 * @texts: (array zero-terminated=1): what to embed
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Has vectors made. What may be sent, the caller decides: see bty_embedder_call_get_limits().
 */
void
bty_embedder_call_async (BtyEmbedderChoice   *choice,
                         BtyProviderService  *providers,
                         BtyEmbedder         *loaded,
                         const char * const  *texts,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->choice = g_object_ref (choice);
  call->providers = g_object_ref (providers);
  call->texts = g_strdupv ((char **) texts);
  g_task_set_source_tag (task, bty_embedder_call_async);
  g_task_set_task_data (task, call, free_call);
  if (choice->kind == BTY_EMBEDDER_KIND_PROVIDER)
    {
      ask_provider (task);
      return;
    }

  if (choice->kind == BTY_EMBEDDER_KIND_BUILTIN)
    call->embedder = bty_builtin_embedder_new (NULL);
  else if (loaded != NULL && g_strcmp0 (bty_embedder_get_model (loaded), choice->vectors) == 0)
    call->embedder = g_object_ref (loaded);
  if (call->embedder != NULL)
    embed (task, NULL);
  else
    load (task);
}

/**
 * bty_embedder_call_finish:
 * @result: of the call
 * @error: (out) (optional): why not, in plain words
 *
 * Returns: (transfer full) (nullable): the vectors
 */
BtyEmbedded *
bty_embedder_call_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_embedder_call_get_limits:
 * @choice: which embedder
 * @providers: who knows services
 * @clearance: (out): the highest trust level that it may be sent
 * @is_local: (out): whether nothing leaves this machine
 *
 * What a call of it may be about. A service that is gone may be sent as little as possible.
 */
void
bty_embedder_call_get_limits (BtyEmbedderChoice  *choice,
                              BtyProviderService *providers,
                              BtyTrust           *clearance,
                              gboolean           *is_local)
{
  BtyProviderStatus *status = NULL;
  BtyProviderConfig *config;

  *clearance = BTY_TRUST_PRIVATE;
  *is_local = TRUE;
  if (choice->kind != BTY_EMBEDDER_KIND_PROVIDER)
    return;

  status = bty_provider_service_find (providers, choice->provider_id);
  config = status != NULL ? bty_provider_status_get_config (status) : NULL;
  *clearance = config != NULL ? config->clearance : BTY_TRUST_PUBLIC;
  *is_local = config != NULL && bty_provider_config_is_local (config);
}
