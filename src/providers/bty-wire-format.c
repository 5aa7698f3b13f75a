/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-wire-format.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-stop-reason.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
has_path (const char *url)
{
  const char *host = strstr (url, "://");

  return host != NULL && strchr (host + 3, '/') != NULL;
}

static void
strip_suffix (char       *text,
              const char *suffix)
{
  if (g_str_has_suffix (text, suffix))
    text[strlen (text) - strlen (suffix)] = '\0';
}

/**
 * bty_wire_format_dup_url:
 * @self: a format
 * @config: how the service is reached
 * @path: one of the format's paths
 *
 * Forgives what people paste as a base URL: nothing, a host, one with or without the version, and the
 * whole address of the chat endpoint.
 *
 * Returns: (transfer full): the address of a request
 */
char *
bty_wire_format_dup_url (const BtyWireFormat *self,
                         BtyProviderConfig   *config,
                         const char          *path)
{
  gboolean is_given = config->base_url != NULL && *config->base_url != '\0';
  g_autofree char *base = g_strstrip (g_strdup (is_given ? config->base_url : self->default_base_url));

  if (has_path (base))
    strip_suffix (base, "/");
  strip_suffix (base, self->chat_path);
  if (!has_path (base) && self->version_path != NULL)
    return g_strconcat (base, self->version_path, path, NULL);

  /* The version is a part of this format's paths; many people give it with the address too. */
  if (g_str_has_prefix (path, "/v1/"))
    strip_suffix (base, "/v1");

  return g_strconcat (base, path, NULL);
}

/**
 * bty_wire_format_get_model:
 * @config: how the service is reached
 * @prompt: what is asked
 *
 * Returns: (transfer none): the model to name; empty = whichever the server has
 */
