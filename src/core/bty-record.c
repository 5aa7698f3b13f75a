/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-record.h"

#include <math.h>
#include <string.h>

#include "bty-enums.h"
#include "bty-error.h"
#include "bty-json.h"

/**
 * BtyRecord:
 *
 * The base of everything that is stored. A kind of record is a C struct and one table of fields; the
 * table gives it its properties (widgets bind to them), its SQL columns, its JSON and its equality.
 * The struct is public to read; it is written through its properties, so that changes are noticed.
 * Records are values: they know no database and may be passed between threads, one at a time.
 */

G_DEFINE_ABSTRACT_TYPE (BtyRecord, bty_record, G_TYPE_OBJECT)

#define MEMBER(Type, record, field) (*(Type *) G_STRUCT_MEMBER_P (record, (field)->offset))

static void
clear_member (BtyRecord      *self,
              const BtyField *field)
{
  switch (field->type)
    {
    case BTY_FIELD_TEXT:
      g_clear_pointer (&MEMBER (char *, self, field), g_free);
      break;
    case BTY_FIELD_BLOB:
      g_clear_pointer (&MEMBER (GBytes *, self, field), g_bytes_unref);
      break;
    case BTY_FIELD_STRV:
      g_clear_pointer (&MEMBER (char **, self, field), g_strfreev);
      break;
    case BTY_FIELD_JSON:
      g_clear_pointer (&MEMBER (JsonNode *, self, field), json_node_unref);
      break;
    case BTY_FIELD_INTEGER:
    case BTY_FIELD_TIME:
      MEMBER (gint64, self, field) = field->flags & BTY_FIELD_NULLABLE ? BTY_UNSET : 0;
      break;
    case BTY_FIELD_REAL:
      MEMBER (double, self, field) = field->flags & BTY_FIELD_NULLABLE ? NAN : 0;
      break;
    case BTY_FIELD_BOOLEAN:
    case BTY_FIELD_ENUM:
      MEMBER (int, self, field) = 0;
      break;
    default:
      g_assert_not_reached ();
    }
}

static const BtyField *
get_field (BtyRecord *self,
           guint      property)
{
  return &BTY_RECORD_GET_CLASS (self)->fields[property - 1];
}

static void
bty_record_get_property (GObject    *object,
                         guint       property,
                         GValue     *value,
                         GParamSpec *pspec)
{
  BtyRecord *self = BTY_RECORD (object);
  const BtyField *field = get_field (self, property);

  switch (field->type)
    {
    case BTY_FIELD_TEXT:
      g_value_set_string (value, MEMBER (char *, self, field));
      break;
    case BTY_FIELD_INTEGER:
    case BTY_FIELD_TIME:
      g_value_set_int64 (value, MEMBER (gint64, self, field));
      break;
    case BTY_FIELD_REAL:
      g_value_set_double (value, MEMBER (double, self, field));
      break;
    case BTY_FIELD_BOOLEAN:
      g_value_set_boolean (value, MEMBER (gboolean, self, field));
      break;
    case BTY_FIELD_ENUM:
      g_value_set_enum (value, MEMBER (int, self, field));
      break;
    default:
      g_value_set_boxed (value, MEMBER (gpointer, self, field));
    }
}

static gboolean
is_same_real (double a,
              double b)
{
  return a == b || (isnan (a) && isnan (b));
}

/* Whether @value is what the property holds already. */
static gboolean
holds (GObject        *object,
       const BtyField *field,
       GParamSpec     *pspec,
       const GValue   *value)
{
  g_auto(GValue) current = G_VALUE_INIT;
  gpointer boxed = G_VALUE_HOLDS_BOXED (value) ? g_value_get_boxed (value) : NULL;

  /* GLib takes NAN, which stands for "unset", for equal to every number, and compares boxed values by address. */
  if (field->type == BTY_FIELD_REAL)
    return is_same_real (MEMBER (double, object, field), g_value_get_double (value));
  if (boxed != NULL && MEMBER (gpointer, object, field) != NULL)
    {
      if (field->type == BTY_FIELD_STRV)
        return g_strv_equal (boxed, MEMBER (gpointer, object, field));
      if (field->type == BTY_FIELD_JSON)
        return json_node_equal (boxed, MEMBER (gpointer, object, field));
    }

  g_value_init (&current, pspec->value_type);
  g_object_get_property (object, pspec->name, &current);

  return g_param_values_cmp (pspec, &current, value) == 0;
}

