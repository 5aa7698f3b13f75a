/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-attachment.h"
#include "bty-message.h"
#include "bty-session.h"

G_BEGIN_DECLS

/**
 * BtyForeignChat:
 * @session: the conversation
 * @messages: (element-type BtyMessage): what was said, each after the one it follows
 * @attachments: (element-type BtyAttachment): what goes with it
 * @n_missing: how many images and other files the export only names
 *
 * A conversation that was had elsewhere, from a file that ChatGPT or Claude made. Its ids come from those in the file,
 * so that they are the same whenever it is read. Every message has the name of that service as its provider, those of
 * the user too: that is how they are told from what was said here.
 */
typedef struct
{
  BtySession *session;
  GPtrArray  *messages;
  GPtrArray  *attachments;
  guint       n_missing;
} BtyForeignChat;

/**
 * BtyForeignFileFunc:
 * @id: by which an export names an image or another file
 * @data: data for it
 *
 * Returns: (transfer full) (nullable): that file, if it is there
 */
typedef BtyAttachment *(*BtyForeignFileFunc) (const char *id,
                                              gpointer    data);

BtyForeignChat *bty_foreign_chat_read      (JsonNode            *node,
                                            const char          *bot_id,
                                            gint64               now,
                                            BtyForeignFileFunc   find,
                                            gpointer             data,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void            bty_foreign_chat_free      (BtyForeignChat      *self);
char           *bty_foreign_chat_dup_title (JsonNode            *node) G_GNUC_WARN_UNUSED_RESULT;
gboolean        bty_foreign_chat_is_one    (JsonNode            *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyForeignChat, bty_foreign_chat_free)

G_END_DECLS
