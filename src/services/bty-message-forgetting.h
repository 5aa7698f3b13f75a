/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-message.h"
#include "bty-session.h"

G_BEGIN_DECLS

/**
 * BtyForgottenMessage:
 *
 * What became of a message that was forgotten.
 */
typedef struct
{
  BtyMessage *message;     /* as it is now */
  BtySession *session;     /* the one it is in, as it is now */
  gint64      n_memories;  /* how many went with it */
} BtyForgottenMessage;

BtyForgottenMessage *bty_message_forgetting_run    (BtyDatabase          *database,
                                                    const char           *id,
                                                    const char *const    *memory_ids,
                                                    const char           *actor,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gint64               bty_message_forgetting_again  (BtyDatabase          *database,
                                                    GPtrArray            *places,
                                                    GError              **error);
gpointer             bty_message_forgetting_on_db  (BtyDatabase          *database,
                                                    gpointer              data,
                                                    GCancellable         *cancellable,
                                                    GError              **error);
gpointer             bty_message_list_taken_on_db  (BtyDatabase          *database,
                                                    gpointer              data,
                                                    GCancellable         *cancellable,
                                                    GError              **error);
gpointer             bty_message_find_source_on_db (BtyDatabase          *database,
                                                    gpointer              data,
                                                    GCancellable         *cancellable,
                                                    GError              **error);
void                 bty_forgotten_message_free    (BtyForgottenMessage  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyForgottenMessage, bty_forgotten_message_free)

G_END_DECLS
