/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-http-message.h"

#include "bty-backoff.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-time.h"
#include "bty-wire-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the connection itself decides. */
static const char *const reserved_headers[] = {
  "Host", "Connection", "Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding",
  "Accept-Encoding", "Expect", "Upgrade", "TE", "Trailer", "Keep-Alive", "Proxy-Authorization",
};

static gboolean
is_header_name (const char *name)
{
  for (const char *at = name; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr ("!#$%&'*+-.^_`|~", *at) == NULL)
      return FALSE;

  return *name != '\0';
}

static gboolean
is_header_value (const char *value)
{
  for (const char *at = value; *at != '\0'; at++)
    if ((guchar) *at < 0x20 || (guchar) *at > 0x7e)
      return FALSE;

  return TRUE;
}

static gboolean
is_reserved (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (reserved_headers); i++)
    if (g_ascii_strcasecmp (name, reserved_headers[i]) == 0)
      return TRUE;

  return FALSE;
}

/* The settings' own headers. None may change how the request is sent or replace the key without a word. */
static gboolean
add_extra_headers (SoupMessageHeaders   *headers,
                   const BtyWireFormat  *format,
                   BtyProviderConfig    *config,
                   gboolean              has_key,
                   GError              **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (config->headers == NULL || !JSON_NODE_HOLDS_OBJECT (config->headers))
    return TRUE;

  json_object_iter_init (&iter, json_node_get_object (config->headers));
  while (json_object_iter_next (&iter, &name, &node))
    {
      const char *value = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      if (value == NULL || !is_header_name (name) || !is_header_value (value) || is_reserved (name)
          || (has_key && g_ascii_strcasecmp (name, format->key_header) == 0))
        {
          g_autofree char *shown = g_strescape (name, NULL);

          g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID_REQUEST,
                       /* Translators: %1$s is the name of an HTTP header, %2$s a provider's name */
                       _("The extra header “%1$s” of “%2$s” cannot be sent. Correct it under Providers."),
                       shown, config->name);
          return FALSE;
        }
      soup_message_headers_replace (headers, name, value);
    }

  return TRUE;
}

static gboolean
add_key (SoupMessageHeaders   *headers,
         const BtyWireFormat  *format,
         BtyProviderConfig    *config,
         const char           *key,
         GError              **error)
{
  char *value;

  if (!is_header_value (key) || strchr (key, ' ') != NULL)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_AUTHENTICATION,
                   /* Translators: %s is a provider's name */
                   _("The key of “%s” has characters that no key has. Enter it again under Providers."),
                   config->name);
      return FALSE;
    }

  value = g_strconcat (format->key_prefix, key, NULL);
  soup_message_headers_replace (headers, format->key_header, value);
  explicit_bzero (value, strlen (value));
  g_free (value);

  return TRUE;
}

static gboolean
is_web_address (GUri *uri)
{
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && *host != '\0' && strpbrk (host, " \t\r\n") == NULL
         && (g_str_equal (g_uri_get_scheme (uri), "https") || g_str_equal (g_uri_get_scheme (uri), "http"));
}

static void
set_body (SoupMessage *message,
          JsonNode    *body)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(GBytes) bytes = NULL;
  gsize length;
  char *text;

  json_generator_set_root (generator, body);
  text = json_generator_to_data (generator, &length);
  bytes = g_bytes_new_take (text, length);
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
}

/**
 * bty_http_message_new:
 * @format: how the service is spoken to
 * @config: how it is reached
 * @path: what is asked, one of the format's paths
 * @key: (nullable): the key; it is put in its header and nowhere else
 * @body: (nullable): what is sent; %NULL = nothing, with GET
 * @error: (out) (optional): %BTY_ERROR_INVALID_REQUEST for an address or a header, and
 *   %BTY_ERROR_AUTHENTICATION for a key, that cannot be sent
 *
 * Returns: (transfer full) (nullable): a request that is ready to be sent
 */
SoupMessage *
bty_http_message_new (const BtyWireFormat  *format,
                      BtyProviderConfig    *config,
                      const char           *path,
                      const char           *key,
                      JsonNode             *body,
                      GError              **error)
{
  g_autofree char *url = bty_wire_format_dup_url (format, config, path);
  g_autoptr(GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  gboolean has_key = key != NULL && *key != '\0';
  g_autoptr(SoupMessage) message = NULL;
  SoupMessageHeaders *headers;

  if (!is_web_address (uri))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID_REQUEST,
                   /* Translators: %s is a provider's name */
                   _("The address of “%s” is not a web address. Correct it under Providers."), config->name);
      return NULL;
    }

  message = soup_message_new_from_uri (body != NULL ? SOUP_METHOD_POST : SOUP_METHOD_GET, uri);
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept", body != NULL && config->streaming
                                                   ? "text/event-stream, application/json" : "application/json");
  if (format->extra_header != NULL)
    soup_message_headers_replace (headers, format->extra_header, format->extra_value);
  if (!add_extra_headers (headers, format, config, has_key, error))
    return NULL;
  if (has_key && !add_key (headers, format, config, key, error))
    return NULL;
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (body != NULL)
    set_body (message, body);

  return g_steal_pointer (&message);
}

