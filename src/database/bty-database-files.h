/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-progress.h"

G_BEGIN_DECLS

/**
 * BtySalvageFunc:
 * @record: one that could be read
 * @user_data: given to bty_database_salvage()
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether to go on
 */
typedef gboolean (*BtySalvageFunc) (BtyRecord  *record,
                                    gpointer    user_data,
                                    GError    **error);

gboolean bty_database_makes_copies (BtyDatabase     *self);
gboolean bty_database_copy         (BtyDatabase     *self,
                                    const char      *path,
                                    BtyProgress     *progress,
                                    GCancellable    *cancellable,
                                    GError         **error);
gboolean bty_database_salvage      (BtyDatabase     *self,
                                    GType            type,
                                    BtySalvageFunc   func,
                                    gpointer         user_data,
                                    gint64          *n_lost,
                                    GError         **error);
gboolean bty_database_finish       (BtyDatabase     *self,
                                    GError         **error);

gboolean bty_database_is_copy      (const char      *file);
gboolean bty_database_check_copy   (const char      *file,
                                    const char      *path,
                                    BtyProgress     *progress,
                                    GCancellable    *cancellable,
                                    GError         **error);
void     bty_database_remove_file  (const char      *path);
gboolean bty_database_replace      (const char      *path,
                                    const char      *replacement,
                                    char           **aside,
                                    GError         **error);

G_END_DECLS
