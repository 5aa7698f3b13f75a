/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-circuit.h"
#include "bty-provider-config.h"
#include "bty-provider-health.h"

G_BEGIN_DECLS

/* What its health has as the code of its last error if it came with a file and waits for a person. */
#define BTY_PROVIDER_UNCONFIRMED "unconfirmed"

/* How a provider stands, in the order of what a person has to know first. */
typedef enum
{
  BTY_PROVIDER_STATE_DISABLED,
  BTY_PROVIDER_STATE_SET_ASIDE,     /* its key or credit has to be seen to */
  BTY_PROVIDER_STATE_NO_KEY,
  BTY_PROVIDER_STATE_LOCKED,        /* it has a key, but the keyring is locked */
  BTY_PROVIDER_STATE_OPEN,          /* failed too often; see "retry-at" */
  BTY_PROVIDER_STATE_RATE_LIMITED,  /* see "retry-at" */
  BTY_PROVIDER_STATE_HALF_OPEN,     /* the next call decides */
  BTY_PROVIDER_STATE_READY,
} BtyProviderState;

typedef enum
{
  BTY_KEY_UNKNOWN,      /* not looked up yet */
  BTY_KEY_NOT_NEEDED,
  BTY_KEY_MISSING,
  BTY_KEY_IN_KEYRING,
  BTY_KEY_IN_ENVIRONMENT,
  BTY_KEY_THIS_RUN,
  BTY_KEY_LOCKED,
  BTY_KEY_KEYRING_FAILED,
} BtyKeyState;

/**
 * BtyProviderStatus:
 *
 * One provider as it stands now. Properties, all notified: "config" (BtyProviderConfig), "health"
 * (BtyProviderHealth), "state" (BtyProviderState), "retry-at" (steady microseconds at which it is
 * tried again by itself, 0 = does not apply), "key-state" (BtyKeyState).
 */
#define BTY_TYPE_PROVIDER_STATUS (bty_provider_status_get_type ())

G_DECLARE_FINAL_TYPE (BtyProviderStatus, bty_provider_status, BTY, PROVIDER_STATUS, GObject)

BtyProviderStatus *bty_provider_status_new         (BtyProviderConfig *config,
                                                    BtyProviderHealth *health) G_GNUC_WARN_UNUSED_RESULT;
BtyProviderConfig *bty_provider_status_get_config  (BtyProviderStatus *self);
void               bty_provider_status_set_config  (BtyProviderStatus *self,
                                                    BtyProviderConfig *config);
BtyProviderHealth *bty_provider_status_get_health  (BtyProviderStatus *self);
BtyCircuit        *bty_provider_status_get_circuit (BtyProviderStatus *self);
BtyProviderState   bty_provider_status_get_state   (BtyProviderStatus *self);
gint64             bty_provider_status_get_retry_at (BtyProviderStatus *self);

/* Bots may ask a provider for another model than its own. */
BtyProviderStatus *bty_provider_status_add_model     (BtyProviderStatus *self,
                                                      BtyProviderHealth *health);
BtyProviderStatus *bty_provider_status_get_for_model (BtyProviderStatus *self,
                                                      const char        *model);
GListModel        *bty_provider_status_get_models    (BtyProviderStatus *self);
BtyProviderStatus *bty_provider_status_get_provider  (BtyProviderStatus *self);

gboolean           bty_provider_status_is_unconfirmed (BtyProviderStatus *self);

void               bty_provider_status_refresh     (BtyProviderStatus *self);
BtyKeyState        bty_provider_status_get_key_state (BtyProviderStatus *self);
void               bty_provider_status_set_key_state (BtyProviderStatus *self,
                                                      BtyKeyState        key_state);
void               bty_provider_status_blame_keyring (BtyProviderStatus  *self,
                                                      GError            **error);

G_END_DECLS
