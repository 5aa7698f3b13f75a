/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-memory-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "bty-cli-output.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-memory-foresight.h"
#include "bty-recalled.h"

static const char *
get_slug (BtyCli     *cli,
          const char *bot_id)
{
  BtyBot *bot = bot_id != NULL ? bty_bot_service_find (bty_profile_get_bots (cli->profile), bot_id) : NULL;

  return bot != NULL ? bot->slug : "";
}

static JsonNode *
memory_to_json (BtyCli    *cli,
                BtyMemory *memory)
{
  JsonNode *node = bty_record_to_json (BTY_RECORD (memory));
  JsonObject *object = json_node_get_object (node);

  json_object_set_string_member (object, "bot", get_slug (cli, memory->bot_id));
  json_object_set_boolean_member (object, "intact", bty_memory_is_intact (memory));

  return node;
}

static void
add_list (JsonObject *object,
          const char *name,
          GPtrArray  *records)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < records->len; i++)
    json_array_add_element (array, bty_record_to_json (g_ptr_array_index (records, i)));
  json_object_set_array_member (object, name, array);
}

/* One line of a text that may have many. */
static char *
dup_line (const char *text)
{
  return g_strdelimit (g_strdup (text), "\n\r\t", ' ');
}

/**
 * bty_cli_print_memories:
 * @cli: this run, opened
 * @memories: (element-type BtyMemory): memories
 *
 * Prints a line for each, or a JSON list.
 */
void
bty_cli_print_memories (BtyCli    *cli,
                        GPtrArray *memories)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Memory"), _("Bot"), _("Category"), _("Trust"),
                                                           _("Origin"), _("Made"), _("Text"), NULL);
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, "memories", array);
  for (guint i = 0; i < memories->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (memories, i);
      g_autofree char *made = bty_cli_format_time (memory->created_at);
      g_autofree char *line = dup_line (memory->text);

      json_array_add_element (array, memory_to_json (cli, memory));
      bty_cli_table_add (table, memory->id, get_slug (cli, memory->bot_id),
                         bty_enum_to_nick (BTY_TYPE_MEMORY_CATEGORY, memory->category),
                         bty_memory_is_intact (memory) ? bty_enum_to_nick (BTY_TYPE_TRUST, memory->trust)
                                                       : _("altered"),
                         bty_enum_to_nick (BTY_TYPE_ORIGIN, memory->origin), made, line, NULL);
    }
  if (cli->json)
    bty_cli_print_json (node);
  else
    bty_cli_table_print (table);
}

static void
add_time (BtyCliTable *table,
          const char  *label,
          gint64       time)
{
  g_autofree char *text = time != BTY_UNSET ? bty_cli_format_time (time) : NULL;

  if (text != NULL)
    bty_cli_table_add (table, label, text, NULL);
}

/* The day of which something tells, and the time if one is known. */
static char *
format_event (gint64 event_at)
{
  g_autoptr(GDateTime) utc = event_at != BTY_UNSET ? g_date_time_new_from_unix_utc (event_at / G_USEC_PER_SEC) : NULL;
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  if (local == NULL)
    return NULL;

  return g_date_time_format (local, g_date_time_get_hour (local) + g_date_time_get_minute (local) == 0
                                    ? "%Y-%m-%d" : "%Y-%m-%d %H:%M");
}

static void
add_event (BtyCliTable *table,
           gint64       event_at)
{
  g_autofree char *text = format_event (event_at);

  if (text != NULL)
    bty_cli_table_add (table, _("Tells of"), text, NULL);
}

static void
add_number (BtyCliTable *table,
            const char  *label,
            gint64       number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  bty_cli_table_add (table, label, text, NULL);
}

static void
print_versions (GPtrArray *versions)
{
  bty_cli_print_title (_("Versions"));
  for (guint i = 0; i < versions->len; i++)
    {
      BtyMemoryVersion *version = g_ptr_array_index (versions, i);
      g_autofree char *time = bty_cli_format_time (version->changed_at);
      g_autofree char *line = dup_line (version->text);

      bty_cli_print ("%d · %s · %s · %s · %s", (int) version->version, time, version->actor,
                     bty_enum_to_nick (BTY_TYPE_TRUST, version->trust), line);
    }
}

