/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-provider-options.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "bty-cli.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-error.h"

/* No key is longer; what is longer is the wrong file. */
#define KEY_LIMIT 16384

typedef struct
{
  const char *option;
  const char *property;
} Mapping;

static const Mapping texts[] = {
  { "base-url", "base-url" },
  { "model", "model" },
  { "key-env", "key-env" },
};

static const Mapping integers[] = {
  { "priority", "priority" },
  { "context-tokens", "context-tokens" },
  { "output-tokens", "output-tokens" },
  { "timeout-ms", "first-byte-timeout-ms" },
  { "timeout-ms", "silence-timeout-ms" },
  { "connect-timeout-ms", "connect-timeout-ms" },
  { "first-byte-timeout-ms", "first-byte-timeout-ms" },
  { "silence-timeout-ms", "silence-timeout-ms" },
};

static const Mapping reals[] = {
  { "price-input", "price-input" },
  { "price-output", "price-output" },
};

static const char * const switches[] = { "streaming", "thinking", "vision" };

/* They carry keys, which are never arguments and never stored with the settings. */
static const char * const secret_headers[] = {
  "authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie",
};

static gboolean
apply_switch (BtyCliArgs         *args,
              BtyProviderConfig  *config,
              const char         *name,
              GError            **error)
{
  g_autofree char *opposite = g_strconcat ("no-", name, NULL);
  gboolean on = bty_cli_args_has (args, name);
  gboolean off = bty_cli_args_has (args, opposite);

  if (on && off)
    {
      bty_cli_set_usage_error (error, _("--%s and --%s contradict each other."), name, opposite);
      return FALSE;
    }
  if (on || off)
    g_object_set (config, name, on, NULL);

  return TRUE;
}

static gboolean
is_secret (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (secret_headers); i++)
    if (g_ascii_strcasecmp (secret_headers[i], name) == 0)
      return TRUE;

  return FALSE;
}

/* "" takes all extra headers away. */
static gboolean
apply_headers (BtyCliArgs         *args,
               BtyProviderConfig  *config,
               GError            **error)
{
  const char * const *headers = bty_cli_args_get_list (args, "header");
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;

  if (headers == NULL)
    return TRUE;

  object = json_object_new ();
  node = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  for (; *headers != NULL; headers++)
    {
      g_auto(GStrv) parts = g_strsplit (*headers, ":", 2);

      if (**headers == '\0')
        continue;
      if (parts[0] == NULL || *g_strstrip (parts[0]) == '\0' || parts[1] == NULL || strpbrk (*headers, "\r\n") != NULL)
        {
          bty_cli_set_usage_error (error, _("--header takes “NAME: VALUE”."));
          return FALSE;
        }
      if (is_secret (parts[0]))
        {
          bty_cli_set_usage_error (error, _("The header “%s” carries a key. Use --key-stdin or --key-env."), parts[0]);
          return FALSE;
        }
      json_object_set_string_member (object, parts[0], g_strstrip (parts[1]));
    }
  json_node_seal (node);
  g_object_set (config, "headers", json_object_get_size (object) > 0 ? node : NULL, NULL);

  return TRUE;
}

/**
 * bty_cli_apply_provider_options:
 * @args: of a command with %BTY_CLI_PROVIDER_OPTIONS
 * @config: the provider to change
 * @error: (out) (optional): %G_OPTION_ERROR
 *
 * Returns: whether all options made sense
 */
