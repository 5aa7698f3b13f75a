/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-kinds.h"
#include "bty-test-storage.h"

#include <string.h>

/* What is not records: made from what is, and made anew with it. */
static const char *const derived[] = {
  "chunk_words", "message_words", "memory_words", "session_words", "sqlite_", "vector_changes",
  "vector_codes",
};

static GStrv
list (BtyDatabase *database,
      const char  *sql,
      const char  *argument)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyRows) rows = bty_database_query (database, sql, BTY_ARGS (BTY_TEXT (argument)), &error);

  g_assert_no_error (error);
  while (bty_rows_next (rows, &error))
    g_strv_builder_add (builder, bty_rows_get_text (rows, 0));
  g_assert_no_error (error);

  return g_strv_builder_end (builder);
}

static gboolean
is_derived (const char *table)
{
  for (guint i = 0; i < G_N_ELEMENTS (derived); i++)
    if (g_str_has_prefix (table, derived[i]))
      return TRUE;

  return FALSE;
}

/* The place of a table in the list of kinds; -1 if it is not there. */
static int
find_kind (const char *table)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr(BtyRecordClass) class = bty_kind_ref_class (&kinds[i]);

      if (g_str_equal (class->table, table))
        return i;
    }

  return -1;
}

/* A table that is forgotten in the list would be missing in every export. */
static void
test_complete (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_auto(GStrv) tables = list (storage->database, "SELECT name FROM sqlite_schema WHERE type = 'table'", NULL);
  guint n_kinds;

  bty_kinds_get (&n_kinds);
  for (guint i = 0; tables[i] != NULL; i++)
    if (!is_derived (tables[i]) && find_kind (tables[i]) < 0)
      {
        g_test_fail_printf ("The table “%s” has no line in src/stores/bty-kinds.c", tables[i]);
        return;
      }
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr(BtyRecordClass) class = bty_kind_ref_class (&bty_kinds_get (&n_kinds)[i]);

      g_assert_true (g_strv_contains ((const char *const *) tables, class->table));
    }
}

/* Rows are imported in the order of the list, so that what they belong to is there. */
static void
test_order (BtyTestStorage *storage,
            gconstpointer   unused)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr(BtyRecordClass) class = bty_kind_ref_class (&kinds[i]);
      g_auto(GStrv) parents = list (storage->database, "SELECT \"table\" FROM pragma_foreign_key_list ($1)",
                                    class->table);

      for (guint j = 0; parents[j] != NULL; j++)
        if (!g_str_equal (parents[j], class->table))
          {
            g_test_message ("%s belongs to %s", class->table, parents[j]);
            g_assert_cmpint (find_kind (parents[j]), <, i);
          }
    }
}

static gboolean
has_field (BtyRecordClass *class,
           const char     *name)
{
  for (guint i = 0; i < class->n_fields; i++)
    if (g_str_equal (class->fields[i].name, name))
      return TRUE;

  return FALSE;
}

/* A column that a record does not know would be lost by every export. */
static void
test_columns (BtyTestStorage *storage,
              gconstpointer   unused)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr(BtyRecordClass) class = bty_kind_ref_class (&kinds[i]);
      g_auto(GStrv) columns = list (storage->database, "SELECT name FROM pragma_table_info ($1)", class->table);
      gboolean is_numbered = g_strv_contains ((const char *const *) columns, "seq");

      g_test_message ("%s", class->table);
      for (guint j = 0; columns[j] != NULL; j++)
        if (!g_str_equal (columns[j], "seq"))
          g_assert_true (has_field (class, columns[j]));
      g_assert_cmpint ((kinds[i].flags & BTY_KIND_NUMBERED) != 0, ==, is_numbered);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add_sqlite ("/kinds/complete", test_complete);
  bty_test_storage_add_sqlite ("/kinds/order", test_order);
  bty_test_storage_add_sqlite ("/kinds/columns", test_columns);

  return g_test_run ();
}
