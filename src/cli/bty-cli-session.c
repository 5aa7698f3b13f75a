/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "bty-cli-output.h"
#include "bty-cli-session-view.h"
#include "bty-cli-talk.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-search-hit.h"
#include "bty-time.h"

static BtySessionService *
get_service (BtyCli *cli)
{
  return bty_profile_get_sessions (cli->profile);
}

static const char *
find_bot_id (BtyCli      *cli,
             BtyCliArgs  *args,
             const char **id,
             GError     **error)
{
  const char *slug = bty_cli_args_get_text (args, "bot");
  BtyBot *bot = slug != NULL ? bty_cli_find_bot (cli, slug, error) : NULL;

  *id = bot != NULL ? bot->id : NULL;

  return slug == NULL || bot != NULL ? "" : NULL;
}

static gboolean
run_list (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  gint64 limit = bty_cli_args_get_integer (args, "limit", BTY_SESSION_PAGE);
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  BtySessionFilter filter = { NULL, NULL, bty_cli_args_has (args, "archived"), bty_cli_args_has (args, "deleted") };
  guint n_new;

  if (filter.deleted && (filter.archived || bty_cli_args_has (args, "bot")))
    {
      bty_cli_set_usage_error (error, _("--%s and --%s contradict each other."), "deleted",
                               filter.archived ? "archived" : "bot");
      return FALSE;
    }
  if (!bty_cli_open (cli, error) || !find_bot_id (cli, args, &filter.bot_id, error))
    return FALSE;

  do
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GPtrArray) page = NULL;
      BtySession *last = sessions->len > 0 ? g_ptr_array_index (sessions, sessions->len - 1) : NULL;

      bty_session_service_list_async (get_service (cli), &filter, last, NULL, bty_cli_wait_cb, &result);
      page = bty_session_service_list_finish (get_service (cli), bty_cli_wait (&result), error);
      if (page == NULL)
        return FALSE;
      n_new = page->len;
      for (guint i = 0; i < n_new; i++)
        g_ptr_array_add (sessions, g_object_ref (g_ptr_array_index (page, i)));
    }
  while (n_new > 0 && sessions->len < limit && !filter.deleted);
  g_ptr_array_set_size (sessions, MIN (sessions->len, limit));

  bty_cli_print_sessions (cli, sessions);

  return TRUE;
}

static gboolean
run_show (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  g_autoptr(BtyCliTalk) talk = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;

  talk = bty_cli_talk_new (cli, BTY_CLI_TALK_NONE);
  if (!bty_cli_talk_open (talk, bty_cli_args_get_word (args, 0), error))
    return FALSE;
  bty_cli_print_conversation (cli, bty_cli_talk_get_conversation (talk));

  return TRUE;
}

static gboolean
run_search (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) hits = NULL;
  BtyRecallService *recall;
  const char *bot_id;

  if (!bty_cli_open (cli, error) || !find_bot_id (cli, args, &bot_id, error))
    return FALSE;

  recall = bty_profile_get_recall (cli->profile);
  bty_recall_service_search_async (recall, bty_cli_args_get_word (args, 0), bot_id, NULL, bty_cli_wait_cb, &result);
  hits = bty_recall_service_search_finish (recall, bty_cli_wait (&result), error);
  if (hits == NULL)
    return FALSE;
  bty_cli_print_hits (cli, hits);

  return TRUE;
}

static gboolean
run_export (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  const char *format = bty_cli_args_get_text (args, "format");
  gboolean is_json = g_strcmp0 (format, "json") == 0;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *text = NULL;

  if (format != NULL && !is_json && !g_str_equal (format, "markdown"))
    {
      bty_cli_set_usage_error (error, _("--%s takes one of %s, not “%s”."), "format", "markdown, json", format);
      return FALSE;
    }
  if (!bty_cli_open (cli, error))
    return FALSE;

  bty_session_service_export_async (get_service (cli), bty_cli_args_get_word (args, 0), is_json ? "json" : "markdown",
                                    NULL, bty_cli_wait_cb, &result);
  text = bty_session_service_export_finish (get_service (cli), bty_cli_wait (&result), error);

  return text != NULL &&
         bty_cli_deliver_document (cli, text, is_json, bty_cli_args_get_text (args, "output"), error);
}

