/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-recalled.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_REPLY_PASSAGE (bty_reply_passage_get_type ())

G_DECLARE_FINAL_TYPE (BtyReplyPassage, bty_reply_passage, BTY, REPLY_PASSAGE, BtyRecord)

struct _BtyReplyPassage
{
  BtyRecord  parent_instance;

  char *id;
  char *message_id; /* the reply */
  gint64 rank; /* from 1 */
  BtyRecallKind kind; /* messages and pieces of files; the uses of memories are BtyMemoryUse */
  char *subject_id; /* which one; its text is not kept twice */
  double similarity; /* unset = it was not found by meaning */
  double score;
  JsonNode *factors; /* an object of numbers: why it was chosen */
  gint64 used_at;
};

BtyReplyPassage *bty_reply_passage_new (const char  *message_id,
                                        BtyRecalled *recalled,
                                        guint        rank) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
