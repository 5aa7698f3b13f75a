/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-foreign-chat.h"

G_BEGIN_DECLS

/**
 * BtyForeignTurn:
 *
 * What one entry of a file adds to a conversation.
 */
typedef struct
{
  BtyRole           role;
  GString          *text;
  GString          *thinking;    /* what led to it: thoughts, tools and their results */
  GPtrArray        *files;       /* BtyAttachment that no message has yet */
  GPtrArray        *sources;     /* lines of Markdown */
  char             *model;
  char             *stop_reason;
  BtyMessageStatus  status;
  gint64            created_at;  /* BTY_UNSET = not said */
  guint             n_missing;
} BtyForeignTurn;

BtyForeignTurn *bty_foreign_turn_new         (BtyRole          role) G_GNUC_WARN_UNUSED_RESULT;
void            bty_foreign_turn_free        (BtyForeignTurn  *self);
gboolean        bty_foreign_turn_is_empty    (BtyForeignTurn  *self);
void            bty_foreign_turn_add_file    (BtyForeignTurn  *self,
                                              const char      *name,
                                              const char      *text);
void            bty_foreign_turn_add_missing (BtyForeignTurn  *self,
                                              const char      *kind,
                                              const char      *name,
                                              const char      *about);
void            bty_foreign_turn_add_source  (BtyForeignTurn  *self,
                                              const char      *title,
                                              const char      *url);
void            bty_foreign_turn_end         (BtyForeignTurn  *self);

void            bty_foreign_add_paragraph    (GString         *text,
                                              const char      *paragraph);
void            bty_foreign_add_code         (GString         *text,
                                              const char      *language,
                                              const char      *code);
void            bty_foreign_add_json         (GString         *text,
                                              JsonNode        *node);

BtyForeignChat *bty_foreign_chat_new         (const char      *service,
                                              const char      *id,
                                              const char      *bot_id) G_GNUC_WARN_UNUSED_RESULT;
BtyMessage     *bty_foreign_chat_add         (BtyForeignChat  *self,
                                              const char      *id,
                                              BtyMessage      *parent,
                                              BtyForeignTurn  *turn);
void            bty_foreign_chat_extend      (BtyForeignChat  *self,
                                              BtyMessage      *message,
                                              BtyForeignTurn  *turn);
void            bty_foreign_chat_end         (BtyForeignChat  *self,
                                              const char      *title,
                                              BtyMessage      *head,
                                              gint64           created_at,
                                              gint64           now);

BtyForeignChat *bty_chatgpt_chat_read        (JsonNode           *node,
                                              const char         *bot_id,
                                              gint64              now,
                                              BtyForeignFileFunc  find,
                                              gpointer            data);
BtyForeignTurn *bty_chatgpt_turn_read        (JsonNode           *message,
                                              BtyForeignFileFunc  find,
                                              gpointer            data,
                                              gboolean           *is_context) G_GNUC_WARN_UNUSED_RESULT;
BtyForeignChat *bty_claude_chat_read         (JsonNode           *node,
                                              const char         *bot_id,
                                              gint64              now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyForeignTurn, bty_foreign_turn_free)

G_END_DECLS
