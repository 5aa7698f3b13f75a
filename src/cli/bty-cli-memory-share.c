/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-memory-view.h"
#include "bty-cli-memory.h"
#include "bty-cli-output.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-memory-foresight.h"

/* Who reads what, and what waits for approval. */

static BtyMemoryService *
get_service (BtyCli *cli)
{
  return bty_profile_get_memories (cli->profile);
}

/* Returns: (transfer full) (nullable): the id of the bot on whose behalf memories are shared: that of --bot, or the
 * author of the first */
static char *
find_author (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  const char *slug = bty_cli_args_get_text (args, "bot");
  BtyBot *bot = slug != NULL ? bty_cli_find_bot (cli, slug, error) : NULL;
  g_autoptr(BtyMemory) memory = NULL;

  if (slug != NULL)
    return bot != NULL ? g_strdup (bot->id) : NULL;
  memory = bty_cli_find_memory (cli, bty_cli_args_get_word (args, 0), error);

  return memory != NULL ? g_strdup (memory->bot_id) : NULL;
}

static gboolean
run_share (BtyCli      *cli,
           BtyCliArgs  *args,
           GError     **error)
{
  BtyTrust trust = bty_cli_args_has (args, "public") ? BTY_TRUST_PUBLIC : BTY_TRUST_TRUSTED;
  const char *const *ids = bty_cli_args_get_words (args);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *author = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  author = find_author (cli, args, error);
  if (author == NULL)
    return FALSE;

  bty_memory_service_share_async (get_service (cli), ids, author, trust, NULL, NULL, bty_cli_wait_cb, &result);
  if (!bty_memory_service_share_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;
  bty_cli_print_count (cli, "shared", g_strv_length ((char **) ids), _("Shared."));

  return TRUE;
}

static gboolean
run_revoke (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  const char *const *ids = bty_cli_args_get_words (args);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *author = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  author = find_author (cli, args, error);
  if (author == NULL)
    return FALSE;

  bty_memory_service_revoke_async (get_service (cli), ids, author, NULL, NULL, bty_cli_wait_cb, &result);
  if (!bty_memory_service_revoke_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;
  bty_cli_print_count (cli, "revoked", g_strv_length ((char **) ids), _("Private again."));

  return TRUE;
}

static gboolean
run_trust (BtyCli      *cli,
           BtyCliArgs  *args,
           GError     **error)
{
  gboolean trusted = !bty_cli_args_has (args, "remove");
  g_autoptr(GAsyncResult) result = NULL;
  BtyBot *reader;
  BtyBot *author;

  if (!bty_cli_open (cli, error))
    return FALSE;
  reader = bty_cli_find_bot (cli, bty_cli_args_get_word (args, 0), error);
  author = reader != NULL ? bty_cli_find_bot (cli, bty_cli_args_get_word (args, 1), error) : NULL;
  if (author == NULL)
    return FALSE;

  bty_memory_service_set_trusted_async (get_service (cli), reader->id, author->id, trusted, NULL, NULL,
                                        bty_cli_wait_cb, &result);
  if (!bty_memory_service_set_trusted_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;
  bty_cli_print_count (cli, "trusted", trusted, trusted ? _("Trusted.") : _("Not trusted any more."));

  return TRUE;
}

/* Returns: (transfer full) (nullable): the candidates of --bot, or all */
static GPtrArray *
list_inbox (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  const char *slug = bty_cli_args_get_text (args, "bot");
  BtyBot *bot = slug != NULL ? bty_cli_find_bot (cli, slug, error) : NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (slug != NULL && bot == NULL)
    return NULL;

  bty_cli_look_through (cli);
  bty_memory_service_list_inbox_async (get_service (cli), bot != NULL ? bot->id : NULL, NULL, bty_cli_wait_cb, &result);

  return bty_memory_service_list_inbox_finish (get_service (cli), bty_cli_wait (&result), error);
}

/**
 * bty_cli_tell_inbox:
 * @cli: this run, opened
 *
 * Tells a person how much waits for a decision, if anything does.
 */
void
bty_cli_tell_inbox (BtyCli *cli)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) candidates = NULL;
  g_autofree char *note = NULL;

  bty_memory_service_list_inbox_async (get_service (cli), NULL, NULL, bty_cli_wait_cb, &result);
  candidates = bty_memory_service_list_inbox_finish (get_service (cli), bty_cli_wait (&result), NULL);
  if (candidates == NULL || candidates->len == 0)
    return;

  note = g_strdup_printf (ngettext ("%u statement waits for your approval: boternityctl memory inbox",
                                    "%u statements wait for your approval: boternityctl memory inbox",
                                    candidates->len), candidates->len);
  bty_cli_print_note (note);
}

static gboolean
run_inbox (BtyCli      *cli,
           BtyCliArgs  *args,
           GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) candidates = NULL;
  g_autoptr(GPtrArray) foresights = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  candidates = list_inbox (cli, args, error);
  if (candidates == NULL)
    return FALSE;
  bty_memory_foresight_list_async (get_service (cli), candidates, NULL, bty_cli_wait_cb, &result);
  foresights = bty_memory_foresight_list_finish (get_service (cli), bty_cli_wait (&result), error);
  if (foresights == NULL)
    return FALSE;
  bty_cli_print_candidates (cli, candidates, foresights);

  return TRUE;
}

