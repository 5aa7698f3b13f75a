/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-vector.h"

G_BEGIN_DECLS

/**
 * BtyVectorChange:
 * @seq: number of the change
 * @removes: number of the change that brought the vector which went; 0 = one came
 * @data: (nullable): of the vector that came, see bty_vector_unpack(); %NULL if @removes, or if it is of another size
 * @user_data: as given
 */
typedef void (*BtyVectorChange) (gint64        seq,
                                 gint64        removes,
                                 gconstpointer data,
                                 gpointer      user_data);

gboolean   bty_vector_log_read  (BtyDatabase      *database,
                                 const char       *model,
                                 guint             dimensions,
                                 const char       *scope,
                                 gint64            after,
                                 guint             limit,
                                 BtyVectorChange   func,
                                 gpointer          user_data,
                                 GError          **error);
gboolean   bty_vector_log_get_newest
                                (BtyDatabase      *database,
                                 gint64           *newest,
                                 GError          **error);
gboolean   bty_vector_log_count (BtyDatabase      *database,
                                 const char       *model,
                                 const char       *scope,
                                 gint64           *count,
                                 gint64           *newest,
                                 GError          **error);
gboolean   bty_vector_log_is_longer
                                (BtyDatabase      *database,
                                 const char       *model,
                                 const char       *scope,
                                 guint             limit,
                                 gboolean         *is_longer,
                                 GError          **error);
BtyRows   *bty_vector_log_ask   (BtyDatabase      *database,
                                 GArray           *seqs,
                                 gint64            now,
                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
