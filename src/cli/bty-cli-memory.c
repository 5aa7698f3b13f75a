/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-memory.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-command.h"
#include "bty-cli-memory-view.h"
#include "bty-cli-output.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-memory-extract.h"
#include "bty-time.h"

static BtyMemoryService *
get_service (BtyCli *cli)
{
  return bty_profile_get_memories (cli->profile);
}

/* Sets @event_at if a day is named; without one it is of no day any more. */
static gboolean
read_when (BtyCliArgs  *args,
           gint64      *event_at,
           GError     **error)
{
  const char *text = bty_cli_args_get_text (args, "when");
  gint64 day = text != NULL ? bty_memory_extract_date (text, bty_time_now ()) : BTY_UNSET;

  if (text == NULL)
    return TRUE;
  if (day == BTY_UNSET && *text != '\0')
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is no day. Write it as in 2024-06-03, 3 June 2024 or yesterday."), text);
      return FALSE;
    }
  *event_at = day;

  return TRUE;
}

/* Takes over what was said about @memory on the command line. */
static gboolean
apply_options (BtyCliArgs  *args,
               BtyMemory   *memory,
               GError     **error)
{
  int category = memory->category;
  const char *nick = bty_cli_args_get_text (args, "category");
  gint64 event_at = memory->event_at;

  if (nick != NULL && !bty_cli_parse_nick (BTY_TYPE_MEMORY_CATEGORY, "category", nick, &category, error))
    return FALSE;
  if (!read_when (args, &event_at, error))
    return FALSE;
  g_object_set (memory,
                "category", category,
                "importance", bty_cli_args_get_integer (args, "importance", memory->importance),
                "event-at", event_at,
                NULL);

  return TRUE;
}

static const char *
describe_outcome (BtyMemoryOutcome outcome)
{
  switch (outcome)
    {
    case BTY_MEMORY_KNOWN:
      return _("That was known already:");
    case BTY_MEMORY_MERGED:
      return _("Added to what was known:");
    case BTY_MEMORY_SUPERSEDES:
      return _("Remembered, in the place of what was said before:");
    case BTY_MEMORY_STORED:
    default:
      return _("Remembered:");
    }
}

/**
 * bty_cli_remember:
 * @cli: this run, opened
 * @memory: what a bot shall remember
 * @error: (out) (optional): why it does not
 *
 * Remembers something and prints what became of it.
 *
 * Returns: whether it is remembered
 */
gboolean
bty_cli_remember (BtyCli     *cli,
                  BtyMemory  *memory,
                  GError    **error)
{
  g_autoptr(BtyMemory) stored = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  BtyMemoryOutcome outcome;

  bty_memory_service_add_async (get_service (cli), memory, NULL, NULL, bty_cli_wait_cb, &result);
  stored = bty_memory_service_add_finish (get_service (cli), bty_cli_wait (&result), &outcome, error);
  if (stored != NULL)
    bty_cli_print_stored (cli, stored, describe_outcome (outcome));

  return stored != NULL;
}

static gboolean
run_add (BtyCli      *cli,
         BtyCliArgs  *args,
         GError     **error)
{
  g_autoptr(BtyMemory) memory = bty_memory_new ("", bty_cli_args_get_word (args, 0));
  BtyBot *bot;

  if (!apply_options (args, memory, error) || !bty_cli_open (cli, error))
    return FALSE;
  bot = bty_cli_find_bot (cli, bty_cli_args_get_text (args, "bot"), error);
  if (bot == NULL)
    return FALSE;

  g_object_set (memory, "bot-id", bot->id, NULL);

  return bty_cli_remember (cli, memory, error);
}

/* Looks up the bot of an option. Returns whether there is one, or none was named. */
static gboolean
find_bot (BtyCli       *cli,
          BtyCliArgs   *args,
          const char   *option,
          const char  **id,
          GError      **error)
{
  const char *slug = bty_cli_args_get_text (args, option);
  BtyBot *bot = slug != NULL ? bty_cli_find_bot (cli, slug, error) : NULL;

  *id = bot != NULL ? bot->id : NULL;

  return slug == NULL || bot != NULL;
}

static gboolean
check_nick (BtyCliArgs  *args,
            const char  *option,
            GType        type,
            const char **nick,
            GError     **error)
{
  int value;

  *nick = bty_cli_args_get_text (args, option);

  return *nick == NULL || bty_cli_parse_nick (type, option, *nick, &value, error);
}