static void
print_uses (BtyCli    *cli,
            GPtrArray *uses)
{
  bty_cli_print_title (_("Read"));
  for (guint i = 0; i < uses->len; i++)
    {
      BtyMemoryUse *use = g_ptr_array_index (uses, i);
      g_autofree char *time = bty_cli_format_time (use->used_at);

      bty_cli_print ("%s · %s · %s", time, get_slug (cli, use->bot_id), use->message_id);
    }
}

/**
 * bty_cli_print_memory:
 * @cli: this run, opened
 * @memory: a memory
 * @versions: (element-type BtyMemoryVersion): its versions
 * @uses: (element-type BtyMemoryUse): for which replies it was read
 *
 * Prints all there is to say about it.
 */
void
bty_cli_print_memory (BtyCli    *cli,
                      BtyMemory *memory,
                      GPtrArray *versions,
                      GPtrArray *uses)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();
  g_autoptr(JsonNode) node = memory_to_json (cli, memory);

  if (cli->json)
    {
      add_list (json_node_get_object (node), "versions", versions);
      add_list (json_node_get_object (node), "uses", uses);
      bty_cli_print_json (node);
      return;
    }

  bty_cli_print ("%s\n", memory->text);
  if (!bty_memory_is_intact (memory))
    bty_cli_print_note (_("It was altered outside Boternity, and is not used any more."));
  bty_cli_table_add (table, _("Memory"), memory->id, NULL);
  bty_cli_table_add (table, _("Bot"), get_slug (cli, memory->bot_id), NULL);
  bty_cli_table_add (table, _("Category"), bty_enum_to_nick (BTY_TYPE_MEMORY_CATEGORY, memory->category), NULL);
  add_number (table, _("Importance"), memory->importance);
  bty_cli_table_add (table, _("Origin"), bty_enum_to_nick (BTY_TYPE_ORIGIN, memory->origin), NULL);
  bty_cli_table_add (table, _("Trust"), bty_enum_to_nick (BTY_TYPE_TRUST, memory->trust), NULL);
  if (memory->session_id != NULL)
    bty_cli_table_add (table, _("Session"), memory->session_id, NULL);
  if (memory->source != NULL && *memory->source != '\0')
    bty_cli_table_add (table, _("Source"), memory->source, NULL);
  add_time (table, _("Made"), memory->created_at);
  add_time (table, _("Changed"), memory->updated_at);
  add_event (table, memory->event_at);
  add_time (table, _("Expires"), memory->expires_at);
  add_time (table, _("Ended"), memory->valid_to);
  add_time (table, _("Deleted"), memory->deleted_at);
  add_number (table, _("Times read"), memory->access_count);
  add_time (table, _("Last read"), memory->last_accessed_at);
  bty_cli_table_print (table);
  if (versions->len > 1)
    print_versions (versions);
  if (uses->len > 0)
    print_uses (cli, uses);
}

/**
 * bty_cli_print_count:
 * @cli: this run
 * @name: what was counted, in JSON
 * @count: how many
 * @sentence: the same for people
 */
void
bty_cli_print_count (BtyCli     *cli,
                     const char *name,
                     gint64      count,
                     const char *sentence)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);

  json_object_set_int_member (object, name, count);
  if (cli->json)
    bty_cli_print_json (node);
  else
    bty_cli_print ("%s", sentence);
}

/**
 * bty_cli_print_stored:
 * @cli: this run, opened
 * @memory: a memory
 * @text: what became of it
 *
 * Prints @text with the id, or the memory as JSON.
 */
void
bty_cli_print_stored (BtyCli     *cli,
                      BtyMemory  *memory,
                      const char *text)
{
  g_autoptr(JsonNode) node = NULL;

  if (!cli->json)
    {
      bty_cli_print ("%s %s", text, memory->id);
      return;
    }
  node = memory_to_json (cli, memory);
  bty_cli_print_json (node);
}

/**
 * bty_cli_print_recalled:
 * @cli: this run, opened
 * @recalled: (element-type BtyRecalled): passages, the best first
 *
 * Prints a line for each, or a JSON list of results.
 */
