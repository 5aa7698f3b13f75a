/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"
#include "bty-keyring.h"
#include "bty-provider-status.h"

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;

/**
 * BtyProviderService:
 *
 * The language-model services of a profile. Property "keyring-locked", notified: whether the key of one of them is in
 * the keyring and could not be read because that is locked.
 */
#define BTY_TYPE_PROVIDER_SERVICE (bty_provider_service_get_type ())

G_DECLARE_FINAL_TYPE (BtyProviderService, bty_provider_service, BTY, PROVIDER_SERVICE, GObject)

BtyProviderService *bty_provider_service_new (BtyWorker *worker,
                                              GPtrArray *configs,
                                              GPtrArray *healths) G_GNUC_WARN_UNUSED_RESULT;

/* Of BtyProviderStatus, in the order in which they are tried. */
GListModel *bty_provider_service_get_providers (BtyProviderService *self);

BtyProviderStatus *bty_provider_service_find (BtyProviderService *self,
                                              const char         *id_or_name);

BtyStrategy bty_provider_service_get_strategy (BtyProviderService *self);
void bty_provider_service_set_strategy (BtyProviderService *self,
                                        BtyStrategy         strategy);

/* Stores @config, and @key (nullable) in the keyring; nothing is stored when either fails. */
void bty_provider_service_add_async (BtyProviderService  *self,
                                     BtyProviderConfig   *config,
                                     const char          *key,
                                     gboolean             key_this_run_only,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean bty_provider_service_add_finish (BtyProviderService  *self,
                                          GAsyncResult        *result,
                                          GError             **error);

/* Stores changed settings, and a changed @key (nullable); brings it back if it was set aside. */
void bty_provider_service_save_async (BtyProviderService  *self,
                                      BtyProviderStatus   *status,
                                      BtyProviderConfig   *config,
                                      const char          *key,
                                      gboolean             key_this_run_only,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean bty_provider_service_save_finish (BtyProviderService  *self,
                                           GAsyncResult        *result,
                                           GError             **error);

void bty_provider_service_remove_async (BtyProviderService  *self,
                                        BtyProviderStatus   *status,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gboolean bty_provider_service_remove_finish (BtyProviderService  *self,
                                             GAsyncResult        *result,
                                             GError             **error);

/* Brings back what was removed, until its key was forgotten. */
void bty_provider_service_restore_async (BtyProviderService  *self,
                                         BtyProviderStatus   *status,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean bty_provider_service_restore_finish (BtyProviderService  *self,
                                              GAsyncResult        *result,
                                              GError             **error);

/* Removes the key of a provider that was removed. */
void bty_provider_service_forget_key_async (BtyProviderService  *self,
                                            const char          *name,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
gboolean bty_provider_service_forget_key_finish (BtyProviderService  *self,
                                                 GAsyncResult        *result,
                                                 GError             **error);
void bty_provider_service_forget_removed_keys (BtyProviderService *self);

/* Moves it to @position of the list; priorities are numbered anew. */
void bty_provider_service_move_async (BtyProviderService  *self,
                                      BtyProviderStatus   *status,
                                      guint                position,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean bty_provider_service_move_finish (BtyProviderService  *self,
                                           GAsyncResult        *result,
                                           GError             **error);

void bty_provider_service_set_unconfirmed (BtyProviderService *self,
                                           const char         *setting);
void bty_provider_service_reset_async (BtyProviderService  *self,
                                       BtyProviderStatus   *status,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean bty_provider_service_reset_finish (BtyProviderService  *self,
                                            GAsyncResult        *result,
                                            GError             **error);

/* Sends a request of 10 tokens; @key NULL = the stored one. @latency_ms is the answer. */
void bty_provider_service_test_async (BtyProviderService  *self,
                                      BtyProviderConfig   *config,
                                      const char          *key,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gint64 bty_provider_service_test_finish (BtyProviderService  *self,
                                         GAsyncResult        *result,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_provider_service_list_models_async (BtyProviderService  *self,
                                             BtyProviderConfig   *config,
                                             const char          *key,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
char **bty_provider_service_list_models_finish (BtyProviderService  *self,
                                                GAsyncResult        *result,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* Looks where the keys are. */
void bty_provider_service_check_keys (BtyProviderService *self);

/* Has the system ask the person to unlock the keyring, however long that takes, and looks again. */
void bty_provider_service_unlock_keyring_async (BtyProviderService  *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean bty_provider_service_unlock_keyring_finish (BtyProviderService  *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);

/* What the environment and local servers offer and is not there yet: of BtyProviderConfig. */
void bty_provider_service_discover_async (BtyProviderService  *self,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
GPtrArray *bty_provider_service_discover_finish (BtyProviderService  *self,
                                                 GAsyncResult        *result,
                                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* For the chain. */
void bty_provider_service_lookup_key_async (BtyProviderService  *self,
                                            BtyProviderConfig   *config,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
char *bty_provider_service_lookup_key_finish (BtyProviderService  *self,
                                              GAsyncResult        *result,
                                              GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void bty_provider_service_record_success (BtyProviderService *self,
                                          BtyProviderStatus  *status,
                                          guint               ticket,
                                          gint64              latency_ms);
void bty_provider_service_record_failure (BtyProviderService *self,
                                          BtyProviderStatus  *status,
                                          guint               ticket,
                                          const GError       *error);
void bty_provider_service_forgive (BtyProviderService *self,
                                   BtyProviderStatus  *status);
GPtrArray *bty_provider_service_get_candidates (BtyProviderService *self,
                                                BtyBot             *bot,
                                                BtyProviderStatus  *chosen) G_GNUC_WARN_UNUSED_RESULT;
char      *bty_provider_service_describe_kept_out (BtyProviderService *self,
                                                   BtyBot             *bot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
