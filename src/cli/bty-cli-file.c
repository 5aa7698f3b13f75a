/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "bty-cli-output.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-diff.h"
#include "bty-error.h"
#include "bty-file-text.h"

static BtyFileService *
get_service (BtyCli *cli)
{
  return bty_profile_get_files (cli->profile);
}

/* Opens the profile. Returns: (transfer none): the bot that was named, or the one that is talked with by default */
static BtyBot *
open_bot (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  return bty_cli_open (cli, error) ? bty_cli_find_bot (cli, bty_cli_args_get_text (args, "bot"), error) : NULL;
}

/* Opens the profile. Returns: (transfer full): the file that the first word names */
static BtyFile *
open_file (BtyCli      *cli,
           BtyCliArgs  *args,
           GError     **error)
{
  BtyBot *bot = open_bot (cli, args, error);
  g_autoptr(GAsyncResult) result = NULL;

  if (bot == NULL)
    return NULL;
  bty_file_service_find_async (get_service (cli), bot->id, bty_cli_args_get_word (args, 0), NULL, bty_cli_wait_cb,
                               &result);

  return bty_file_service_find_finish (get_service (cli), bty_cli_wait (&result), error);
}

static GBytes *
load (BtyCli   *cli,
      BtyFile  *file,
      gint64    version,
      GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_file_service_open_async (get_service (cli), file->id, version, NULL, bty_cli_wait_cb, &result);

  return bty_file_service_open_finish (get_service (cli), bty_cli_wait (&result), error);
}

/* Returns: (transfer full) (nullable): a version as text; an error if it is none */
static char *
load_text (BtyCli   *cli,
           BtyFile  *file,
           gint64    version,
           GError  **error)
{
  g_autoptr(GBytes) data = load (cli, file, version, error);
  const char *text;
  gsize size;

  if (data == NULL)
    return NULL;
  text = g_bytes_get_data (data, &size);
  if (size > 0 && !g_utf8_validate_len (text, size, NULL))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                   _("“%s” is not text; write it to a file with --output."), file->name);
      return NULL;
    }

  return g_strndup (text, size);
}

static void
print_changed (BtyCli     *cli,
               BtyFile    *file,
               const char *sentence)
{
  g_autoptr(JsonNode) node = NULL;

  if (cli->json)
    {
      node = bty_record_to_json (BTY_RECORD (file));
      bty_cli_print_json (node);
    }
  else
    bty_cli_print ("%s", sentence);
}

static void
print_saved (BtyCli  *cli,
             BtyFile *file)
{
  g_autofree char *sentence = g_strdup_printf (_("“%s” is saved as version %" PRId64 "."), file->name, file->version);
  g_autofree char *note = bty_file_text_dup_note (file);

  print_changed (cli, file, sentence);
  if (note != NULL)
    bty_cli_print_note (note);
}

static gboolean
run_add (BtyCli      *cli,
         BtyCliArgs  *args,
         GError     **error)
{
  g_autoptr(GFile) source = g_file_new_for_commandline_arg (bty_cli_args_get_word (args, 0));
  BtyBot *bot = open_bot (cli, args, error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyFile) file = NULL;

  if (bot == NULL)
    return FALSE;
  bty_file_service_save_file_async (get_service (cli), bot->id, source, bty_cli_args_get_text (args, "name"), NULL,
                                    bty_cli_wait_cb, &result);
  file = bty_file_service_save_file_finish (get_service (cli), bty_cli_wait (&result), error);
  if (file == NULL)
    return FALSE;
  print_saved (cli, file);

  return TRUE;
}

/* Takes @records and prints them: as JSON under @member, else as @table. */
static void
print_list (BtyCli      *cli,
            GPtrArray   *records,
            const char  *member,
            BtyCliTable *table)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, member, array);
  for (guint i = 0; i < records->len; i++)
    json_array_add_element (array, bty_record_to_json (g_ptr_array_index (records, i)));
  if (cli->json)
    bty_cli_print_json (node);
  else
    bty_cli_table_print (table);
}

static gboolean
run_list (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  BtyBot *bot = open_bot (cli, args, error);
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Name"), _("Version"), _("Size"), _("Type"), _("Saved"),
                                                           NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) files = NULL;

  if (bot == NULL)
    return FALSE;
  bty_file_service_list_async (get_service (cli), bot->id, NULL, bty_cli_wait_cb, &result);
  files = bty_file_service_list_finish (get_service (cli), bty_cli_wait (&result), error);
  if (files == NULL)
    return FALSE;

  for (guint i = 0; i < files->len; i++)
    {
      BtyFile *file = g_ptr_array_index (files, i);
      g_autofree char *version = g_strdup_printf ("%" PRId64, file->version);
      g_autofree char *size = g_format_size (file->size);
      g_autofree char *saved = bty_cli_format_time (file->updated_at);

      bty_cli_table_add (table, file->name, version, size, file->media_type, saved, NULL);
    }
  print_list (cli, files, "files", table);

  return TRUE;
}