void
bty_cli_print_recalled (BtyCli    *cli,
                        GPtrArray *recalled)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Score"), _("When"), _("Source"), _("Text"), NULL);
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, "results", array);
  for (guint i = 0; i < recalled->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (recalled, i);
      JsonObject *result = json_object_new ();
      g_autofree char *score = g_strdup_printf ("%.3f", passage->score);
      g_autofree char *event = format_event (passage->event_at);
      g_autofree char *said = bty_cli_format_time (passage->said_at);
      g_autofree char *line = dup_line (passage->text);

      json_object_set_string_member (result, "id", passage->id);
      json_object_set_string_member (result, "text", passage->text);
      json_object_set_string_member (result, "source", bty_enum_to_nick (BTY_TYPE_RECALL_KIND, passage->kind));
      json_object_set_int_member (result, "said_at", passage->said_at);
      if (event != NULL)
        json_object_set_int_member (result, "event_at", passage->event_at);
      else
        json_object_set_null_member (result, "event_at");
      if (isnan (passage->similarity))
        json_object_set_null_member (result, "similarity");
      else
        json_object_set_double_member (result, "similarity", passage->similarity);
      json_object_set_double_member (result, "score", passage->score);
      json_object_set_member (result, "factors", bty_recall_factors_to_json (&passage->factors));
      json_array_add_object_element (array, result);
      bty_cli_table_add (table, score, event != NULL ? event : said,
                         passage->source != NULL ? passage->source : "", line, NULL);
    }
  if (cli->json)
    bty_cli_print_json (node);
  else
    bty_cli_table_print (table);
}

/* What accepting a candidate would do, in a word of JSON. */
static const char *
get_outcome_nick (BtyMemoryOutcome outcome)
{
  static const char *const nicks[] = {
    [BTY_MEMORY_STORED] = "stored",
    [BTY_MEMORY_KNOWN] = "known",
    [BTY_MEMORY_MERGED] = "merged",
    [BTY_MEMORY_SUPERSEDES] = "supersedes",
  };

  return nicks[outcome];
}

/* The same for people, with what the memory says that it is about. */
static char *
describe_foresight (BtyMemoryForesight *foresight)
{
  g_autofree char *line = foresight->memory != NULL ? dup_line (foresight->memory->text) : NULL;

  switch (foresight->outcome)
    {
    case BTY_MEMORY_KNOWN:
      /* Translators: %s is what a bot remembers */
      return g_strdup_printf (_("known already: “%s”"), line);
    case BTY_MEMORY_MERGED:
      /* Translators: %s is what a bot remembers */
      return g_strdup_printf (_("is added to: “%s”"), line);
    case BTY_MEMORY_SUPERSEDES:
      /* Translators: %s is what a bot remembers */
      return g_strdup_printf (_("takes the place of: “%s”"), line);
    case BTY_MEMORY_STORED:
    default:
      /* Translators: %s is what a bot remembers */
      return line != NULL ? g_strdup_printf (_("stands beside: “%s”"), line) : g_strdup (_("is new"));
    }
}

static JsonNode *
candidate_to_json (BtyMemoryCandidate *candidate,
                   BtyMemoryForesight *foresight)
{
  JsonNode *node = bty_record_to_json (BTY_RECORD (candidate));
  JsonObject *object = json_node_get_object (node);
  JsonObject *like = foresight->memory != NULL ? json_object_new () : NULL;

  json_object_set_string_member (object, "outcome", get_outcome_nick (foresight->outcome));
  if (like == NULL)
    {
      json_object_set_null_member (object, "like");
      return node;
    }
  json_object_set_string_member (like, "id", foresight->memory->id);
  json_object_set_string_member (like, "text", foresight->memory->text);
  json_object_set_object_member (object, "like", like);

  return node;
}

/**
 * bty_cli_print_candidates:
 * @cli: this run, opened
 * @candidates: (element-type BtyMemoryCandidate): what waits in the inbox
 * @foresights: (element-type BtyMemoryForesight): what would become of each
 *
 * Prints a line for each, or a JSON list.
 */
void
bty_cli_print_candidates (BtyCli    *cli,
                          GPtrArray *candidates,
                          GPtrArray *foresights)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Candidate"), _("Bot"), _("Category"), _("Origin"),
                                                           _("Text"), _("If accepted"), NULL);
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, "candidates", array);
  for (guint i = 0; i < candidates->len; i++)
    {
      BtyMemoryCandidate *candidate = g_ptr_array_index (candidates, i);
      g_autofree char *line = dup_line (candidate->text);
      g_autofree char *foreseen = describe_foresight (g_ptr_array_index (foresights, i));

      json_array_add_element (array, candidate_to_json (candidate, g_ptr_array_index (foresights, i)));
      bty_cli_table_add (table, candidate->id, get_slug (cli, candidate->bot_id),
                         bty_enum_to_nick (BTY_TYPE_MEMORY_CATEGORY, candidate->category),
                         bty_enum_to_nick (BTY_TYPE_ORIGIN, candidate->origin), line, foreseen, NULL);
    }
  if (cli->json)
    bty_cli_print_json (node);
  else
    bty_cli_table_print (table);
}

