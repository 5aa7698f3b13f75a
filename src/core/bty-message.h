/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_MESSAGE (bty_message_get_type ())

G_DECLARE_FINAL_TYPE (BtyMessage, bty_message, BTY, MESSAGE, BtyRecord)

struct _BtyMessage
{
  BtyRecord  parent_instance;

  char *id;
  char *session_id;
  char *parent_id; /* NULL = the first of its branch */
  BtyRole    role;
  BtyMessageStatus status;
  char *content;
  char *thinking; /* what the model thought aloud */
  char *provider; /* name of the provider that answered */
  char *model;
  char *stop_reason; /* as the provider gave it */
  gint64 input_tokens;
  gint64 output_tokens;
  double cost; /* in US dollars; unset = unknown */
  gint64 latency_ms; /* request to end */
  gint64 first_token_ms; /* request to first visible token */
  JsonNode *attempts; /* list of {provider, error, code} that failed before */
  JsonNode *warnings; /* list of sentences */
  gint64 memories_used; /* how much of what was said before it was made with */
  char *error; /* why it is interrupted or failed, in plain words */
  char *error_code; /* nick of BtyError */
  gint64 soul_version; /* what the bot was told, for replies */
  gint64 created_at;
  gint64 forgotten_at; /* since when it says nothing any more, only that it was there */
};

BtyMessage *bty_message_new (const char *session_id,
                             const char *parent_id,
                             BtyRole     role,
                             const char *content) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bty_message_is_forgotten (BtyMessage *self);
void        bty_message_forget       (BtyMessage *self);

gboolean    bty_message_was_cut      (BtyMessage *self);
gboolean    bty_message_can_continue (BtyMessage *self);
const char *bty_message_find_attempt (BtyMessage *self,
                                      const char *code);

G_END_DECLS
