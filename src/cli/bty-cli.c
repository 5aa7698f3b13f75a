/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-args.h"
#include "bty-cli-output.h"
#include "bty-cli-rescue.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-profiles.h"

#define TELL_WAIT_S 5 /* of silence */

/**
 * bty_cli_dup_root_dir:
 * @cli: this run
 *
 * Returns: (transfer full): the data directory that all profiles are in
 */
char *
bty_cli_dup_root_dir (BtyCli *cli)
{
  return cli->root_dir != NULL ? g_strdup (cli->root_dir)
                               : g_build_filename (g_get_user_data_dir (), "boternity", NULL);
}

/**
 * bty_cli_dup_data_dir:
 * @cli: this run
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if there is no such profile
 *
 * Returns: (transfer full) (nullable): where the data of the profile are, opened or not
 */
char *
bty_cli_dup_data_dir (BtyCli  *cli,
                      GError **error)
{
  g_autofree char *root = bty_cli_dup_root_dir (cli);
  const char *name = cli->profile_name != NULL ? cli->profile_name : BTY_PROFILES_DEFAULT;

  if (!bty_profiles_exists (root, name))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no profile “%s”."), name);
      return NULL;
    }

  return bty_profiles_dup_dir (root, name);
}

/**
 * bty_cli_open:
 * @cli: this run
 * @error: (out) (optional): why not; %BTY_ERROR_REFUSED if another process has it open
 *
 * Opens the profile, unless it is open.
 *
 * Returns: whether it is open
 */
gboolean
bty_cli_open (BtyCli  *cli,
              GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *data_dir = NULL;

  if (cli->profile != NULL)
    return TRUE;
  data_dir = bty_cli_dup_data_dir (cli, error);
  if (data_dir == NULL)
    return FALSE;

  bty_profile_open_async (data_dir, NULL, bty_cli_wait_cb, &result);
  cli->profile = bty_profile_open_finish (bty_cli_wait (&result), error);
  if (cli->profile == NULL)
    bty_cli_add_advice (cli, data_dir, error);

  return cli->profile != NULL;
}

/**
 * bty_cli_close:
 * @cli: this run
 *
 * Waits until everything is on disk, and lets go of the data.
 */
void
bty_cli_close (BtyCli *cli)
{
  if (cli->profile != NULL)
    bty_profile_close (cli->profile);
  g_clear_object (&cli->profile);
}

/**
 * bty_cli_find_bot:
 * @cli: this run, opened
 * @slug: (nullable): of a bot; %NULL = the one to talk with by default
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND
 *
 * Returns: (transfer none) (nullable): that bot
 */
BtyBot *
bty_cli_find_bot (BtyCli      *cli,
                  const char  *slug,
                  GError     **error)
{
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (cli->profile), slug);

  if (bot == NULL && slug != NULL)
    g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no bot “%s”."), slug);
  else if (bot == NULL)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no active bot."));

  return bot;
}

/**
 * bty_cli_find_provider:
 * @cli: this run, opened
 * @name: of a provider
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND
 *
 * Returns: (transfer none) (nullable): that provider
 */
BtyProviderStatus *
bty_cli_find_provider (BtyCli      *cli,
                       const char  *name,
                       GError     **error)
{
  BtyProviderStatus *status = bty_provider_service_find (bty_profile_get_providers (cli->profile), name);

  if (status == NULL)
    g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no provider “%s”."), name);

  return status;
}

/**
 * bty_cli_unlock_keyring:
 * @cli: this run, opened
 * @error: (out) (optional): %BTY_ERROR_KEYRING_LOCKED if the person did not unlock it, or %BTY_ERROR_KEYRING
 *
 * Has the system ask for the password of the keyring, and looks for the keys again.
 *
 * Returns: whether it is unlocked
 */
gboolean
bty_cli_unlock_keyring (BtyCli  *cli,
                        GError **error)
{
  BtyProviderService *providers = bty_profile_get_providers (cli->profile);
  g_autoptr(GAsyncResult) result = NULL;

  bty_provider_service_unlock_keyring_async (providers, NULL, bty_cli_wait_cb, &result);

  return bty_provider_service_unlock_keyring_finish (providers, bty_cli_wait (&result), error);
}

/**
 * bty_cli_find_session:
 * @cli: this run, opened
 * @id: of a session
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or why it could not be read
 *
 * Returns: (transfer full) (nullable): that session
 */
