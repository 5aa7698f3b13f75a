/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-chain.h"
#include "bty-enum-types.h"

/* Whatever is changed in the record, the first entry that does not fit is named. */

#define CHAIN "01900000-0000-7000-8000-000000000000"
#define OLDER_CHAIN "01800000-0000-7000-8000-000000000000"
#define N_ENTRIES 20

static GPtrArray *
make_chain (void)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  const char *hash = "";

  for (guint i = 1; i <= N_ENTRIES; i++)
    {
      g_autofree char *memory_id = g_strdup_printf ("memory %u", i);
      BtyAuditAction action = i == N_ENTRIES ? BTY_AUDIT_FORGET : BTY_AUDIT_ADD;
      BtyAuditEntry *entry = bty_audit_entry_new ("user", action, "bot", i == N_ENTRIES ? "memory 7" : memory_id,
                                                  NULL);

      bty_audit_chain_append (entry, CHAIN, i, hash);
      hash = entry->hash;
      g_ptr_array_add (entries, entry);
    }

  return entries;
}

static BtyAuditReport *
verify (GPtrArray  *entries,
        gint64      mark,
        const char *mark_hash)
{
  g_autoptr(BtyAuditVerifier) verifier = bty_audit_verifier_new ();

  if (mark > 0)
    bty_audit_verifier_mark (verifier, CHAIN, mark, mark_hash);
  for (guint i = 0; i < entries->len; i++)
    {
      BtyAuditEntry *entry = g_ptr_array_index (entries, i);
      BtyAuditRow row = {
        entry->id, entry->chain, entry->position, entry->at, entry->actor,
        bty_enum_to_nick (BTY_TYPE_AUDIT_ACTION, entry->action), entry->bot_id, entry->memory_id, entry->salt,
        entry->details, entry->commitment, entry->hash,
      };

      bty_audit_verifier_feed (verifier, &row);
    }

  return bty_audit_verifier_end (verifier);
}

static void
assert_broken (GPtrArray *entries,
               gint64     position)
{
  g_autoptr(BtyAuditReport) report = verify (entries, 0, NULL);

  g_assert_false (report->is_intact);
  g_assert_cmpint (report->broken_position, ==, position);
  g_assert_nonnull (report->problem);
}

static void
test_intact (void)
{
  g_autoptr(GPtrArray) entries = make_chain ();
  g_autoptr(BtyAuditReport) report = verify (entries, 0, NULL);

  g_assert_true (report->is_intact);
  g_assert_cmpint (report->n_entries, ==, N_ENTRIES);
  g_assert_cmpint (report->n_forgotten, ==, 0);
  g_assert_null (report->problem);
}

static void
test_changed (void)
{
  static const char *const properties[] = {
    "id", "actor", "bot-id", "memory-id", "salt", "details", "commitment", "hash",
  };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autoptr(GPtrArray) entries = make_chain ();

      g_test_message ("%s", properties[i]);
      g_object_set (g_ptr_array_index (entries, 4), properties[i], "changed", NULL);
      assert_broken (entries, 5);
    }
  {
    g_autoptr(GPtrArray) entries = make_chain ();

    g_object_set (g_ptr_array_index (entries, 4), "at", (gint64) 1, NULL);
    assert_broken (entries, 5);
  }
  {
    g_autoptr(GPtrArray) entries = make_chain ();

    g_object_set (g_ptr_array_index (entries, 4), "action", BTY_AUDIT_SHARE, NULL);
    assert_broken (entries, 5);
  }
}

static void
test_removed (void)
{
  g_autoptr(GPtrArray) entries = make_chain ();

  g_ptr_array_remove_index (entries, 4);
  assert_broken (entries, 5);
  g_ptr_array_remove_range (entries, 0, 4);
  assert_broken (entries, 1);
}

static void
test_exchanged (void)
{
  g_autoptr(GPtrArray) entries = make_chain ();
  BtyAuditEntry *a = g_ptr_array_index (entries, 4);
  BtyAuditEntry *b = g_ptr_array_index (entries, 5);
  g_autofree char *details = g_strdup (a->details);

  g_object_set (a, "position", (gint64) 6, NULL);
  g_object_set (b, "position", (gint64) 5, NULL);
  entries->pdata[4] = b;
  entries->pdata[5] = a;
  assert_broken (entries, 5);
}