/* Leaves those in @candidates whose ids were typed. */
static gboolean
keep_named (GPtrArray   *candidates,
            BtyCliArgs  *args,
            GError     **error)
{
  const char *const *ids = bty_cli_args_get_words (args);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < candidates->len; j++)
        found = found || g_str_equal (((BtyMemoryCandidate *) g_ptr_array_index (candidates, j))->id, ids[i]);
      if (!found)
        {
          g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("Nothing with the id “%s” waits."), ids[i]);
          return FALSE;
        }
    }
  for (guint j = candidates->len; j > 0; j--)
    if (!g_strv_contains (ids, ((BtyMemoryCandidate *) g_ptr_array_index (candidates, j - 1))->id))
      g_ptr_array_remove_index (candidates, j - 1);

  return TRUE;
}

/* Returns: (transfer full) (nullable): the candidates that the command is about */
static GPtrArray *
choose (BtyCli      *cli,
        BtyCliArgs  *args,
        GError     **error)
{
  gboolean all = bty_cli_args_has (args, "all");
  g_autoptr(GPtrArray) candidates = NULL;

  if (all == (bty_cli_args_get_word (args, 0) != NULL))
    {
      bty_cli_set_usage_error (error, _("Say which, or --all."));
      return NULL;
    }
  if (!bty_cli_open (cli, error))
    return NULL;
  candidates = list_inbox (cli, args, error);
  if (candidates == NULL || (!all && !keep_named (candidates, args, error)))
    return NULL;

  return g_steal_pointer (&candidates);
}

static gboolean
run_accept (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  const char *text = bty_cli_args_get_text (args, "text");
  g_autoptr(GPtrArray) candidates = choose (cli, args, error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *sentence = NULL;

  if (candidates == NULL)
    return FALSE;
  if (text != NULL && candidates->len != 1)
    {
      bty_cli_set_usage_error (error, _("--text goes with one candidate."));
      return FALSE;
    }

  if (text != NULL)
    g_object_set (g_ptr_array_index (candidates, 0), "text", text, NULL);
  bty_memory_service_accept_async (get_service (cli), candidates, NULL, NULL, bty_cli_wait_cb, &result);
  if (!bty_memory_service_accept_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;
  sentence = g_strdup_printf (ngettext ("%d candidate was accepted.", "%d candidates were accepted.", candidates->len),
                              (int) candidates->len);
  bty_cli_print_count (cli, "accepted", candidates->len, sentence);

  return TRUE;
}

static gboolean
run_reject (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(GPtrArray) candidates = choose (cli, args, error);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *sentence = NULL;

  if (candidates == NULL)
    return FALSE;

  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (ids, ((BtyMemoryCandidate *) g_ptr_array_index (candidates, i))->id);
  g_ptr_array_add (ids, NULL);
  bty_memory_service_reject_async (get_service (cli), (const char *const *) ids->pdata, NULL, NULL, bty_cli_wait_cb,
                                   &result);
  if (!bty_memory_service_reject_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;
  sentence = g_strdup_printf (ngettext ("%d candidate was rejected.", "%d candidates were rejected.", candidates->len),
                              (int) candidates->len);
  bty_cli_print_count (cli, "rejected", candidates->len, sentence);

  return TRUE;
}

static const BtyCliOption share_options[] = {
  { "public", BTY_CLI_FLAG, NULL, N_("Let every bot read it, not only those that trust its author") },
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("On behalf of this bot; others than the author are refused") },
  { NULL }
};

static const BtyCliOption revoke_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("On behalf of this bot; others than the author are refused") },
  { NULL }
};

static const BtyCliOption trust_options[] = {
  { "remove", BTY_CLI_FLAG, NULL, N_("Take the author off the list of the reader instead") },
  { NULL }
};

static const BtyCliOption inbox_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Only what waits for this bot") },
  { NULL }
};

static const BtyCliOption reject_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Only what waits for this bot") },
  { "all", BTY_CLI_FLAG, NULL, N_("All of it") },
  { NULL }
};

static const BtyCliOption accept_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Only what waits for this bot") },
  { "all", BTY_CLI_FLAG, NULL, N_("All of it") },
  { "text", BTY_CLI_TEXT, N_("TEXT"), N_("Remember this instead; for one candidate") },
  { NULL }
};

const BtyCliCommand bty_cli_memory_share_commands[] = {
  { "memory", "share", N_("ID…"), 1, BTY_CLI_MANY, N_("Let bots that trust its author read a memory, or all bots"),
    share_options, run_share },
  { "memory", "revoke", N_("ID…"), 1, BTY_CLI_MANY, N_("Make memories private again"),
    revoke_options, run_revoke },
  { "memory", "trust", N_("READER AUTHOR"), 2, 2, N_("Let a bot read what another one shares as trusted"),
    trust_options, run_trust },
  { "memory", "inbox", NULL, 0, 0, N_("List what waits for your approval"),
    inbox_options, run_inbox },
  { "memory", "accept", N_("[ID…]"), 0, BTY_CLI_MANY, N_("Remember what waits"),
    accept_options, run_accept },
  { "memory", "reject", N_("[ID…]"), 0, BTY_CLI_MANY, N_("Do not remember it"),
    reject_options, run_reject },
  { NULL }
};
