/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-safetensors.h"

#include "bty-error.h"
#include "bty-json.h"

#include "bty-config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The head is JSON, and says little. */
#define MAX_HEAD (16 * 1024 * 1024)

/* So much of the numbers, from both ends, tells two models apart. */
#define DIGESTED (64 * 1024)

struct _BtySafetensors
{
  GMappedFile  *file;
  JsonNode     *head;
  const guint8 *numbers;
  guint64       size;      /* of the numbers */
  char         *path;
};

typedef enum { F64, F32, F16, BF16, I64, I32, I8, N_TYPES } Type;

static const struct
{
  const char *name;
  guint       bytes;
} types[N_TYPES] = {
  [F64] = { "F64", 8 }, [F32] = { "F32", 4 }, [F16] = { "F16", 2 }, [BF16] = { "BF16", 2 },
  [I64] = { "I64", 8 }, [I32] = { "I32", 4 }, [I8] = { "I8", 1 },
};

/**
 * bty_safetensors_free:
 * @self: (transfer full): a file
 *
 * Its tables may not be used after that.
 */
void
bty_safetensors_free (BtySafetensors *self)
{
  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_clear_pointer (&self->head, json_node_unref);
  g_free (self->path);
  g_free (self);
}

static gboolean
refuse (const char  *path,
        const char  *what,
        GError     **error)
{
  /* Translators: %1$s is a file name, %2$s says what is wrong with it */
  g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("“%1$s” is not a model that can be used: %2$s"), path, what);

  return FALSE;
}

static gboolean
read_head (BtySafetensors  *self,
           GError         **error)
{
  const char *bytes = g_mapped_file_get_contents (self->file);
  guint64 size = g_mapped_file_get_length (self->file);
  guint64 head;

  if (size < sizeof head)
    return refuse (self->path, _("it is cut off"), error);
  memcpy (&head, bytes, sizeof head);
  head = GUINT64_FROM_LE (head);
  if (head > MAX_HEAD || head > size - sizeof head)
    return refuse (self->path, _("it is cut off"), error);

  self->head = bty_json_parse (bytes + sizeof head, head, NULL);
  if (self->head == NULL || !JSON_NODE_HOLDS_OBJECT (self->head))
    return refuse (self->path, _("its head cannot be read"), error);
  self->numbers = (const guint8 *) bytes + sizeof head + head;
  self->size = size - sizeof head - head;

  return TRUE;
}

/**
 * bty_safetensors_open:
 * @path: a file
 * @error: return location for an error of %BTY_ERROR
 *
 * Returns: (transfer full): the file, mapped, or %NULL with @error set
 */
BtySafetensors *
bty_safetensors_open (const char  *path,
                      GError     **error)
{
  g_autoptr(BtySafetensors) self = g_new0 (BtySafetensors, 1);
  g_autoptr(GError) problem = NULL;

  self->path = g_strdup (path);
  self->file = g_mapped_file_new (path, FALSE, &problem);
  if (self->file == NULL)
    {
      g_set_error_literal (error, BTY_ERROR,
                           g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? BTY_ERROR_NOT_FOUND
                                                                                       : BTY_ERROR_FAILED,
                           problem->message);
      return NULL;
    }

  return read_head (self, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
read_shape (JsonNode  *table,
            BtyTensor *tensor)
{
  gint64 n_rows = bty_json_get_int (table, "shape.0", -1);
  gint64 n_columns = bty_json_get_int (table, "shape.1", 1);
  const char *type = bty_json_get_text (table, "dtype");

  if (n_rows <= 0 || n_rows > G_MAXINT32 || n_columns <= 0 || n_columns > G_MAXUINT16
      || bty_json_get (table, "shape.2") != NULL || type == NULL)
    return FALSE;

  tensor->n_rows = n_rows;
  tensor->n_columns = n_columns;
  for (tensor->type = 0; tensor->type < N_TYPES; tensor->type++)
    if (g_str_equal (types[tensor->type].name, type))
      return TRUE;

  return FALSE;
}

/**
 * bty_safetensors_find:
 * @self: a file
 * @name: what a table is called
 * @tensor: (out caller-allocates): the table; valid as long as @self
 * @error: return location for %BTY_ERROR_NOT_FOUND, or %BTY_ERROR_INVALID when it is not as it must be
 *
 * Returns: whether it is there and lies within the file
 */
gboolean
bty_safetensors_find (BtySafetensors  *self,
                      const char      *name,
                      BtyTensor       *tensor,
                      GError         **error)
{
  JsonObject *head = json_node_get_object (self->head);
  JsonNode *table = json_object_get_member (head, name);
  gint64 begin, end;

  if (table == NULL)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND,
                   /* Translators: %1$s is a file name, %2$s the name of a table in it */
                   _("“%1$s” has no table “%2$s”"), self->path, name);
      return FALSE;
    }

  begin = bty_json_get_int (table, "data_offsets.0", -1);
  end = bty_json_get_int (table, "data_offsets.1", -1);
  if (!read_shape (table, tensor))
    return refuse (self->path, _("its numbers are of an unknown kind"), error);
  if (begin < 0 || end < begin || (guint64) end > self->size
      || (guint64) (end - begin) != tensor->n_rows * tensor->n_columns * types[tensor->type].bytes)
    return refuse (self->path, _("it is cut off"), error);
  tensor->bytes = self->numbers + begin;

  return TRUE;
}

