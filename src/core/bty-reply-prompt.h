/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-prompt.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_REPLY_PROMPT (bty_reply_prompt_get_type ())

G_DECLARE_FINAL_TYPE (BtyReplyPrompt, bty_reply_prompt, BTY, REPLY_PROMPT, BtyRecord)

struct _BtyReplyPrompt
{
  BtyRecord  parent_instance;

  char *id; /* of the reply */
  char *provider; /* who was sent it */
  char *model;
  gint64 size; /* bytes that were sent */
  GBytes *data; /* those, compressed, with the names of images in the place of what is in them */
  gint64 created_at;
};

BtyReplyPrompt *bty_reply_prompt_new         (const char      *reply_id,
                                              const char      *sent,
                                              BtyPrompt       *prompt) G_GNUC_WARN_UNUSED_RESULT;
void            bty_reply_prompt_forget      (BtyReplyPrompt  *self);
char           *bty_reply_prompt_dup_sent    (BtyReplyPrompt  *self,
                                              GPtrArray       *attachments,
                                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
