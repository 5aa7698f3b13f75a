/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-form.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "bty-record.h"

/* What may be typed about a provider, and how it is read; no widgets, so that tables can test it. */

#define NAME_LENGTH 100
#define TOKENS_LIMIT 1000000000

static char *
check_name (const char *text)
{
  if (*text == '\0')
    return g_strdup (_("Give it a name."));
  if (g_utf8_strlen (text, -1) > NAME_LENGTH)
    return g_strdup_printf (ngettext ("A name has at most %d character.",
                                      "A name has at most %d characters.", NAME_LENGTH), NAME_LENGTH);
  /* Lists of providers are written with commas. */
  if (strchr (text, ',') != NULL)
    return g_strdup (_("A name cannot contain a comma."));
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return g_strdup (_("A name is one line of visible characters."));

  return NULL;
}

static GUri *
parse_url (const char *text)
{
  return g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD, NULL);
}

static char *
check_base_url (const char *text)
{
  g_autoptr(GUri) uri = NULL;

  if (*text == '\0')
    return g_strdup (_("Enter the address at which it answers."));
  if (strpbrk (text, " \t\r\n") != NULL)
    return g_strdup (_("An address has no spaces."));

  uri = parse_url (text);
  if (uri == NULL
      || (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 && g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    return g_strdup (_("An address starts with https:// or, on this computer, with http://."));
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return g_strdup (_("This address names no server."));
  if (g_uri_get_userinfo (uri) != NULL)
    return g_strdup (_("Put the key into the field for it, not into the address."));
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return g_strdup (_("Leave out what follows “?” or “#”."));

  return NULL;
}

static char *
check_key (const char *text)
{
  if (strpbrk (text, "\r\n") != NULL)
    return g_strdup (_("A key is one line of text."));
  for (const char *at = text; *at != '\0'; at++)
    if (*at <= ' ' || *at > '~')
      return g_strdup (_("This does not look like a key: it has spaces or characters that keys do not have."));

  return NULL;
}

static char *
check_key_env (const char *text)
{
  if (*text == '\0')
    return g_strdup (_("Enter the name of the variable."));
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isalpha (*at) && *at != '_' && (at == text || !g_ascii_isdigit (*at)))
      return g_strdup (_("Enter the name of the variable, such as OPENAI_API_KEY, not the key."));

  return NULL;
}

/* Whether @name is a header that carries a key. */
static gboolean
is_secret_header (const char *name)
{
  static const char *secrets[] = { "authorization", "proxy-authorization", "x-api-key", "api-key",
                                   "x-goog-api-key", "cookie" };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (g_ascii_strcasecmp (secrets[i], name) == 0)
      return TRUE;

  return FALSE;
}

static char *
check_header (const char *line)
{
  const char *colon = strchr (line, ':');
  g_autofree char *name = NULL;

  if (colon == NULL || colon == line)
    return g_strdup (_("Write one header in each line, such as “X-Title: Boternity”."));

  name = g_strchomp (g_strndup (line, colon - line));
  for (const char *at = name; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr ("!#$%&'*+-.^_`|~", *at) == NULL)
      return g_strdup_printf (_("“%s” cannot be the name of a header."), name);
  for (const char *at = colon; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at) && *at != '\t')
      return g_strdup (_("A header is one line of visible characters."));
  if (is_secret_header (name))
    return g_strdup_printf (_("Headers are stored as plain text: put what “%s” carries into the field for the key."),
                            name);

  return NULL;
}

/* The lines of @text that are not empty, without the space around them. */
static char **
split_lines (const char *text)
{
  g_auto(GStrv) all = g_strsplit (text, "\n", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    if (*g_strstrip (all[i]) != '\0')
      g_strv_builder_add (builder, all[i]);

  return g_strv_builder_end (builder);
}

static char *
check_headers (const char *text)
{
  g_auto(GStrv) lines = split_lines (text);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *complaint = check_header (lines[i]);

      if (complaint != NULL)
        return complaint;
    }

  return NULL;
}

/* @text as a number, with a point or a comma; NAN if it is none. */
static double
parse_number (const char *text)
{
  g_autofree char *pointed = g_strdelimit (g_strdup (text), ",", '.');
  char *end;
  double number;

  for (const char *at = pointed; *at != '\0'; at++)
    if (!g_ascii_isdigit (*at) && *at != '.')
      return NAN;
  number = g_ascii_strtod (pointed, &end);

  return *pointed != '\0' && *end == '\0' && isfinite (number) ? number : NAN;
}

