/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* For this run only, and at once. */
void     bty_server_password_keep            (const char           *uri,
                                              const char           *password);

/* In the keyring, under the name of the profile and for one address. */
void     bty_server_password_remember_async  (const char           *profile_dir,
                                              const char           *uri,
                                              const char           *password,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean bty_server_password_remember_finish (GAsyncResult         *result,
                                              GError              **error);

void     bty_server_password_forget_async    (const char           *profile_dir,
                                              const char           *uri,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean bty_server_password_forget_finish   (GAsyncResult         *result,
                                              GError              **error);

G_END_DECLS