/* What is forgotten leaves the chain whole; what is only wiped does not. */
static void
test_forgotten (void)
{
  g_autoptr(GPtrArray) entries = make_chain ();
  g_autoptr(BtyAuditReport) report = NULL;

  g_object_set (g_ptr_array_index (entries, 6), "salt", NULL, "details", NULL, NULL);
  report = verify (entries, 0, NULL);
  g_assert_true (report->is_intact);
  g_assert_cmpint (report->n_forgotten, ==, 1);

  g_object_set (g_ptr_array_index (entries, 8), "salt", NULL, "details", NULL, NULL);
  g_clear_pointer (&report, bty_audit_report_unref);
  report = verify (entries, 0, NULL);
  g_assert_false (report->is_intact);
  g_assert_cmpstr (report->broken_id, ==, ((BtyAuditEntry *) g_ptr_array_index (entries, 8))->id);
}

/* What came with an import and is forgotten here: the chain of this profile says so, and that may be read first. */
static void
test_forgotten_elsewhere (void)
{
  g_autoptr(GPtrArray) imported = make_chain ();
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  g_autoptr(BtyAuditEntry) forgetting = bty_audit_entry_new ("user", BTY_AUDIT_FORGET, "bot", "memory 8", NULL);
  g_autoptr(BtyAuditReport) before = NULL;
  g_autoptr(BtyAuditReport) after = NULL;
  g_autoptr(BtyAuditReport) without = NULL;

  bty_audit_chain_append (forgetting, OLDER_CHAIN, 1, "");
  g_object_set (g_ptr_array_index (imported, 7), "salt", NULL, "details", NULL, NULL);
  without = verify (imported, 0, NULL);
  g_assert_false (without->is_intact);

  g_ptr_array_add (all, forgetting);
  g_ptr_array_extend (all, imported, NULL, NULL);
  before = verify (all, 0, NULL);
  g_assert_cmpstr (before->problem, ==, NULL);
  g_assert_cmpint (before->n_forgotten, ==, 1);

  g_ptr_array_remove_index (all, 0);
  g_ptr_array_add (all, forgetting);
  after = verify (all, 0, NULL);
  g_assert_cmpstr (after->problem, ==, NULL);
}

/* Somebody who writes the whole record anew is found out by what is kept outside. */
static void
test_sealed (void)
{
  g_autoptr(GPtrArray) entries = make_chain ();
  g_autoptr(GPtrArray) other = make_chain ();
  g_autofree char *hash = g_strdup (((BtyAuditEntry *) g_ptr_array_index (entries, 14))->hash);
  g_autoptr(BtyAuditReport) intact = verify (entries, 15, hash);
  g_autoptr(BtyAuditReport) rewritten = verify (other, 15, hash);
  g_autoptr(BtyAuditReport) shortened = NULL;

  g_assert_true (intact->is_intact);
  g_assert_false (rewritten->is_intact);
  g_assert_cmpint (rewritten->broken_position, ==, 15);

  g_ptr_array_set_size (entries, 14);
  shortened = verify (entries, 15, hash);
  g_assert_false (shortened->is_intact);
  g_assert_cmpint (shortened->broken_position, ==, 15);
}

static void
test_seal (void)
{
  g_autofree char *seal = bty_audit_chain_seal ("key", CHAIN, 1, "hash", 2);
  g_autofree char *same = bty_audit_chain_seal ("key", CHAIN, 1, "hash", 2);
  g_autofree char *other_key = bty_audit_chain_seal ("kez", CHAIN, 1, "hash", 2);
  g_autofree char *other_time = bty_audit_chain_seal ("key", CHAIN, 1, "hash", 3);

  g_assert_cmpstr (seal, ==, same);
  g_assert_cmpstr (seal, !=, other_key);
  g_assert_cmpstr (seal, !=, other_time);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/audit-chain/intact", test_intact);
  g_test_add_func ("/audit-chain/changed", test_changed);
  g_test_add_func ("/audit-chain/removed", test_removed);
  g_test_add_func ("/audit-chain/exchanged", test_exchanged);
  g_test_add_func ("/audit-chain/forgotten", test_forgotten);
  g_test_add_func ("/audit-chain/forgotten-elsewhere", test_forgotten_elsewhere);
  g_test_add_func ("/audit-chain/sealed", test_sealed);
  g_test_add_func ("/audit-chain/seal", test_seal);

  return g_test_run ();
}
