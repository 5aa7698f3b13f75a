/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-test-storage.h"

#include <string.h>

/* Nobody sees or touches another tenant's rows: tried with every table that the server has, whatever it is for. */

typedef struct
{
  BtyTestStorage  storage; /* one tenant, with a row in every table */
  GPtrArray      *tables;
  BtyDatabase    *other;   /* another one, with none */
} Fixture;

#define OUR_TABLES \
  "pg_class AS c WHERE c.relkind = 'r' AND c.relnamespace = CAST (current_schema () AS regnamespace)" \
  " AND c.relname <> 'boternity_schema'"

static GPtrArray *
list (BtyDatabase *database,
      const char  *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyRows) rows = bty_database_query (database, sql, BTY_NO_ARGS, &error);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  while (bty_rows_next (rows, &error))
    g_ptr_array_add (texts, g_strdup (bty_rows_get_text (rows, 0)));
  g_assert_no_error (error);

  return texts;
}

static const char *
get_name (GPtrArray *tables,
          guint      i)
{
  return g_ptr_array_index (tables, i);
}

/* Full text shows only what is asked for: everything, then. */
static void
ask_for_all_words (BtyDatabase *database,
                   GPtrArray   *tables)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *setting = g_strconcat ("boternity.", get_name (tables, i), NULL);

      bty_database_execute (database, "SELECT set_config ($1, '!nowhereatall', FALSE)", BTY_ARGS (BTY_TEXT (setting)),
                            &error);
      g_assert_no_error (error);
    }
}

/* A row in which every text is 'x' and every number 1, so that all references lead to such rows. @tenant, if not NULL,
 * is another one, as it stands inside of a quoted text. */
static char *
create_insert (BtyDatabase *database,
               const char  *table,
               const char  *tenant)
{
  g_autofree char *sql = NULL;
  g_autoptr(GPtrArray) inserts = NULL;

  sql = g_strdup_printf ("SELECT format ('INSERT INTO %s (%%s%s) VALUES (%%s%s)', string_agg (attname, ', '),"
                         " string_agg (CASE CAST (atttypid AS regtype)"
                         " WHEN 'text'::regtype THEN '''x''' WHEN 'bytea'::regtype THEN '''x''::bytea'"
                         " WHEN 'tsvector'::regtype THEN '''x''::tsvector'"
                         " WHEN 'bigint[]'::regtype THEN '''{1}''' ELSE '1' END, ', '))"
                         " FROM pg_attribute WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped"
                         " AND attname NOT IN ('tenant', 'embedding')",
                         table, tenant != NULL ? ", tenant" : "", tenant != NULL ? tenant : "", table);
  inserts = list (database, sql);
  g_assert_cmpuint (inserts->len, ==, 1);

  return g_strdup (get_name (inserts, 0));
}

static gboolean
insert (BtyDatabase  *database,
        const char   *table,
        const char   *tenant,
        GError      **error)
{
  g_autofree char *insert_sql = create_insert (database, table, tenant);
  g_autofree char *sql = g_strconcat (insert_sql, tenant == NULL ? " ON CONFLICT DO NOTHING" : "", NULL);

  return bty_database_execute (database, sql, BTY_NO_ARGS, error);
}

/* With some rows, words come by themselves, and so does the order of vectors. */
static gboolean
may_come_by_itself (const char *table)
{
  return g_str_has_suffix (table, "_words") || g_str_equal (table, "vector_changes");
}

static gboolean
is_empty (BtyDatabase *database,
          const char  *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);

  return bty_test_count (database, sql) == 0;
}

/* What a row belongs to must be there before it, so this goes over the tables until all have one. What may come by
 * itself is last, where it did not; lists of words always come so. */
static void
fill (BtyDatabase *database,
      GPtrArray   *tables)
{
  guint n_missing = tables->len;
  gboolean is_rest = FALSE;

  for (guint pass = 0; n_missing > 0; pass++)
    {
      g_assert_cmpuint (pass, <, tables->len);
      n_missing = 0;
      for (guint i = 0; i < tables->len; i++)
        {
          g_autoptr(GError) error = NULL;

          if (may_come_by_itself (get_name (tables, i)) != is_rest || g_str_has_suffix (get_name (tables, i), "_lists")
              || (is_rest && !is_empty (database, get_name (tables, i))))
            continue;
          if (!insert (database, get_name (tables, i), NULL, &error))
            {
              g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
              n_missing++;
            }
        }
      if (n_missing == 0 && !is_rest)
        {
          is_rest = TRUE;
          n_missing = tables->len;
        }
    }
}

static void
assert_count (BtyDatabase *database,
              GPtrArray   *tables,
              gint64       expected)
{
  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", get_name (tables, i));

      g_test_message ("%s", get_name (tables, i));
      g_assert_cmpint (bty_test_count (database, sql), ==, expected);
    }
}

static gint64
count_changes (BtyDatabase *database,
               const char  *format,
               const char  *table)
{
  g_auto(GStrv) parts = g_strsplit (format, "TABLE", -1);
  g_autofree char *sql = g_strjoinv (table, parts);
  g_autoptr(GError) error = NULL;
  gint64 changes = bty_database_execute_counted (database, sql, BTY_NO_ARGS, &error);

  g_assert_no_error (error);

  return changes;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  place)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = NULL;

  bty_test_storage_set_up (&fixture->storage, place);
  fixture->tables = list (fixture->storage.database, "SELECT c.relname FROM " OUR_TABLES);
  g_assert_cmpuint (fixture->tables->len, >, 10);
  ask_for_all_words (fixture->storage.database, fixture->tables);
  fill (fixture->storage.database, fixture->tables);

  uri = g_strconcat (fixture->storage.path, "-other", NULL);
  fixture->other = bty_database_open (uri, NULL, BTY_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  ask_for_all_words (fixture->other, fixture->tables);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  place)
{
  g_ptr_array_unref (fixture->tables);
  g_assert_finalize_object (fixture->other);
  bty_test_storage_tear_down (&fixture->storage, place);
}

