/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-export.h"

#include "bty-config.h"

#include <glib/gi18n-lib.h>

#include "bty-attachment.h"
#include "bty-json.h"

static BtyMessage *
find_message (GPtrArray  *messages,
              const char *id)
{
  for (guint i = 0; id != NULL && i < messages->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (messages, i);

      if (g_strcmp0 (message->id, id) == 0)
        return message;
    }

  return NULL;
}

static BtyMessage *
find_newest (GPtrArray *messages)
{
  BtyMessage *newest = NULL;

  for (guint i = 0; i < messages->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (messages, i);

      if (newest == NULL || message->created_at >= newest->created_at)
        newest = message;
    }

  return newest;
}

/* The messages from the first to the shown leaf. */
static GPtrArray *
list_branch (BtySession *session,
             GPtrArray  *messages)
{
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *branch = g_ptr_array_new ();
  BtyMessage *message = find_message (messages, session->head_id);

  for (guint i = 0; i < messages->len; i++)
    g_hash_table_insert (by_id, ((BtyMessage *) messages->pdata[i])->id, messages->pdata[i]);

  if (message == NULL)
    message = find_newest (messages);
  /* No branch is longer than all messages, not even in a damaged file where one follows itself. */
  while (message != NULL && branch->len < messages->len)
    {
      g_ptr_array_insert (branch, 0, message);
      message = message->parent_id != NULL ? g_hash_table_lookup (by_id, message->parent_id) : NULL;
    }

  return branch;
}

static char *
format_time (gint64 time)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%d %H:%M UTC") : g_strdup ("");
}

/* Each line of @text behind "> ", so that nothing in it ends the quote. */
static void
append_quote (GString    *markdown,
              const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (markdown, "> %s\n", lines[i]);
  g_string_append_c (markdown, '\n');
}

static void
append_attachments (GString    *markdown,
                    BtyMessage *message,
                    GPtrArray  *attachments)
{
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      BtyAttachment *attachment = g_ptr_array_index (attachments, i);
      g_autofree char *name = g_strdelimit (g_strdup (attachment->name != NULL ? attachment->name : ""), "\r\n", ' ');

      if (g_strcmp0 (attachment->message_id, message->id) != 0)
        continue;
      /* Translators: the name and the media type of a file that was sent along */
      g_string_append_printf (markdown, _("Attached: %s (%s)"), name,
                              attachment->media_type != NULL ? attachment->media_type : "");
      g_string_append (markdown, "\n\n");
    }
}

static void
append_message (GString    *markdown,
                BtyMessage *message,
                GPtrArray  *attachments)
{
  g_autofree char *time = format_time (message->created_at);

  g_string_append_printf (markdown, "## %s\n\n", message->role == BTY_ROLE_USER ? _("You") : _("Reply"));
  g_string_append_printf (markdown, "*%s%s%s%s%s*\n\n", time,
                          message->provider != NULL ? " · " : "",
                          message->provider != NULL ? message->provider : "",
                          message->model != NULL && *message->model != '\0' ? " · " : "",
                          message->model != NULL ? message->model : "");
  if (bty_message_is_forgotten (message))
    {
      g_autofree char *when = format_time (message->forgotten_at);

      /* Translators: stands in the place of a message; %s is a date and a time */
      g_string_append_printf (markdown, _("*Forgotten on %s*"), when);
      g_string_append (markdown, "\n\n");
      return;
    }
  append_attachments (markdown, message, attachments);
  if (message->thinking != NULL && *message->thinking != '\0')
    append_quote (markdown, message->thinking);
  if (message->content != NULL && *message->content != '\0')
    g_string_append_printf (markdown, "%s\n\n", message->content);
  if (message->status != BTY_MESSAGE_STATUS_COMPLETE)
    g_string_append_printf (markdown, "**%s** %s\n\n",
                            message->status == BTY_MESSAGE_STATUS_FAILED ? _("Failed.") : _("Interrupted."),
                            message->error != NULL ? message->error : "");
}

/**
 * bty_session_export_markdown:
 * @session: a conversation
 * @messages: (element-type BtyMessage): its messages of all branches
 * @attachments: (nullable) (element-type BtyAttachment): what goes with them
 *
 * Writes the shown branch as a text to read. The bytes of attachments are left out.
 *
 * Returns: (transfer full): Markdown
 */
char *
bty_session_export_markdown (BtySession *session,
                             GPtrArray  *messages,
                             GPtrArray  *attachments)
{
  g_autoptr(GPtrArray) branch = list_branch (session, messages);
  g_autoptr(GString) markdown = g_string_new (NULL);
  gboolean untitled = session->title == NULL || *session->title == '\0';
  g_autofree char *title = g_strdelimit (g_strdup (untitled ? _("Untitled conversation") : session->title),
                                         "\r\n", ' ');

  g_string_append_printf (markdown, "# %s\n\n", title);
  for (guint i = 0; i < branch->len; i++)
    append_message (markdown, g_ptr_array_index (branch, i), attachments);

  return g_string_free (g_steal_pointer (&markdown), FALSE);
}

static void
set_records (JsonObject *object,
             const char *name,
             GPtrArray  *records)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; records != NULL && i < records->len; i++)
    json_array_add_element (array, bty_record_to_json (g_ptr_array_index (records, i)));
  json_object_set_array_member (object, name, array);
}

/**
 * bty_session_export_json:
 * @session: a conversation
 * @messages: (element-type BtyMessage): its messages of all branches
 * @attachments: (nullable) (element-type BtyAttachment): what goes with them
 *
 * Writes everything there is, so that nothing is lost when it is read again.
 *
 * Returns: (transfer full): an object with the members "version", "session", "messages" and
 *   "attachments"
 */
char *
bty_session_export_json (BtySession *session,
                         GPtrArray  *messages,
                         GPtrArray  *attachments)
{
  g_autoptr(JsonNode) root = json_node_alloc ();
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "version", "1.0");
  json_object_set_member (object, "session", bty_record_to_json (BTY_RECORD (session)));
  set_records (object, "messages", messages);
  set_records (object, "attachments", attachments);
  json_node_init_object (root, object);
  json_object_unref (object);

  return bty_json_to_text (root, TRUE);
}
