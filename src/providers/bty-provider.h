/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-prompt.h"
#include "bty-provider-config.h"
#include "bty-reply.h"

G_BEGIN_DECLS

#define BTY_TYPE_PROVIDER (bty_provider_get_type ())

/**
 * BtyProvider:
 *
 * A language-model service that can be asked for one reply. It never retries and keeps no state: the
 * chain decides what to do after an error.
 */
G_DECLARE_DERIVABLE_TYPE (BtyProvider, bty_provider, BTY, PROVIDER, GObject)

/**
 * BtyDeltaFunc:
 * @delta: what the piece is
 * @text: the piece, complete UTF-8, never empty unless another attempt begins
 * @user_data: as given to bty_provider_send_async()
 *
 * Called on the caller's main context as a reply arrives.
 */
typedef void (*BtyDeltaFunc) (BtyDelta    delta,
                              const char *text,
                              gpointer    user_data);

struct _BtyProviderClass
{
  GObjectClass parent_class;

  void (*send)        (BtyProvider  *self,
                       BtyPrompt    *prompt,
                       const char   *key,
                       BtyDeltaFunc  delta_func,
                       gpointer      delta_data,
                       GTask        *task);  /* (transfer full); returns a BtyReply */
  void (*list_models) (BtyProvider  *self,
                       const char   *key,
                       GTask        *task);  /* (transfer full); returns a char ** */
};

BtyProvider        *bty_provider_new                (BtyProviderConfig    *config) G_GNUC_WARN_UNUSED_RESULT;
BtyProviderConfig  *bty_provider_get_config         (BtyProvider          *self);
const char         *bty_provider_get_sent           (BtyProvider          *self);
void                bty_provider_take_sent          (BtyProvider          *self,
                                                     char                 *sent);

void                bty_provider_send_async         (BtyProvider          *self,
                                                     BtyPrompt            *prompt,
                                                     const char           *key,
                                                     BtyDeltaFunc          delta_func,
                                                     gpointer              delta_data,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
BtyReply           *bty_provider_send_finish        (BtyProvider          *self,
                                                     GAsyncResult         *result,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void                bty_provider_list_models_async  (BtyProvider          *self,
                                                     const char           *key,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
char              **bty_provider_list_models_finish (BtyProvider          *self,
                                                     GAsyncResult         *result,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