/**
 * bty_http_message_wipe_key:
 * @message: (nullable): a request that is over
 * @format: how it was sent
 *
 * Overwrites the key in the request's headers before their memory is given back.
 */
void
bty_http_message_wipe_key (SoupMessage         *message,
                           const BtyWireFormat *format)
{
  const char *value;

  if (message == NULL)
    return;

  /* The library hands out its own copy, and has no way to wipe it. */
  value = soup_message_headers_get_one (soup_message_get_request_headers (message), format->key_header);
  if (value != NULL)
    explicit_bzero ((char *) value, strlen (value));
  soup_message_headers_remove (soup_message_get_request_headers (message), format->key_header);
}

/**
 * bty_http_message_has_answer:
 * @message: a request with an answer
 *
 * Returns: whether it is one and not a refusal
 */
gboolean
bty_http_message_has_answer (SoupMessage *message)
{
  return SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message));
}

/**
 * bty_http_message_check_encoding:
 * @message: a request with an answer
 * @provider: the provider's name
 * @error: (out) (optional): %BTY_ERROR_UNREADABLE
 *
 * Every request says that it takes nothing encoded, and nothing is decoded: a few bytes of gzip could stand
 * for gigabytes.
 *
 * Returns: whether the body can be read as it is
 */
gboolean
bty_http_message_check_encoding (SoupMessage  *message,
                                 const char   *provider,
                                 GError      **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *encoding = soup_message_headers_get_one (headers, "Content-Encoding");

  if (encoding == NULL || g_ascii_strcasecmp (encoding, "identity") == 0)
    return TRUE;

  g_set_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE,
               /* Translators: %s is a provider's name */
               _("“%s” sent a compressed answer although it was told not to."), provider);
  return FALSE;
}

static gint64
get_retry_after (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *milliseconds = soup_message_headers_get_one (headers, "retry-after-ms");
  guint64 value;

  if (milliseconds != NULL && g_ascii_string_to_unsigned (milliseconds, 10, 0, G_MAXINT, &value, NULL))
    return value;

  return bty_backoff_parse_retry_after (soup_message_headers_get_one (headers, "Retry-After"), bty_time_now ());
}

static GError *
describe_redirect (SoupMessage *message,
                   const char  *provider)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr(GUri) target = location != NULL
                           ? g_uri_parse_relative (soup_message_get_uri (message), location,
                                                   SOUP_HTTP_URI_FLAGS, NULL)
                           : NULL;

  if (target == NULL || g_uri_get_host (target) == NULL)
    return g_error_new (BTY_ERROR, BTY_ERROR_PROVIDER,
                        /* Translators: %s is a provider's name */
                        _("“%s” sends requests elsewhere, which is not done with a key. Correct its address under "
                          "Providers."), provider);

  return g_error_new (BTY_ERROR, BTY_ERROR_PROVIDER,
                      /* Translators: %1$s is a provider's name, %2$s a computer's */
                      _("“%1$s” sends requests on to %2$s, which is not done with a key. If that is right, correct "
                        "its address under Providers."), provider, g_uri_get_host (target));
}

/**
 * bty_http_message_check_status:
 * @message: a request with an answer
 * @provider: the provider's name
 * @body: what came with it
 * @error: (out) (optional): %BTY_ERROR, named by what can be done about it
 *
 * Returns: whether there is an answer that can be read, and not a refusal
 */
gboolean
bty_http_message_check_status (SoupMessage  *message,
                               const char   *provider,
                               GByteArray   *body,
                               GError      **error)
{
  guint status = soup_message_get_status (message);
  gint64 retry_after = get_retry_after (message);
  g_autoptr(JsonNode) report = NULL;
  GError *refusal;

  if (bty_http_message_has_answer (message))
    return bty_http_message_check_encoding (message, provider, error);
  if (SOUP_STATUS_IS_REDIRECTION (status))
    {
      g_propagate_error (error, describe_redirect (message, provider));
      return FALSE;
    }

  if (bty_http_message_check_encoding (message, provider, NULL))
    report = bty_json_parse ((const char *) body->data, body->len, NULL);
  refusal = bty_wire_error_new (provider, status, report);
  if (retry_after >= 0)
    bty_error_set_retry_after (refusal, retry_after);
  g_propagate_error (error, refusal);

  return FALSE;
}
