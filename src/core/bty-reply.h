/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyReply:
 *
 * What a provider answered. There is a reply only when the provider's own end marker came.
 */
typedef struct
{
  GString *text;
  GString *thinking;
  char    *model;          /* as the provider names it; NULL = not said */
  char    *stop_reason;    /* as the provider names it; NULL = not said */
  gint64   input_tokens;   /* -1 = not reported; cached ones included */
  gint64   output_tokens;  /* -1 = not reported */
  gint64   cached_tokens;  /* input read from the provider's prompt cache; -1 = not reported */
} BtyReply;

BtyReply *bty_reply_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void      bty_reply_free (BtyReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyReply, bty_reply_free)

G_END_DECLS
