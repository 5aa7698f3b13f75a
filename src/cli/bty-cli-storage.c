/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-output.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-json.h"
#include "bty-storage-verify.h"

static void
print_report (BtyCli   *cli,
              JsonNode *report,
              gboolean  is_ok)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();
  JsonNode *problems = bty_json_get (report, "problems");
  JsonNode *counts = bty_json_get (report, "counts");
  g_autofree char *version = g_strdup_printf ("%" G_GINT64_FORMAT, bty_json_get_int (report, "schema_version", 0));

  bty_cli_table_add (table, _("Directory"), bty_profile_get_data_dir (cli->profile), NULL);
  bty_cli_table_add (table, _("Program version"), BTY_VERSION, NULL);
  bty_cli_table_add (table, _("Schema version"), version, NULL);
  bty_cli_table_add (table, _("Integrity"), is_ok ? _("everything is intact") : _("damaged"), NULL);
  if (counts != NULL && JSON_NODE_HOLDS_OBJECT (counts))
    {
      g_autoptr(GList) names = json_object_get_members (json_node_get_object (counts));

      for (GList *name = names; name != NULL; name = name->next)
        {
          g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, bty_json_get_int (counts, name->data, 0));

          bty_cli_table_add (table, name->data, count, NULL);
        }
    }
  bty_cli_table_print (table);

  for (guint i = 0; problems != NULL && i < json_array_get_length (json_node_get_array (problems)); i++)
    bty_cli_print_note (json_array_get_string_element (json_node_get_array (problems), i));
}

static gboolean
run_check (BtyCli      *cli,
           BtyCliArgs  *args,
           GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonNode) report = NULL;
  gboolean is_ok;

  if (!bty_cli_open (cli, error))
    return FALSE;

  bty_profile_check_async (cli->profile, NULL, bty_cli_wait_cb, &result);
  report = bty_profile_check_finish (cli->profile, bty_cli_wait (&result), error);
  if (report == NULL)
    return FALSE;

  is_ok = json_object_get_boolean_member_with_default (json_node_get_object (report), "ok", FALSE);
  if (cli->json)
    {
      json_object_set_string_member (json_node_get_object (report), "version", BTY_VERSION);
      bty_cli_print_json (report);
    }
  else
    print_report (cli, report, is_ok);
  cli->failed = !is_ok;

  return TRUE;
}

/* One line for each part, then what is wrong. */
static void
print_parts (JsonArray *parts)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();

  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonObject *part = json_array_get_object_element (parts, i);
      const char *name = json_object_get_string_member (part, "part");
      g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (part, "count"));

      bty_cli_table_add (table, bty_storage_verify_get_title (name), count,
                         json_object_get_boolean_member (part, "ok") ? _("intact") : _("damaged"), NULL);
    }
  bty_cli_table_print (table);

  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonArray *problems = json_object_get_array_member (json_array_get_object_element (parts, i), "problems");

      for (guint j = 0; j < json_array_get_length (problems); j++)
        bty_cli_print_note (json_array_get_string_element (problems, j));
    }
}

static gboolean
run_verify (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonNode) report = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;

  bty_storage_verify_async (cli->profile, NULL, bty_cli_wait_cb, &result);
  report = bty_storage_verify_finish (cli->profile, bty_cli_wait (&result), error);
  if (report == NULL)
    return FALSE;

  if (cli->json)
    bty_cli_print_json (report);
  else
    print_parts (json_object_get_array_member (json_node_get_object (report), "parts"));
  cli->failed = !json_object_get_boolean_member (json_node_get_object (report), "ok");

  return TRUE;
}

static gboolean
run_purge (BtyCli      *cli,
           BtyCliArgs  *args,
           GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  JsonObject *object;
  g_autoptr(JsonNode) node = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;

  bty_profile_purge_deleted_async (cli->profile, NULL, bty_cli_wait_cb, &result);
  if (!bty_profile_purge_deleted_finish (cli->profile, bty_cli_wait (&result), error))
    return FALSE;

  if (!cli->json)
    {
      bty_cli_print ("%s", _("What was removed is gone for good."));
      return TRUE;
    }
  object = json_object_new ();
  node = bty_cli_json_take (object);
  json_object_set_boolean_member (object, "purged", TRUE);
  bty_cli_print_json (node);

  return TRUE;
}

const BtyCliCommand bty_cli_storage_commands[] = {
  { "storage", "check", NULL, 0, 0, N_("Check that the data is intact, and count it"), NULL, run_check },
  { "storage", "verify", NULL, 0, 0, N_("Compare everything with its hashes"), NULL, run_verify },
  { "storage", "purge", NULL, 0, 0, N_("Remove for good what was removed and could still be brought back"), NULL,
    run_purge },
  { NULL }
};