static void
bty_record_set_property (GObject      *object,
                         guint         property,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  BtyRecord *self = BTY_RECORD (object);
  const BtyField *field = get_field (self, property);

  if (holds (object, field, pspec, value))
    return;

  clear_member (self, field);
  switch (field->type)
    {
    case BTY_FIELD_TEXT:
      MEMBER (char *, self, field) = g_value_dup_string (value);
      break;
    case BTY_FIELD_INTEGER:
    case BTY_FIELD_TIME:
      MEMBER (gint64, self, field) = g_value_get_int64 (value);
      break;
    case BTY_FIELD_REAL:
      MEMBER (double, self, field) = g_value_get_double (value);
      break;
    case BTY_FIELD_BOOLEAN:
      MEMBER (gboolean, self, field) = g_value_get_boolean (value);
      break;
    case BTY_FIELD_ENUM:
      MEMBER (int, self, field) = g_value_get_enum (value);
      break;
    default:
      MEMBER (gpointer, self, field) = g_value_dup_boxed (value);
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
bty_record_constructed (GObject *object)
{
  BtyRecord *self = BTY_RECORD (object);
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (self);

  for (guint i = 0; i < class->n_fields; i++)
    clear_member (self, &class->fields[i]);

  G_OBJECT_CLASS (bty_record_parent_class)->constructed (object);
}

static void
bty_record_finalize (GObject *object)
{
  BtyRecord *self = BTY_RECORD (object);
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (self);

  for (guint i = 0; i < class->n_fields; i++)
    clear_member (self, &class->fields[i]);

  G_OBJECT_CLASS (bty_record_parent_class)->finalize (object);
}

static void
bty_record_class_init (BtyRecordClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->constructed = bty_record_constructed;
  object_class->finalize = bty_record_finalize;
}

static void
bty_record_init (BtyRecord *self)
{
}

static GParamSpec *
create_param_spec (const BtyField *field)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  switch (field->type)
    {
    case BTY_FIELD_TEXT:
      return g_param_spec_string (field->name, NULL, NULL, NULL, flags & ~G_PARAM_STATIC_NAME);
    case BTY_FIELD_INTEGER:
    case BTY_FIELD_TIME:
      return g_param_spec_int64 (field->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags & ~G_PARAM_STATIC_NAME);
    case BTY_FIELD_REAL:
      /* Lax, because NAN is in no range. */
      return g_param_spec_double (field->name, NULL, NULL, -INFINITY, INFINITY, 0,
                                  (flags & ~G_PARAM_STATIC_NAME) | G_PARAM_LAX_VALIDATION);
    case BTY_FIELD_BOOLEAN:
      return g_param_spec_boolean (field->name, NULL, NULL, FALSE, flags & ~G_PARAM_STATIC_NAME);
    case BTY_FIELD_ENUM:
      return g_param_spec_enum (field->name, NULL, NULL, field->enum_type (), 0, flags & ~G_PARAM_STATIC_NAME);
    case BTY_FIELD_BLOB:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_BYTES, flags & ~G_PARAM_STATIC_NAME);
    case BTY_FIELD_STRV:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_STRV, flags & ~G_PARAM_STATIC_NAME);
    case BTY_FIELD_JSON:
      return g_param_spec_boxed (field->name, NULL, NULL, JSON_TYPE_NODE, flags & ~G_PARAM_STATIC_NAME);
    default:
      g_assert_not_reached ();
    }
}

/**
 * bty_record_class_install_fields:
 * @class: the class of one kind of record
 * @table: (not nullable): the name of its table
 * @fields: (array length=n_fields): its fields, exactly one of them the key; must outlive the class
 * @n_fields: how many
 *
 * Gives a kind of record its properties, columns and JSON members. Call it in class_init.
 */
void
bty_record_class_install_fields (BtyRecordClass *class,
                                 const char     *table,
                                 const BtyField *fields,
                                 guint           n_fields)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  /* These two are the only methods that GObject does not inherit. */
  object_class->get_property = bty_record_get_property;
  object_class->set_property = bty_record_set_property;

  class->table = table;
  class->fields = fields;
  class->n_fields = n_fields;

  for (guint i = 0; i < n_fields; i++)
    {
      if (fields[i].flags & BTY_FIELD_KEY)
        class->key = i;
      g_object_class_install_property (object_class, i + 1, create_param_spec (&fields[i]));
    }
}

/**
 * bty_record_get_id:
 * @self: a record
 *
 * Returns: (nullable): the value of its key
 */
const char *
bty_record_get_id (BtyRecord *self)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (self);

  return MEMBER (char *, self, &class->fields[class->key]);
}

static char *
write_strv (char **strings)
{
  g_autoptr(JsonNode) node = json_node_alloc ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  json_node_init_array (node, array);
  json_array_unref (array);

  return json_to_string (node, FALSE);
}

static char **
read_strv (JsonNode *node)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        return NULL;
      g_strv_builder_add (builder, json_node_get_string (element));
    }

  return array != NULL ? g_strv_builder_end (builder) : NULL;
}

