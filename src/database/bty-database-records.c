/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-database.h"

#include "bty-config.h"
#include "bty-database-driver.h"
#include "bty-error.h"
#include "bty-record-sql.h"

#include <glib/gi18n-lib.h>

#define MAX_ROWS_AT_ONCE 256

/* The half of a database that knows records: their SQL is made from their tables of fields. */

static BtyRecord *
create_record (BtyRecordClass  *class,
               BtyRows         *rows,
               GError         **error)
{
  g_autoptr(BtyRecord) record = g_object_new (G_TYPE_FROM_CLASS (class), NULL);

  for (guint i = 0; i < class->n_fields; i++)
    {
      BtyValue value = bty_rows_get_value (rows, i);

      /* A new record is empty. */
      if (value.type == BTY_VALUE_NULL && class->fields[i].flags & BTY_FIELD_NULLABLE)
        continue;
      if (!bty_record_set_value (record, &class->fields[i], &value, error))
        return NULL;
    }

  return g_steal_pointer (&record);
}

static GPtrArray *
read_rows (BtyRecordClass  *class,
           BtyRows         *rows,
           GError         **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  GError *row_error = NULL;

  while (bty_rows_next (rows, &row_error))
    {
      BtyRecord *record = create_record (class, rows, error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&records);
}

static GPtrArray *
read_records (BtyDatabase     *self,
              BtyRecordClass  *class,
              const char      *sql,
              const BtyValue  *args,
              GError         **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (self, sql, args, error);

  return rows != NULL ? read_rows (class, rows, error) : NULL;
}

/* Runs @sql with these @fields of @record as parameters. Returns how many rows changed, -1 on error. */
static gint64
write_fields (BtyDatabase  *self,
              BtyRecord    *record,
              GPtrArray    *fields,
              const char   *sql,
              GError      **error)
{
  g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autofree BtyValue *args = g_new0 (BtyValue, fields->len + 1);

  for (guint i = 0; i < fields->len; i++)
    {
      char *text;

      args[i] = bty_record_get_value (record, g_ptr_array_index (fields, i), &text);
      if (text != NULL)
        g_ptr_array_add (owned, text);
    }
  args[fields->len].type = BTY_VALUE_END;

  return bty_database_execute_counted (self, sql, args, error);
}

/* The same with every field, in order. */
static gint64
write_record (BtyDatabase  *self,
              BtyRecord    *record,
              const char   *sql,
              GError      **error)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);
  g_autoptr(GPtrArray) fields = g_ptr_array_sized_new (class->n_fields);

  for (guint i = 0; i < class->n_fields; i++)
    g_ptr_array_add (fields, (gpointer) &class->fields[i]);

  return write_fields (self, record, fields, sql, error);
}

static const BtyRecordSql *
get_sql_of (BtyDatabase *self,
            gpointer     record)
{
  return bty_database_get_record_sql (self, BTY_RECORD_GET_CLASS (record));
}

static void
set_not_found (const char  *id,
               GError     **error)
{
  g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("Nothing with the id “%s” is stored."), id);
}

/**
 * bty_rows_read_records:
 * @rows: stands before its first row, see bty_database_ask_records()
 * @type: the kind of record
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the records
 */
GPtrArray *
bty_rows_read_records (BtyRows  *rows,
                       GType     type,
                       GError  **error)
{
  g_autoptr(BtyRecordClass) class = g_type_class_ref (type);

  return read_rows (class, rows, error);
}

/**
 * bty_rows_read_record:
 * @rows: stands on a row with the columns of the kind, in the order of its fields
 * @type: a kind of record
 * @error: (out) (optional): which column does not fit
 *
 * For what is too much for a list.
 *
 * Returns: (transfer full) (nullable): the record
 */
gpointer
bty_rows_read_record (BtyRows  *rows,
                      GType     type,
                      GError  **error)
{
  g_autoptr(BtyRecordClass) class = g_type_class_ref (type);

  return create_record (class, rows, error);
}

/**
 * bty_database_select:
 * @self: a connection
 * @type: a kind of record
 * @clauses: what follows "SELECT … FROM table ": WHERE, ORDER BY, LIMIT; may be empty
 * @args: the values of its parameters
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecord) (nullable): the records
 */
GPtrArray *
bty_database_select (BtyDatabase     *self,
                     GType            type,
                     const char      *clauses,
                     const BtyValue  *args,
                     GError         **error)
{
  g_autoptr(BtyRecordClass) class = g_type_class_ref (type);
  g_autofree char *sql = g_strconcat (bty_database_get_record_sql (self, class)->select, clauses, NULL);

  return read_records (self, class, sql, args, error);
}

