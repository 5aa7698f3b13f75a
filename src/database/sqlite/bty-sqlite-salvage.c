/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-record-sql.h"
#include "bty-sqlite-private.h"

/* Reading past pages that are damaged. Rows are looked for from both ends, and what lies between the places where
 * that stops is tried one by one. */

#define MAX_TRIED 1000000

/* Adds the numbers of the rows that a scan comes to before it fails. Returns whether it came to the end. */
static gboolean
scan (BtyDatabase *database,
      const char  *table,
      const char  *direction,
      GArray      *ids)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rowid FROM %s ORDER BY rowid %s", table, direction);
  g_autoptr(BtyRows) rows = bty_database_query (database, sql, BTY_NO_ARGS, NULL);
  g_autoptr(GError) error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &error))
    {
      gint64 id = bty_rows_get_integer (rows, 0);

      g_array_append_val (ids, id);
    }

  return error == NULL;
}

static void
add_gap (GArray *ids,
         GArray *from_end)
{
  gint64 first = ids->len > 0 ? g_array_index (ids, gint64, ids->len - 1) + 1 : 1;
  gint64 last = from_end->len > 0 ? g_array_index (from_end, gint64, from_end->len - 1) - 1 : first + MAX_TRIED / 100;

  for (gint64 id = first; id <= last && id - first < MAX_TRIED; id++)
    g_array_append_val (ids, id);
  for (guint i = from_end->len; i-- > 0;)
    g_array_append_val (ids, g_array_index (from_end, gint64, i));
}

/* The numbers of rows that may be readable, and of how many it is known that they are there. */
static GArray *
find_rows (BtyDatabase *database,
           const char  *table,
           gint64      *n_sure)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) from_end = g_array_new (FALSE, FALSE, sizeof (gint64));

  *n_sure = 0;
  if (!scan (database, table, "ASC", ids))
    {
      scan (database, table, "DESC", from_end);
      *n_sure = ids->len + from_end->len;
      add_gap (ids, from_end);
    }
  else
    *n_sure = ids->len;

  return ids;
}

/**
 * bty_sqlite_database_salvage:
 *
 * See bty_database_salvage().
 *
 * Returns: whether the table could be looked for at all
 */
gboolean
bty_sqlite_database_salvage (BtyDatabase     *database,
                             GType            type,
                             BtySalvageFunc   func,
                             gpointer         user_data,
                             gint64          *n_lost,
                             GError         **error)
{
  g_autoptr(BtyRecordClass) class = g_type_class_ref (type);
  g_autofree char *sql = g_strconcat (bty_database_get_record_sql (database, class)->select, "WHERE rowid = $1", NULL);
  gint64 n_sure;
  g_autoptr(GArray) ids = find_rows (database, class->table, &n_sure);
  gint64 n_saved = 0;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr(BtyRows) rows = bty_database_query (database, sql,
                                                    BTY_ARGS (BTY_INTEGER (g_array_index (ids, gint64, i))), NULL);
      g_autoptr(BtyRecord) record = NULL;

      if (rows == NULL || !bty_rows_next (rows, NULL))
        continue;
      record = bty_rows_read_record (rows, type, NULL);
      if (record == NULL)
        continue;
      if (!func (record, user_data, error))
        return FALSE;
      n_saved++;
    }
  *n_lost += MAX (n_sure - n_saved, 0);

  return TRUE;
}
