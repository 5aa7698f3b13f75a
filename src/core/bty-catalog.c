/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-catalog.h"

#include <gio/gio.h>
#include <math.h>

#include "bty-core-resources.h"
#include "bty-enum-types.h"
#include "bty-json.h"

#define PATH "/org/boternity/Boternity/core/models.json"

/* What models.json says. It never changes, so it is read once and kept for all threads. */
typedef struct
{
  GPtrArray *presets;
  GPtrArray *models;
} Catalog;

static double
read_real (JsonNode   *node,
           const char *path)
{
  node = bty_json_get (node, path);

  return node != NULL ? json_node_get_double (node) : NAN;
}

static gboolean
read_boolean (JsonNode   *node,
              const char *path)
{
  node = bty_json_get (node, path);

  return node != NULL && json_node_get_boolean (node);
}

static BtyPreset *
read_preset (JsonNode *node)
{
  BtyPreset *preset = g_new0 (BtyPreset, 1);
  int type = BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE;

  if (!bty_enum_from_nick (BTY_TYPE_PROVIDER_TYPE, bty_json_get_text (node, "type"), &type))
    g_warning ("A preset has an unknown type");

  preset->name = g_strdup (bty_json_get_text (node, "name"));
  preset->type = type;
  preset->base_url = g_strdup (bty_json_get_text (node, "base_url"));
  preset->model = g_strdup (bty_json_get_text (node, "model"));
  preset->context_tokens = bty_json_get_int (node, "context_tokens", BTY_UNSET);
  preset->output_tokens = bty_json_get_int (node, "output_tokens", BTY_UNSET);
  preset->key_env = g_strdup (bty_json_get_text (node, "key_env"));
  preset->needs_key = read_boolean (node, "needs_key");

  return preset;
}

static BtyModelInfo *
read_model (JsonNode *node)
{
  BtyModelInfo *model = g_new0 (BtyModelInfo, 1);

  model->prefix = g_strdup (bty_json_get_text (node, "prefix"));
  model->context_tokens = bty_json_get_int (node, "context", BTY_UNSET);
  model->output_tokens = bty_json_get_int (node, "output", BTY_UNSET);
  model->price_input = read_real (node, "prices.0");
  model->price_output = read_real (node, "prices.1");
  model->vision = read_boolean (node, "vision");
  model->thinking = read_boolean (node, "thinking");

  return model;
}

static GPtrArray *
read_list (JsonNode   *root,
           const char *name,
           gpointer (*read) (JsonNode *node))
{
  GPtrArray *list = g_ptr_array_new ();
  JsonArray *array = json_node_get_array (bty_json_get (root, name));

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (list, read (json_array_get_element (array, i)));

  return list;
}

static Catalog *
read_catalog (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_resource_lookup_data (bty_core_get_resource (), PATH, 0, &error);
  g_autoptr(JsonNode) root = NULL;
  Catalog *catalog = g_new0 (Catalog, 1);

  if (bytes != NULL)
    root = bty_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  if (root == NULL)
    g_error ("The built-in models.json: %s", error->message);

  catalog->presets = read_list (root, "presets", (gpointer (*) (JsonNode *)) read_preset);
  catalog->models = read_list (root, "models", (gpointer (*) (JsonNode *)) read_model);

  return catalog;
}

static const Catalog *
get_catalog (void)
{
  static Catalog *catalog;

  if (g_once_init_enter (&catalog))
    g_once_init_leave (&catalog, read_catalog ());

  return catalog;
}

/**
 * bty_catalog_get_presets:
 *
 * Returns: (transfer none) (element-type BtyPreset): all presets, in the order to offer them
 */
GPtrArray *
bty_catalog_get_presets (void)
{
  return get_catalog ()->presets;
}

/**
 * bty_catalog_find_preset:
 * @name: (nullable): the name of a preset, in any case
 *
 * Returns: (transfer none) (nullable): the preset
 */
const BtyPreset *
bty_catalog_find_preset (const char *name)
{
  GPtrArray *presets = bty_catalog_get_presets ();

  for (guint i = 0; name != NULL && i < presets->len; i++)
    {
      const BtyPreset *preset = g_ptr_array_index (presets, i);

      if (g_ascii_strcasecmp (preset->name, name) == 0)
        return preset;
    }

  return NULL;
}

/* A version that is not known must not get the price of another: "gpt-5" is not the beginning of "gpt-5.9". */
static gboolean
begins_with (const char *model,
             const char *prefix)
{
  char next;

  if (!g_str_has_prefix (model, prefix))
    return FALSE;

  next = model[strlen (prefix)];

  return !g_ascii_isalnum (next) && next != '.';
}

static const BtyModelInfo *
find_longest (const char *model)
{
  GPtrArray *models = get_catalog ()->models;
  const BtyModelInfo *best = NULL;

  for (guint i = 0; i < models->len; i++)
    {
      const BtyModelInfo *info = g_ptr_array_index (models, i);

      if (begins_with (model, info->prefix) && (best == NULL || strlen (info->prefix) > strlen (best->prefix)))
        best = info;
    }

  return best;
}

/**
 * bty_catalog_find_model:
 * @model: (nullable): the name of a model, perhaps with its vendor and a slash before it
 *
 * Returns: (transfer none) (nullable): what is known of it: the entry with the longest prefix
 */
const BtyModelInfo *
bty_catalog_find_model (const char *model)
{
  const char *slash = model != NULL ? strrchr (model, '/') : NULL;
  const BtyModelInfo *info = model != NULL ? find_longest (model) : NULL;

  return info == NULL && slash != NULL ? find_longest (slash + 1) : info;
}

/**
 * bty_provider_config_new_from_preset:
 * @preset: a preset
 * @name: what the user calls the provider
 *
 * Returns: (transfer full): an enabled provider as the preset describes it, without a key
 */
BtyProviderConfig *
bty_provider_config_new_from_preset (const BtyPreset *preset,
                                     const char      *name)
{
  BtyProviderConfig *config = bty_provider_config_new (name, preset->type);
  const BtyModelInfo *info = bty_catalog_find_model (preset->model);

  g_object_set (config,
                "preset", preset->name,
                "base-url", preset->base_url,
                "model", preset->model,
                "vision", info != NULL && info->vision,
                "thinking", info != NULL && info->thinking,
                NULL);

  return config;
}

/**
 * bty_catalog_get_limits:
 * @config: a provider
 * @model: (nullable): a model other than the provider's own
 * @context_tokens: (out): tokens that fit in the model's context window, or %BTY_UNSET
 * @output_tokens: (out): tokens that a reply may have, or %BTY_UNSET
 *
 * Looks up the limits of a model: the user's setting, else what is known of the model, else what is
 * known of the preset.
 */
void
bty_catalog_get_limits (BtyProviderConfig *config,
                        const char        *model,
                        gint64            *context_tokens,
                        gint64            *output_tokens)
{
  const BtyModelInfo *info = bty_catalog_find_model (model != NULL && *model != '\0' ? model : config->model);
  const BtyPreset *preset = bty_catalog_find_preset (config->preset);

  *context_tokens = config->context_tokens;
  *output_tokens = config->output_tokens;
  if (*context_tokens == BTY_UNSET && (info != NULL || preset != NULL))
    *context_tokens = info != NULL ? info->context_tokens : preset->context_tokens;
  if (*output_tokens == BTY_UNSET && (info != NULL || preset != NULL))
    *output_tokens = info != NULL ? info->output_tokens : preset->output_tokens;
}
