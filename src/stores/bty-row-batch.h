/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-kinds.h"

G_BEGIN_DECLS

typedef struct _BtyRowBatch BtyRowBatch;

BtyRowBatch *bty_row_batch_new        (BtyDatabase    *database,
                                       const BtyKind  *kind,
                                       gboolean        if_new,
                                       JsonArray      *renamed) G_GNUC_WARN_UNUSED_RESULT;
void         bty_row_batch_free       (BtyRowBatch    *self);
gboolean     bty_row_batch_add        (BtyRowBatch    *self,
                                       gpointer        record,
                                       guint64         line,
                                       GError        **error);
gboolean     bty_row_batch_flush      (BtyRowBatch    *self,
                                       GError        **error);
gboolean     bty_row_batch_get_failed (BtyRowBatch    *self,
                                       gint64         *number,
                                       guint64        *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyRowBatch, bty_row_batch_free)

G_END_DECLS
