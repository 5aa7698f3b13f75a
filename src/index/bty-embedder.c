/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedder.h"

G_DEFINE_ABSTRACT_TYPE (BtyEmbedder, bty_embedder, G_TYPE_OBJECT)

static void
embed_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  const char * const *texts = task_data;
  guint n_texts = g_strv_length (task_data);
  g_autofree float *vectors = g_new0 (float, (gsize) n_texts * bty_embedder_get_dimensions (source));
  GError *error = NULL;

  if (bty_embedder_embed (source, texts, n_texts, vectors, &error))
    g_task_return_pointer (task, g_steal_pointer (&vectors), g_free);
  else
    g_task_return_error (task, error);
}

static void
bty_embedder_class_init (BtyEmbedderClass *class)
{
}

static void
bty_embedder_init (BtyEmbedder *self)
{
}

/**
 * bty_embedder_get_model:
 * @self: an embedder
 *
 * Returns: the name under which its vectors are kept: vectors of other names are not compared with them
 */
const char *
bty_embedder_get_model (BtyEmbedder *self)
{
  g_return_val_if_fail (BTY_IS_EMBEDDER (self), NULL);

  return BTY_EMBEDDER_GET_CLASS (self)->get_model (self);
}

/**
 * bty_embedder_get_dimensions:
 * @self: an embedder
 *
 * Returns: how many numbers a vector has
 */
guint
bty_embedder_get_dimensions (BtyEmbedder *self)
{
  g_return_val_if_fail (BTY_IS_EMBEDDER (self), 0);

  return BTY_EMBEDDER_GET_CLASS (self)->get_dimensions (self);
}

/**
 * bty_embedder_is_local:
 * @self: an embedder
 *
 * Returns: whether it computes by itself: it needs no key, sends nothing, and bty_embedder_embed() may be called
 */
gboolean
bty_embedder_is_local (BtyEmbedder *self)
{
  g_return_val_if_fail (BTY_IS_EMBEDDER (self), FALSE);

  return BTY_EMBEDDER_GET_CLASS (self)->embed != NULL;
}

/**
 * bty_embedder_embed:
 * @self: an embedder that is local
 * @texts: (array length=n_texts): what to embed
 * @n_texts: how many
 * @vectors: (out caller-allocates): room for @n_texts times the dimensions
 * @error: return location for an error of %BTY_ERROR
 *
 * Computes the vectors here and now; may be called on any thread, and on several at once. A vector has length 1, or
 * is all 0 when its text has no words.
 *
 * Returns: whether it could be done
 */
gboolean
bty_embedder_embed (BtyEmbedder         *self,
                    const char * const  *texts,
                    guint                n_texts,
                    float               *vectors,
                    GError             **error)
{
  g_return_val_if_fail (BTY_IS_EMBEDDER (self), FALSE);
  g_return_val_if_fail (bty_embedder_is_local (self), FALSE);

  return BTY_EMBEDDER_GET_CLASS (self)->embed (self, texts, n_texts, vectors, error);
}

/**
 * bty_embedder_embed_text:
 * @self: an embedder that is local
 * @text: what to embed
 * @error: return location for an error of %BTY_ERROR
 *
 * As bty_embedder_embed(), for one text.
 *
 * Returns: (transfer full): its vector, or %NULL with @error set
 */
float *
bty_embedder_embed_text (BtyEmbedder  *self,
                         const char   *text,
                         GError      **error)
{
  g_autofree float *vector = g_new0 (float, bty_embedder_get_dimensions (self));

  return bty_embedder_embed (self, &text, 1, vector, error) ? g_steal_pointer (&vector) : NULL;
}

/**
 * bty_embedder_embed_async:
 * @self: an embedder
 * @texts: (array zero-terminated=1): what to embed
 * @key: (nullable): the key of the service, not kept; local embedders need none
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Computes the vectors on another thread, or asks the service for them.
 */
void
bty_embedder_embed_async (BtyEmbedder         *self,
                          const char * const  *texts,
                          const char          *key,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BtyEmbedderClass *class = BTY_EMBEDDER_GET_CLASS (self);
  guint n_texts = g_strv_length ((char **) texts);

  g_return_if_fail (BTY_IS_EMBEDDER (self));

  g_task_set_source_tag (task, bty_embedder_embed_async);
  g_task_set_task_data (task, g_strdupv ((char **) texts), (GDestroyNotify) g_strfreev);
  if (bty_embedder_is_local (self))
    g_task_run_in_thread (task, embed_in_thread);
  else if (n_texts == 0)
    g_task_return_pointer (task, g_new0 (float, 1), g_free);
  else
    {
      const char * const *kept = g_task_get_task_data (task);

      class->request (self, kept, n_texts, key, g_steal_pointer (&task));
    }
}

/**
 * bty_embedder_embed_finish:
 * @self: an embedder
 * @result: from the callback
 * @error: return location for an error of %BTY_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the vectors, one after another, as many as there were texts; %NULL with @error set
 */
float *
bty_embedder_embed_finish (BtyEmbedder   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
