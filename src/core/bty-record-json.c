/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-record.h"

#include "bty-error.h"

/* The JSON of records; bty-record.c holds the rest. */

static JsonNode *
create_json (BtyRecord      *self,
             const BtyField *field)
{
  g_autofree char *owned = NULL;
  g_autofree char *base64 = NULL;
  BtyValue value;

  if (field->type == BTY_FIELD_JSON || field->type == BTY_FIELD_STRV)
    {
      value = bty_record_get_value (self, field, &owned);
      return value.type == BTY_VALUE_NULL ? json_node_new (JSON_NODE_NULL) : json_from_string (owned, NULL);
    }
  if (field->type == BTY_FIELD_BOOLEAN)
    return json_node_init_boolean (json_node_alloc (), bty_record_get_value (self, field, &owned).integer != 0);

  value = bty_record_get_value (self, field, &owned);
  switch (value.type)
    {
    case BTY_VALUE_TEXT:
      return json_node_init_string (json_node_alloc (), value.text);
    case BTY_VALUE_INTEGER:
      return json_node_init_int (json_node_alloc (), value.integer);
    case BTY_VALUE_REAL:
      return json_node_init_double (json_node_alloc (), value.real);
    case BTY_VALUE_BLOB:
      base64 = g_base64_encode (value.blob.data, value.blob.size);
      return json_node_init_string (json_node_alloc (), base64);
    case BTY_VALUE_NULL:
    case BTY_VALUE_END:
    default:
      return json_node_new (JSON_NODE_NULL);
    }
}

/**
 * bty_record_to_json:
 * @self: a record
 *
 * Returns: (transfer full): an object with one member for each field that is not local, in the order
 *   of the table
 */
JsonNode *
bty_record_to_json (BtyRecord *self)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (self);
  JsonNode *node = json_node_alloc ();
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < class->n_fields; i++)
    if (!(class->fields[i].flags & BTY_FIELD_LOCAL))
      json_object_set_member (object, class->fields[i].name, create_json (self, &class->fields[i]));

  json_node_init_object (node, object);
  json_object_unref (object);

  return node;
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
set_json (BtyRecord       *self,
          const BtyField  *field,
          JsonNode        *node,
          GError         **error)
{
  g_autofree char *text = NULL;
  g_autofree guchar *bytes = NULL;
  gsize size;
  BtyValue value;
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (JSON_NODE_HOLDS_NULL (node) && (field->type != BTY_FIELD_JSON || field->flags & BTY_FIELD_NULLABLE))
    value = BTY_TEXT (NULL);
  else if (field->type == BTY_FIELD_JSON || field->type == BTY_FIELD_STRV)
    value = BTY_TEXT (text = json_to_string (node, FALSE));
  else if (field->type == BTY_FIELD_BLOB && type == G_TYPE_STRING)
    {
      bytes = g_base64_decode (json_node_get_string (node), &size);
      value = BTY_BLOB (bytes, size);
    }
  else if (field->type == BTY_FIELD_BOOLEAN && type == G_TYPE_BOOLEAN)
    value = BTY_INTEGER (json_node_get_boolean (node));
  else if (field->type != BTY_FIELD_BOOLEAN && type == G_TYPE_INT64)
    value = BTY_INTEGER (json_node_get_int (node));
  else if (type == G_TYPE_DOUBLE)
    value = BTY_REAL (json_node_get_double (node));
  else if (type == G_TYPE_STRING)
    value = BTY_TEXT (json_node_get_string (node));
  else
    return refuse (self, field, "of the right type", error);

  return bty_record_set_value (self, field, &value, error);
}

/**
 * bty_record_new_from_json:
 * @type: a kind of record
 * @node: what bty_record_to_json() gave
 * @error: (out) (optional): where to say which member does not fit
 *
 * Members that @node does not have keep their default, so that older exports can be read; the key
 * must be there.
 *
 * Returns: (transfer full) (nullable): the record
 */
gpointer
bty_record_new_from_json (GType      type,
                          JsonNode  *node,
                          GError   **error)
{
  g_autoptr(BtyRecord) self = g_object_new (type, NULL);
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (self);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  for (guint i = 0; object != NULL && i < class->n_fields; i++)
    {
      const BtyField *field = &class->fields[i];
      JsonNode *member = field->flags & BTY_FIELD_LOCAL ? NULL : json_object_get_member (object, field->name);

      if (member != NULL && !set_json (self, field, member, error))
        return NULL;
    }
  if (bty_record_get_id (self) == NULL)
    {
      refuse (self, &class->fields[class->key], "there", error);
      return NULL;
    }

  return g_steal_pointer (&self);
}
