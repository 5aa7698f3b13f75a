/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "bty-cli-attachment.h"
#include "bty-cli-input.h"
#include "bty-cli-interactive.h"
#include "bty-cli-memory.h"
#include "bty-cli-output.h"
#include "bty-cli-talk.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-words.h"

/* What a signal has to reach. */
typedef struct
{
  BtyCliTalk  *talk;
  BtyCliInput *input;
  gboolean     is_interactive;
} Run;

static gboolean
end_cb (gpointer user_data)
{
  Run *run = user_data;

  bty_cli_talk_stop (run->talk);
  bty_cli_input_end (run->input);

  return G_SOURCE_CONTINUE;
}

/* A person stops the reply and goes on; a program wants to be done. */
static gboolean
interrupt_cb (gpointer user_data)
{
  Run *run = user_data;

  if (!run->is_interactive)
    return end_cb (user_data);
  if (!bty_cli_talk_stop (run->talk))
    bty_cli_input_interrupt (run->input);

  return G_SOURCE_CONTINUE;
}

static GPtrArray *
read_attachments (BtyCliArgs  *args,
                  GError     **error)
{
  const char * const *paths = bty_cli_args_get_list (args, "attach");
  g_autoptr(GPtrArray) attachments = g_ptr_array_new_with_free_func (g_object_unref);

  for (; paths != NULL && *paths != NULL; paths++)
    {
      BtyAttachment *attachment = bty_cli_read_attachment (*paths, error);

      if (attachment == NULL)
        return NULL;
      g_ptr_array_add (attachments, attachment);
    }

  return g_steal_pointer (&attachments);
}

/* A message per line until the pipe ends, whatever becomes of each. */
static void
talk_from_pipe (BtyCli    *cli,
                Run       *run,
                GPtrArray *attachments)
{
  while (bty_cli_flush ())
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *line = NULL;

      if (bty_cli_input_read (run->input, &line, &error))
        {
          if (line == NULL)
            break;
          if (bty_words_is_blank (line))
            continue;
          if (bty_cli_talk_send (run->talk, line, attachments, &error))
            {
              attachments = NULL;
              continue;
            }
        }
      cli->failed = TRUE;
      bty_cli_print_error (error, cli->json);
    }

  if (bty_cli_input_is_ended (run->input))
    cli->failed = TRUE;
}

static gboolean
prepare_talk (BtyCli      *cli,
              BtyCliArgs  *args,
              BtyCliTalk  *talk,
              GError     **error)
{
  const char *slug = bty_cli_args_get_text (args, "bot");
  const char *session_id = bty_cli_args_get_text (args, "session");
  const char *provider = bty_cli_args_get_text (args, "provider");
  BtyBot *bot = slug != NULL || session_id == NULL ? bty_cli_find_bot (cli, slug, error) : NULL;

  if (bot == NULL && (slug != NULL || session_id == NULL))
    return FALSE;
  if (provider != NULL && bty_cli_find_provider (cli, provider, error) == NULL)
    return FALSE;
  if (session_id == NULL)
    bty_cli_talk_begin (talk, bot, bty_cli_args_has (args, "private"));
  else if (!bty_cli_talk_open (talk, session_id, error))
    return FALSE;
  bty_cli_talk_set_provider (talk, provider);

  if (bot != NULL && bot != bty_cli_talk_get_bot (talk))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("That session is with %s, not with %s."),
                   bty_cli_talk_get_bot (talk)->slug, bot->slug);
      return FALSE;
    }
  bot = bty_cli_talk_get_bot (talk);
  if (bot->status != BTY_BOT_STATUS_ACTIVE)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_REFUSED,
                   _("The bot “%s” is put away. Bring it back with: boternityctl bot restore %s"),
                   bot->name, bot->slug);
      return FALSE;
    }

  return TRUE;
}

static BtyCliTalkFlags
choose_flags (BtyCli     *cli,
              BtyCliArgs *args,
              gboolean    is_interactive)
{
  BtyCliTalkFlags flags = is_interactive ? BTY_CLI_TALK_INTERACTIVE : BTY_CLI_TALK_NONE;

  if (bty_cli_args_has (args, "stream") || (!cli->json && isatty (STDOUT_FILENO)))
    flags |= BTY_CLI_TALK_STREAM;

  return flags;
}

static gboolean
talk (BtyCli      *cli,
      BtyCliArgs  *args,
      Run         *run,
      GError     **error)
{
  const char *message = bty_cli_args_get_text (args, "message");
  g_autoptr(GPtrArray) attachments = read_attachments (args, error);

  if (attachments == NULL || !prepare_talk (cli, args, run->talk, error))
    return FALSE;
  if (run->is_interactive)
    return bty_cli_interact (cli, run->talk, run->input, attachments, error);
  if (message != NULL)
    return bty_cli_talk_send (run->talk, message, attachments, error);
  talk_from_pipe (cli, run, attachments);

  return TRUE;
}

static gboolean
run_chat (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  const char *message = bty_cli_args_get_text (args, "message");
  gboolean is_interactive = message == NULL && !cli->json && isatty (STDIN_FILENO) && isatty (STDOUT_FILENO);
  g_autoptr(BtyCliTalk) conversation = NULL;
  g_autoptr(BtyCliInput) input = bty_cli_input_new ();
  Run run = { NULL, input, is_interactive };
  guint sources[3];
  gboolean done;

  if (bty_cli_args_has (args, "private") && bty_cli_args_has (args, "session"))
    {
      bty_cli_set_usage_error (error, _("--%s and --%s contradict each other."), "private", "session");
      return FALSE;
    }
  if (message != NULL && bty_words_is_blank (message) && !bty_cli_args_has (args, "attach"))
    {
      bty_cli_set_usage_error (error, _("The message is empty."));
      return FALSE;
    }
  if (!bty_cli_open (cli, error))
    return FALSE;

  run.talk = conversation = bty_cli_talk_new (cli, choose_flags (cli, args, is_interactive));
  sources[0] = g_unix_signal_add (SIGINT, interrupt_cb, &run);
  sources[1] = g_unix_signal_add (SIGTERM, end_cb, &run);
  sources[2] = g_unix_signal_add (SIGHUP, end_cb, &run);
  done = talk (cli, args, &run, error);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);

  /* A single message is not the end of what a program has to say, and it waits for the reply alone. Whoever ends the
   * program waits for nothing; the next one looks through what was said. */
  if (message == NULL && !bty_cli_input_is_ended (input))
    {
      bty_cli_talk_end (conversation);
      bty_cli_look_through (cli);
      if (is_interactive)
        bty_cli_tell_inbox (cli);
    }

  return done;
}

static const BtyCliOption chat_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Who to talk with; the first active bot unless said") },
  { "session", BTY_CLI_TEXT, N_("ID"), N_("Go on with this session instead of beginning one") },
  { "message", BTY_CLI_TEXT, N_("TEXT"), N_("Send this, print the reply, and end") },
  { "attach", BTY_CLI_FILES, N_("FILE"), N_("Text or image to send with the first message; may be repeated") },
  { "provider", BTY_CLI_TEXT, N_("NAME"), N_("Who shall answer, instead of the bot's providers") },
  { "private", BTY_CLI_FLAG, NULL, N_("Forget the session when it ends") },
  { "stream", BTY_CLI_FLAG, NULL, N_("Print the reply while it arrives; with --json one object per piece") },
  { NULL }
};

const BtyCliCommand bty_cli_chat_commands[] = {
  { "chat", NULL, NULL, 0, 0, N_("Talk with a bot; without --message at the terminal, or a line of a pipe each"),
    chat_options, run_chat },
  { NULL }
};
