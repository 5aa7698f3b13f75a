/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-session-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bty-cli-output.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-search-hit.h"
#include "bty-stop-reason.h"

static const char *
get_slug (BtyCli     *cli,
          const char *bot_id)
{
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (cli->profile), bot_id);

  return bot != NULL ? bot->slug : "";
}

static JsonNode *
session_to_json (BtyCli     *cli,
                 BtySession *session)
{
  JsonNode *node = bty_record_to_json (BTY_RECORD (session));

  json_object_set_string_member (json_node_get_object (node), "bot", get_slug (cli, session->bot_id));

  return node;
}

static const char *
get_title (BtySession *session)
{
  return session->title != NULL && *session->title != '\0' ? session->title : _("Untitled");
}

static char *
dup_state (BtySession *session)
{
  const char *status = bty_enum_to_nick (BTY_TYPE_SESSION_STATUS, session->status);
  gboolean deleted = session->deleted_at != BTY_UNSET;
  g_autofree char *time = NULL;

  if (!deleted && session->expires_at == BTY_UNSET)
    return g_strdup (session->pinned ? _("pinned") : status);

  time = bty_cli_format_time (deleted ? session->deleted_at : session->expires_at);
  /* Translators: the state of a session in a list; %s is a time */
  return g_strdup_printf (deleted ? _("removed %s") : _("expires %s"), time);
}

/**
 * bty_cli_print_sessions:
 * @cli: this run, opened
 * @sessions: (element-type BtySession): sessions
 *
 * Prints a line for each, or a JSON list.
 */
void
bty_cli_print_sessions (BtyCli    *cli,
                        GPtrArray *sessions)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Session"), _("Bot"), _("Newest message"),
                                                           _("Status"), _("Title"), NULL);
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, "sessions", array);
  for (guint i = 0; i < sessions->len; i++)
    {
      BtySession *session = g_ptr_array_index (sessions, i);
      g_autofree char *updated = bty_cli_format_time (session->updated_at);
      g_autofree char *state = dup_state (session);

      json_array_add_element (array, session_to_json (cli, session));
      bty_cli_table_add (table, session->id, get_slug (cli, session->bot_id), updated, state, get_title (session),
                         NULL);
    }
  if (cli->json)
    bty_cli_print_json (node);
  else
    bty_cli_table_print (table);
}

static JsonArray *
list_attachments (GPtrArray *attachments)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      BtyAttachment *attachment = g_ptr_array_index (attachments, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", attachment->name);
      json_object_set_string_member (object, "media_type", attachment->media_type);
      json_object_set_int_member (object, "size", attachment->data != NULL ? g_bytes_get_size (attachment->data) : 0);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonNode *
message_to_json (BtyConversation *conversation,
                 BtyMessage      *message)
{
  JsonNode *node = bty_record_to_json (BTY_RECORD (message));
  JsonObject *object = json_node_get_object (node);
  guint index;
  guint count;

  bty_conversation_get_version (conversation, message, &index, &count);
  json_object_set_int_member (object, "version", index + 1);
  json_object_set_int_member (object, "versions", count);
  json_object_set_array_member (object, "attachments",
                                list_attachments (bty_conversation_get_attachments (conversation, message)));

  return node;
}

static void
print_message (BtyConversation *conversation,
               BtyMessage      *message)
{
  GPtrArray *attachments = bty_conversation_get_attachments (conversation, message);
  gboolean is_user = message->role == BTY_ROLE_USER;
  g_autofree char *time = bty_cli_format_time (message->created_at);
  const char *name = is_user ? _("You") : bty_conversation_get_bot (conversation)->name;
  g_autofree char *head = g_strdup_printf ("%s · %s", name, time);
  guint index;
  guint count;

  bty_cli_print_title (head);
  if (bty_message_is_forgotten (message))
    {
      g_autofree char *when = bty_cli_format_time (message->forgotten_at);

      /* Translators: %s is a date and a time */
      bty_cli_print (_("(forgotten on %s)"), when);
    }
  if (message->content != NULL && *message->content != '\0')
    bty_cli_print ("%s", message->content);
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    bty_cli_print ("[%s]", ((BtyAttachment *) g_ptr_array_index (attachments, i))->name);

  bty_conversation_get_version (conversation, message, &index, &count);
  if (count > 1)
    bty_cli_print (_("(version %u of %u)"), index + 1, count);
  if (message->status == BTY_MESSAGE_STATUS_INTERRUPTED)
    bty_cli_print (_("(interrupted: %s)"), message->error != NULL ? message->error : "");
  else if (message->status == BTY_MESSAGE_STATUS_FAILED)
    bty_cli_print (_("(failed: %s)"), message->error != NULL ? message->error : "");
  else if (bty_message_was_cut (message))
    bty_cli_print ("(%s)", bty_stop_reason_explain (message->stop_reason));
  bty_cli_print ("%s", "");
}

/**
 * bty_cli_print_conversation:
 * @cli: this run, opened
 * @conversation: a session
 *
 * Prints what was said in the shown branch.
 */
void
bty_cli_print_conversation (BtyCli          *cli,
                            BtyConversation *conversation)
{
  GListModel *messages = G_LIST_MODEL (conversation);
  g_autoptr(JsonNode) node = session_to_json (cli, bty_conversation_get_session (conversation));
  JsonArray *array = json_array_new ();

  json_object_set_array_member (json_node_get_object (node), "messages", array);
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(BtyMessage) message = g_list_model_get_item (messages, i);

      if (cli->json)
        json_array_add_element (array, message_to_json (conversation, message));
      else
        print_message (conversation, message);
    }
  if (cli->json)
    bty_cli_print_json (node);
}

