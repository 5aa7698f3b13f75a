/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"

#include "bty-record.h"

#include <string.h>

/* Many rows are sent as one list for each column, in the server's binary form, and stored by one statement. */

#define GATHER_MANY "SET LOCAL gin_pending_list_limit = '4MB';"
#define SORT_IN \
  "SELECT count (gin_clean_pending_list (CAST (c.oid AS regclass))) FROM pg_class AS c WHERE c.relkind = 'i'" \
  " AND c.relnamespace = CAST (current_schema () AS regnamespace) AND pg_has_role (c.relowner, 'USAGE')" \
  " AND c.relname IN ('message_words_index', 'session_words_index', 'memory_words_index', 'chunk_words_index')"

/* The server's numbers of types: of one, and of a list of them. */
enum
{
  TEXT = 25,
  INT8 = 20,
  FLOAT8 = 701,
  BYTEA = 17,
};

static guint
get_type (const BtyField *field)
{
  switch (field->type)
    {
    case BTY_FIELD_INTEGER:
    case BTY_FIELD_BOOLEAN:
    case BTY_FIELD_TIME:
      return INT8;
    case BTY_FIELD_REAL:
      return FLOAT8;
    case BTY_FIELD_BLOB:
      return BYTEA;
    case BTY_FIELD_TEXT:
    case BTY_FIELD_ENUM:
    case BTY_FIELD_STRV:
    case BTY_FIELD_JSON:
    default:
      return TEXT;
    }
}

static guint
get_type_of_list (guint type)
{
  switch (type)
    {
    case INT8:
      return 1016;
    case FLOAT8:
      return 1022;
    case BYTEA:
      return 1001;
    default:
      return 1009;
    }
}

static void
append_number (GByteArray *list,
               guint32     number)
{
  number = GUINT32_TO_BE (number);
  g_byte_array_append (list, (const guint8 *) &number, sizeof number);
}

static void
append_bytes (GByteArray    *list,
              gconstpointer  data,
              gsize          size)
{
  append_number (list, size);
  g_byte_array_append (list, data, size);
}

static void
append_value (GByteArray     *list,
              const BtyValue *value)
{
  guint64 number;

  switch (value->type)
    {
    case BTY_VALUE_TEXT:
      append_bytes (list, value->text, strlen (value->text));
      break;
    case BTY_VALUE_INTEGER:
      number = GUINT64_TO_BE ((guint64) value->integer);
      append_bytes (list, &number, sizeof number);
      break;
    case BTY_VALUE_REAL:
      memcpy (&number, &value->real, sizeof number);
      number = GUINT64_TO_BE (number);
      append_bytes (list, &number, sizeof number);
      break;
    case BTY_VALUE_BLOB:
      append_bytes (list, value->blob.data, value->blob.size);
      break;
    case BTY_VALUE_NULL:
    case BTY_VALUE_END:
    default:
      append_number (list, G_MAXUINT32);
      break;
    }
}

/* One field of all records: number of dimensions, whether there are NULLs, the type, the length, the first index. */
static GByteArray *
create_list (GPtrArray      *records,
             const BtyField *field)
{
  GByteArray *list = g_byte_array_new ();
  const guint32 head[] = { 1, 1, get_type (field), records->len, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (head); i++)
    append_number (list, head[i]);
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *text = NULL;
      BtyValue value = bty_record_get_value (g_ptr_array_index (records, i), field, &text);

      append_value (list, &value);
    }

  return list;
}

/* Whether its rows have numbers, which the server would look for anew for every one of them. */
static gboolean
is_numbered (BtyPostgresDatabase *self,
             const char          *table)
{
  gint64 count = 0;

  return bty_database_query_integer (BTY_DATABASE (self),
                                     "SELECT count(*) FROM pg_trigger WHERE tgname = 'next_seq'"
                                     " AND tgrelid = to_regclass ($1)", BTY_ARGS (BTY_TEXT (table)), &count, NULL)
         && count > 0;
}

/* "INSERT INTO table (…) VALUES ($1, …)" becomes one with a SELECT of the rows that the lists make. Nobody else of this
 * tenant writes meanwhile. */
static char *
write_statement (const char     *sql,
                 BtyRecordClass *class,
                 gboolean        with_numbers)
{
  const char *names = strchr (sql, '(') + 1;
  const char *values = strstr (sql, " VALUES (");
  const char *rest = strchr (values, ')') + 1;
  g_autoptr(GString) lists = g_string_new (NULL);

  for (guint i = 1; i <= class->n_fields; i++)
    g_string_append_printf (lists, "%s$%u", i > 1 ? ", " : "", i);
  if (!with_numbers)
    return g_strdup_printf ("%.*s SELECT * FROM unnest (%s)%s", (int) (values - sql), sql, lists->str, rest);

  return g_strdup_printf ("INSERT INTO %s (%.*s, seq) SELECT a.*, b.seq + row_number () OVER () FROM unnest (%s) AS a,"
                          " (SELECT coalesce (max (seq), 0) AS seq FROM %s) AS b%s", class->table,
                          (int) (values - names - 1), names, lists->str, class->table, rest);
}

static gboolean
store_lists (BtyPostgresDatabase  *self,
             const char           *sql,
             GPtrArray            *records,
             GError              **error)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (g_ptr_array_index (records, 0));
  g_autofree char *statement = write_statement (sql, class, is_numbered (self, class->table));
  g_autoptr(GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_autofree BtyValue *args = g_new0 (BtyValue, class->n_fields + 1);
  g_autofree guint *types = g_new0 (guint, class->n_fields);

  for (guint i = 0; i < class->n_fields; i++)
    {
      GByteArray *list = create_list (records, &class->fields[i]);

      g_ptr_array_add (lists, list);
      args[i] = BTY_BLOB (list->data, list->len);
      types[i] = get_type_of_list (get_type (&class->fields[i]));
    }
  args[class->n_fields].type = BTY_VALUE_END;

  return bty_postgres_execute_typed (self, statement, args, types, error);
}

/**
 * bty_postgres_store_many:
 *
 * See bty_database_store_many(). When they cannot be stored together, which one is to blame is found by storing each.
 *
 * Returns: whether all were stored
 */
gboolean
bty_postgres_store_many (BtyDatabase  *database,
                         const char   *sql,
                         GPtrArray    *records,
                         guint        *n_stored,
                         GError      **error)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);
  BtyDatabaseClass *parent_class = g_type_class_peek (BTY_TYPE_DATABASE);

  /* One is not sent more quickly as a list. What is not to be one transaction cannot be one statement. */
  if (records->len == 1 || !self->in_transaction)
    return parent_class->store_many (database, sql, records, n_stored, error);

  *n_stored = 0;
  if (!bty_postgres_run (self, GATHER_MANY "SAVEPOINT many", NULL, error))
    return FALSE;
  self->is_gathering = TRUE;
  if (store_lists (self, sql, records, NULL))
    {
      *n_stored = records->len;
      return bty_postgres_run (self, "RELEASE many", NULL, error);
    }

  return bty_postgres_run (self, "ROLLBACK TO many", NULL, error)
         && parent_class->store_many (database, sql, records, n_stored, error);
}

/**
 * bty_postgres_sort_in:
 * @self: a connection, in a transaction that is about to end
 * @error: (out) (optional): where to say what went wrong
 *
 * Sorts in what was gathered of many rows. Whose role does not own the tables leaves that to the next who writes.
 *
 * Returns: whether all is well
 */
gboolean
bty_postgres_sort_in (BtyPostgresDatabase  *self,
                      GError              **error)
{
  return !self->is_gathering || bty_postgres_run (self, SORT_IN, NULL, error);
}