gboolean
bty_cli_apply_provider_options (BtyCliArgs         *args,
                                BtyProviderConfig  *config,
                                GError            **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (bty_cli_args_has (args, texts[i].option))
      g_object_set (config, texts[i].property, bty_cli_args_get_text (args, texts[i].option), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (integers); i++)
    if (bty_cli_args_has (args, integers[i].option))
      g_object_set (config, integers[i].property, bty_cli_args_get_integer (args, integers[i].option, 0), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (reals); i++)
    if (bty_cli_args_has (args, reals[i].option))
      g_object_set (config, reals[i].property, bty_cli_args_get_real (args, reals[i].option, 0), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (!apply_switch (args, config, switches[i], error))
      return FALSE;

  /* The keyring is asked again. */
  if (config->key_env != NULL && *config->key_env == '\0')
    g_object_set (config, "key-env", NULL, NULL);

  if (bty_cli_args_has (args, "clearance"))
    {
      int clearance;

      if (!bty_cli_parse_nick (BTY_TYPE_TRUST, "clearance", bty_cli_args_get_text (args, "clearance"),
                               &clearance, error))
        return FALSE;
      g_object_set (config, "clearance", clearance, NULL);
    }

  return apply_headers (args, config, error);
}

/* Reads one line into @buffer without leaving copies of it elsewhere. */
static gsize
read_secret_line (char  *buffer,
                  gsize  size)
{
  gsize length = 0;

  while (length < size)
    {
      gssize n = read (STDIN_FILENO, buffer + length, 1);

      if (n <= 0 || buffer[length] == '\n')
        break;
      length++;
      if (g_ascii_iscntrl (buffer[length - 1]) && buffer[length - 1] != '\r')
        break;
    }

  return length;
}

static gsize
read_secret (const char *prompt,
             char       *buffer,
             gsize       size)
{
  struct termios shown, hidden;
  gsize length;

  if (!isatty (STDIN_FILENO) || tcgetattr (STDIN_FILENO, &shown) != 0)
    return read_secret_line (buffer, size);

  /* Ctrl+C ends the line, so that the terminal is not left as it is now. */
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) (ECHO | ISIG);
  hidden.c_cc[VEOL] = shown.c_cc[VINTR];
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  fputs (prompt, stderr);
  length = read_secret_line (buffer, size);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  fputc ('\n', stderr);

  return length;
}

static gboolean
is_key (const char *text,
        gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (text[i]))
      return FALSE;

  return length > 0 && length < KEY_LIMIT && g_utf8_validate_len (text, length, NULL);
}

/**
 * bty_cli_read_secret:
 * @prompt: what a person is asked in a terminal
 * @secret: (out) (transfer full): what was typed or piped in; bty_key_free() it
 * @error: (out) (optional): %BTY_ERROR_INVALID
 *
 * Reads a line from standard input that nobody shall see.
 *
 * Returns: whether there is one
 */
gboolean
bty_cli_read_secret (const char  *prompt,
                     char       **secret,
                     GError     **error)
{
  char buffer[KEY_LIMIT + 1] = "";
  gsize length = read_secret (prompt, buffer, KEY_LIMIT);

  *secret = NULL;
  if (length > 0 && buffer[length - 1] == '\r')
    length--;
  buffer[length] = '\0';
  if (is_key (buffer, length))
    *secret = g_strdup (buffer);
  else
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID,
                         _("Standard input does not begin with a line that can be a key."));
  explicit_bzero (buffer, sizeof buffer);

  return *secret != NULL;
}

/**
 * bty_cli_read_key:
 * @args: of a command with %BTY_CLI_PROVIDER_OPTIONS
 * @key: (out) (transfer full) (nullable): the key that was typed or piped in; bty_key_free() it
 * @error: (out) (optional): %G_OPTION_ERROR or %BTY_ERROR_INVALID
 *
 * Reads the key from standard input if that was asked for.
 *
 * Returns: whether that went well
 */
gboolean
bty_cli_read_key (BtyCliArgs  *args,
                  char       **key,
                  GError     **error)
{
  *key = NULL;
  if (!bty_cli_args_has (args, "key-stdin"))
    return TRUE;
  if (bty_cli_args_has (args, "key-env"))
    {
      bty_cli_set_usage_error (error, _("--%s and --%s contradict each other."), "key-stdin", "key-env");
      return FALSE;
    }

  return bty_cli_read_secret (_("Key: "), key, error);
}
