/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"

#include <string.h>

/* The server's numbers for the types that it sends; they never change. */
enum
{
  TYPE_UNKNOWN = 0,
  TYPE_BOOL = 16,
  TYPE_BYTEA = 17,
  TYPE_INT8 = 20,
  TYPE_INT2 = 21,
  TYPE_INT4 = 23,
  TYPE_TEXT = 25,
  TYPE_FLOAT4 = 700,
  TYPE_FLOAT8 = 701,
  TYPE_NUMERIC = 1700,
};

#define NUMERIC_NEGATIVE 0x4000
#define NUMERIC_SPECIAL 0x8000 /* not a number, or without end */

/**
 * bty_postgres_get_type:
 * @value: an argument
 *
 * Returns: the server's number for its type; 0 = whatever the statement wants there
 */
guint
bty_postgres_get_type (const BtyValue *value)
{
  switch (value->type)
    {
    case BTY_VALUE_TEXT:
      return TYPE_TEXT;
    case BTY_VALUE_INTEGER:
      return TYPE_INT8;
    case BTY_VALUE_REAL:
      return TYPE_FLOAT8;
    case BTY_VALUE_BLOB:
      return TYPE_BYTEA;
    default:
      return TYPE_UNKNOWN;
    }
}

static guint16
read_16 (const char *data)
{
  guint16 value;

  memcpy (&value, data, sizeof value);

  return GUINT16_FROM_BE (value);
}

static guint32
read_32 (const char *data)
{
  guint32 value;

  memcpy (&value, data, sizeof value);

  return GUINT32_FROM_BE (value);
}

static guint64
read_64 (const char *data)
{
  guint64 value;

  memcpy (&value, data, sizeof value);

  return GUINT64_FROM_BE (value);
}

static double
read_float4 (const char *data)
{
  guint32 bits = read_32 (data);
  float value;

  memcpy (&value, &bits, sizeof value);

  return value;
}

static double
read_float8 (const char *data)
{
  guint64 bits = read_64 (data);
  double value;

  memcpy (&value, &bits, sizeof value);

  return value;
}

/* Sums of whole numbers and means come as decimal numbers: their digits, four to a group. */
static BtyValue
read_numeric (const char *data)
{
  int n_groups = read_16 (data);
  int weight = (gint16) read_16 (data + 2);
  guint sign = read_16 (data + 4);
  gboolean is_whole = read_16 (data + 6) == 0;
  g_autoptr(GString) text = g_string_new (sign == NUMERIC_NEGATIVE ? "-0" : "0");

  if (sign & NUMERIC_SPECIAL)
    return BTY_TEXT (NULL);
  for (int i = 0; i < MAX (n_groups, weight + 1); i++)
    {
      if (i == weight + 1)
        g_string_append_c (text, '.');
      g_string_append_printf (text, "%04u", i < n_groups ? read_16 (data + 8 + 2 * i) : 0);
    }
  if (weight < -1)
    g_string_append_printf (text, "e%d", 4 * (weight - n_groups + 1));

  return is_whole ? BTY_INTEGER (g_ascii_strtoll (text->str, NULL, 10)) : BTY_REAL (g_ascii_strtod (text->str, NULL));
}

/**
 * bty_postgres_read_value:
 * @result: one row
 * @column: counted from 0
 *
 * Returns: the value; what it borrows is valid as long as @result
 */
BtyValue
bty_postgres_read_value (const PGresult *result,
                         int             column)
{
  const char *data = PQgetvalue (result, 0, column);

  if (PQgetisnull (result, 0, column))
    return BTY_TEXT (NULL);

  switch (PQftype (result, column))
    {
    case TYPE_BOOL:
      return BTY_INTEGER (*data != 0);
    case TYPE_INT2:
      return BTY_INTEGER ((gint16) read_16 (data));
    case TYPE_INT4:
      return BTY_INTEGER ((gint32) read_32 (data));
    case TYPE_INT8:
      return BTY_INTEGER ((gint64) read_64 (data));
    case TYPE_FLOAT4:
      return BTY_REAL (read_float4 (data));
    case TYPE_FLOAT8:
      return BTY_REAL (read_float8 (data));
    case TYPE_NUMERIC:
      return read_numeric (data);
    case TYPE_BYTEA:
      return BTY_BLOB (data, PQgetlength (result, 0, column));
    default:
      return BTY_TEXT (data);
    }
}
