/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedding-format.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GOOGLE_PREFIX "models/"

static const BtyWireFormat wire_formats[BTY_EMBEDDING_FORMAT_LAST] = {
  [BTY_EMBEDDING_FORMAT_OPENAI] = {
    .default_base_url = "https://api.openai.com/v1", .version_path = "/v1", .chat_path = "/embeddings",
    .key_header = "Authorization", .key_prefix = "Bearer ",
  },
  [BTY_EMBEDDING_FORMAT_OLLAMA] = {
    .default_base_url = "http://127.0.0.1:11434", .version_path = "/api", .chat_path = "/embed",
    .key_header = "Authorization", .key_prefix = "Bearer ",
  },
  [BTY_EMBEDDING_FORMAT_GOOGLE] = {
    .default_base_url = "https://generativelanguage.googleapis.com/v1beta", .version_path = "/v1beta",
    .chat_path = ":batchEmbedContents", .key_header = "x-goog-api-key", .key_prefix = "",
  },
};

/* Where the vectors are in an answer, and the numbers in a vector. */
static const struct
{
  const char *vectors;
  const char *numbers;  /* NULL = the vector itself */
} places[BTY_EMBEDDING_FORMAT_LAST] = {
  [BTY_EMBEDDING_FORMAT_OPENAI] = { "data", "embedding" },
  [BTY_EMBEDDING_FORMAT_OLLAMA] = { "embeddings", NULL },
  [BTY_EMBEDDING_FORMAT_GOOGLE] = { "embeddings", "values" },
};

/**
 * bty_embedding_format_get_wire:
 * @format: a format
 *
 * Returns: how such services are reached; they cannot be asked for replies
 */
const BtyWireFormat *
bty_embedding_format_get_wire (BtyEmbeddingFormat format)
{
  return &wire_formats[format];
}

static const char *
skip_prefix (const char *model)
{
  return g_str_has_prefix (model, GOOGLE_PREFIX) ? model + strlen (GOOGLE_PREFIX) : model;
}

/**
 * bty_embedding_format_dup_path:
 * @format: a format
 * @model: the model's name
 *
 * Returns: (transfer full): what is asked
 */
char *
bty_embedding_format_dup_path (BtyEmbeddingFormat  format,
                               const char         *model)
{
  g_autofree char *escaped = NULL;

  if (format != BTY_EMBEDDING_FORMAT_GOOGLE)
    return g_strdup (wire_formats[format].chat_path);

  escaped = g_uri_escape_string (skip_prefix (model), NULL, FALSE);

  return g_strconcat ("/" GOOGLE_PREFIX, escaped, wire_formats[format].chat_path, NULL);
}

static void
add_google_requests (JsonBuilder        *builder,
                     const char         *model,
                     const char * const *texts,
                     guint               n_texts)
{
  g_autofree char *name = g_strconcat (GOOGLE_PREFIX, skip_prefix (model), NULL);

  json_builder_set_member_name (builder, "requests");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_texts; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "model");
      json_builder_add_string_value (builder, name);
      json_builder_set_member_name (builder, "content");
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "parts");
      json_builder_begin_array (builder);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "text");
      json_builder_add_string_value (builder, texts[i]);
      json_builder_end_object (builder);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/**
 * bty_embedding_format_build_body:
 * @format: a format
 * @model: the model's name
 * @texts: (array length=n_texts): what to embed
 * @n_texts: how many
 *
 * Returns: (transfer full): the body of a request for their vectors
 */
