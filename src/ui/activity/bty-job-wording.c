/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-job-wording.h"

#include <glib/gi18n.h>

#include "bty-embedder-service.h"
#include "bty-foreign-import.h"
#include "bty-json.h"
#include "bty-storage.h"

static const struct
{
  const char *kind;
  const char *title;
} titles[] = {
  { BTY_JOB_EXPORT, N_("Export") },
  { BTY_JOB_IMPORT, N_("Import") },
  { BTY_JOB_BACKUP, N_("Backup") },
  { BTY_JOB_MOVE, N_("Move") },
  { BTY_JOB_EMBED, N_("Embedding memories and files") },
  { BTY_JOB_CONVERSATIONS, N_("Import of conversations") },
};

/**
 * bty_job_wording_get_title:
 * @kind: of a workflow
 *
 * Returns: (transfer none): what people call it
 */
const char *
bty_job_wording_get_title (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].kind, kind))
      return _(titles[i].title);

  return kind;
}

/* The file or place it is about; NULL = it says nothing. */
static char *
dup_place (BtyWorkflow *workflow)
{
  const char *file = bty_json_get_text (workflow->input, "file");
  g_autofree char *path = file != NULL ? g_filename_from_uri (file, NULL, NULL) : NULL;

  if (path != NULL)
    return g_filename_display_basename (path);

  return g_strdup (bty_json_get_text (workflow->input, "uri"));
}

/* How much of what came with an import stayed forgotten. */
static void
add_forgotten (GString     *text,
               BtyWorkflow *workflow)
{
  gint64 n_memories = bty_json_get_int (workflow->result, "left_out.memories", 0);
  gint64 n_messages = bty_json_get_int (workflow->result, "left_out.messages", 0);

  if (n_memories > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%d memory was left out, because it was forgotten here",
                                              "%d memories were left out, because they were forgotten here",
                                              n_memories), (int) n_memories);
    }
  if (n_messages > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%d message came without its words, because it was forgotten here",
                                              "%d messages came without their words, because they were forgotten here",
                                              n_messages), (int) n_messages);
    }
}

/* Which providers wait for somebody who looks at their address. */
static void
add_unconfirmed (GString     *text,
                 BtyWorkflow *workflow)
{
  JsonNode *waiting = bty_json_get (workflow->result, "unconfirmed");
  JsonArray *list = waiting != NULL && JSON_NODE_HOLDS_ARRAY (waiting) ? json_node_get_array (waiting) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *object = json_array_get_object_element (list, i);

      g_string_append (text, " · ");
      /* Translators: the name of a provider, and its address */
      g_string_append_printf (text, _("“%s” is not asked until you trust its address, %s, on the Providers page"),
                              json_object_get_string_member (object, "name"),
                              json_object_get_string_member (object, "address"));
    }
}

/* What somebody should know of work that is done. */
static char *
dup_outcome (BtyWorkflow *workflow)
{
  JsonNode *renamed = bty_json_get (workflow->result, "renamed");
  JsonArray *list = renamed != NULL && JSON_NODE_HOLDS_ARRAY (renamed) ? json_node_get_array (renamed) : NULL;
  g_autoptr(GString) text = g_string_new (_("Done"));

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *object = json_array_get_object_element (list, i);

      g_string_append (text, " · ");
      /* Translators: names: what came with an import has another one here. */
      g_string_append_printf (text, _("“%s” is called “%s” here"), json_object_get_string_member (object, "from"),
                              json_object_get_string_member (object, "to"));
    }

  add_forgotten (text, workflow);
  add_unconfirmed (text, workflow);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_state (BtyWorkflow *workflow)
{
  switch (workflow->status)
    {
    case BTY_WORKFLOW_STATUS_PENDING:
      return g_strdup (_("Waiting for its turn"));
    case BTY_WORKFLOW_STATUS_RUNNING:
      if (workflow->total > 0)
        /* Translators: how much of a long work is done. */
        return g_strdup_printf (_("%d %% done"), (int) (100 * bty_job_wording_get_share (workflow)));
      return g_strdup (_("Being done"));
    case BTY_WORKFLOW_STATUS_PAUSED:
      return g_strdup (_("Paused"));
    case BTY_WORKFLOW_STATUS_FAILED:
      return g_strdup (workflow->error);
    case BTY_WORKFLOW_STATUS_CANCELLED:
      return g_strdup (_("Cancelled"));
    case BTY_WORKFLOW_STATUS_COMPLETED:
    default:
      return g_str_equal (workflow->kind, BTY_JOB_CONVERSATIONS) ? bty_foreign_import_describe (workflow->result)
                                                                 : dup_outcome (workflow);
    }
}

/**
 * bty_job_wording_dup_detail:
 * @workflow: long work
 *
 * Returns: (transfer full): how it stands, and what it is about
 */
char *
bty_job_wording_dup_detail (BtyWorkflow *workflow)
{
  g_autofree char *place = dup_place (workflow);
  g_autofree char *state = dup_state (workflow);

  return place != NULL ? g_strdup_printf ("%s · %s", place, state) : g_steal_pointer (&state);
}

/**
 * bty_job_wording_get_share:
 * @workflow: long work
 *
 * Returns: how much of it is done, from 0 to 1; 0 if that is not known
 */
double
bty_job_wording_get_share (BtyWorkflow *workflow)
{
  return workflow->total > 0 ? CLAMP ((double) workflow->progress / workflow->total, 0, 1) : 0;
}
