/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-message.h"

G_BEGIN_DECLS

/**
 * BtyMessageContext:
 *
 * What a message is shown with and does not know itself.
 */
typedef struct
{
  char      *speaker;        /* owned: the bot's name, for replies */
  char      *emoji;          /* owned: the bot's sign; NULL or empty = none */
  guint      version;        /* counts from 0 */
  guint      n_versions;     /* this one included */
  GPtrArray *attachments;    /* owned, of BtyAttachment; NULL = none */
} BtyMessageContext;

/**
 * BtyMessageContextFunc:
 * @message: a message
 * @context: (inout): cleared; to be filled in
 * @user_data: data
 *
 * Finds what @message is shown with. It is called whenever a message scrolls into view.
 */
typedef void (*BtyMessageContextFunc) (BtyMessage        *message,
                                       BtyMessageContext *context,
                                       gpointer           user_data);

/**
 * bty_message_context_clear:
 * @self: a context
 *
 * Frees what is in it.
 */
static inline void
bty_message_context_clear (BtyMessageContext *self)
{
  g_clear_pointer (&self->speaker, g_free);
  g_clear_pointer (&self->emoji, g_free);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  self->version = 0;
  self->n_versions = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BtyMessageContext, bty_message_context_clear)

G_END_DECLS