static gboolean
run_list (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  BtyMemoryFilter filter = { .limit = bty_cli_args_get_integer (args, "limit", BTY_MEMORY_PAGE) };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) memories = NULL;

  filter.state = bty_cli_args_has (args, "ended") ? BTY_MEMORY_ENDED
                 : bty_cli_args_has (args, "deleted") ? BTY_MEMORY_DELETED : BTY_MEMORY_LIVE;
  filter.is_shared = bty_cli_args_has (args, "shared");
  filter.words = bty_cli_args_get_text (args, "words");
  if (!check_nick (args, "category", BTY_TYPE_MEMORY_CATEGORY, &filter.category, error)
      || !check_nick (args, "origin", BTY_TYPE_ORIGIN, &filter.origin, error)
      || !check_nick (args, "trust", BTY_TYPE_TRUST, &filter.trust, error)
      || !bty_cli_open (cli, error)
      || !find_bot (cli, args, "bot", &filter.bot_id, error)
      || !find_bot (cli, args, "reader", &filter.reader_id, error))
    return FALSE;

  bty_memory_service_list_async (get_service (cli), &filter, NULL, bty_cli_wait_cb, &result);
  memories = bty_memory_service_list_finish (get_service (cli), bty_cli_wait (&result), error);
  if (memories == NULL)
    return FALSE;
  bty_cli_print_memories (cli, memories);

  return TRUE;
}

static gboolean
run_search (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  BtyRecallRequest request = { .text = bty_cli_args_get_word (args, 0) };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) recalled = NULL;
  g_autofree char *note = NULL;
  BtyRecallService *recall;
  BtyBot *bot;

  if (!bty_cli_open (cli, error))
    return FALSE;
  bot = bty_cli_find_bot (cli, bty_cli_args_get_text (args, "bot"), error);
  if (bot == NULL)
    return FALSE;

  recall = bty_profile_get_recall (cli->profile);
  request.bot_id = bot->id;
  request.limit = bty_cli_args_get_integer (args, "limit", 0);
  bty_recall_service_recall_async (recall, &request, NULL, bty_cli_wait_cb, &result);
  recalled = bty_recall_service_recall_finish (recall, bty_cli_wait (&result), error);
  if (recalled == NULL)
    return FALSE;
  note = bty_recall_service_recall_dup_note (recall, result);
  if (note != NULL)
    bty_cli_print_note (note);
  bty_cli_print_recalled (cli, recalled);

  return TRUE;
}

/**
 * bty_cli_find_memory:
 * @cli: this run, opened
 * @id: of a memory
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or why it could not be read
 *
 * Returns: (transfer full) (nullable): that memory
 */
BtyMemory *
bty_cli_find_memory (BtyCli      *cli,
                     const char  *id,
                     GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_memory_service_get_async (get_service (cli), id, NULL, bty_cli_wait_cb, &result);

  return bty_memory_service_get_finish (get_service (cli), bty_cli_wait (&result), error);
}

static gboolean
run_show (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  const char *id = bty_cli_args_get_word (args, 0);
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(GPtrArray) versions = NULL;
  g_autoptr(GPtrArray) uses = NULL;
  g_autoptr(GAsyncResult) versions_result = NULL;
  g_autoptr(GAsyncResult) uses_result = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  memory = bty_cli_find_memory (cli, id, error);
  if (memory == NULL)
    return FALSE;

  bty_memory_service_list_versions_async (get_service (cli), id, NULL, bty_cli_wait_cb, &versions_result);
  versions = bty_memory_service_list_versions_finish (get_service (cli), bty_cli_wait (&versions_result), error);
  if (versions == NULL)
    return FALSE;
  bty_memory_service_list_uses_async (get_service (cli), NULL, id, NULL, bty_cli_wait_cb, &uses_result);
  uses = bty_memory_service_list_uses_finish (get_service (cli), bty_cli_wait (&uses_result), error);
  if (uses == NULL)
    return FALSE;
  bty_cli_print_memory (cli, memory, versions, uses);

  return TRUE;
}

static BtyMemory *
revert (BtyCli      *cli,
        const char  *id,
        gint64       version,
        GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_memory_service_revert_async (get_service (cli), id, version, NULL, NULL, bty_cli_wait_cb, &result);

  return bty_memory_service_revert_finish (get_service (cli), bty_cli_wait (&result), error);
}

