/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-import.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-foreign-import-private.h"
#include "bty-json.h"

/* What people see of the import of conversations; bty-foreign-import-job.c does it. */

#define MOST_NAMED 5 /* of what could not be read */

/* Whoever lists conversations does not know those that came past the service. */
static void
status_changed_cb (BtySessionService *sessions,
                   GParamSpec        *pspec,
                   BtyWorkflow       *workflow)
{
  if (!bty_workflow_is_active (workflow))
    bty_session_service_renew (sessions);
}

static void
jobs_changed_cb (BtySessionService *sessions,
                 guint              position,
                 guint              n_removed,
                 guint              n_added,
                 GListModel        *jobs)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(BtyWorkflow) workflow = g_list_model_get_item (jobs, i);

      if (g_str_equal (workflow->kind, BTY_JOB_CONVERSATIONS))
        g_signal_connect_object (workflow, "notify::status", G_CALLBACK (status_changed_cb), sessions,
                                 G_CONNECT_SWAPPED);
    }
}

/**
 * bty_foreign_import_register:
 * @jobs: of a profile
 * @sessions: of the same profile, told when there are more of them
 *
 * Adds the import of conversations to what it can do.
 */
void
bty_foreign_import_register (BtyJobService     *jobs,
                             BtySessionService *sessions)
{
  GListModel *model = bty_job_service_get_jobs (jobs);

  bty_job_service_register (jobs, &bty_foreign_import_kind);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (jobs_changed_cb), sessions, G_CONNECT_SWAPPED);
  jobs_changed_cb (sessions, 0, 0, g_list_model_get_n_items (model), model);
}

/**
 * bty_foreign_import_start:
 * @profile: an open profile
 * @path: the file "conversations.json" of ChatGPT or Claude
 * @bot: with whom the conversations go on
 *
 * Begins to add the conversations in a file that are not there yet.
 *
 * Returns: (transfer full): the long work
 */
BtyWorkflow *
bty_foreign_import_start (BtyProfile *profile,
                          const char *path,
                          BtyBot     *bot)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) input = json_node_init_object (json_node_alloc (), object);

  json_object_set_string_member (object, "file", uri);
  json_object_set_string_member (object, "bot_id", bot->id);

  return bty_job_service_start (bty_profile_get_jobs (profile), BTY_JOB_CONVERSATIONS, input);
}

static gint64
get (JsonNode   *result,
     const char *name)
{
  return bty_json_get_count (result, name, 0);
}

static void
add_sentence (GString    *text,
              const char *format,
              gint64      count)
{
  g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, count);
  g_autoptr(GString) sentence = g_string_new (format);

  if (count == 0)
    return;
  g_string_replace (sentence, "%s", number, 1);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence->str);
}

static void
add_problems (GString  *text,
              JsonNode *result)
{
  JsonNode *problems = bty_json_get (result, "problems");
  JsonArray *list = problems != NULL && JSON_NODE_HOLDS_ARRAY (problems) ? json_node_get_array (problems) : NULL;

  for (guint i = 0; list != NULL && i < MIN (json_array_get_length (list), MOST_NAMED); i++)
    {
      JsonNode *problem = json_array_get_element (list, i);
      const char *title = bty_json_get_text (problem, "title");
      const char *reason = bty_json_get_text (problem, "reason");
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, get (problem, "number"));

      g_string_append_c (text, '\n');
      if (title != NULL)
        /* Translators: number and title of a conversation in a file, and what is wrong with it. */
        g_string_append_printf (text, _("Number %s, “%s”: %s."), number, title, reason);
      else
        /* Translators: number of a conversation in a file, and what is wrong with it. */
        g_string_append_printf (text, _("Number %s: %s."), number, reason);
    }
}

/**
 * bty_foreign_import_describe:
 * @result: of an import that is complete
 *
 * Returns: (transfer full): what became of all conversations, for people
 */
char *
bty_foreign_import_describe (JsonNode *result)
{
  GString *text = g_string_new (NULL);
  gint64 conversations = get (result, "conversations");
  gint64 messages = get (result, "messages");
  gint64 extended = get (result, "extended");
  gint64 known = get (result, "known");
  gint64 unreadable = get (result, "unreadable");
  gint64 missing = get (result, "missing_files");

  add_sentence (text, ngettext ("%s conversation was imported.", "%s conversations were imported.", conversations),
                conversations);
  add_sentence (text, ngettext ("%s that was there goes on.", "%s that were there go on.", extended), extended);
  add_sentence (text, ngettext ("%s message is new.", "%s messages are new.", messages), messages);
  add_sentence (text, ngettext ("%s was there already.", "%s were there already.", known), known);
  add_sentence (text, ngettext ("%s image or other file is not in the export; its name is in the message.",
                                "%s images and other files are not in the export; their names are in the messages.",
                                missing), missing);
  add_sentence (text, ngettext ("%s could not be read:", "%s could not be read:", unreadable), unreadable);
  add_problems (text, result);
  if (bty_json_get_text (result, "broken") != NULL)
    {
      g_string_append_c (text, '\n');
      /* Translators: %s is what is wrong, such as "it ends in the middle". */
      g_string_append_printf (text, _("The rest of the file could not be read: %s. Get the file once more and import "
                                      "it again: nothing comes twice."), bty_json_get_text (result, "broken"));
    }

  return g_string_free (text, FALSE);
}

/**
 * bty_foreign_import_has_all:
 * @result: of an import that is complete
 *
 * Returns: whether everything that the file has is there now
 */
gboolean
bty_foreign_import_has_all (JsonNode *result)
{
  return get (result, "unreadable") == 0 && bty_json_get_text (result, "broken") == NULL;
}
