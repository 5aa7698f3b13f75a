/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtySafetensors:
 *
 * A file of tables of numbers in the safetensors format, as it lies on disk.
 */
typedef struct _BtySafetensors BtySafetensors;

/**
 * BtyTensor:
 *
 * One table of such a file: a row of numbers, or rows of them.
 */
typedef struct
{
  const guint8 *bytes;
  guint64       n_rows;
  guint64       n_columns;   /* 1 for a row of numbers */
  int           type;        /* of its numbers */
} BtyTensor;

BtySafetensors *bty_safetensors_open     (const char       *path,
                                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void            bty_safetensors_free     (BtySafetensors   *self);
gboolean        bty_safetensors_find     (BtySafetensors   *self,
                                          const char       *name,
                                          BtyTensor        *tensor,
                                          GError          **error);
char           *bty_safetensors_digest   (BtySafetensors   *self) G_GNUC_WARN_UNUSED_RESULT;

double          bty_tensor_get           (const BtyTensor  *self,
                                          guint64           row,
                                          guint64           column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtySafetensors, bty_safetensors_free)

G_END_DECLS