static void
test_reading (Fixture       *fixture,
              gconstpointer  unused)
{
  assert_count (fixture->storage.database, fixture->tables, 1);
  assert_count (fixture->other, fixture->tables, 0);
}

static void
test_writing (Fixture       *fixture,
              gconstpointer  unused)
{
  const char *tenant = strstr (fixture->storage.path, "tenant=") + strlen ("tenant=");
  g_autofree char *victim = g_strdup_printf (", ''%s''", tenant);

  for (guint i = 0; i < fixture->tables->len; i++)
    {
      const char *table = get_name (fixture->tables, i);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", table);
      g_assert_cmpint (count_changes (fixture->other, "UPDATE TABLE SET tenant = tenant", table), ==, 0);
      g_assert_cmpint (count_changes (fixture->other, "DELETE FROM TABLE", table), ==, 0);
      g_assert_false (insert (fixture->other, table, victim, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
    }
  assert_count (fixture->storage.database, fixture->tables, 1);
}

/* The same ids may exist once for each, as when a profile is moved twice to the same server; and nothing can be given
 * away. */
static void
test_same_ids (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autofree char *victim = g_strdup (strstr (fixture->storage.path, "tenant=") + strlen ("tenant="));

  fill (fixture->other, fixture->tables);
  assert_count (fixture->other, fixture->tables, 1);
  assert_count (fixture->storage.database, fixture->tables, 1);

  for (guint i = 0; i < fixture->tables->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE %s SET tenant = '%s'", get_name (fixture->tables, i), victim);
      g_autoptr(GError) error = NULL;

      /* What no policy lets anybody change is not there to be given away. */
      if (bty_database_execute_counted (fixture->other, sql, BTY_NO_ARGS, &error) != 0)
        g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
    }
  assert_count (fixture->other, fixture->tables, 1);

  g_assert_cmpint (count_changes (fixture->other, "DELETE FROM TABLE", "bots"), ==, 1);
  g_assert_cmpint (bty_test_count (fixture->other, "SELECT count(*) FROM messages"), ==, 0);
  assert_count (fixture->storage.database, fixture->tables, 1);
}

/* Nothing belongs to what only another tenant has. */
static void
test_references (Fixture       *fixture,
                 gconstpointer  unused)
{
  g_autoptr(GPtrArray) children = list (fixture->other,
                                        "SELECT DISTINCT c.relname FROM pg_constraint AS f"
                                        " JOIN pg_class AS c ON c.oid = f.conrelid"
                                        " WHERE f.contype = 'f' AND f.conrelid <> f.confrelid"
                                        " AND c.relnamespace = CAST (current_schema () AS regnamespace)");

  g_assert_cmpuint (children->len, >, 5);
  for (guint i = 0; i < children->len; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (insert (fixture->other, get_name (children, i), NULL, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
    }
}

static void
test_nobody (Fixture       *fixture,
             gconstpointer  unused)
{
  const char *forget[] = { "RESET boternity.tenant", "SELECT set_config ('boternity.tenant', '', FALSE)" };

  for (guint i = 0; i < G_N_ELEMENTS (forget); i++)
    {
      count_changes (fixture->other, forget[i], "");
      assert_count (fixture->other, fixture->tables, 0);
      for (guint j = 0; j < fixture->tables->len; j++)
        {
          g_autoptr(GError) error = NULL;

          g_assert_false (insert (fixture->other, get_name (fixture->tables, j), NULL, &error));
          g_assert_nonnull (error);
        }
    }
}

/* How large the data are is how large those of this tenant are. */
static void
test_size (Fixture       *self,
           gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  gint64 ours, theirs, after;

  g_assert_true (bty_database_get_size (self->storage.database, &ours, &error));
  g_assert_no_error (error);
  g_assert_true (bty_database_get_size (self->other, &theirs, &error));
  g_assert_cmpint (ours, >, 0);
  g_assert_cmpint (theirs, ==, 0);
  g_assert_true (bty_database_execute (self->other,
                                       "INSERT INTO settings (key, value, created_at, updated_at)"
                                       " VALUES ('x', $1, 1, 1)",
                                       BTY_ARGS (BTY_TEXT ("0123456789")), &error));
  g_assert_true (bty_database_get_size (self->other, &theirs, &error));
  g_assert_cmpint (theirs, >, 24 + 10);
  g_assert_cmpint (theirs, <, 200);
  g_assert_true (bty_database_get_size (self->storage.database, &after, &error));
  g_assert_cmpint (after, ==, ours);
}

int
main (int    argc,
      char **argv)
{
  const struct
  {
    const char *name;
    void      (*run) (Fixture *fixture, gconstpointer place);
  } tests[] = {
    { "reading", test_reading },
    { "writing", test_writing },
    { "same-ids", test_same_ids },
    { "references", test_references },
    { "nobody", test_nobody },
    { "size", test_size },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (int place = BTY_TEST_SERVER; place <= bty_test_get_last_place (); place++)
      {
        g_autofree char *place_name = bty_test_name_place (place);
        g_autofree char *path = g_strdup_printf ("/postgres-tenancy/%s/%s", tests[i].name, place_name);

        g_test_add (path, Fixture, GINT_TO_POINTER (place), set_up, tests[i].run, tear_down);
      }

  return g_test_run ();
}
