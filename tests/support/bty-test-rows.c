/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-rows.h"

#include "bty-kinds.h"
#include "bty-migrator.h"


/* Rows of every kind, made from the tables of fields, with everything in them that is easily lost on the way. */

static const double reals[] = { 0.1, -0.0, 4.9406564584124654e-324, 1.7976931348623157e308, -1.0 / 3, 0, 5e-310 };

static const char json[] =
  "{\"a\":[1,-9223372036854775808,0.1,true,null,\"\"],\"\\ud83c\\udf31\":{\"\\\"\":\"\\\\\\n\"}}";

static char *
make_text (const char *table,
           const char *field,
           guint       row)
{
  if (row == 0)
    return g_strdup ("");

  return g_strdup_printf ("%s %s %u: Grüße 🌱 \xe2\x80\xa8 \xf4\x8f\xbf\xbf \" \\ \t \n \r \x01 \x7f / </script>",
                          table, field, row);
}

static char *
make_id (const char *table,
         guint       row)
{
  return g_strdup_printf ("%s-%05u", table, row);
}

/* The same schema, where it can be asked. */
static BtyDatabase *
open_schema (void)
{
  g_autoptr(GError) error = NULL;
  BtyDatabase *schema = bty_database_open (BTY_DATABASE_MEMORY, NULL, BTY_DATABASE_WRITE, &error);

  bty_migrator_run (schema, NULL, &error);
  g_assert_no_error (error);

  return schema;
}

/* The table that a column refers to. */
static char *
find_parent (BtyDatabase *schema,
             const char  *table,
             const char  *column)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyRows) rows = bty_database_query (schema,
                                                "SELECT \"table\" FROM pragma_foreign_key_list ($1)"
                                                " WHERE \"from\" = $2",
                                                BTY_ARGS (BTY_TEXT (table), BTY_TEXT (column)), &error);

  g_assert_no_error (error);

  return bty_rows_next (rows, &error) ? g_strdup (bty_rows_get_text (rows, 0)) : NULL;
}

static gint64
make_integer (gboolean nullable,
              guint    row)
{
  switch (row % 4)
    {
    case 0:
      return row;
    case 1:
      return G_MAXINT64 - row;
    case 2:
      return (nullable ? G_MININT64 + 1 : G_MININT64) + row - 2;
    default:
      return -1 - (gint64) row;
    }
}

static void
set_field (BtyRecord      *record,
           const BtyField *field,
           guint           row)
{
  static const guint8 bytes[] = { 0, 1, 0, 255, '"', '\\', 0, 127, 128, 0 };
  g_autofree char *text = make_text (BTY_RECORD_GET_CLASS (record)->table, field->name, row);
  g_autoptr(GEnumClass) values = field->type == BTY_FIELD_ENUM ? g_type_class_ref (field->enum_type ()) : NULL;
  g_autoptr(GError) error = NULL;
  BtyValue value;

  switch (field->type)
    {
    case BTY_FIELD_INTEGER:
    case BTY_FIELD_TIME:
      value = BTY_INTEGER (make_integer (field->flags & BTY_FIELD_NULLABLE, row));
      break;
    case BTY_FIELD_REAL:
      value = BTY_REAL (reals[row % G_N_ELEMENTS (reals)]);
      break;
    case BTY_FIELD_BOOLEAN:
      value = BTY_INTEGER (row % 2);
      break;
    case BTY_FIELD_ENUM:
      value = BTY_TEXT (values->values[row % values->n_values].value_nick);
      break;
    case BTY_FIELD_BLOB:
      value = BTY_BLOB (bytes, row % (sizeof bytes + 1));
      break;
    case BTY_FIELD_STRV:
      value = BTY_TEXT (row % 2 ? "[\"\",\"a b\",\"\\ud83c\\udf31\"]" : "[]");
      break;
    case BTY_FIELD_JSON:
      value = BTY_TEXT (row % 2 ? json : "[]");
      break;
    case BTY_FIELD_TEXT:
    default:
      value = BTY_TEXT (text);
    }
  bty_record_set_value (record, field, &value, &error);
  g_assert_no_error (error);
}

static void
add_row (BtyDatabase   *database,
         BtyDatabase   *schema,
         const BtyKind *kind,
         guint          row)
{
  g_autoptr(BtyRecord) record = g_object_new (kind->get_type (), NULL);
  g_autoptr(GError) error = NULL;
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);

  for (guint i = 0; i < class->n_fields; i++)
    {
      const BtyField *field = &class->fields[i];
      g_autofree char *parent = find_parent (schema, class->table, field->name);
      g_autofree char *id = make_id (parent != NULL ? parent : class->table, row);

      /* Every third row has nothing in it that need not be there. */
      if (field->flags & BTY_FIELD_NULLABLE && row % 3 == 0)
        continue;
      if (parent != NULL || field->flags & BTY_FIELD_KEY)
        g_object_set (record, field->name, id, NULL);
      else if (!g_str_equal (field->name, "private"))
        set_field (record, field, row);
    }
  bty_database_insert (database, record, &error);
  g_assert_no_error (error);
}

/**
 * bty_test_add_rows:
 * @database: an empty database
 * @n_rows: how many of each kind
 *
 * Fills it with rows of every kind that is exported.
 */
void
bty_test_add_rows (BtyDatabase *database,
                   guint        n_rows)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);
  g_autoptr(BtyDatabase) schema = open_schema ();

  for (guint i = 0; i < n_kinds; i++)
    for (guint row = 0; bty_kind_is_exported (&kinds[i]) && row < n_rows; row++)
      add_row (database, schema, &kinds[i], row);
}
