/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-interactive.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bty-cli-attachment.h"
#include "bty-cli-memory.h"
#include "bty-cli-output.h"
#include "bty-cli-provider-options.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-error.h"

typedef struct
{
  BtyCli     *cli;
  BtyCliTalk *talk;
  GPtrArray  *attachments;  /* of BtyAttachment, for the next message */
  gboolean    is_over;
} Dialogue;

/* Returns FALSE with an error for the user. */
typedef gboolean (*CommandFunc) (Dialogue    *dialogue,
                                 const char  *argument,
                                 GError     **error);

typedef struct
{
  const char  *name;
  const char  *argument;  /* for the help; NULL = none */
  const char  *summary;
  CommandFunc  run;
} Command;

static gboolean run_help (Dialogue    *dialogue,
                          const char  *argument,
                          GError     **error);

static gboolean
run_new (Dialogue    *dialogue,
         const char  *argument,
         GError     **error)
{
  bty_cli_talk_begin (dialogue->talk, bty_cli_talk_get_bot (dialogue->talk), FALSE);
  bty_cli_print ("%s", _("The next message begins a new session."));

  return TRUE;
}

static gboolean
run_bots (Dialogue    *dialogue,
          const char  *argument,
          GError     **error)
{
  GListModel *bots = bty_bot_service_get_bots (bty_profile_get_bots (dialogue->cli->profile));
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();

  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (bots, i);

      if (bot->status == BTY_BOT_STATUS_ACTIVE)
        bty_cli_table_add (table, bot->slug, bot->name, bot->description != NULL ? bot->description : "", NULL);
    }
  bty_cli_table_print (table);

  return TRUE;
}

static gboolean
run_bot (Dialogue    *dialogue,
         const char  *argument,
         GError     **error)
{
  BtyBot *bot = bty_cli_find_bot (dialogue->cli, argument, error);

  if (bot == NULL)
    return FALSE;
  bty_cli_talk_begin (dialogue->talk, bot, FALSE);

  return TRUE;
}

static gboolean
run_regenerate (Dialogue    *dialogue,
                const char  *argument,
                GError     **error)
{
  return bty_cli_talk_regenerate (dialogue->talk, error);
}

static gboolean
run_provider (Dialogue    *dialogue,
              const char  *argument,
              GError     **error)
{
  if (*argument != '\0' && bty_cli_find_provider (dialogue->cli, argument, error) == NULL)
    return FALSE;
  bty_cli_talk_set_provider (dialogue->talk, *argument != '\0' ? argument : NULL);
  if (*argument != '\0')
    bty_cli_print (_("“%s” will answer."), argument);
  else
    bty_cli_print ("%s", _("The providers of the bot will answer."));

  return TRUE;
}

static gboolean
run_unlock (Dialogue    *dialogue,
            const char  *argument,
            GError     **error)
{
  if (!bty_cli_unlock_keyring (dialogue->cli, error))
    return FALSE;
  bty_cli_print ("%s", _("The keyring is unlocked."));

  return TRUE;
}

/* It stays in memory, and goes with this run. */
static gboolean
run_key (Dialogue    *dialogue,
         const char  *argument,
         GError     **error)
{
  BtyProviderService *providers = bty_profile_get_providers (dialogue->cli->profile);
  BtyProviderStatus *status = bty_cli_find_provider (dialogue->cli, argument, error);
  g_autoptr(BtyProviderConfig) config = NULL;
  g_autoptr(BtyKey) key = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (status == NULL || !bty_cli_read_secret (_("Key: "), &key, error))
    return FALSE;

  config = bty_record_copy (bty_provider_status_get_config (status));
  bty_provider_service_save_async (providers, status, config, key, TRUE, NULL, bty_cli_wait_cb, &result);
  if (!bty_provider_service_save_finish (providers, bty_cli_wait (&result), error))
    return FALSE;
  bty_cli_print (_("“%s” has this key until the chat ends."), config->name);

  return TRUE;
}

static gboolean
run_remember (Dialogue    *dialogue,
              const char  *argument,
              GError     **error)
{
  BtyConversation *conversation = bty_cli_talk_get_conversation (dialogue->talk);
  BtySession *session = conversation != NULL ? bty_conversation_get_session (conversation) : NULL;
  g_autoptr(BtyMemory) memory = NULL;

  if (bty_cli_talk_is_private (dialogue->talk))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED, _("Nothing of a private chat is remembered."));
      return FALSE;
    }
  if (*argument == '\0')
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("Write behind /remember what to remember."));
      return FALSE;
    }
  memory = bty_memory_new (bty_cli_talk_get_bot (dialogue->talk)->id, argument);
  g_object_set (memory, "session-id", session != NULL ? session->id : NULL, NULL);

  return bty_cli_remember (dialogue->cli, memory, error);
}

static gboolean
run_attach (Dialogue    *dialogue,
            const char  *argument,
            GError     **error)
{
  BtyAttachment *attachment = bty_cli_read_attachment (argument, error);

  if (attachment == NULL)
    return FALSE;
  g_ptr_array_add (dialogue->attachments, attachment);
  bty_cli_print (_("“%s” will be sent with the next message."), attachment->name);

  return TRUE;
}