/**
 * bty_provider_form_check:
 * @field: what was typed
 * @text: the text, valid UTF-8
 *
 * Space at both ends does not count.
 *
 * Returns: (transfer full) (nullable): what is wrong with it, in plain words; %NULL if it can be used
 */
char *
bty_provider_form_check (BtyProviderField  field,
                         const char       *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  char *complaint = NULL;

  switch (field)
    {
    case BTY_PROVIDER_FIELD_NAME:
      return check_name (stripped);
    case BTY_PROVIDER_FIELD_BASE_URL:
      return check_base_url (stripped);
    case BTY_PROVIDER_FIELD_KEY:
      complaint = check_key (stripped);
      /* The copy is wiped like the key. */
      memset (stripped, 0, strlen (stripped));
      return complaint;
    case BTY_PROVIDER_FIELD_KEY_ENV:
      return check_key_env (stripped);
    case BTY_PROVIDER_FIELD_MODEL:
      return *stripped == '\0' ? g_strdup (_("Choose a model.")) : NULL;
    case BTY_PROVIDER_FIELD_PRICE:
      if (*stripped != '\0' && isnan (parse_number (stripped)))
        return g_strdup (_("A price is a number such as 2.50, or nothing."));
      return NULL;
    case BTY_PROVIDER_FIELD_TOKENS:
      if (*stripped != '\0' && bty_provider_form_parse_tokens (stripped) == BTY_UNSET)
        return g_strdup (_("Enter a whole number such as 128000, or nothing."));
      return NULL;
    case BTY_PROVIDER_FIELD_HEADERS:
      return check_headers (stripped);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * bty_provider_form_is_exposed:
 * @base_url: an address
 *
 * Returns: whether what is sent there can be read on the way: it is not encrypted, and leaves this computer
 */
gboolean
bty_provider_form_is_exposed (const char *base_url)
{
  g_autofree char *stripped = g_strstrip (g_strdup (base_url));
  g_autoptr(GUri) uri = parse_url (stripped);
  g_autoptr(GInetAddress) address = NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || g_strcmp0 (g_uri_get_scheme (uri), "http") != 0)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost"))
    return FALSE;

  address = g_inet_address_new_from_string (host);

  return address == NULL || !g_inet_address_get_is_loopback (address);
}

/**
 * bty_provider_form_parse_price:
 * @text: what was typed, checked
 *
 * Returns: US dollars per million tokens; NAN if nothing was typed
 */
double
bty_provider_form_parse_price (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return parse_number (stripped);
}

/**
 * bty_provider_form_write_price:
 * @price: US dollars per million tokens, or NAN
 *
 * Returns: (transfer full): what is shown for it in a field
 */
char *
bty_provider_form_write_price (double price)
{
  return isnan (price) ? g_strdup ("") : g_strdup_printf ("%.10g", price);
}

/**
 * bty_provider_form_parse_tokens:
 * @text: what was typed
 *
 * Returns: the number, or %BTY_UNSET if there is none
 */
gint64
bty_provider_form_parse_tokens (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  guint64 tokens;

  if (!g_ascii_string_to_unsigned (stripped, 10, 1, TOKENS_LIMIT, &tokens, NULL))
    return BTY_UNSET;

  return (gint64) tokens;
}

/**
 * bty_provider_form_write_tokens:
 * @tokens: a number, or %BTY_UNSET
 *
 * Returns: (transfer full): what is shown for it in a field
 */
char *
bty_provider_form_write_tokens (gint64 tokens)
{
  return tokens <= 0 ? g_strdup ("") : g_strdup_printf ("%" G_GINT64_FORMAT, tokens);
}

/**
 * bty_provider_form_parse_headers:
 * @text: what was typed, checked: one header in each line
 *
 * Returns: (transfer full) (nullable): an object of headers, or %NULL if there are none
 */
JsonNode *
bty_provider_form_parse_headers (const char *text)
{
  g_auto(GStrv) lines = split_lines (text);
  g_autoptr(JsonObject) object = json_object_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      json_object_set_string_member (object, g_strchomp (lines[i]), g_strchug (colon + 1));
    }
  if (json_object_get_size (object) == 0)
    return NULL;

  return json_node_init_object (json_node_alloc (), object);
}

/**
 * bty_provider_form_write_headers:
 * @headers: (nullable): an object of headers
 *
 * Returns: (transfer full): one header in each line
 */
char *
bty_provider_form_write_headers (JsonNode *headers)
{
  GString *text = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (headers == NULL || !JSON_NODE_HOLDS_OBJECT (headers))
    return g_string_free (text, FALSE);

  json_object_iter_init_ordered (&iter, json_node_get_object (headers));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", name, json_node_get_string (value));

  return g_string_free (text, FALSE);
}
