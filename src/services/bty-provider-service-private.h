/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-provider-service.h"

G_BEGIN_DECLS

/**
 * BtyProviderService:
 *
 * The language-model services of a profile: their settings and health in the database, their keys in
 * the keyring. The list holds one object for each, which changes as things happen to it.
 */
struct _BtyProviderService
{
  GObject      parent_instance;

  /* Owned */
  BtyWorker   *worker;
  BtyKeyring  *keyring;
  GListStore  *providers;
  GHashTable  *unconfirmed; /* ids of those that came with a file and wait for a person; NULL = none */
  GHashTable  *removed;    /* names of providers that were removed and whose keys may still be in the keyring */

  BtyStrategy  strategy;
  guint        turn;       /* counts for round robin */
  gboolean     keyring_locked;
};

void         bty_provider_service_sort                 (BtyProviderService *self);
void         bty_provider_service_notice_lock          (BtyProviderService *self);
BtyKeyState  bty_provider_service_get_stored_key_state (BtyProviderService *self,
                                                        BtyProviderConfig  *config);

gboolean     bty_provider_service_check_confirmed      (BtyProviderService  *self,
                                                        BtyProviderConfig   *config,
                                                        GError             **error);
gboolean     bty_provider_service_confirm_on_db        (BtyDatabase         *database,
                                                        const char          *id,
                                                        GError             **error);
void         bty_provider_service_keep_aside           (BtyProviderService  *self,
                                                        BtyProviderStatus   *status);

G_END_DECLS
