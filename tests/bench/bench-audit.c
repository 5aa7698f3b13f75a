/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-store.h"
#include "bty-bench.h"
#include "bty-test-storage.h"

#include <stdlib.h>

/* How long it takes to verify the record of memories: bench-audit [N], a million entries unless said. The entries are
 * as they come in use: of many memories, with the details that the service writes. */

#define REPEAT 5

static void
check (GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static JsonNode *
make_details (guint i)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), json_object_new ());
  g_autofree char *text = g_strdup_printf ("%u", i);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  json_object_unref (json_node_get_object (node));
  json_object_set_int_member (json_node_get_object (node), "version", 1);
  json_object_set_string_member (json_node_get_object (node), "sha256", sha256);
  json_object_set_string_member (json_node_get_object (node), "state", sha256);

  return node;
}

static void
fill (BtyDatabase *database,
      guint        n_entries)
{
  g_autofree char *hash = g_strdup ("");
  GError *error = NULL;

  bty_database_begin (database, &error);
  check (error);
  for (guint i = 0; i < n_entries; i++)
    {
      g_autofree char *memory_id = g_strdup_printf ("01900000-0000-7000-8000-%012u", i / 3);
      g_autoptr(BtyAuditEntry) entry = NULL;

      entry = bty_audit_entry_new ("user", i % 3 == 0 ? BTY_AUDIT_ADD : BTY_AUDIT_EDIT,
                                   "01900000-0000-7000-8000-000000000001", memory_id, make_details (i));
      bty_audit_chain_append (entry, "01900000-0000-7000-8000-000000000000", i + 1, hash);
      bty_database_insert (database, entry, &error);
      check (error);
      g_free (hash);
      hash = g_strdup (entry->hash);
    }
  bty_database_commit (database, &error);
  check (error);
}

int
main (int    argc,
      char **argv)
{
  BtyTestStorage storage = { 0 };
  guint n_entries = argc > 1 ? (guint) atoi (argv[1]) : 1000000;
  g_autofree char *title = g_strdup_printf ("verify %u entries", n_entries);
  g_autoptr(BtyBench) bench = NULL;
  GError *error = NULL;

  bty_test_storage_set_up (&storage, GINT_TO_POINTER (TRUE));
  fill (storage.database, n_entries);

  bty_bench_print_head (title);
  bench = bty_bench_new ("verify");
  for (guint i = 0; i < REPEAT; i++)
    {
      g_autoptr(BtyAuditVerifier) verifier = bty_audit_verifier_new ();
      g_autoptr(BtyAuditReport) report = NULL;

      bty_bench_start (bench);
      bty_audit_store_verify (storage.database, verifier, &error);
      report = bty_audit_verifier_end (verifier);
      bty_bench_stop (bench);
      check (error);
      if (!report->is_intact || report->n_entries != n_entries)
        g_error ("The record is not intact: %s", report->problem);
    }
  bty_bench_print (bench);
  bty_test_storage_tear_down (&storage, NULL);

  return 0;
}
