/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-profile.h"
#include "bty-progress.h"

G_BEGIN_DECLS

/* Kinds of long work on a whole profile. */
#define BTY_JOB_EXPORT "export"
#define BTY_JOB_IMPORT "import"
#define BTY_JOB_BACKUP "backup"
#define BTY_JOB_MOVE "move"

/**
 * BtyRestored:
 * @aside: (nullable): where the data are now that were there before; %NULL = there were none
 * @n_memories: how many memories of the backup stayed forgotten
 * @n_messages: how many messages of it did
 * @unconfirmed: (nullable): providers that wait for a person, as bty_imported_providers_mark() lists them
 * @knows_forgotten: whether it could be read what was forgotten in the data that were there before
 *
 * What became of putting a backup in the place of the data.
 */
typedef struct
{
  char      *aside;
  gint64     n_memories;
  gint64     n_messages;
  JsonArray *unconfirmed;
  gboolean   knows_forgotten;
} BtyRestored;

BtyWorkflow *bty_storage_export         (BtyProfile           *profile,
                                         const char           *path) G_GNUC_WARN_UNUSED_RESULT;
BtyWorkflow *bty_storage_import         (BtyProfile           *profile,
                                         const char           *path,
                                         gboolean              replace) G_GNUC_WARN_UNUSED_RESULT;
BtyWorkflow *bty_storage_move           (BtyProfile           *profile,
                                         const char           *uri,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
BtyWorkflow *bty_storage_backup         (BtyProfile           *profile,
                                         const char           *path) G_GNUC_WARN_UNUSED_RESULT;

/* On a profile that is not open. */
void         bty_storage_restore_async  (const char           *data_dir,
                                         const char           *path,
                                         BtyProgress          *progress,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
BtyRestored *bty_storage_restore_finish (GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void         bty_restored_free          (BtyRestored          *self);
void         bty_storage_salvage_async  (const char           *data_dir,
                                         const char           *path,
                                         BtyProgress          *progress,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean     bty_storage_salvage_finish (GAsyncResult         *result,
                                         gint64               *n_saved,
                                         gint64               *n_lost,
                                         GError              **error);
char       **bty_storage_list_backups   (const char           *data_dir) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyRestored, bty_restored_free)

G_END_DECLS