static gboolean
save (BtyCli      *cli,
      BtySession  *session,
      GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_session_service_save_async (get_service (cli), session, NULL, bty_cli_wait_cb, &result);
  if (!bty_session_service_save_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;
  bty_cli_print_changed_session (cli, session, _("Changed."));

  return TRUE;
}

/* Changes one property of the session that was named. */
static gboolean
change (BtyCli      *cli,
        BtyCliArgs  *args,
        const char  *property,
        const char  *text,
        gboolean     flag,
        GError     **error)
{
  g_autoptr(BtySession) session = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  session = bty_cli_find_session (cli, bty_cli_args_get_word (args, 0), error);
  if (session == NULL)
    return FALSE;

  if (text != NULL)
    g_object_set (session, property, text, NULL);
  else
    g_object_set (session, property, flag, NULL);

  return save (cli, session, error);
}

static gboolean
run_rename (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  return change (cli, args, "title", bty_cli_args_get_word (args, 1), FALSE, error);
}

static gboolean
run_pin (BtyCli      *cli,
         BtyCliArgs  *args,
         GError     **error)
{
  return change (cli, args, "pinned", NULL, TRUE, error);
}

static gboolean
run_unpin (BtyCli      *cli,
           BtyCliArgs  *args,
           GError     **error)
{
  return change (cli, args, "pinned", NULL, FALSE, error);
}

static gboolean
run_archive (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  return change (cli, args, "archived", NULL, TRUE, error);
}

static gboolean
run_unarchive (BtyCli      *cli,
               BtyCliArgs  *args,
               GError     **error)
{
  return change (cli, args, "archived", NULL, FALSE, error);
}

static gboolean
run_remove (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtySession) session = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  session = bty_cli_find_session (cli, bty_cli_args_get_word (args, 0), error);
  if (session == NULL)
    return FALSE;

  bty_session_service_delete_async (get_service (cli), session, NULL, bty_cli_wait_cb, &result);
  if (!bty_session_service_delete_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;
  bty_cli_print_changed_session (cli, session, _("Removed."));

  return TRUE;
}

static gboolean
run_restore (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  const char *id = bty_cli_args_get_word (args, 0);
  BtySessionFilter filter = { .deleted = TRUE };
  g_autoptr(GAsyncResult) list_result = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) deleted = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  bty_session_service_list_async (get_service (cli), &filter, NULL, NULL, bty_cli_wait_cb, &list_result);
  deleted = bty_session_service_list_finish (get_service (cli), bty_cli_wait (&list_result), error);

  for (guint i = 0; deleted != NULL && i < deleted->len; i++)
    {
      BtySession *session = g_ptr_array_index (deleted, i);

      if (!g_str_equal (session->id, id))
        continue;
      bty_session_service_restore_async (get_service (cli), session, NULL, bty_cli_wait_cb, &result);
      if (!bty_session_service_restore_finish (get_service (cli), bty_cli_wait (&result), error))
        return FALSE;
      bty_cli_print_changed_session (cli, session, _("Brought back."));
      return TRUE;
    }
  if (deleted != NULL)
    g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no deleted session “%s”."), id);

  return FALSE;
}

static gboolean
run_expire (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  const char *when = bty_cli_args_get_word (args, 1);
  g_autoptr(BtySession) session = NULL;
  gint64 span = 0;

  if (!g_str_equal (when, "never") && !bty_time_parse_span (when, &span))
    {
      bty_cli_set_usage_error (error, _("A time to expire is like 12h, 1d or 2w, or never; not “%s”."), when);
      return FALSE;
    }
  if (!bty_cli_open (cli, error))
    return FALSE;
  session = bty_cli_find_session (cli, bty_cli_args_get_word (args, 0), error);
  if (session == NULL)
    return FALSE;

  g_object_set (session, "expires-at", span > 0 ? bty_time_now () + span : BTY_UNSET, NULL);

  return save (cli, session, error);
}

static gboolean
stop_cb (gpointer talk)
{
  bty_cli_talk_stop (talk);

  return G_SOURCE_CONTINUE;
}

static gboolean
run_continue (BtyCli      *cli,
              BtyCliArgs  *args,
              GError     **error)
{
  const char *provider = bty_cli_args_get_text (args, "provider");
  BtyCliTalkFlags flags = bty_cli_args_has (args, "stream") || (!cli->json && isatty (STDOUT_FILENO))
                            ? BTY_CLI_TALK_STREAM
                            : BTY_CLI_TALK_NONE;
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  g_autoptr(BtyCliTalk) talk = NULL;
  guint sources[G_N_ELEMENTS (signals)];
  gboolean done;

  if (!bty_cli_open (cli, error) ||
      (provider != NULL && bty_cli_find_provider (cli, provider, error) == NULL))
    return FALSE;

  talk = bty_cli_talk_new (cli, flags);
  bty_cli_talk_set_provider (talk, provider);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sources[i] = g_unix_signal_add (signals[i], stop_cb, talk);
  done = bty_cli_talk_open (talk, bty_cli_args_get_word (args, 0), error) && bty_cli_talk_continue (talk, error);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (sources[i]);

  return done;
}