static gboolean
run_quit (Dialogue    *dialogue,
          const char  *argument,
          GError     **error)
{
  dialogue->is_over = TRUE;

  return TRUE;
}

static const Command commands[] = {
  { "/help", NULL, N_("Show this list"), run_help },
  { "/new", NULL, N_("Begin a new session"), run_new },
  { "/bots", NULL, N_("List the bots"), run_bots },
  { "/bot", N_("SLUG"), N_("Talk with another bot"), run_bot },
  { "/regenerate", NULL, N_("Ask for another version of the last reply"), run_regenerate },
  { "/provider", N_("NAME"), N_("Let this provider answer; without a name, the bot's providers"), run_provider },
  { "/key", N_("NAME"), N_("Give this provider a key for this run only"), run_key },
  { "/unlock", NULL, N_("Unlock the keyring; the system asks for its password"), run_unlock },
  { "/remember", N_("TEXT"), N_("Let the bot remember something"), run_remember },
  { "/attach", N_("FILE"), N_("Send a text or an image with the next message"), run_attach },
  { "/quit", NULL, N_("End; so does Ctrl+D"), run_quit },
};

static gboolean
run_help (Dialogue    *dialogue,
          const char  *argument,
          GError     **error)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *typed = g_strjoin (" ", commands[i].name,
                                          commands[i].argument != NULL ? _(commands[i].argument) : NULL, NULL);

      bty_cli_table_add (table, typed, _(commands[i].summary), NULL);
    }
  bty_cli_table_add (table, "//…", _("Send a message that begins with a slash"), NULL);
  bty_cli_table_add (table, "…\\", _("Go on with the message on the next line"), NULL);
  bty_cli_table_add (table, "Ctrl+C", _("Stop the reply that is arriving"), NULL);
  bty_cli_table_print (table);

  return TRUE;
}

static gboolean
run_command (Dialogue    *dialogue,
             const char  *line,
             GError     **error)
{
  g_auto(GStrv) parts = g_strsplit (line, " ", 2);
  const char *argument = parts[1] != NULL ? g_strstrip (parts[1]) : "";

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, parts[0]))
      return commands[i].run (dialogue, argument, error);
  g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("There is no command %s. /help lists them."), parts[0]);

  return FALSE;
}

static gboolean
send (Dialogue    *dialogue,
      const char  *text,
      GError     **error)
{
  if (!bty_cli_talk_send (dialogue->talk, text, dialogue->attachments, error))
    return FALSE;

  /* The conversation has kept them. */
  g_ptr_array_unref (dialogue->attachments);
  dialogue->attachments = g_ptr_array_new_with_free_func (g_object_unref);

  return TRUE;
}

static gboolean
handle (Dialogue    *dialogue,
        const char  *text,
        GError     **error)
{
  if (*text == '\0')
    return TRUE;
  if (g_str_has_prefix (text, "//"))
    return send (dialogue, text + 1, error);
  if (*text == '/')
    return run_command (dialogue, text, error);

  return send (dialogue, text, error);
}

/* Reads a message, which goes on while its lines end in a backslash. NULL = there are no more. */
static char *
read_message (Dialogue    *dialogue,
              BtyCliInput *input)
{
  g_autoptr(GString) message = g_string_new (NULL);

  while (TRUE)
    {
      g_autofree char *prompt = g_strdup_printf ("%s> ", bty_cli_talk_get_bot (dialogue->talk)->name);
      g_autofree char *line = NULL;
      g_autoptr(GError) error = NULL;

      bty_cli_print_piece (message->len > 0 ? "… " : prompt, BTY_CLI_STYLE_BOLD);
      if (!bty_cli_input_read (input, &line, &error))
        {
          bty_cli_print ("%s", "");
          if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            bty_cli_print_error (error, FALSE);
          g_string_truncate (message, 0);
          continue;
        }
      if (line == NULL)
        return NULL;
      g_string_append (message, line);
      if (!g_str_has_suffix (line, "\\"))
        return g_string_free (g_steal_pointer (&message), FALSE);
      message->str[message->len - 1] = '\n';
    }
}

/**
 * bty_cli_interact:
 * @cli: this run, opened
 * @talk: a conversation
 * @input: what is typed
 * @attachments: (element-type BtyAttachment): what goes with the first message
 * @error: (out) (optional): never set; what goes wrong is told at once
 *
 * Talks with a person at a terminal.
 *
 * Returns: %TRUE
 */
gboolean
bty_cli_interact (BtyCli       *cli,
                  BtyCliTalk   *talk,
                  BtyCliInput  *input,
                  GPtrArray    *attachments,
                  GError      **error)
{
  Dialogue dialogue = { cli, talk, g_ptr_array_ref (attachments), FALSE };

  bty_cli_print_piece (_("/help lists the commands; Ctrl+D ends."), BTY_CLI_STYLE_DIM);
  bty_cli_print ("%s", "");
  while (!dialogue.is_over)
    {
      g_autoptr(GError) problem = NULL;
      g_autofree char *message = read_message (&dialogue, input);

      if (message == NULL)
        {
          bty_cli_print ("%s", "");
          break;
        }
      if (!handle (&dialogue, message, &problem))
        bty_cli_print_error (problem, FALSE);
    }
  g_ptr_array_unref (dialogue.attachments);

  return TRUE;
}
