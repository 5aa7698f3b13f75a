/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

typedef enum
{
  BTY_KIND_NONE = 0,
  BTY_KIND_NUMBERED = 1 << 0, /* its table has a column "seq": rows have an order of their own */
  BTY_KIND_KEPT = 1 << 1,     /* a row that is there stays as it is when another is imported over it */
  BTY_KIND_LOCAL = 1 << 2,    /* means something in this database only: it is counted, not exported */
} BtyKindFlags;

/**
 * BtyKind:
 * @get_type: the type of its records
 * @flags: what it is like
 * @exported: (nullable): the rows that leave this database, as a condition; %NULL = all
 * @complete: (nullable): adds to a record what is kept beside its row
 * @store: (nullable): stores a complete record over the one that is there
 *
 * One kind of record that is stored.
 */
typedef struct
{
  GType        (*get_type) (void);
  BtyKindFlags   flags;
  const char    *exported;
  void         (*complete) (BtyDatabase  *database,
                            gpointer      record);
  gboolean     (*store)    (BtyDatabase  *database,
                            gpointer      record,
                            GError      **error);
} BtyKind;

const BtyKind  *bty_kinds_get        (guint           *n_kinds);
BtyRecordClass *bty_kind_ref_class   (const BtyKind   *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean        bty_kind_count       (const BtyKind   *self,
                                      BtyDatabase     *database,
                                      gboolean         exported,
                                      gint64          *count,
                                      GError         **error);
BtyRows        *bty_kind_query       (const BtyKind   *self,
                                      BtyDatabase     *database,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        bty_kind_is_exported (const BtyKind   *self);
gboolean        bty_kinds_remove_all (BtyDatabase     *database,
                                      GError         **error);

G_END_DECLS
