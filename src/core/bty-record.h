/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A nullable integer or time that has no value; a nullable real has NAN. */
#define BTY_UNSET G_MININT64

typedef enum
{
  BTY_FIELD_TEXT,     /* char * */
  BTY_FIELD_INTEGER,  /* gint64 */
  BTY_FIELD_REAL,     /* double */
  BTY_FIELD_BOOLEAN,  /* gboolean */
  BTY_FIELD_ENUM,     /* int, stored by its nick */
  BTY_FIELD_TIME,     /* gint64, microseconds since 1970 UTC */
  BTY_FIELD_BLOB,     /* GBytes *, base64 in JSON */
  BTY_FIELD_STRV,     /* char **, a JSON list of strings */
  BTY_FIELD_JSON,     /* JsonNode *, immutable */
} BtyFieldType;

typedef enum
{
  BTY_FIELD_NONE = 0,
  BTY_FIELD_KEY = 1 << 0,       /* identifies the row; the key is always TEXT */
  BTY_FIELD_NULLABLE = 1 << 1,
  BTY_FIELD_LOCAL = 1 << 2,     /* stays in the database: not in JSON, not compared */
} BtyFieldFlags;

/**
 * BtyField:
 *
 * One line of a record's table of fields: from it come the GObject property, the SQL column and the
 * JSON member, all named @name (the property with "-" for "_").
 */
typedef struct
{
  const char    *name;
  BtyFieldType   type;
  guint          offset;
  BtyFieldFlags  flags;
  GType        (*enum_type) (void);
} BtyField;

#define BTY_FIELD(Type, member, type, flags) \
  { #member, BTY_FIELD_##type, G_STRUCT_OFFSET (Type, member), flags, NULL }
#define BTY_FIELD_OF_ENUM(Type, member, get_type) \
  { #member, BTY_FIELD_ENUM, G_STRUCT_OFFSET (Type, member), BTY_FIELD_NONE, get_type }

/**
 * BtyValue:
 *
 * A typed value on its way into or out of a database. Text and blobs are borrowed.
 */
typedef struct
{
  enum
  {
    BTY_VALUE_END,    /* ends a list of values */
    BTY_VALUE_NULL,
    BTY_VALUE_TEXT,
    BTY_VALUE_INTEGER,
    BTY_VALUE_REAL,
    BTY_VALUE_BLOB,
  } type;
  union
  {
    const char *text;
    gint64      integer;
    double      real;
    struct
    {
      gconstpointer data;
      gsize         size;
    } blob;
  };
} BtyValue;

static inline BtyValue
BTY_TEXT (const char *text)
{
  return text != NULL ? (BtyValue) { .type = BTY_VALUE_TEXT, .text = text } : (BtyValue) { .type = BTY_VALUE_NULL };
}

static inline BtyValue
BTY_INTEGER (gint64 integer)
{
  return (BtyValue) { .type = BTY_VALUE_INTEGER, .integer = integer };
}

static inline BtyValue
BTY_REAL (double real)
{
  return (BtyValue) { .type = BTY_VALUE_REAL, .real = real };
}

static inline BtyValue
BTY_BLOB (gconstpointer data,
          gsize         size)
{
  return (BtyValue) { .type = BTY_VALUE_BLOB, .blob = { data, size } };
}

#define BTY_TYPE_RECORD (bty_record_get_type ())

G_DECLARE_DERIVABLE_TYPE (BtyRecord, bty_record, BTY, RECORD, GObject)

struct _BtyRecordClass
{
  GObjectClass    parent_class;

  const char     *table;
  const BtyField *fields;
  guint           n_fields;
  guint           key;
};

void             bty_record_class_install_fields (BtyRecordClass  *class,
                                                  const char      *table,
                                                  const BtyField  *fields,
                                                  guint            n_fields);

const char      *bty_record_get_id               (BtyRecord       *self);
BtyValue         bty_record_get_value            (BtyRecord       *self,
                                                  const BtyField  *field,
                                                  char           **owned);
gboolean         bty_record_set_value            (BtyRecord       *self,
                                                  const BtyField  *field,
                                                  const BtyValue  *value,
                                                  GError         **error);

JsonNode        *bty_record_to_json              (BtyRecord       *self) G_GNUC_WARN_UNUSED_RESULT;
gpointer         bty_record_new_from_json        (GType            type,
                                                  JsonNode        *node,
                                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gpointer         bty_record_copy                 (gpointer         record) G_GNUC_WARN_UNUSED_RESULT;
void             bty_record_assign               (gpointer         record,
                                                  gpointer         source);
gboolean         bty_record_equal                (gpointer         a,
                                                  gpointer         b);

G_END_DECLS