static gboolean
run_versions (BtyCli      *cli,
              BtyCliArgs  *args,
              GError     **error)
{
  g_autoptr(BtyFile) file = open_file (cli, args, error);
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Version"), _("Size"), _("Saved"), _("SHA-256"), "", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) versions = NULL;

  if (file == NULL)
    return FALSE;
  bty_file_service_list_versions_async (get_service (cli), file->id, NULL, bty_cli_wait_cb, &result);
  versions = bty_file_service_list_versions_finish (get_service (cli), bty_cli_wait (&result), error);
  if (versions == NULL)
    return FALSE;

  for (guint i = 0; i < versions->len; i++)
    {
      BtyFileVersion *version = g_ptr_array_index (versions, i);
      g_autofree char *number = g_strdup_printf ("%" PRId64, version->version);
      g_autofree char *size = g_format_size (version->size);
      g_autofree char *saved = bty_cli_format_time (version->created_at);
      g_autofree char *origin = version->restored_from == BTY_UNSET
                                  ? g_strdup ("")
                                  : g_strdup_printf (_("again version %" PRId64), version->restored_from);

      bty_cli_table_add (table, number, size, saved, version->artifact_id, origin, NULL);
    }
  print_list (cli, versions, "versions", table);

  return TRUE;
}

static gboolean
write_file (BtyCli      *cli,
            BtyFile     *file,
            gint64       version,
            const char  *path,
            GError     **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *sentence = g_strdup_printf (_("Written to %s."), shown);
  g_autoptr(GBytes) data = load (cli, file, version, error);

  if (data == NULL)
    return FALSE;
  if (!g_file_set_contents (path, g_bytes_get_data (data, NULL), g_bytes_get_size (data), NULL))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("The file “%s” cannot be written."), shown);
      return FALSE;
    }
  print_changed (cli, file, sentence);

  return TRUE;
}

static gboolean
run_show (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  gint64 version = bty_cli_args_get_integer (args, "number", 0);
  g_autoptr(BtyFile) file = open_file (cli, args, error);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (file == NULL)
    return FALSE;
  if (bty_cli_args_has (args, "output"))
    return write_file (cli, file, version, bty_cli_args_get_text (args, "output"), error);
  text = load_text (cli, file, version, error);
  if (text == NULL)
    return FALSE;

  if (cli->json)
    {
      node = bty_record_to_json (BTY_RECORD (file));
      json_object_set_string_member (json_node_get_object (node), "text", text);
      bty_cli_print_json (node);
    }
  else
    bty_cli_print_document (text);

  return TRUE;
}

static gboolean
parse_version (BtyCliArgs  *args,
               guint        word,
               guint64     *version,
               GError     **error)
{
  if (g_ascii_string_to_unsigned (bty_cli_args_get_word (args, word), 10, 1, G_MAXINT, version, NULL))
    return TRUE;
  bty_cli_set_usage_error (error, _("“%s” is not the number of a version."), bty_cli_args_get_word (args, word));

  return FALSE;
}

static gboolean
run_restore (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyFile) file = NULL;
  g_autoptr(BtyFile) restored = NULL;
  guint64 version;

  if (!parse_version (args, 1, &version, error))
    return FALSE;
  file = open_file (cli, args, error);
  if (file == NULL)
    return FALSE;
  bty_file_service_restore_async (get_service (cli), file->id, file->name, version, NULL, bty_cli_wait_cb, &result);
  restored = bty_file_service_restore_finish (get_service (cli), bty_cli_wait (&result), error);
  if (restored == NULL)
    return FALSE;
  print_saved (cli, restored);

  return TRUE;
}

/* Returns: (transfer full): the lines of both, marked with what became of them */
static char *
write_diff (const char *old,
            const char *new)
{
  static const char marks[] = { [BTY_DIFF_SAME] = ' ', [BTY_DIFF_ADDED] = '+', [BTY_DIFF_REMOVED] = '-' };
  g_autoptr(GPtrArray) lines = bty_diff_lines (old, new);
  g_autoptr(GString) diff = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      BtyDiffLine *line = g_ptr_array_index (lines, i);

      g_string_append_printf (diff, "%c%s\n", marks[line->kind], line->text);
    }

  return g_string_free (g_steal_pointer (&diff), FALSE);
}