/**
 * bty_cli_print_timeline:
 * @cli: this run, opened
 * @entries: (element-type BtyAuditEntry): lines of the audit, the newest first
 *
 * Prints a line for each, or a JSON list.
 */
void
bty_cli_print_timeline (BtyCli    *cli,
                        GPtrArray *entries)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Time"), _("Actor"), _("Action"), _("Bot"), _("Memory"),
                                                           _("Details"), NULL);
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);

  add_list (object, "entries", entries);
  for (guint i = 0; i < entries->len; i++)
    {
      BtyAuditEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *time = bty_cli_format_time (entry->at);

      bty_cli_table_add (table, time, entry->actor, bty_enum_to_nick (BTY_TYPE_AUDIT_ACTION, entry->action),
                         get_slug (cli, entry->bot_id), entry->memory_id != NULL ? entry->memory_id : "",
                         entry->details != NULL ? entry->details : _("forgotten"), NULL);
    }
  if (cli->json)
    bty_cli_print_json (node);
  else
    bty_cli_table_print (table);
}

static JsonArray *
list_texts (GPtrArray *texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < texts->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (texts, i));

  return array;
}

static void
print_report_as_json (BtyAuditReport *report)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);

  json_object_set_boolean_member (object, "intact", report->is_intact);
  json_object_set_int_member (object, "entries", report->n_entries);
  json_object_set_int_member (object, "memories", report->n_memories);
  json_object_set_int_member (object, "forgotten", report->n_forgotten);
  json_object_set_int_member (object, "verified_at", report->verified_at);
  if (report->problem != NULL)
    {
      json_object_set_string_member (object, "problem", report->problem);
      if (report->broken_chain != NULL)
        json_object_set_string_member (object, "broken_chain", report->broken_chain);
      if (report->broken_position != 0)
        json_object_set_int_member (object, "broken_position", report->broken_position);
      if (report->broken_id != NULL)
        json_object_set_string_member (object, "broken_entry", report->broken_id);
    }
  if (report->restored_at != 0)
    json_object_set_int_member (object, "restored_at", report->restored_at);
  json_object_set_array_member (object, "altered", list_texts (report->altered));
  json_object_set_array_member (object, "unproven", list_texts (report->unproven));
  bty_cli_print_json (node);
}

static void
print_restored (BtyAuditReport *report)
{
  g_autofree char *date = bty_cli_format_time (report->restored_at);

  /* Translators: %s is a date and a time; the option is typed in a terminal. */
  bty_cli_print (_("A backup was put in place on %s, so the record ends before the last seal. If it was you who did "
                   "that, run this again with --accept-restore."), date);
}

/**
 * bty_cli_print_report:
 * @cli: this run
 * @report: what came of a verification
 *
 * Prints it in sentences, or as JSON.
 */
void
bty_cli_print_report (BtyCli         *cli,
                      BtyAuditReport *report)
{
  g_autofree char *entries = NULL;
  g_autofree char *memories = NULL;

  if (cli->json)
    {
      print_report_as_json (report);
      return;
    }

  entries = g_strdup_printf (ngettext ("%'d entry", "%'d entries", report->n_entries), (int) report->n_entries);
  memories = g_strdup_printf (ngettext ("%'d memory", "%'d memories", report->n_memories), (int) report->n_memories);
  if (report->is_intact)
    /* Translators: “12 entries of the record and 5 memories verified.” */
    bty_cli_print (_("%s of the record and %s verified."), entries, memories);
  else
    bty_cli_print (_("%s of the record and %s were looked at."), entries, memories);
  if (report->problem != NULL && report->broken_position == 0)
    bty_cli_print ("%s", report->problem);
  else if (report->problem != NULL)
    bty_cli_print (_("The first entry that does not fit is number %d (%s) of the record %s: %s"),
                   (int) report->broken_position, report->broken_id != NULL ? report->broken_id : _("missing"),
                   report->broken_chain, report->problem);
  if (report->restored_at != 0)
    print_restored (report);
  for (guint i = 0; i < report->altered->len; i++)
    bty_cli_print (_("The memory %s was altered outside Boternity."),
                   (const char *) g_ptr_array_index (report->altered, i));
  for (guint i = 0; i < report->unproven->len; i++)
    bty_cli_print_note (g_ptr_array_index (report->unproven, i));
}
