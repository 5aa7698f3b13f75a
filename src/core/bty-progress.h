/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyProgress:
 *
 * How far long work is: set by the thread that does it, read by another.
 */
typedef struct _BtyProgress BtyProgress;

BtyProgress *bty_progress_new   (void) G_GNUC_WARN_UNUSED_RESULT;
BtyProgress *bty_progress_ref   (BtyProgress *self);
void         bty_progress_unref (BtyProgress *self);
void         bty_progress_set   (BtyProgress *self,
                                 gint64       done,
                                 gint64       total);
void         bty_progress_get   (BtyProgress *self,
                                 gint64      *done,
                                 gint64      *total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyProgress, bty_progress_unref)

G_END_DECLS