/**
 * bty_database_ask_records:
 * @self: a connection
 * @type: a kind of record
 * @clauses: as for bty_database_select()
 * @args: the values of the parameters
 * @error: (out) (optional): where to say what went wrong
 *
 * As bty_database_select(), for what is not looked at at once: see bty_database_ask().
 *
 * Returns: (transfer full) (nullable): the rows, for bty_rows_read_records()
 */
BtyRows *
bty_database_ask_records (BtyDatabase     *self,
                          GType            type,
                          const char      *clauses,
                          const BtyValue  *args,
                          GError         **error)
{
  g_autoptr(BtyRecordClass) class = g_type_class_ref (type);
  g_autofree char *sql = g_strconcat (bty_database_get_record_sql (self, class)->select, clauses, NULL);

  return bty_database_ask (self, sql, args, error);
}

/**
 * bty_database_get:
 * @self: a connection
 * @type: a kind of record
 * @id: the value of its key
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the record
 */
gpointer
bty_database_get (BtyDatabase  *self,
                  GType         type,
                  const char   *id,
                  GError      **error)
{
  g_autoptr(BtyRecordClass) class = g_type_class_ref (type);
  g_autoptr(GPtrArray) records = NULL;

  records = read_records (self, class, bty_database_get_record_sql (self, class)->get, BTY_ARGS (BTY_TEXT (id)), error);
  if (records == NULL)
    return NULL;
  if (records->len == 0)
    {
      set_not_found (id, error);
      return NULL;
    }

  return g_object_ref (g_ptr_array_index (records, 0));
}

/**
 * bty_database_select_first:
 * @self: a connection
 * @type: a kind of record
 * @clauses: what follows "SELECT … FROM table "
 * @args: the values of its parameters
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the first of the records
 */
gpointer
bty_database_select_first (BtyDatabase     *self,
                           GType            type,
                           const char      *clauses,
                           const BtyValue  *args,
                           GError         **error)
{
  g_autofree char *limited = g_strconcat (clauses, " LIMIT 1", NULL);
  g_autoptr(GPtrArray) records = bty_database_select (self, type, limited, args, error);

  if (records == NULL)
    return NULL;
  if (records->len == 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("This is not stored."));
      return NULL;
    }

  return g_object_ref (g_ptr_array_index (records, 0));
}

/**
 * bty_database_insert:
 * @self: a connection
 * @record: a record that is not stored yet
 * @error: (out) (optional): %BTY_ERROR_EXISTS, or what else went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_database_insert (BtyDatabase  *self,
                     gpointer      record,
                     GError      **error)
{
  return write_record (self, record, get_sql_of (self, record)->insert, error) >= 0;
}

/**
 * bty_database_insert_many:
 * @self: a connection, as a rule in a transaction that is rolled back when this fails
 * @records: (element-type BtyRecord): records of one kind that are not stored yet
 * @error: (out) (optional): %BTY_ERROR_EXISTS, or what else went wrong
 *
 * Stores them all; a server is asked once for many.
 *
 * Returns: whether they were stored
 */
