/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-memory-view.h"
#include "bty-cli-memory.h"
#include "bty-cli-output.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-error.h"

/* The record of what happened, and what comes in from files. */

static gboolean
run_timeline (BtyCli      *cli,
              BtyCliArgs  *args,
              GError     **error)
{
  BtyAuditService *audit;
  BtyAuditFilter filter = {
    .memory_id = bty_cli_args_get_word (args, 0),
    .actor = bty_cli_args_get_text (args, "actor"),
    .action = bty_cli_args_get_text (args, "action"),
    .limit = bty_cli_args_get_integer (args, "limit", BTY_MEMORY_PAGE),
  };
  const char *slug = bty_cli_args_get_text (args, "bot");
  BtyBot *bot;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  int action;

  if (filter.action != NULL && !bty_cli_parse_nick (BTY_TYPE_AUDIT_ACTION, "action", filter.action, &action, error))
    return FALSE;
  if (!bty_cli_open (cli, error))
    return FALSE;
  bot = slug != NULL ? bty_cli_find_bot (cli, slug, error) : NULL;
  if (slug != NULL && bot == NULL)
    return FALSE;

  filter.bot_id = bot != NULL ? bot->id : NULL;
  audit = bty_profile_get_audit (cli->profile);
  bty_audit_service_list_async (audit, &filter, NULL, bty_cli_wait_cb, &result);
  entries = bty_audit_service_list_finish (audit, bty_cli_wait (&result), error);
  if (entries == NULL)
    return FALSE;
  if (entries->len == 0 && filter.memory_id != NULL && filter.actor == NULL && filter.action == NULL && bot == NULL)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("Nothing with the id “%s” was ever stored."),
                   filter.memory_id);
      return FALSE;
    }
  bty_cli_print_timeline (cli, entries);

  return TRUE;
}

/* Writes down where the record ends. */
static gboolean
write_anchor (BtyCli      *cli,
              const char  *path,
              GError     **error)
{
  BtyAuditService *audit = bty_profile_get_audit (cli->profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *anchor = NULL;
  g_autofree char *shown = g_filename_display_name (path);

  bty_audit_service_export_anchor_async (audit, NULL, bty_cli_wait_cb, &result);
  anchor = bty_audit_service_export_anchor_finish (audit, bty_cli_wait (&result), error);
  if (anchor == NULL)
    return FALSE;
  if (g_file_set_contents (path, anchor, -1, NULL))
    return TRUE;
  g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("The file “%s” cannot be written."), shown);

  return FALSE;
}

static gboolean
accept_restore (BtyCli  *cli,
                GError **error)
{
  BtyAuditService *audit = bty_profile_get_audit (cli->profile);
  g_autoptr(GAsyncResult) result = NULL;

  bty_audit_service_accept_restore_async (audit, NULL, NULL, bty_cli_wait_cb, &result);

  return bty_audit_service_accept_restore_finish (audit, bty_cli_wait (&result), error);
}

static gboolean
run_verify (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  const char *path = bty_cli_args_get_text (args, "anchor");
  BtyAuditService *audit;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyAuditReport) report = NULL;
  g_autofree char *anchor = NULL;

  if ((path != NULL && !bty_cli_read_file (path, &anchor, error)) || !bty_cli_open (cli, error))
    return FALSE;

  if (bty_cli_args_has (args, "accept-restore") && !accept_restore (cli, error))
    return FALSE;
  audit = bty_profile_get_audit (cli->profile);
  bty_audit_service_verify_async (audit, anchor, NULL, NULL, bty_cli_wait_cb, &result);
  report = bty_audit_service_verify_finish (audit, bty_cli_wait (&result), error);
  if (report == NULL)
    return FALSE;
  if (bty_cli_args_has (args, "write-anchor")
      && !write_anchor (cli, bty_cli_args_get_text (args, "write-anchor"), error))
    return FALSE;
  bty_cli_print_report (cli, report);
  cli->failed = !report->is_intact;

  return TRUE;
}