const char *
bty_wire_format_get_model (BtyProviderConfig *config,
                           BtyPrompt         *prompt)
{
  if (prompt->model != NULL && *prompt->model != '\0')
    return prompt->model;

  return config->model != NULL ? config->model : "";
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/**
 * bty_wire_format_parse_models:
 * @body: what a service answered when asked for its models
 *
 * Returns: (transfer full) (nullable): the names, sorted; %NULL if @body is no such list
 */
char **
bty_wire_format_parse_models (JsonNode *body)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  JsonNode *list = JSON_NODE_HOLDS_ARRAY (body) ? body : bty_json_get (body, "data");
  JsonArray *models;

  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    return NULL;

  models = json_node_get_array (list);
  for (guint i = 0; i < json_array_get_length (models); i++)
    {
      const char *name = bty_json_get_text (json_array_get_element (models, i), "id");

      if (name == NULL || *name == '\0')
        continue;
      /* Google names them "models/…" here and takes the bare name. */
      g_ptr_array_add (names, g_strdup (g_str_has_prefix (name, "models/") ? name + strlen ("models/") : name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_steal (names, NULL);
}

/**
 * bty_wire_format_is_done_mark:
 * @data: of an event
 *
 * Returns: whether it is what OpenAI ends a stream with, which is no JSON
 */
gboolean
bty_wire_format_is_done_mark (const char *data)
{
  const char *mark = data + strspn (data, " ");

  return g_str_has_prefix (mark, "[DONE]") && mark[strspn (mark + 6, " ") + 6] == '\0';
}

/**
 * bty_wire_reply_init:
 * @self: (out caller-allocates): a reply to read into
 * @provider: the provider's name; must outlive @self
 * @delta_func: (nullable): called with each piece
 * @delta_data: data for @delta_func
 */
void
bty_wire_reply_init (BtyWireReply *self,
                     const char   *provider,
                     BtyDeltaFunc  delta_func,
                     gpointer      delta_data)
{
  *self = (BtyWireReply) { .reply = bty_reply_new (), .provider = provider,
                           .delta_func = delta_func, .delta_data = delta_data };
}

/**
 * bty_wire_reply_clear:
 * @self: a reply
 *
 * Frees what is in it.
 */
void
bty_wire_reply_clear (BtyWireReply *self)
{
  g_clear_pointer (&self->reply, bty_reply_free);
}

/**
 * bty_wire_reply_add:
 * @self: a reply
 * @delta: what the piece is
 * @text: (nullable): the piece
 *
 * Adds a piece and tells whoever watches. Nothing is not a piece.
 */
void
bty_wire_reply_add (BtyWireReply *self,
                    BtyDelta      delta,
                    const char   *text)
{
  if (text == NULL || *text == '\0')
    return;

  g_string_append (delta == BTY_DELTA_TEXT ? self->reply->text : self->reply->thinking, text);
  if (self->delta_func != NULL)
    self->delta_func (delta, text, self->delta_data);
}

/**
 * bty_wire_reply_set_model:
 * @self: a reply
 * @model: (nullable): which model says that it answers
 */
void
bty_wire_reply_set_model (BtyWireReply *self,
                          const char   *model)
{
  if (model == NULL || *model == '\0')
    return;

  g_free (self->reply->model);
  self->reply->model = g_strdup (model);
}

/**
 * bty_wire_reply_set_stop:
 * @self: a reply
 * @stop_reason: (nullable): why it ends; %NULL = it goes on
 */
void
bty_wire_reply_set_stop (BtyWireReply *self,
                         const char   *stop_reason)
{
  if (stop_reason == NULL || *stop_reason == '\0')
    return;

  g_free (self->reply->stop_reason);
  self->reply->stop_reason = g_strdup (stop_reason);
}

/**
 * bty_wire_reply_parse_json:
 * @self: a reply
 * @text: JSON that belongs to it
 * @length: in bytes, or -1
 * @error: (out) (optional): %BTY_ERROR_UNREADABLE
 *
 * Returns: (transfer full) (nullable): what @text says
 */
JsonNode *
bty_wire_reply_parse_json (BtyWireReply  *self,
                           const char    *text,
                           gssize         length,
                           GError       **error)
{
  JsonNode *node = bty_json_parse (text, length, NULL);

  if (node == NULL)
    g_set_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE,
                 /* Translators: %s is a provider's name */
                 _("“%s” answered with something that is not a reply. Is its address right?"), self->provider);

  return node;
}

/**
 * bty_wire_reply_parse_body:
 * @self: a reply
 * @body: a whole answer
 * @error: (out) (optional): %BTY_ERROR_UNREADABLE, %BTY_ERROR_STREAM if a part of it is missing, or
 *   %BTY_ERROR_PROVIDER if it is empty
 *
 * Returns: (transfer full) (nullable): what @body says
 */
JsonNode *
bty_wire_reply_parse_body (BtyWireReply  *self,
                           GByteArray    *body,
                           GError       **error)
{
  guint depth;
  JsonNode *node;

  if (body->len == 0)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_PROVIDER,
                   /* Translators: %s is a provider's name */
                   _("“%s” answered with nothing."), self->provider);
      return NULL;
    }

  node = bty_wire_reply_parse_json (self, (const char *) body->data, body->len, error);
  if (node == NULL && bty_json_measure ((const char *) body->data, body->len, &depth)
      && depth <= BTY_JSON_MAX_DEPTH)
    {
      g_clear_error (error);
      g_set_error (error, BTY_ERROR, BTY_ERROR_STREAM,
                   /* Translators: %s is a provider's name */
                   _("The reply of “%s” broke off before its end."), self->provider);
    }

  return node;
}

/**
 * bty_wire_reply_take:
 * @self: a reply of which nothing more will come
 * @error: (out) (optional): %BTY_ERROR_STREAM if it broke off, %BTY_ERROR_INVALID_REQUEST if a content
 *   filter left nothing of it, %BTY_ERROR_PROVIDER if it is empty for no reason
 *
 * Returns: (transfer full) (nullable): the reply, if it is whole
 */
BtyReply *
bty_wire_reply_take (BtyWireReply  *self,
                     GError       **error)
{
  BtyStop stop = bty_stop_reason_parse (self->reply->stop_reason);

  if (!self->is_complete && !self->may_end)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_STREAM,
                   /* Translators: %s is a provider's name */
                   _("The reply of “%s” broke off before its end."), self->provider);
      return NULL;
    }
  if (self->reply->text->len == 0 && stop == BTY_STOP_FILTER)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID_REQUEST,
                   /* Translators: %s is a provider's name */
                   _("The content filter of “%s” stopped the reply. Say it in other words, or answer with "
                     "another provider."), self->provider);
      return NULL;
    }
  /* A model that thought until its tokens were used up did answer what it could. */
  if (self->reply->text->len == 0 && stop != BTY_STOP_LENGTH)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_PROVIDER,
                   /* Translators: %s is a provider's name */
                   _("“%s” answered with nothing."), self->provider);
      return NULL;
    }

  return g_steal_pointer (&self->reply);
}
