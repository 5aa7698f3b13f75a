/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "bty-keyring.h"

G_BEGIN_DECLS

/**
 * BtyKeyring:
 *
 * The keys of providers, in the system keyring and nowhere else. A key that the user gave for this run
 * only is held in memory that is wiped, and is preferred.
 *
 * Nothing but bty_keyring_unlock_async() makes the system ask the person anything.
 */
struct _BtyKeyring
{
  GObject     parent_instance;

  /* Owned */
  GHashTable *keys_of_this_run; /* provider -> key */

  gint64      rests_until;      /* monotonic microseconds: it did not answer, and is not asked before then */
  gboolean    missing;          /* there was none when it was asked last */
};

/**
 * BtyKeyringCall:
 *
 * A call to the keyring in one or more steps, which is given up after a time.
 */
typedef struct
{
  /* Owned */
  BtyKeyring   *keyring;
  char         *provider;
  SecretValue  *key;       /* to be stored */
  GPtrArray    *locked;    /* of GDBusProxy, to be unlocked */

  GTask        *task;      /* NULL = it was given up */
  GCancellable *call;      /* cancelled by the caller or by the timer */
  gulong        handler;
  guint         timer;
  gboolean      needed;    /* there must be a key */
} BtyKeyringCall;

/* What comes out of a search, freed with its items. */
typedef GList BtySecretItems;

void bty_secret_items_free (BtySecretItems *items);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtySecretItems, bty_secret_items_free)

const SecretSchema *bty_keyring_get_schema       (void);

BtyKeyringCall     *bty_keyring_call_start       (GTask          *task,
                                                  const char     *provider);
void                bty_keyring_call_wait        (BtyKeyringCall *self);
GTask              *bty_keyring_call_end         (BtyKeyringCall *self,
                                                  GError         *error);
void                bty_keyring_call_end_done    (BtyKeyringCall *self,
                                                  GError         *error);
void                bty_keyring_call_end_locked  (BtyKeyringCall *self);
gboolean            bty_secret_is_locked         (gpointer        item);

G_END_DECLS
