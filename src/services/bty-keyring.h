/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BTY_TYPE_KEYRING (bty_keyring_get_type ())

G_DECLARE_FINAL_TYPE (BtyKeyring, bty_keyring, BTY, KEYRING, GObject)

BtyKeyring *bty_keyring_new (void) G_GNUC_WARN_UNUSED_RESULT;

void bty_keyring_lookup_async (BtyKeyring          *self,
                               const char          *provider,
                               const char          *key_env,
                               gboolean             needed,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
char *bty_keyring_lookup_finish (BtyKeyring    *self,
                                 GAsyncResult  *result,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_keyring_store_async (BtyKeyring          *self,
                              const char          *provider,
                              const char          *key,
                              gboolean             this_run_only,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);
gboolean bty_keyring_store_finish (BtyKeyring    *self,
                                   GAsyncResult  *result,
                                   GError       **error);

void bty_keyring_clear_async (BtyKeyring          *self,
                              const char          *provider,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);
gboolean bty_keyring_clear_finish (BtyKeyring    *self,
                                   GAsyncResult  *result,
                                   GError       **error);

void bty_keyring_unlock_async (BtyKeyring          *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
gboolean bty_keyring_unlock_finish (BtyKeyring    *self,
                                    GAsyncResult  *result,
                                    GError       **error);

gboolean bty_keyring_is_missing (BtyKeyring *self);

gboolean bty_keyring_has_for_this_run (BtyKeyring *self,
                                       const char *provider);

void bty_key_free (char *key);

/* What comes out of a keyring is freed by g_autoptr(BtyKey), never by g_autofree. */
typedef char BtyKey;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyKey, bty_key_free)

G_END_DECLS
