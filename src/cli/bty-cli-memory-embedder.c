/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "bty-cli-job.h"
#include "bty-cli-output.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-enum-types.h"

/* What turns memories into vectors. */

static char *
make_absolute (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);

  return g_file_get_path (file);
}

/* How many words follow each kind. */
static gboolean
check_words (BtyCliArgs       *args,
             BtyEmbedderKind   kind,
             GError          **error)
{
  static const guint n_words[] = { [BTY_EMBEDDER_KIND_BUILTIN] = 1, [BTY_EMBEDDER_KIND_FOLDER] = 2,
                                   [BTY_EMBEDDER_KIND_PROVIDER] = 3 };

  if (g_strv_length ((char **) bty_cli_args_get_words (args)) == n_words[kind])
    return TRUE;
  bty_cli_set_usage_error (error, _("Say builtin, folder FOLDER, or provider NAME MODEL."));

  return FALSE;
}

/* What was typed, or %NULL with @error set. */
static BtyEmbedderChoice *
read_choice (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  int kind;
  int format = BTY_EMBEDDING_FORMAT_OPENAI;
  const char *format_nick = bty_cli_args_get_text (args, "format");
  g_autoptr(BtyEmbedderChoice) choice = NULL;
  g_autofree char *folder = NULL;
  BtyProviderStatus *status;

  if (!bty_cli_parse_nick (BTY_TYPE_EMBEDDER_KIND, "embedder", bty_cli_args_get_word (args, 0), &kind, error)
      || (format_nick != NULL
          && !bty_cli_parse_nick (BTY_TYPE_EMBEDDING_FORMAT, "format", format_nick, &format, error))
      || !check_words (args, kind, error)
      || !bty_cli_open (cli, error))
    return NULL;

  choice = kind == BTY_EMBEDDER_KIND_BUILTIN ? bty_embedder_choice_new_builtin () : bty_embedder_choice_new (kind);
  if (kind == BTY_EMBEDDER_KIND_FOLDER)
    {
      folder = make_absolute (bty_cli_args_get_word (args, 1));
      g_object_set (choice, "folder", folder, NULL);
    }
  if (kind == BTY_EMBEDDER_KIND_PROVIDER)
    {
      status = bty_cli_find_provider (cli, bty_cli_args_get_word (args, 1), error);
      if (status == NULL)
        return NULL;
      g_object_set (choice,
                    "provider-id", bty_provider_status_get_config (status)->id,
                    "model", bty_cli_args_get_word (args, 2),
                    "format", format,
                    NULL);
    }
  if (kind != BTY_EMBEDDER_KIND_BUILTIN)
    g_object_set (choice, "dimensions", bty_cli_args_get_integer (args, "dimensions", 0), NULL);

  return g_steal_pointer (&choice);
}

/* @milliseconds: how long it took; -1 = it was not tried */
static void
print_choice (BtyCli            *cli,
              BtyEmbedderChoice *choice,
              gint64             milliseconds)
{
  BtyEmbedderService *service = bty_profile_get_embedders (cli->profile);
  g_autofree char *name = bty_embedder_service_describe (service, choice);
  g_autofree char *dimensions = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (cli->json)
    {
      node = bty_record_to_json (BTY_RECORD (choice));
      json_object_set_string_member (json_node_get_object (node), "name", name);
      if (milliseconds >= 0)
        json_object_set_int_member (json_node_get_object (node), "milliseconds", milliseconds);
      bty_cli_print_json (node);
      return;
    }
  dimensions = g_strdup_printf (ngettext ("%d dimension", "%d dimensions", choice->dimensions),
                                (int) choice->dimensions);
  if (milliseconds >= 0)
    /* Translators: the name of an embedder, "384 dimensions", and how long it took */
    bty_cli_print (_("%1$s: %2$s, %3$d ms"), name, dimensions, (int) milliseconds);
  else
    /* Translators: the name of an embedder, and "384 dimensions" */
    bty_cli_print (_("%1$s: %2$s"), name, dimensions);
}

static gboolean
try (BtyCli             *cli,
     BtyEmbedderChoice  *choice,
     GError            **error)
{
  BtyEmbedderService *service = bty_profile_get_embedders (cli->profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyEmbedderChoice) tried = NULL;
  gint64 milliseconds;

  bty_embedder_service_try_async (service, choice, NULL, bty_cli_wait_cb, &result);
  tried = bty_embedder_service_try_finish (service, bty_cli_wait (&result), &milliseconds, error);
  if (tried == NULL)
    return FALSE;
  print_choice (cli, tried, milliseconds);

  return TRUE;
}

static gboolean
run_embedder (BtyCli      *cli,
              BtyCliArgs  *args,
              GError     **error)
{
  g_autoptr(BtyEmbedderChoice) choice = NULL;
  g_autoptr(BtyWorkflow) workflow = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  BtyEmbedderService *service;

  if (bty_cli_args_get_word (args, 0) != NULL)
    {
      choice = read_choice (cli, args, error);
      if (choice == NULL)
        return FALSE;
      if (bty_cli_args_has (args, "try"))
        return try (cli, choice, error);
    }
  if (!bty_cli_open (cli, error))
    return FALSE;

  service = bty_profile_get_embedders (cli->profile);
  if (choice != NULL)
    {
      bty_embedder_service_change_async (service, choice, NULL, bty_cli_wait_cb, &result);
      workflow = bty_embedder_service_change_finish (service, bty_cli_wait (&result), error);
      if (workflow == NULL || !bty_cli_wait_for_job (cli, workflow, error))
        return FALSE;
    }
  print_choice (cli, bty_embedder_service_get_choice (service), -1);

  return TRUE;
}

static const BtyCliOption embedder_options[] = {
  { "try", BTY_CLI_FLAG, NULL, N_("Only try it") },
  { "dimensions", BTY_CLI_INTEGER, N_("N"), N_("Refuse vectors of another size"), 1, 100000 },
  { "format", BTY_CLI_TEXT, N_("NAME"), N_("How a provider is asked: openai, unless said, ollama or google") },
  { NULL }
};

const BtyCliCommand bty_cli_memory_embedder_commands[] = {
  { "memory", "embedder", N_("[builtin|folder FOLDER|provider NAME MODEL]"), 0, 3,
    N_("Show or change what finds memories by their meaning"), embedder_options, run_embedder },
  { NULL }
};
