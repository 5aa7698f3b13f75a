/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-vector-store.h"
#include "bty-worker.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define BTY_TYPE_MEANING (bty_meaning_get_type ())

G_DECLARE_FINAL_TYPE (BtyMeaning, bty_meaning, BTY, MEANING, GObject)

BtyMeaning *bty_meaning_new    (BtyWorker             *worker,
                                gsize                  max_scanned) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bty_meaning_follow (BtyMeaning            *self,
                                BtyDatabase           *database,
                                const BtyVectorQuery  *query,
                                gint64                 newest,
                                GError               **error);
GArray     *bty_meaning_find   (BtyMeaning            *self,
                                const BtyVectorQuery  *query) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *bty_meaning_read   (BtyMeaning            *self,
                                BtyDatabase           *database,
                                const BtyVectorQuery  *query,
                                GArray                *found,
                                BtyRows               *rows,
                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void        bty_meaning_save   (BtyMeaning            *self);
void        bty_meaning_close  (BtyMeaning            *self);

G_END_DECLS
