/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-static-embedder.h"

#include "bty-error.h"

#include "bty-config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "bty-safetensors.h"
#include "bty-tokenizer.h"

/**
 * BtyStaticEmbedder:
 *
 * An embedder that looks up what a model has learnt of each piece of a text, and takes the mean; in the layout of
 * Model2Vec: a folder with tokenizer.json and model.safetensors. It needs no network and little time.
 */
struct _BtyStaticEmbedder
{
  BtyEmbedder parent_instance;

  /* Owned */
  char           *model;
  BtyTokenizer   *tokenizer;
  BtySafetensors *file;

  BtyTensor       embeddings;   /* a row of numbers for each piece */
  BtyTensor       weights;      /* of the pieces, if any */
  BtyTensor       mapping;      /* of pieces to rows, if any */
  gboolean        has_weights;
  gboolean        has_mapping;
};

G_DEFINE_FINAL_TYPE (BtyStaticEmbedder, bty_static_embedder, BTY_TYPE_EMBEDDER)

/* As Model2Vec has it: what comes after so many pieces does not change the mean much. */
#define MAX_PIECES 512

static const char *
bty_static_embedder_get_model (BtyEmbedder *embedder)
{
  return BTY_STATIC_EMBEDDER (embedder)->model;
}

static guint
bty_static_embedder_get_dimensions (BtyEmbedder *embedder)
{
  return BTY_STATIC_EMBEDDER (embedder)->embeddings.n_columns;
}

static void
add_piece (BtyStaticEmbedder *self,
           guint              piece,
           double            *sums)
{
  double weight = self->has_weights ? bty_tensor_get (&self->weights, piece, 0) : 1;
  guint64 row = self->has_mapping ? (guint64) bty_tensor_get (&self->mapping, piece, 0) : piece;

  for (guint i = 0; i < self->embeddings.n_columns; i++)
    sums[i] += weight * bty_tensor_get (&self->embeddings, row, i);
}

/* The mean and the sum differ in length only, and vectors are of length 1. */
static void
embed_text (BtyStaticEmbedder *self,
            const char        *text,
            float             *vector)
{
  guint n = self->embeddings.n_columns;
  g_autofree double *sums = g_new0 (double, n);
  g_autoptr(GArray) pieces = bty_tokenizer_encode (self->tokenizer, text, MAX_PIECES);
  double squares = 0;

  for (guint i = 0; i < pieces->len; i++)
    add_piece (self, g_array_index (pieces, guint, i), sums);
  for (guint i = 0; i < n; i++)
    squares += sums[i] * sums[i];
  for (guint i = 0; i < n; i++)
    vector[i] = squares > 0 && isfinite (squares) ? (float) (sums[i] / sqrt (squares)) : 0;
}

static gboolean
bty_static_embedder_embed (BtyEmbedder         *embedder,
                           const char * const  *texts,
                           guint                n_texts,
                           float               *vectors,
                           GError             **error)
{
  BtyStaticEmbedder *self = BTY_STATIC_EMBEDDER (embedder);

  for (guint i = 0; i < n_texts; i++)
    embed_text (self, texts[i], vectors + (gsize) i * self->embeddings.n_columns);

  return TRUE;
}

static void
bty_static_embedder_finalize (GObject *object)
{
  BtyStaticEmbedder *self = BTY_STATIC_EMBEDDER (object);

  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->tokenizer, bty_tokenizer_free);
  g_clear_pointer (&self->file, bty_safetensors_free);

  G_OBJECT_CLASS (bty_static_embedder_parent_class)->finalize (object);
}

static void
bty_static_embedder_class_init (BtyStaticEmbedderClass *class)
{
  BtyEmbedderClass *embedder_class = BTY_EMBEDDER_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bty_static_embedder_finalize;
  embedder_class->get_model = bty_static_embedder_get_model;
  embedder_class->get_dimensions = bty_static_embedder_get_dimensions;
  embedder_class->embed = bty_static_embedder_embed;
}

static void
bty_static_embedder_init (BtyStaticEmbedder *self)
{
}

