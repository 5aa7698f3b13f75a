/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     bty_old_data_remove_async  (const char           *profile_dir,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean bty_old_data_remove_finish (GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
