/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-keyring.h"
#include "bty-worker.h"

G_BEGIN_DECLS

/* Opens the data of a profile away from the main thread, with the password of their server where it wants one. */
void       bty_connect_async          (const char           *profile_dir,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
BtyWorker *bty_connect_finish         (GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* For who has been refused without. */
void       bty_connect_ask_keyring_async
                                      (const char           *profile_dir,
                                       const char           *uri,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean   bty_connect_ask_keyring_finish
                                      (GAsyncResult         *result,
                                       GError              **error);

/* Any thread may ask for a password. */
BtyKey    *bty_connect_dup_password   (const char           *uri) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