static gboolean
refuse (const char  *what,
        GError     **error)
{
  /* Translators: %s says what is wrong */
  g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("The embedding model cannot be used: %s"), what);

  return FALSE;
}

/* Every number a piece leads to must be there, before anything is looked up. */
static gboolean
check_mapping (BtyStaticEmbedder  *self,
               GError            **error)
{
  if (self->has_weights && self->weights.n_rows < bty_tokenizer_get_n_pieces (self->tokenizer))
    return refuse (_("its tokenizer knows more pieces than it has weights"), error);
  if (!self->has_mapping && self->embeddings.n_rows < bty_tokenizer_get_n_pieces (self->tokenizer))
    return refuse (_("its tokenizer knows more pieces than it has vectors"), error);
  if (!self->has_mapping)
    return TRUE;
  if (self->mapping.n_rows < bty_tokenizer_get_n_pieces (self->tokenizer))
    return refuse (_("its tokenizer knows more pieces than it has vectors"), error);

  for (guint64 i = 0; i < self->mapping.n_rows; i++)
    {
      double row = bty_tensor_get (&self->mapping, i, 0);

      if (!(row >= 0 && row < (double) self->embeddings.n_rows))
        return refuse (_("it leads to a vector that is not there"), error);
    }

  return TRUE;
}

static gboolean
find_optional (BtySafetensors  *file,
               const char      *name,
               BtyTensor       *tensor,
               gboolean        *found,
               GError         **error)
{
  g_autoptr(GError) problem = NULL;

  *found = bty_safetensors_find (file, name, tensor, &problem);
  if (*found || g_error_matches (problem, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

static gboolean
read_folder (BtyStaticEmbedder  *self,
             const char         *folder,
             GError            **error)
{
  g_autofree char *tokenizer_path = g_build_filename (folder, "tokenizer.json", NULL);
  g_autofree char *numbers_path = g_build_filename (folder, "model.safetensors", NULL);
  g_autofree char *tokenizer = NULL;
  g_autofree char *tokenizer_digest = NULL;
  g_autofree char *digest = NULL;
  g_autoptr(GError) problem = NULL;
  gsize length;

  if (!g_file_get_contents (tokenizer_path, &tokenizer, &length, &problem))
    {
      g_set_error_literal (error, BTY_ERROR, g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT)
                                               ? BTY_ERROR_NOT_FOUND : BTY_ERROR_FAILED, problem->message);
      return FALSE;
    }

  self->tokenizer = bty_tokenizer_new (tokenizer, length, error);
  self->file = self->tokenizer != NULL ? bty_safetensors_open (numbers_path, error) : NULL;
  if (self->file == NULL || !bty_safetensors_find (self->file, "embeddings", &self->embeddings, error)
      || !find_optional (self->file, "weights", &self->weights, &self->has_weights, error)
      || !find_optional (self->file, "mapping", &self->mapping, &self->has_mapping, error)
      || !check_mapping (self, error))
    return FALSE;

  tokenizer_digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) tokenizer, length);
  digest = bty_safetensors_digest (self->file);
  self->model = g_strdup_printf ("static-%u-%.8s%.8s", (guint) self->embeddings.n_columns, digest, tokenizer_digest);

  return TRUE;
}

/**
 * bty_static_embedder_load:
 * @folder: a folder with a model in the layout of Model2Vec
 * @error: return location for an error of %BTY_ERROR: not found, or invalid when it cannot be used, and why
 *
 * The name of the model is made from what is in the files, so that vectors of another file under the same name are
 * never compared. All vectors are of length 1, whatever config.json says: the cosine is the same.
 *
 * Returns: (transfer full): an embedder, or %NULL with @error set
 */
BtyEmbedder *
bty_static_embedder_load (const char  *folder,
                          GError     **error)
{
  g_autoptr(BtyStaticEmbedder) self = g_object_new (BTY_TYPE_STATIC_EMBEDDER, NULL);

  return read_folder (self, folder, error) ? BTY_EMBEDDER (g_steal_pointer (&self)) : NULL;
}