static char **
list_taken (BtyCli      *cli,
            const char  *message_id,
            GError     **error)
{
  BtyMemoryService *memories = bty_profile_get_memories (cli->profile);
  g_autoptr(GAsyncResult) result = NULL;

  bty_memory_service_list_taken_async (memories, message_id, NULL, bty_cli_wait_cb, &result);

  return bty_memory_service_list_taken_finish (memories, bty_cli_wait (&result), error);
}

static gboolean
run_forget_message (BtyCli      *cli,
                    BtyCliArgs  *args,
                    GError     **error)
{
  const char *id = bty_cli_args_get_word (args, 0);
  gboolean with_memories = bty_cli_args_has (args, "with-memories");
  g_autoptr(GAsyncResult) result = NULL;
  g_auto(GStrv) taken = NULL;
  BtyMemoryService *memories;
  gint64 n;

  if (!bty_cli_open (cli, error))
    return FALSE;
  taken = list_taken (cli, id, error);
  if (taken == NULL)
    return FALSE;

  memories = bty_profile_get_memories (cli->profile);
  bty_memory_service_forget_message_async (memories, id, with_memories ? (const char *const *) taken : NULL, NULL,
                                           NULL, bty_cli_wait_cb, &result);
  n = bty_memory_service_forget_message_finish (memories, bty_cli_wait (&result), error);
  if (n < 0)
    return FALSE;
  bty_cli_print_forgotten_message (cli, id, n, with_memories ? 0 : g_strv_length (taken));

  return TRUE;
}

static const BtyCliOption list_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Only those with this bot") },
  { "archived", BTY_CLI_FLAG, NULL, N_("The archived ones instead of the others") },
  { "deleted", BTY_CLI_FLAG, NULL, N_("Those that were removed and can still be brought back") },
  { "limit", BTY_CLI_INTEGER, N_("N"), N_("How many at most; 50 unless said"), 1, 1000000 },
  { NULL }
};

static const BtyCliOption search_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Only in sessions with this bot") },
  { NULL }
};

static const BtyCliOption export_options[] = {
  { "format", BTY_CLI_TEXT, N_("FORMAT"), N_("markdown, unless said, or json") },
  { "output", BTY_CLI_FILE, N_("FILE"), N_("Write there instead of standard output") },
  { NULL }
};

static const BtyCliOption continue_options[] = {
  { "provider", BTY_CLI_TEXT, N_("NAME"), N_("Who shall go on, instead of the bot's providers") },
  { "stream", BTY_CLI_FLAG, NULL, N_("Print the reply while it arrives; with --json one object per piece") },
  { NULL }
};

static const BtyCliOption forget_options[] = {
  { "with-memories", BTY_CLI_FLAG, NULL, N_("Also forget the memories that were taken from it") },
  { NULL }
};

const BtyCliCommand bty_cli_session_commands[] = {
  { "session", "list", NULL, 0, 0, N_("List the sessions: pinned ones, then the newest"), list_options, run_list },
  { "session", "show", N_("ID"), 1, 1, N_("Show what was said"), NULL, run_show },
  { "session", "search", N_("TEXT"), 1, 1, N_("Find words in titles and messages"), search_options, run_search },
  { "session", "continue", N_("ID"), 1, 1, N_("Go on with a reply that was interrupted or ended too soon"),
    continue_options, run_continue },
  { "session", "export", N_("ID"), 1, 1, N_("Write a session as Markdown or JSON"), export_options, run_export },
  { "session", "rename", N_("ID TITLE"), 2, 2, N_("Give a session another title"), NULL, run_rename },
  { "session", "pin", N_("ID"), 1, 1, N_("Keep a session at the top"), NULL, run_pin },
  { "session", "unpin", N_("ID"), 1, 1, N_("Do not keep it there"), NULL, run_unpin },
  { "session", "archive", N_("ID"), 1, 1, N_("Put a session away"), NULL, run_archive },
  { "session", "unarchive", N_("ID"), 1, 1, N_("Bring an archived session back"), NULL, run_unarchive },
  { "session", "expire", N_("ID WHEN"), 2, 2, N_("Remove a session after a time such as 12h, 1d or 2w; or never"),
    NULL, run_expire },
  { "session", "remove", N_("ID"), 1, 1, N_("Remove a session; for 30 days it can be brought back"), NULL, run_remove },
  { "session", "restore", N_("ID"), 1, 1, N_("Bring a removed session back"), NULL, run_restore },
  { "session", "forget-message", N_("MESSAGE"), 1, 1, N_("Remove what one message says from the disk for good"),
    forget_options, run_forget_message },
  { NULL }
};
