/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-record-sql.h"

typedef void (*AppendField) (GString        *sql,
                             const BtyField *field,
                             guint           number);

static void
append_name (GString        *sql,
             const BtyField *field,
             guint           number)
{
  g_string_append (sql, field->name);
}

static void
append_parameter (GString        *sql,
                  const BtyField *field,
                  guint           number)
{
  g_string_append_printf (sql, "$%u", number);
}

static void
append_assignment (GString        *sql,
                   const BtyField *field,
                   guint           number)
{
  g_string_append_printf (sql, "%s = $%u", field->name, number);
}

static void
append_excluded (GString        *sql,
                 const BtyField *field,
                 guint           number)
{
  g_string_append_printf (sql, "%s = excluded.%s", field->name, field->name);
}

/* A list of all fields but those with one of the flags @without. */
static char *
list_fields (BtyRecordClass *class,
             BtyFieldFlags   without,
             AppendField     append)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < class->n_fields; i++)
    {
      if (class->fields[i].flags & without)
        continue;
      if (list->len > 0)
        g_string_append (list, ", ");
      append (list, &class->fields[i], i + 1);
    }

  return g_string_free (list, FALSE);
}

/**
 * bty_record_sql_new:
 * @class: the class of one kind of record
 *
 * Returns: (transfer full): its statements
 */
BtyRecordSql *
bty_record_sql_new (BtyRecordClass *class)
{
  BtyRecordSql *self = g_new0 (BtyRecordSql, 1);
  const char *key = class->fields[class->key].name;
  g_autofree char *names = list_fields (class, BTY_FIELD_NONE, append_name);
  g_autofree char *parameters = list_fields (class, BTY_FIELD_NONE, append_parameter);
  g_autofree char *assignments = list_fields (class, BTY_FIELD_KEY, append_assignment);
  g_autofree char *excluded = list_fields (class, BTY_FIELD_KEY, append_excluded);

  self->insert = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", class->table, names, parameters);
  self->upsert = g_strdup_printf ("%s ON CONFLICT (%s) DO UPDATE SET %s", self->insert, key, excluded);
  self->insert_if_new = g_strconcat (self->insert, " ON CONFLICT DO NOTHING", NULL);
  self->update = g_strdup_printf ("UPDATE %s SET %s WHERE %s = $%u",
                                  class->table, assignments, key, class->key + 1);
  self->remove = g_strdup_printf ("DELETE FROM %s WHERE %s = $1", class->table, key);
  self->select = g_strdup_printf ("SELECT %s FROM %s ", names, class->table);
  self->get = g_strdup_printf ("%sWHERE %s = $1", self->select, key);

  return self;
}

/**
 * bty_record_sql_free:
 * @self: (transfer full): the statements of one kind of record
 *
 * Frees them.
 */
void
bty_record_sql_free (BtyRecordSql *self)
{
  g_free (self->insert);
  g_free (self->update);
  g_free (self->upsert);
  g_free (self->insert_if_new);
  g_free (self->remove);
  g_free (self->select);
  g_free (self->get);
  g_free (self);
}
