/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-attachment.h"

G_BEGIN_DECLS

/**
 * BtyForeignFiles:
 *
 * The images and texts that were unpacked beside an export, by the ids that it names them with.
 */
typedef struct _BtyForeignFiles BtyForeignFiles;

BtyForeignFiles *bty_foreign_files_new  (const char      *path) G_GNUC_WARN_UNUSED_RESULT;
void             bty_foreign_files_free (BtyForeignFiles *self);
BtyAttachment   *bty_foreign_files_find (const char      *id,
                                         gpointer         data) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyForeignFiles, bty_foreign_files_free)

G_END_DECLS
