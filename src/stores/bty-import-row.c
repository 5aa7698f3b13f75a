/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-import-row.h"

#include "bty-config.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>

static gboolean
refuse (const char  *reason,
        GError     **error)
{
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, reason);

  return FALSE;
}

static gboolean
read_boolean (BtyJsonReader  *reader,
              BtyJsonType     type,
              BtyValue       *value,
              GError        **error)
{
  if (type != BTY_JSON_TRUE && type != BTY_JSON_FALSE)
    return refuse (_("true or false is expected here"), error);
  *value = BTY_INTEGER (type == BTY_JSON_TRUE ? 1 : 0);

  return bty_json_reader_word (reader, error);
}

static gboolean
read_bytes (BtyJsonReader  *reader,
            GBytes        **bytes,
            BtyValue       *value,
            GError        **error)
{
  gsize size;
  gconstpointer data;

  *bytes = bty_json_reader_bytes (reader, error);
  if (*bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (*bytes, &size);
  *value = BTY_BLOB (size > 0 ? data : "", size);

  return TRUE;
}

/* Reads what a field of this type has in an export; @text and @bytes own what the value borrows. */
static gboolean
read_value (BtyJsonReader   *reader,
            const BtyField  *field,
            GString         *text,
            GBytes         **bytes,
            BtyValue        *value,
            GError         **error)
{
  BtyJsonType type = bty_json_reader_peek (reader, error);
  gint64 integer;
  double real;

  if (type == BTY_JSON_INVALID)
    return FALSE;
  if (type == BTY_JSON_NULL && (field->type != BTY_FIELD_JSON || field->flags & BTY_FIELD_NULLABLE))
    {
      *value = BTY_TEXT (NULL);
      return bty_json_reader_word (reader, error);
    }

  switch (field->type)
    {
    case BTY_FIELD_BOOLEAN:
      return read_boolean (reader, type, value, error);
    case BTY_FIELD_INTEGER:
    case BTY_FIELD_TIME:
      if (!bty_json_reader_integer (reader, &integer, error))
        return FALSE;
      *value = BTY_INTEGER (integer);
      return TRUE;
    case BTY_FIELD_REAL:
      if (!bty_json_reader_real (reader, &real, error))
        return FALSE;
      *value = BTY_REAL (real);
      return TRUE;
    case BTY_FIELD_BLOB:
      return read_bytes (reader, bytes, value, error);
    case BTY_FIELD_STRV:
    case BTY_FIELD_JSON:
      if (!bty_json_reader_raw (reader, text, error))
        return FALSE;
      *value = BTY_TEXT (text->str);
      return TRUE;
    case BTY_FIELD_TEXT:
    case BTY_FIELD_ENUM:
    default:
      if (!bty_json_reader_string (reader, text, error))
        return FALSE;
      *value = BTY_TEXT (text->str);
      return TRUE;
    }
}

static gboolean
read_field (BtyJsonReader   *reader,
            BtyRecord       *record,
            const BtyField  *field,
            GError         **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GBytes) bytes = NULL;
  BtyValue value;

  return read_value (reader, field, text, &bytes, &value, error)
         && bty_record_set_value (record, field, &value, error);
}

static int
find_field (BtyRecordClass *class,
            const char     *name)
{
  for (guint i = 0; i < class->n_fields; i++)
    if (!(class->fields[i].flags & BTY_FIELD_LOCAL) && g_str_equal (class->fields[i].name, name))
      return i;

  return -1;
}

/* Says which member cannot be read by adding it to the path, which stays whole when all is well. */
static gboolean
read_member (BtyJsonReader  *reader,
             BtyRecord      *record,
             const char     *name,
             guint64        *seen,
             GString        *path,
             GError        **error)
{
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);
  int index = find_field (class, name);
  gsize length = path->len;

  g_string_append_printf (path, ".%s", name);
  if (index < 0)
    return refuse (_("this version does not know it"), error);
  if (*seen & G_GUINT64_CONSTANT (1) << index)
    return refuse (_("it is there twice"), error);
  *seen |= G_GUINT64_CONSTANT (1) << index;
  if (!read_field (reader, record, &class->fields[index], error))
    return FALSE;
  g_string_truncate (path, length);

  return TRUE;
}

/**
 * bty_import_row_read:
 * @reader: stands before an object
 * @type: a kind of record
 * @path: where it is; gets the name of the member that cannot be read
 * @error: (out) (optional): what is wrong with it
 *
 * Members that are not there keep their default, so that older exports can be read; the key must be there.
 *
 * Returns: (transfer full) (nullable): the record
 */
gpointer
bty_import_row_read (BtyJsonReader  *reader,
                     GType           type,
                     GString        *path,
                     GError        **error)
{
  g_autoptr(BtyRecord) record = g_object_new (type, NULL);
  g_autoptr(GString) name = g_string_new (NULL);
  guint64 seen = 0;
  gboolean has_more = FALSE;

  g_assert (BTY_RECORD_GET_CLASS (record)->n_fields <= 64);
  if (!bty_json_reader_begin (reader, BTY_JSON_OBJECT, error)
      || !bty_json_reader_next (reader, name, &has_more, error))
    return NULL;
  while (has_more)
    if (!read_member (reader, record, name->str, &seen, path, error)
        || !bty_json_reader_next (reader, name, &has_more, error))
      return NULL;
  if (bty_record_get_id (record) == NULL || *bty_record_get_id (record) == '\0')
    {
      refuse (_("its key is missing"), error);
      return NULL;
    }

  return g_steal_pointer (&record);
}