gboolean
bty_database_insert_many (BtyDatabase  *self,
                          GPtrArray    *records,
                          GError      **error)
{
  for (guint i = 0; i < records->len; i += MAX_ROWS_AT_ONCE)
    {
      g_autoptr(GPtrArray) some = g_ptr_array_new ();
      guint n_stored;

      for (guint j = i; j < MIN (i + MAX_ROWS_AT_ONCE, records->len); j++)
        g_ptr_array_add (some, g_ptr_array_index (records, j));
      if (!BTY_DATABASE_GET_CLASS (self)->store_many (self, get_sql_of (self, some->pdata[0])->insert, some, &n_stored,
                                                      error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bty_database_update:
 * @self: a connection
 * @record: a stored record
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Stores every field of @record.
 *
 * Returns: whether it was stored
 */
gboolean
bty_database_update (BtyDatabase  *self,
                     gpointer      record,
                     GError      **error)
{
  gint64 changes = write_record (self, record, get_sql_of (self, record)->update, error);

  if (changes == 0)
    set_not_found (bty_record_get_id (record), error);

  return changes > 0;
}

/**
 * bty_database_update_fields:
 * @self: a connection
 * @record: a stored record
 * @names: (array zero-terminated=1): of some of its fields
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Stores only these fields of @record: what others changed in the rest of it meanwhile stays.
 *
 * Returns: whether they were stored
 */
gboolean
bty_database_update_fields (BtyDatabase        *self,
                            gpointer            record,
                            const char *const  *names,
                            GError            **error)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);
  g_autoptr(GPtrArray) fields = g_ptr_array_new ();
  g_autoptr(GString) sql = g_string_new (NULL);
  gint64 changes;

  g_string_append_printf (sql, "UPDATE %s SET ", class->table);
  for (guint i = 0; i < class->n_fields; i++)
    {
      if (!g_strv_contains (names, class->fields[i].name))
        continue;
      g_ptr_array_add (fields, (gpointer) &class->fields[i]);
      g_string_append_printf (sql, "%s%s = $%u", fields->len > 1 ? ", " : "", class->fields[i].name, fields->len);
    }
  g_assert (fields->len == g_strv_length ((char **) names));
  g_ptr_array_add (fields, (gpointer) &class->fields[class->key]);
  g_string_append_printf (sql, " WHERE %s = $%u", class->fields[class->key].name, fields->len);

  changes = write_fields (self, record, fields, sql->str, error);
  if (changes == 0)
    set_not_found (bty_record_get_id (record), error);

  return changes > 0;
}

/**
 * bty_database_upsert:
 * @self: a connection
 * @record: a record, stored or not
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_database_upsert (BtyDatabase  *self,
                     gpointer      record,
                     GError      **error)
{
  return write_record (self, record, get_sql_of (self, record)->upsert, error) >= 0;
}

/**
 * bty_database_upsert_on:
 * @self: a connection
 * @record: a record, stored or not
 * @unique: (array zero-terminated=1): the columns by which a stored one is known, beside its key
 * @kept: (array zero-terminated=1): the columns of a stored one that stay as they are
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores @record over the one that agrees with it in @unique, if there is one, which keeps its key.
 *
 * Returns: whether it was stored
 */
gboolean
bty_database_upsert_on (BtyDatabase        *self,
                        gpointer            record,
                        const char *const  *unique,
                        const char *const  *kept,
                        GError            **error)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);
  g_autofree char *columns = g_strjoinv (", ", (char **) unique);
  g_autoptr(GString) sql = g_string_new (get_sql_of (self, record)->insert);
  const char *separator = "";

  g_string_append_printf (sql, " ON CONFLICT (%s) DO UPDATE SET ", columns);
  for (guint i = 0; i < class->n_fields; i++)
    {
      const char *name = class->fields[i].name;

      if (i == class->key || g_strv_contains (unique, name) || g_strv_contains (kept, name))
        continue;
      g_string_append_printf (sql, "%s%s = excluded.%s", separator, name, name);
      separator = ", ";
    }

  return write_record (self, record, sql->str, error) >= 0;
}

/**
 * bty_database_insert_if_new:
 * @self: a connection
 * @record: a record, stored or not
 * @error: (out) (optional): where to say what went wrong
 *
 * What is stored already, with this key or with anything else that must be unique, stays as it is.
 *
 * Returns: whether that went well
 */
gboolean
bty_database_insert_if_new (BtyDatabase  *self,
                            gpointer      record,
                            GError      **error)
{
  return write_record (self, record, get_sql_of (self, record)->insert_if_new, error) >= 0;
}

/**
 * bty_database_store_each:
 *
 * Stores records one after the other; see the member "store_many" of #BtyDatabaseClass.
 *
 * Returns: whether all were stored
 */
gboolean
bty_database_store_each (BtyDatabase  *self,
                         const char   *sql,
                         GPtrArray    *records,
                         guint        *n_stored,
                         GError      **error)
{
  for (*n_stored = 0; *n_stored < records->len; (*n_stored)++)
    if (write_record (self, g_ptr_array_index (records, *n_stored), sql, error) < 0)
      return FALSE;

  return TRUE;
}

/**
 * bty_database_store_many:
 * @self: a connection, in a transaction that is rolled back when this fails
 * @records: (element-type BtyRecord): of one kind, each with another key
 * @if_new: whether what is stored already stays as it is; else it is replaced
 * @n_stored: (out): which of them cannot be stored, when one cannot
 * @error: (out) (optional): where to say what went wrong
 *
 * As bty_database_insert_if_new() or bty_database_upsert() of each, but a server is asked once.
 *
 * Returns: whether all were stored
 */
gboolean
bty_database_store_many (BtyDatabase  *self,
                         GPtrArray    *records,
                         gboolean      if_new,
                         guint        *n_stored,
                         GError      **error)
{
  const BtyRecordSql *sql;

  *n_stored = 0;
  if (records->len == 0)
    return TRUE;
  sql = get_sql_of (self, g_ptr_array_index (records, 0));

  return BTY_DATABASE_GET_CLASS (self)->store_many (self, if_new ? sql->insert_if_new : sql->upsert, records, n_stored,
                                                    error);
}

/**
 * bty_database_delete:
 * @self: a connection
 * @type: a kind of record
 * @id: the value of its key
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: whether it was there and is not any more
 */
gboolean
bty_database_delete (BtyDatabase  *self,
                     GType         type,
                     const char   *id,
                     GError      **error)
{
  g_autoptr(BtyRecordClass) class = g_type_class_ref (type);
  gint64 changes;

  changes = bty_database_execute_counted (self, bty_database_get_record_sql (self, class)->remove,
                                          BTY_ARGS (BTY_TEXT (id)), error);
  if (changes == 0)
    set_not_found (id, error);

  return changes > 0;
}