/**
 * bty_record_get_value:
 * @self: a record
 * @field: one of its fields
 * @owned: (out): text that the value borrows from, to be freed after use, or %NULL
 *
 * Returns: the field as a database value
 */
BtyValue
bty_record_get_value (BtyRecord       *self,
                      const BtyField  *field,
                      char           **owned)
{
  gint64 integer;
  double real;
  GBytes *bytes;
  JsonNode *node;

  *owned = NULL;
  switch (field->type)
    {
    case BTY_FIELD_TEXT:
      if (MEMBER (char *, self, field) == NULL && !(field->flags & BTY_FIELD_NULLABLE))
        return BTY_TEXT ("");
      return BTY_TEXT (MEMBER (char *, self, field));
    case BTY_FIELD_INTEGER:
    case BTY_FIELD_TIME:
      integer = MEMBER (gint64, self, field);
      if (integer == BTY_UNSET && field->flags & BTY_FIELD_NULLABLE)
        return BTY_TEXT (NULL);
      return BTY_INTEGER (integer);
    case BTY_FIELD_REAL:
      real = MEMBER (double, self, field);
      if (isnan (real) && field->flags & BTY_FIELD_NULLABLE)
        return BTY_TEXT (NULL);
      return BTY_REAL (real);
    case BTY_FIELD_BOOLEAN:
      return BTY_INTEGER (MEMBER (gboolean, self, field) ? 1 : 0);
    case BTY_FIELD_ENUM:
      return BTY_TEXT (bty_enum_to_nick (field->enum_type (), MEMBER (int, self, field)));
    case BTY_FIELD_BLOB:
      bytes = MEMBER (GBytes *, self, field);
      if (bytes == NULL && field->flags & BTY_FIELD_NULLABLE)
        return BTY_TEXT (NULL);
      /* No bytes are a blob too: a null pointer would be stored as no value. */
      if (bytes == NULL || g_bytes_get_size (bytes) == 0)
        return BTY_BLOB ("", 0);
      return BTY_BLOB (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    case BTY_FIELD_STRV:
      return BTY_TEXT (*owned = write_strv (MEMBER (char **, self, field)));
    case BTY_FIELD_JSON:
      node = MEMBER (JsonNode *, self, field);
      if (node == NULL)
        return BTY_TEXT (field->flags & BTY_FIELD_NULLABLE ? NULL : "null");
      return BTY_TEXT (*owned = json_to_string (node, FALSE));
    default:
      g_assert_not_reached ();
    }
}

static gboolean
refuse (BtyRecord       *self,
        const BtyField  *field,
        const char      *expected,
        GError         **error)
{
  g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, "“%s” of a record in “%s” is not %s",
               field->name, BTY_RECORD_GET_CLASS (self)->table, expected);
  return FALSE;
}

static gboolean
set_text (BtyRecord       *self,
          const BtyField  *field,
          const char      *text,
          GError         **error)
{
  g_autoptr(JsonNode) node = NULL;
  gboolean is_empty;
  char **strings;
  int value;

  switch (field->type)
    {
    case BTY_FIELD_TEXT:
      g_free (MEMBER (char *, self, field));
      MEMBER (char *, self, field) = g_strdup (text);
      return TRUE;
    case BTY_FIELD_ENUM:
      if (!bty_enum_from_nick (field->enum_type (), text, &value))
        return refuse (self, field, "one of the known values", error);
      MEMBER (int, self, field) = value;
      return TRUE;
    case BTY_FIELD_STRV:
    case BTY_FIELD_JSON:
      /* Most lists are empty, and parsing them was most of what reading a record costs. */
      is_empty = field->type == BTY_FIELD_STRV && g_str_equal (text, "[]");
      node = is_empty ? NULL : bty_json_parse (text, -1, error);
      if (node == NULL && !is_empty)
        return FALSE;
      if (field->type == BTY_FIELD_STRV)
        {
          strings = is_empty ? g_new0 (char *, 1) : read_strv (node);
          if (strings == NULL)
            return refuse (self, field, "a list of strings", error);
          clear_member (self, field);
          MEMBER (char **, self, field) = strings;
        }
      else
        {
          clear_member (self, field);
          MEMBER (JsonNode *, self, field) = g_steal_pointer (&node);
        }
      return TRUE;
    default:
      return refuse (self, field, "a number or bytes", error);
    }
}

/**
 * bty_record_set_value:
 * @self: a record
 * @field: one of its fields
 * @value: what a database holds for it
 * @error: (out) (optional): where to say that @value does not fit the field
 *
 * Fills a record that nobody watches yet: nothing is notified, which makes long lists quick to load.
 *
 * Returns: whether the field was set
 */