static gboolean
run_edit (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  const char *text = bty_cli_args_get_text (args, "text");
  gint64 version = bty_cli_args_get_integer (args, "back-to", 0);
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(BtyMemory) stored = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  memory = bty_cli_find_memory (cli, bty_cli_args_get_word (args, 0), error);
  if (memory == NULL || !apply_options (args, memory, error))
    return FALSE;

  if (version > 0)
    stored = revert (cli, memory->id, version, error);
  else
    {
      if (text != NULL)
        g_object_set (memory, "text", text, NULL);
      bty_memory_service_edit_async (get_service (cli), memory, NULL, NULL, bty_cli_wait_cb, &result);
      stored = bty_memory_service_edit_finish (get_service (cli), bty_cli_wait (&result), error);
    }
  if (stored == NULL)
    return FALSE;
  bty_cli_print_stored (cli, stored, _("Changed:"));

  return TRUE;
}

static gboolean
run_forget (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *sentence = NULL;
  gint64 n;

  if (!bty_cli_open (cli, error))
    return FALSE;

  bty_memory_service_forget_async (get_service (cli), bty_cli_args_get_words (args), NULL, NULL, bty_cli_wait_cb,
                                   &result);
  n = bty_memory_service_forget_finish (get_service (cli), bty_cli_wait (&result), error);
  if (n < 0)
    return FALSE;
  sentence = g_strdup_printf (ngettext ("%d memory was forgotten.", "%d memories were forgotten.", n), (int) n);
  bty_cli_print_count (cli, "forgotten", n, sentence);

  return TRUE;
}

static const BtyCliOption add_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Who shall remember it, instead of the first bot") },
  { "category", BTY_CLI_TEXT, N_("NAME"), N_("fact, unless said, preference, decision, context or correction") },
  { "importance", BTY_CLI_INTEGER, N_("N"), N_("1 to 5; 4 unless said"), 1, 5 },
  { "when", BTY_CLI_TEXT, N_("DAY"), N_("When that was, or will be: 2024-06-03, “3 June 2024” or yesterday") },
  { NULL }
};

static const BtyCliOption list_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Only those of this bot") },
  { "reader", BTY_CLI_TEXT, N_("SLUG"), N_("Only those that this bot may read") },
  { "words", BTY_CLI_TEXT, N_("TEXT"), N_("Only those with these words") },
  { "category", BTY_CLI_TEXT, N_("NAME"), N_("Only those of this category") },
  { "origin", BTY_CLI_TEXT, N_("NAME"), N_("Only those that user, approved, inferred or external says") },
  { "trust", BTY_CLI_TEXT, N_("NAME"), N_("Only those that are private, trusted or public") },
  { "shared", BTY_CLI_FLAG, NULL, N_("Only those that other bots can read") },
  { "ended", BTY_CLI_FLAG, NULL, N_("Those that were superseded or have expired instead of the others") },
  { "deleted", BTY_CLI_FLAG, NULL, N_("Those that were deleted and can be restored instead of the others") },
  { "limit", BTY_CLI_INTEGER, N_("N"), N_("How many at most; 50 unless said"), 1, 1000000 },
  { NULL }
};

static const BtyCliOption search_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Who would remember, instead of the first bot") },
  { "limit", BTY_CLI_INTEGER, N_("N"), N_("How many at most; 10 unless said"), 1, 1000 },
  { NULL }
};

static const BtyCliOption edit_options[] = {
  { "text", BTY_CLI_TEXT, N_("TEXT"), N_("What it says from now on") },
  { "category", BTY_CLI_TEXT, N_("NAME"), N_("Another category") },
  { "importance", BTY_CLI_INTEGER, N_("N"), N_("1 to 5"), 1, 5 },
  { "when", BTY_CLI_TEXT, N_("DAY"), N_("When that was, or will be; an empty text for no day") },
  { "back-to", BTY_CLI_INTEGER, N_("N"), N_("Let it say again what this version said"), 1, 1000000 },
  { NULL }
};

const BtyCliCommand bty_cli_memory_commands[] = {
  { "memory", "add", N_("TEXT"), 1, 1, N_("Let a bot remember something"), add_options, run_add },
  { "memory", "list", NULL, 0, 0, N_("List memories, the newest first"), list_options, run_list },
  { "memory", "search", N_("TEXT"), 1, 1, N_("Find what a bot would remember if you said this"),
    search_options, run_search },
  { "memory", "show", N_("ID"), 1, 1, N_("Show a memory with its versions and who read it"), NULL, run_show },
  { "memory", "edit", N_("ID"), 1, 1, N_("Correct a memory; what it said before is kept"), edit_options, run_edit },
  { "memory", "forget", N_("ID…"), 1, BTY_CLI_MANY, N_("Remove memories from the disk for good"), NULL, run_forget },
  { NULL }
};