static char *
strip_marks (const char *snippet)
{
  g_autoptr(GString) plain = g_string_new (NULL);

  for (const char *p = snippet; *p != '\0'; p++)
    if (*p != BTY_SEARCH_BEGIN && *p != BTY_SEARCH_END)
      g_string_append_c (plain, *p);

  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static void
print_snippet (const char *snippet)
{
  g_autofree char *line = g_strdelimit (g_strdup (snippet), "\r\n\t", ' ');
  BtyCliStyle style = BTY_CLI_STYLE_PLAIN;
  char *rest = line;

  bty_cli_print_piece ("  ", BTY_CLI_STYLE_PLAIN);
  while (rest != NULL)
    {
      char *mark = strpbrk (rest, (const char[]) { BTY_SEARCH_BEGIN, BTY_SEARCH_END, '\0' });
      BtyCliStyle next = mark != NULL && *mark == BTY_SEARCH_BEGIN ? BTY_CLI_STYLE_BOLD : BTY_CLI_STYLE_PLAIN;

      if (mark != NULL)
        *mark = '\0';
      bty_cli_print_piece (rest, style);
      style = next;
      rest = mark != NULL ? mark + 1 : NULL;
    }
  bty_cli_print_piece ("\n", BTY_CLI_STYLE_PLAIN);
}

static JsonObject *
hit_to_json (BtyCli       *cli,
             BtySearchHit *hit)
{
  JsonObject *object = json_object_new ();
  g_autofree char *snippet = strip_marks (hit->snippet != NULL ? hit->snippet : "");

  json_object_set_string_member (object, "session", hit->session_id);
  if (hit->message_id != NULL)
    json_object_set_string_member (object, "message", hit->message_id);
  else
    json_object_set_null_member (object, "message");
  json_object_set_string_member (object, "title", hit->session_title != NULL ? hit->session_title : "");
  json_object_set_string_member (object, "bot", get_slug (cli, hit->bot_id));
  json_object_set_string_member (object, "snippet", snippet);
  json_object_set_int_member (object, "said_at", hit->said_at);
  json_object_set_double_member (object, "score", hit->score);

  return object;
}

/**
 * bty_cli_print_hits:
 * @cli: this run, opened
 * @hits: (element-type BtySearchHit): what was found
 *
 * Prints it, best first.
 */
void
bty_cli_print_hits (BtyCli    *cli,
                    GPtrArray *hits)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, "hits", array);
  for (guint i = 0; i < hits->len; i++)
    {
      BtySearchHit *hit = g_ptr_array_index (hits, i);
      g_autofree char *time = bty_cli_format_time (hit->said_at);

      if (cli->json)
        {
          json_array_add_object_element (array, hit_to_json (cli, hit));
          continue;
        }
      bty_cli_print ("%s  %s  %s  %s", hit->session_id, time, get_slug (cli, hit->bot_id),
                     hit->session_title != NULL ? hit->session_title : "");
      print_snippet (hit->snippet != NULL ? hit->snippet : "");
    }
  if (cli->json)
    bty_cli_print_json (node);
  else if (hits->len == 0)
    bty_cli_print ("%s", _("Nothing was found."));
}

/**
 * bty_cli_print_changed_session:
 * @cli: this run, opened
 * @session: a session
 * @done: what was done, for people
 *
 * Prints that it was done.
 */
void
bty_cli_print_changed_session (BtyCli     *cli,
                               BtySession *session,
                               const char *done)
{
  g_autoptr(JsonNode) node = NULL;

  if (!cli->json)
    {
      bty_cli_print ("%s", done);
      return;
    }
  node = session_to_json (cli, session);
  bty_cli_print_json (node);
}

/**
 * bty_cli_print_forgotten_message:
 * @cli: this run, opened
 * @message_id: a message that was forgotten
 * @n_memories: how many memories went with it
 * @n_left: how many that were taken from it are left
 *
 * Prints that it is gone.
 */
void
bty_cli_print_forgotten_message (BtyCli     *cli,
                                 const char *message_id,
                                 gint64      n_memories,
                                 gint64      n_left)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);

  json_object_set_string_member (object, "forgotten", message_id);
  json_object_set_int_member (object, "memories", n_memories);
  json_object_set_int_member (object, "memories_left", n_left);
  if (cli->json)
    {
      bty_cli_print_json (node);
      return;
    }
  bty_cli_print ("%s", _("The message was forgotten."));
  if (n_memories > 0)
    bty_cli_print (ngettext ("%d memory was forgotten.", "%d memories were forgotten.", n_memories), (int) n_memories);
  if (n_left > 0)
    bty_cli_print (ngettext ("%d memory that was taken from it is left.",
                             "%d memories that were taken from it are left.", n_left), (int) n_left);
}