/**
 * bty_safetensors_digest:
 * @self: a file
 *
 * Returns: (transfer full): hexadecimal digits that are others for another file, as good as always
 */
char *
bty_safetensors_digest (BtySafetensors *self)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const guchar *bytes = (const guchar *) g_mapped_file_get_contents (self->file);
  gsize size = g_mapped_file_get_length (self->file);
  gsize head = size - self->size;
  guint64 length = GUINT64_TO_LE (size);

  g_checksum_update (checksum, (const guchar *) &length, sizeof length);
  g_checksum_update (checksum, bytes, head + MIN (self->size, DIGESTED));
  g_checksum_update (checksum, bytes + size - MIN (self->size, DIGESTED), MIN (self->size, DIGESTED));

  return g_strdup (g_checksum_get_string (checksum));
}

/* IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
static double
decode_half (guint16 half)
{
  int exponent = half >> 10 & 0x1f;
  int fraction = half & 0x3ff;
  double size;

  if (exponent == 0x1f)
    size = fraction == 0 ? (double) INFINITY : (double) NAN;
  else
    size = exponent == 0 ? ldexp (fraction, -24) : ldexp (fraction + 0x400, exponent - 25);

  return half & 0x8000 ? -size : size;
}

/**
 * bty_tensor_get:
 * @self: a table
 * @row: less than there are
 * @column: less than there are
 *
 * Returns: the number there
 */
double
bty_tensor_get (const BtyTensor *self,
                guint64          row,
                guint64          column)
{
  const guint8 *at = self->bytes + (row * self->n_columns + column) * types[self->type].bytes;
  union { guint64 bits64; guint32 bits32; guint16 bits16; gint8 bits8; double f64; float f32; } value = { 0 };

  /* Nothing is said about how numbers are aligned. */
  memcpy (&value, at, types[self->type].bytes);
#if G_BYTE_ORDER == G_BIG_ENDIAN
  if (types[self->type].bytes == 8)
    value.bits64 = GUINT64_FROM_LE (value.bits64);
  else if (types[self->type].bytes == 4)
    value.bits32 = GUINT32_FROM_LE (value.bits32);
  else if (types[self->type].bytes == 2)
    value.bits16 = GUINT16_FROM_LE (value.bits16);
#endif

  switch ((Type) self->type)
    {
    case F64:
      return value.f64;
    case F32:
      return value.f32;
    case F16:
      return decode_half (value.bits16);
    case BF16:
      value.bits32 = (guint32) value.bits16 << 16;
      return value.f32;
    case I64:
      return (double) (gint64) value.bits64;
    case I32:
      return (gint32) value.bits32;
    case I8:
      return value.bits8;
    case N_TYPES:
    default:
      return 0;
    }
}
