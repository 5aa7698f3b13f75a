/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BTY_TYPE_EMBEDDER (bty_embedder_get_type ())

/**
 * BtyEmbedder:
 *
 * Turns texts into vectors of length 1 whose dot product says how near two texts are in meaning. Vectors of
 * different models cannot be compared.
 */
G_DECLARE_DERIVABLE_TYPE (BtyEmbedder, bty_embedder, BTY, EMBEDDER, GObject)

struct _BtyEmbedderClass
{
  GObjectClass parent_class;

  const char *(*get_model)      (BtyEmbedder *self);
  guint       (*get_dimensions) (BtyEmbedder *self);

  /* Of embedders that compute: fills @vectors. Called on any thread, several at once. */
  gboolean    (*embed)          (BtyEmbedder         *self,
                                 const char * const  *texts,
                                 guint                n_texts,
                                 float               *vectors,
                                 GError             **error);
  /* Of embedders that ask a service: ends @task with the vectors, as g_malloc() memory. */
  void        (*request)        (BtyEmbedder         *self,
                                 const char * const  *texts,
                                 guint                n_texts,
                                 const char          *key,
                                 GTask               *task);  /* (transfer full) */
};

const char *bty_embedder_get_model      (BtyEmbedder          *self);
guint       bty_embedder_get_dimensions (BtyEmbedder          *self);
gboolean    bty_embedder_is_local       (BtyEmbedder          *self);

gboolean    bty_embedder_embed          (BtyEmbedder          *self,
                                         const char * const   *texts,
                                         guint                 n_texts,
                                         float                *vectors,
                                         GError              **error);
float      *bty_embedder_embed_text     (BtyEmbedder          *self,
                                         const char           *text,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void        bty_embedder_embed_async    (BtyEmbedder          *self,
                                         const char * const   *texts,
                                         const char           *key,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
float      *bty_embedder_embed_finish   (BtyEmbedder          *self,
                                         GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