static gboolean
run_import (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  BtyMemoryService *memories;
  BtyMemoryImport counts;
  BtyBot *bot;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;

  if (!bty_cli_read_file (bty_cli_args_get_word (args, 0), &text, error) || !bty_cli_open (cli, error))
    return FALSE;
  bot = bty_cli_find_bot (cli, bty_cli_args_get_text (args, "bot"), error);
  if (bot == NULL)
    return FALSE;

  memories = bty_profile_get_memories (cli->profile);
  bty_memory_service_import_async (memories, text, bot->id, !bty_cli_args_has (args, "review"), NULL, NULL,
                                   bty_cli_wait_cb, &result);
  if (!bty_memory_service_import_finish (memories, bty_cli_wait (&result), &counts, error))
    return FALSE;
  if (cli->json)
    {
      object = json_object_new ();
      json_object_set_int_member (object, "imported", counts.n_stored);
      json_object_set_int_member (object, "inbox", counts.n_proposed);
      json_object_set_int_member (object, "known", counts.n_known);
      json_object_set_int_member (object, "merged", counts.n_merged);
      json_object_set_int_member (object, "forgotten", counts.n_forgotten);
      node = bty_cli_json_take (object);
      bty_cli_print_json (node);
      return TRUE;
    }

  if (counts.n_stored > 0 || (counts.n_proposed == 0 && counts.n_merged == 0))
    bty_cli_print (ngettext ("%d memory was remembered; known already: %d.",
                             "%d memories were remembered; known already: %d.", counts.n_stored),
                   (int) counts.n_stored, (int) counts.n_known);
  if (counts.n_proposed > 0)
    bty_cli_print (ngettext ("%d comes from elsewhere and waits in the inbox for “boternityctl memory accept”.",
                             "%d come from elsewhere and wait in the inbox for “boternityctl memory accept”.",
                             counts.n_proposed),
                   (int) counts.n_proposed);
  if (counts.n_merged > 0)
    bty_cli_print (ngettext ("%d added something to a memory that says nearly the same.",
                             "%d added something to memories that say nearly the same.", counts.n_merged),
                   (int) counts.n_merged);
  if (counts.n_forgotten > 0)
    bty_cli_print (ngettext ("%d memory was left out, because it was forgotten here.",
                             "%d memories were left out, because they were forgotten here.", counts.n_forgotten),
                   (int) counts.n_forgotten);

  return TRUE;
}

/* What memory costs beside the replies. */
static gboolean
run_work (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  BtyCaptureService *capture;
  BtyMemoryWorkSum sum;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *text = NULL;
  JsonObject *object;

  if (!bty_cli_open (cli, error))
    return FALSE;
  capture = bty_profile_get_capture (cli->profile);
  bty_capture_service_sum_month_async (capture, NULL, bty_cli_wait_cb, &result);
  if (!bty_capture_service_sum_month_finish (capture, bty_cli_wait (&result), &sum, error))
    return FALSE;
  text = bty_memory_work_describe (&sum);
  if (!cli->json)
    {
      bty_cli_print (_("Memory work this month: %s"), text);
      return TRUE;
    }

  object = json_object_new ();
  json_object_set_int_member (object, "calls", sum.n_calls);
  json_object_set_int_member (object, "input_tokens", sum.input_tokens);
  json_object_set_int_member (object, "output_tokens", sum.output_tokens);
  json_object_set_double_member (object, "cost", sum.cost);
  json_object_set_int_member (object, "calls_of_unknown_cost", sum.n_unknown);
  node = bty_cli_json_take (object);
  bty_cli_print_json (node);

  return TRUE;
}

static const BtyCliOption timeline_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Only what is about this bot") },
  { "actor", BTY_CLI_TEXT, N_("NAME"), N_("Only what was done by user, system or the bot of this slug") },
  { "action", BTY_CLI_TEXT, N_("NAME"), N_("Only this: add, edit, forget, share, revoke, read, verify …") },
  { "limit", BTY_CLI_INTEGER, N_("N"), N_("How many at most; 50 unless said"), 1, 1000000 },
  { NULL }
};

static const BtyCliOption verify_options[] = {
  { "anchor", BTY_CLI_FILE, N_("FILE"), N_("Compare with where the record ended when this was written") },
  { "write-anchor", BTY_CLI_FILE, N_("FILE"), N_("Write down where the record ends, to be kept elsewhere") },
  { "accept-restore", BTY_CLI_FLAG, NULL, N_("Begin a new seal, because it was you who restored a backup") },
  { NULL }
};

static const BtyCliOption import_options[] = {
  { "review", BTY_CLI_FLAG, NULL, N_("Put what is in the file into the inbox, instead of remembering it at once") },
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Who remembers what names no bot, instead of the first") },
  { NULL }
};

const BtyCliCommand bty_cli_memory_audit_commands[] = {
  { "memory", "timeline", N_("[ID]"), 0, 1, N_("Show what happened to a memory, or to all"),
    timeline_options, run_timeline },
  { "memory", "verify", NULL, 0, 0, N_("Check that nobody changed the record or a memory"),
    verify_options, run_verify },
  { "memory", "import", N_("FILE"), 1, 1, N_("Remember what a file says, an object of JSON a line"),
    import_options, run_import },
  { "memory", "work", NULL, 0, 0, N_("Show what models were asked for memory this month, and what it cost"),
    NULL, run_work },
  { NULL }
};