gboolean
bty_record_set_value (BtyRecord       *self,
                      const BtyField  *field,
                      const BtyValue  *value,
                      GError         **error)
{
  gboolean is_integer = field->type == BTY_FIELD_INTEGER || field->type == BTY_FIELD_TIME;

  switch (value->type)
    {
    case BTY_VALUE_NULL:
      if (!(field->flags & BTY_FIELD_NULLABLE))
        return refuse (self, field, "allowed to be empty", error);
      clear_member (self, field);
      return TRUE;
    case BTY_VALUE_TEXT:
      return set_text (self, field, value->text, error);
    case BTY_VALUE_INTEGER:
      if (field->type == BTY_FIELD_REAL)
        MEMBER (double, self, field) = value->integer;
      else if (field->type == BTY_FIELD_BOOLEAN)
        MEMBER (gboolean, self, field) = value->integer != 0;
      else if (is_integer)
        MEMBER (gint64, self, field) = value->integer;
      else
        return refuse (self, field, "a text or bytes", error);
      return TRUE;
    case BTY_VALUE_REAL:
      if (field->type != BTY_FIELD_REAL)
        return refuse (self, field, "a whole number", error);
      MEMBER (double, self, field) = value->real;
      return TRUE;
    case BTY_VALUE_BLOB:
      if (field->type != BTY_FIELD_BLOB)
        return refuse (self, field, "a text or a number", error);
      clear_member (self, field);
      MEMBER (GBytes *, self, field) = g_bytes_new (value->blob.data, value->blob.size);
      return TRUE;
    case BTY_VALUE_END:
    default:
      g_assert_not_reached ();
    }
}

/**
 * bty_record_assign:
 * @record: a record
 * @source: another of the same kind
 *
 * Makes @record equal to @source, field by field; what changes is notified.
 */
void
bty_record_assign (gpointer record,
                   gpointer source)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);

  g_return_if_fail (G_OBJECT_TYPE (record) == G_OBJECT_TYPE (source));

  g_object_freeze_notify (record);
  for (guint i = 0; i < class->n_fields; i++)
    {
      g_auto(GValue) value = G_VALUE_INIT;
      GParamSpec *pspec = g_object_class_find_property (G_OBJECT_CLASS (class), class->fields[i].name);

      g_value_init (&value, pspec->value_type);
      g_object_get_property (source, pspec->name, &value);
      g_object_set_property (record, pspec->name, &value);
    }
  g_object_thaw_notify (record);
}

/**
 * bty_record_copy:
 * @record: a record
 *
 * Returns: (transfer full): another with the same fields, which another thread may have
 */
gpointer
bty_record_copy (gpointer record)
{
  BtyRecord *copy = g_object_new (G_OBJECT_TYPE (record), NULL);
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);

  bty_record_assign (copy, record);
  for (guint i = 0; i < class->n_fields; i++)
    {
      JsonNode **node = G_STRUCT_MEMBER_P (copy, class->fields[i].offset);

      /* Lists and objects of JSON are counted without locks: two threads may not share them. */
      if (class->fields[i].type == BTY_FIELD_JSON && *node != NULL)
        {
          g_autofree char *text = json_to_string (*node, FALSE);

          json_node_unref (*node);
          *node = json_from_string (text, NULL);
        }
    }

  return copy;
}

static gboolean
is_same_value (const BtyValue *a,
               const BtyValue *b)
{
  if (a->type != b->type)
    return FALSE;

  switch (a->type)
    {
    case BTY_VALUE_TEXT:
      return g_str_equal (a->text, b->text);
    case BTY_VALUE_INTEGER:
      return a->integer == b->integer;
    case BTY_VALUE_REAL:
      return memcmp (&a->real, &b->real, sizeof a->real) == 0;
    case BTY_VALUE_BLOB:
      return a->blob.size == b->blob.size && memcmp (a->blob.data, b->blob.data, a->blob.size) == 0;
    case BTY_VALUE_NULL:
    case BTY_VALUE_END:
    default:
      return TRUE;
    }
}

/**
 * bty_record_equal:
 * @a: a record
 * @b: another
 *
 * Returns: whether both are of one kind and agree in every field that is not local
 */
gboolean
bty_record_equal (gpointer a,
                  gpointer b)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (a);

  if (G_OBJECT_TYPE (a) != G_OBJECT_TYPE (b))
    return FALSE;

  for (guint i = 0; i < class->n_fields; i++)
    {
      g_autofree char *owned_a = NULL;
      g_autofree char *owned_b = NULL;
      BtyValue value_a = bty_record_get_value (a, &class->fields[i], &owned_a);
      BtyValue value_b = bty_record_get_value (b, &class->fields[i], &owned_b);

      if (!(class->fields[i].flags & BTY_FIELD_LOCAL) && !is_same_value (&value_a, &value_b))
        return FALSE;
    }

  return TRUE;
}