static gboolean
run_diff (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  g_autoptr(BtyFile) file = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autofree char *diff = NULL;
  guint64 from;
  guint64 to;

  if (!parse_version (args, 1, &from, error) || !parse_version (args, 2, &to, error))
    return FALSE;
  file = open_file (cli, args, error);
  old = file != NULL ? load_text (cli, file, from, error) : NULL;
  new = old != NULL ? load_text (cli, file, to, error) : NULL;
  if (new == NULL)
    return FALSE;

  diff = write_diff (old, new);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();
      g_autoptr(JsonNode) node = bty_cli_json_take (object);

      json_object_set_boolean_member (object, "same", g_str_equal (old, new));
      json_object_set_string_member (object, "diff", diff);
      bty_cli_print_json (node);
    }
  else if (g_str_equal (old, new))
    bty_cli_print ("%s", _("The two versions are the same."));
  else
    bty_cli_print_document (diff);

  return TRUE;
}

/* Found words are shown as they are: the marks around them are for widgets. */
static char *
strip_marks (const char *snippet)
{
  char *text = g_strdup (snippet);
  char *to = text;

  for (const char *from = snippet; *from != '\0'; from++)
    if (*from != '\2' && *from != '\3')
      *to++ = *from == '\n' ? ' ' : *from;
  *to = '\0';

  return text;
}

static void
print_hits (BtyCli    *cli,
            GPtrArray *hits)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Name"), _("Section"), _("Text"), NULL);
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, "hits", array);
  for (guint i = 0; i < hits->len; i++)
    {
      BtyFileHit *hit = g_ptr_array_index (hits, i);
      JsonNode *chunk = bty_record_to_json (BTY_RECORD (hit->chunk));
      g_autofree char *text = strip_marks (hit->snippet);

      json_object_set_string_member (json_node_get_object (chunk), "file", hit->file->name);
      json_object_set_double_member (json_node_get_object (chunk), "score", hit->score);
      json_array_add_element (array, chunk);
      bty_cli_table_add (table, hit->file->name, hit->chunk->heading, text, NULL);
    }
  if (cli->json)
    bty_cli_print_json (node);
  else if (hits->len == 0)
    bty_cli_print ("%s", _("Nothing was found."));
  else
    bty_cli_table_print (table);
}

static gboolean
run_search (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  BtyBot *bot = open_bot (cli, args, error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) hits = NULL;

  if (bot == NULL)
    return FALSE;
  bty_file_service_search_async (get_service (cli), bot->id, bty_cli_args_get_word (args, 0), NULL, bty_cli_wait_cb,
                                 &result);
  hits = bty_file_service_search_finish (get_service (cli), bty_cli_wait (&result), error);
  if (hits == NULL)
    return FALSE;
  print_hits (cli, hits);

  return TRUE;
}

static gboolean
run_remove (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(BtyFile) file = open_file (cli, args, error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyFile) removed = NULL;

  if (file == NULL)
    return FALSE;
  bty_file_service_remove_async (get_service (cli), file->id, NULL, bty_cli_wait_cb, &result);
  removed = bty_file_service_remove_finish (get_service (cli), bty_cli_wait (&result), error);
  if (removed == NULL)
    return FALSE;
  print_changed (cli, removed, _("Removed, with all its versions."));

  return TRUE;
}

#define BOT_OPTION { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("Whose file; the bot you talk with unless said") }

static const BtyCliOption bot_options[] = {
  BOT_OPTION,
  { NULL }
};

static const BtyCliOption add_options[] = {
  BOT_OPTION,
  { "name", BTY_CLI_TEXT, N_("NAME"), N_("Call it so instead of as it is called now") },
  { NULL }
};

static const BtyCliOption show_options[] = {
  BOT_OPTION,
  { "number", BTY_CLI_INTEGER, N_("N"), N_("That version instead of the newest"), 1, 1000000000 },
  { "output", BTY_CLI_FILE, N_("FILE"), N_("Write there instead of standard output") },
  { NULL }
};

const BtyCliCommand bty_cli_file_commands[] = {
  { "file", "add", N_("FILE"), 1, 1, N_("Give a bot a file, or a new version of one"), add_options, run_add },
  { "file", "list", NULL, 0, 0, N_("List the files of a bot"), bot_options, run_list },
  { "file", "show", N_("NAME"), 1, 1, N_("Show what is in a file"), show_options, run_show },
  { "file", "versions", N_("NAME"), 1, 1, N_("List the versions of a file"), bot_options, run_versions },
  { "file", "restore", N_("NAME N"), 2, 2, N_("Go back to version N, which makes a new version"), bot_options,
    run_restore },
  { "file", "diff", N_("NAME A B"), 3, 3, N_("Compare two versions of a text"), bot_options, run_diff },
  { "file", "search", N_("TEXT"), 1, 1, N_("Find words in the files of a bot"), bot_options, run_search },
  { "file", "remove", N_("NAME"), 1, 1, N_("Remove a file with all its versions"), bot_options, run_remove },
  { NULL }
};
