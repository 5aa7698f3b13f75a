/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-attachment.h"
#include "bty-bot.h"
#include "bty-message.h"
#include "bty-session.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BtyConversation:
 *
 * One open session: a #GListModel of the #BtyMessage of the shown branch, whose last one grows while a
 * reply arrives. Properties: "session", "bot", "busy" (a reply is arriving).
 *
 * In the functions below @provider is the name of the one that shall answer, or NULL for the bot's
 * chain. They finish when the reply has ended; a reply that failed is a message that says why, and a
 * #GError means that nothing could be stored.
 */
#define BTY_TYPE_CONVERSATION (bty_conversation_get_type ())

G_DECLARE_FINAL_TYPE (BtyConversation, bty_conversation, BTY, CONVERSATION, GObject)

BtySession *bty_conversation_get_session (BtyConversation *self);
BtyBot *bty_conversation_get_bot (BtyConversation *self);
gboolean bty_conversation_get_busy (BtyConversation *self);

void bty_conversation_send_async (BtyConversation     *self,
                                  const char          *text,
                                  GPtrArray           *attachments,
                                  const char          *provider,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
BtyMessage *bty_conversation_send_finish (BtyConversation  *self,
                                          GAsyncResult     *result,
                                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* Another version of the user's @message, and a reply to it. */
void bty_conversation_edit_async (BtyConversation     *self,
                                  BtyMessage          *message,
                                  const char          *text,
                                  const char          *provider,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
BtyMessage *bty_conversation_edit_finish (BtyConversation  *self,
                                          GAsyncResult     *result,
                                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* Another version of the reply @message. */
void bty_conversation_regenerate_async (BtyConversation     *self,
                                        BtyMessage          *message,
                                        const char          *provider,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
BtyMessage *bty_conversation_regenerate_finish (BtyConversation  *self,
                                                GAsyncResult     *result,
                                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* Another version of the interrupted reply @message that begins with its text. */
void bty_conversation_continue_async (BtyConversation     *self,
                                      BtyMessage          *message,
                                      const char          *provider,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
BtyMessage *bty_conversation_continue_finish (BtyConversation  *self,
                                              GAsyncResult     *result,
                                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_conversation_stop (BtyConversation *self);

/* The version before (-1) or after (+1) @message, with all that followed it. */
void bty_conversation_step (BtyConversation *self,
                            BtyMessage      *message,
                            int              direction);

/* Goes on from @message: what follows stays as another version. NULL = the newest of the shown. */
void bty_conversation_branch (BtyConversation *self,
                              BtyMessage      *message);

/* Shows the branch that @message_id is on. */
gboolean bty_conversation_reveal (BtyConversation *self,
                                  const char      *message_id,
                                  guint           *position);

void bty_conversation_get_version (BtyConversation *self,
                                   BtyMessage      *message,
                                   guint           *index,
                                   guint           *count);

GPtrArray *bty_conversation_get_attachments (BtyConversation *self,
                                             BtyMessage      *message);

/* Saved within a second. */
void bty_conversation_set_draft (BtyConversation *self,
                                 const char      *text);

G_END_DECLS
