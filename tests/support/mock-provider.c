/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mock-provider-server.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>

/* The mock provider as a program, for tests in other languages. It prints "PORT n" and "CONTROL n", answers until
 * it is terminated, and takes changes of its behaviour at POST /control on both ports. */

typedef struct
{
  int     port;
  char   *format;
  char   *script;
  char   *reply;
  int     tokens_per_second;
  char   *fault;
  int     fault_count;
  char   *key;
} Options;

static gboolean
apply (BtyMockServer  *server,
       const Options  *options,
       GError        **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *json = NULL;
  g_autofree char *script = NULL;

  if (options->script != NULL)
    {
      if (!g_file_get_contents (options->script, &script, NULL, error)
          || !bty_mock_server_control (server, script, error))
        return FALSE;
    }

  json_builder_begin_object (builder);
  if (options->reply != NULL)
    json_builder_add_string_value (json_builder_set_member_name (builder, "reply"), options->reply);
  if (options->key != NULL)
    json_builder_add_string_value (json_builder_set_member_name (builder, "key"), options->key);
  if (options->tokens_per_second > 0)
    json_builder_add_int_value (json_builder_set_member_name (builder, "tokens_per_second"),
                                options->tokens_per_second);
  if (options->fault != NULL)
    {
      json_builder_add_string_value (json_builder_set_member_name (builder, "fault"), options->fault);
      json_builder_add_int_value (json_builder_set_member_name (builder, "fault_count"), options->fault_count);
    }
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  json = json_to_string (node, FALSE);

  return bty_mock_server_control (server, json, error);
}

static gboolean
stop_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

int
main (int   argc,
      char *argv[])
{
  Options options = { .fault_count = -1 };
  /* A text as a file name is taken as it is, in every locale. */
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &options.port, "Where to listen; anywhere if not given", "N" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, "Accepted and needless: the path decides", "NAME" },
    { "script", 0, 0, G_OPTION_ARG_FILENAME, &options.script, "A JSON file with its behaviour", "FILE" },
    { "reply", 0, 0, G_OPTION_ARG_FILENAME, &options.reply, "What it answers", "TEXT" },
    { "tokens-per-second", 0, 0, G_OPTION_ARG_INT, &options.tokens_per_second, "How fast", "N" },
    { "fault", 0, 0, G_OPTION_ARG_STRING, &options.fault, "How it fails", "NAME" },
    { "fault-count", 0, 0, G_OPTION_ARG_INT, &options.fault_count, "How often; always if not given", "N" },
    { "key", 0, 0, G_OPTION_ARG_STRING, &options.key, "The only key it accepts", "KEY" },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(BtyMockServer) server = NULL;
  g_autoptr(GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)
      || (server = bty_mock_server_new (options.port, &error)) == NULL
      || !apply (server, &options, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  /* Whoever reads the output of a test waits for everybody who has it open. */
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  g_unix_signal_add (SIGTERM, stop_cb, loop);
  g_unix_signal_add (SIGINT, stop_cb, loop);
  g_print ("PORT %u\nCONTROL %u\n", bty_mock_server_get_port (server), bty_mock_server_get_control (server));
  fflush (stdout);
  g_main_loop_run (loop);

  g_free (options.format);
  g_free (options.script);
  g_free (options.reply);
  g_free (options.fault);
  g_free (options.key);

  return 0;
}