BtySession *
bty_cli_find_session (BtyCli      *cli,
                      const char  *id,
                      GError     **error)
{
  BtySessionService *sessions = bty_profile_get_sessions (cli->profile);
  g_autoptr(GAsyncResult) result = NULL;

  bty_session_service_get_async (sessions, id, NULL, bty_cli_wait_cb, &result);

  return bty_session_service_get_finish (sessions, bty_cli_wait (&result), error);
}

/**
 * bty_cli_read_file:
 * @path: of a text file; "-" = what is piped in
 * @text: (out) (transfer full): what is in it
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, %BTY_ERROR_INVALID or %BTY_ERROR_FAILED
 *
 * Returns: whether @text is set, to valid UTF-8
 */
gboolean
bty_cli_read_file (const char  *path,
                   char       **text,
                   GError     **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *contents = NULL;
  g_autoptr(GError) local_error = NULL;
  gsize length;

  if (!g_file_get_contents (g_str_equal (path, "-") ? "/dev/stdin" : path, &contents, &length, &local_error))
    {
      gboolean missing = g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT);

      g_set_error (error, BTY_ERROR, missing ? BTY_ERROR_NOT_FOUND : BTY_ERROR_FAILED,
                   missing ? _("There is no file “%s”.") : _("The file “%s” cannot be read."), shown);
      return FALSE;
    }
  if (!g_utf8_validate_len (contents, length, NULL))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("The file “%s” is not valid UTF-8 text."), shown);
      return FALSE;
    }
  *text = g_steal_pointer (&contents);

  return TRUE;
}

/**
 * bty_cli_parse_nick:
 * @type: an enumeration type
 * @option: the option that was given, for the error
 * @nick: what was given
 * @value: (out): what it names
 * @error: (out) (optional): %G_OPTION_ERROR, which lists what is possible
 *
 * Returns: whether @nick names a value
 */
gboolean
bty_cli_parse_nick (GType        type,
                    const char  *option,
                    const char  *nick,
                    int         *value,
                    GError     **error)
{
  g_autoptr(GEnumClass) class = NULL;
  g_autoptr(GString) possible = NULL;

  if (bty_enum_from_nick (type, nick, value))
    return TRUE;

  class = g_type_class_ref (type);
  possible = g_string_new (NULL);
  for (guint i = 0; i < class->n_values; i++)
    g_string_append_printf (possible, "%s%s", i > 0 ? ", " : "", class->values[i].value_nick);
  bty_cli_set_usage_error (error, _("--%s takes one of %s, not “%s”."), option, possible->str, nick);

  return FALSE;
}

static gboolean
tell_wait_cb (gpointer user_data)
{
  bty_cli_print_note (_("Looking for what is worth remembering. Ctrl+C leaves it for later."));

  return G_SOURCE_CONTINUE;
}

/**
 * bty_cli_look_through:
 * @cli: this run, opened
 *
 * Waits until all that was said, in conversations that nobody here is in any more, was looked through for what is worth
 * remembering. If the program ends before, the next one does it.
 */
void
bty_cli_look_through (BtyCli *cli)
{
  BtyCaptureService *capture = bty_profile_get_capture (cli->profile);

  guint timer = g_timeout_add_seconds (TELL_WAIT_S, tell_wait_cb, NULL);

  bty_capture_service_look_for_left (capture, 0);
  while (bty_capture_service_get_busy (capture))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
}

/**
 * bty_cli_deliver_document:
 * @cli: this run
 * @text: what was exported
 * @is_json: whether @text is a JSON object
 * @path: (nullable): the file to write; %NULL or "-" = standard output
 * @error: (out) (optional): why it could not be written
 *
 * Returns: whether it was delivered
 */
gboolean
bty_cli_deliver_document (BtyCli      *cli,
                          const char  *text,
                          gboolean     is_json,
                          const char  *path,
                          GError     **error)
{
  g_autofree char *shown = path != NULL ? g_filename_display_name (path) : NULL;
  gboolean to_file = path != NULL && !g_str_equal (path, "-");
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;

  if (to_file && !g_file_set_contents (path, text, -1, NULL))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("The file “%s” cannot be written."), shown);
      return FALSE;
    }
  if (!to_file && cli->json && is_json)
    {
      node = bty_json_parse (text, -1, error);
      if (node == NULL)
        return FALSE;
      bty_cli_print_json (node);
    }
  else if (cli->json)
    {
      object = json_object_new ();
      node = bty_cli_json_take (object);
      json_object_set_string_member (object, to_file ? "file" : "text", to_file ? shown : text);
      bty_cli_print_json (node);
    }
  else if (!to_file)
    bty_cli_print_document (text);
  else
    bty_cli_print (_("Written to %s."), shown);

  return TRUE;
}
