/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyDataLock:
 *
 * Says that this process owns a data directory. The system takes it back when the process ends,
 * however it ends.
 */
typedef struct _BtyDataLock BtyDataLock;

BtyDataLock *bty_data_lock_new  (const char   *directory,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void         bty_data_lock_free (BtyDataLock  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyDataLock, bty_data_lock_free)

G_END_DECLS