JsonNode *
bty_embedding_format_build_body (BtyEmbeddingFormat  format,
                                 const char         *model,
                                 const char * const *texts,
                                 guint               n_texts)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (format == BTY_EMBEDDING_FORMAT_GOOGLE)
    {
      add_google_requests (builder, model, texts, n_texts);
    }
  else
    {
      json_builder_set_member_name (builder, "model");
      json_builder_add_string_value (builder, model);
      json_builder_set_member_name (builder, "input");
      json_builder_begin_array (builder);
      for (guint i = 0; i < n_texts; i++)
        json_builder_add_string_value (builder, texts[i]);
      json_builder_end_array (builder);
    }
  if (format == BTY_EMBEDDING_FORMAT_OPENAI)
    {
      json_builder_set_member_name (builder, "encoding_format");
      json_builder_add_string_value (builder, "float");
    }
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/* The numbers of one vector, made of length 1. */
static gboolean
read_vector (JsonNode *node,
             guint     dimensions,
             float    *vector)
{
  JsonArray *numbers = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  double squares = 0;

  if (numbers == NULL || json_array_get_length (numbers) != dimensions)
    return FALSE;

  for (guint i = 0; i < dimensions; i++)
    {
      JsonNode *number = json_array_get_element (numbers, i);
      double value;

      if (!JSON_NODE_HOLDS_VALUE (number) || json_node_get_value_type (number) == G_TYPE_STRING
          || json_node_get_value_type (number) == G_TYPE_BOOLEAN)
        return FALSE;
      value = json_node_get_double (number);
      squares += value * value;
      vector[i] = (float) value;
    }
  if (!(squares > 0) || !isfinite (squares))
    return FALSE;

  for (guint i = 0; i < dimensions; i++)
    vector[i] = (float) (vector[i] / sqrt (squares));

  return TRUE;
}

static void
set_unreadable (GError     **error,
                const char  *provider)
{
  g_set_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE,
               /* Translators: %s is a provider's name */
               _("“%s” answered with something that is not a list of vectors. Is its address right?"), provider);
}

static guint
count (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 0;
}

/**
 * bty_embedding_format_get_size:
 * @format: a format
 * @body: (nullable): an answer
 *
 * Returns: how many numbers the first vector in it has; 0 = there is none
 */
guint
bty_embedding_format_get_size (BtyEmbeddingFormat  format,
                               JsonNode           *body)
{
  JsonNode *list = bty_json_get (body, places[format].vectors);
  JsonNode *item = count (list) > 0 ? json_array_get_element (json_node_get_array (list), 0) : NULL;

  return count (item != NULL && places[format].numbers != NULL ? bty_json_get (item, places[format].numbers) : item);
}

static gboolean
check_size (JsonNode    *node,
            const char  *provider,
            guint        dimensions,
            GError     **error)
{
  guint n = count (node);

  if (n == 0 || n == dimensions)
    return TRUE;

  g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID_REQUEST,
               /* Translators: %1$s is a provider's name; vectors are lists of so many numbers */
               _("The model of “%1$s” makes vectors of %2$u numbers, but %3$u are expected."), provider, n, dimensions);

  return FALSE;
}

/**
 * bty_embedding_format_parse_body:
 * @format: a format
 * @provider: the service's name, for errors
 * @body: (nullable): its answer; %NULL = it could not be read
 * @n_texts: how many vectors were asked for
 * @dimensions: how many numbers each must have
 * @vectors: (out caller-allocates): the vectors, each of length 1, in the order of the texts
 * @error: return location for %BTY_ERROR_UNREADABLE, or %BTY_ERROR_INVALID_REQUEST when the model is another
 *
 * Returns: whether all are there
 */
gboolean
bty_embedding_format_parse_body (BtyEmbeddingFormat   format,
                                 const char          *provider,
                                 JsonNode            *body,
                                 guint                n_texts,
                                 guint                dimensions,
                                 float               *vectors,
                                 GError             **error)
{
  JsonNode *list = bty_json_get (body, places[format].vectors);
  JsonArray *items = list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;
  g_autofree gboolean *is_set = g_new0 (gboolean, n_texts + 1);

  if (items == NULL || json_array_get_length (items) != n_texts)
    {
      set_unreadable (error, provider);
      return FALSE;
    }

  for (guint i = 0; i < n_texts; i++)
    {
      JsonNode *item = json_array_get_element (items, i);
      JsonNode *numbers = places[format].numbers != NULL ? bty_json_get (item, places[format].numbers) : item;
      /* Some servers answer in another order, and say so. */
      gint64 index = format == BTY_EMBEDDING_FORMAT_OPENAI ? bty_json_get_int (item, "index", i) : i;

      if (!check_size (numbers, provider, dimensions, error))
        return FALSE;
      if (index < 0 || index >= n_texts || is_set[index]
          || !read_vector (numbers, dimensions, vectors + index * dimensions))
        {
          set_unreadable (error, provider);
          return FALSE;
        }
      is_set[index] = TRUE;
    }

  return TRUE;
}
