/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-reply-passage.h"

#include "bty-enum-types.h"
#include "bty-time.h"
#include "bty-uuid.h"

#include <math.h>

/**
 * BtyReplyPassage:
 *
 * Says that something said before was sent for a reply, and why it was chosen.
 */

G_DEFINE_FINAL_TYPE (BtyReplyPassage, bty_reply_passage, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyReplyPassage, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyReplyPassage, message_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyReplyPassage, rank, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyReplyPassage, kind, bty_recall_kind_get_type),
  BTY_FIELD (BtyReplyPassage, subject_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyReplyPassage, similarity, REAL, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyReplyPassage, score, REAL, BTY_FIELD_NONE),
  BTY_FIELD (BtyReplyPassage, factors, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyReplyPassage, used_at, TIME, BTY_FIELD_NONE),
};

static void
bty_reply_passage_class_init (BtyReplyPassageClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "reply_passages", fields, G_N_ELEMENTS (fields));
}

static void
bty_reply_passage_init (BtyReplyPassage *self)
{
}

/**
 * bty_reply_passage_new:
 * @message_id: the reply
 * @recalled: what was sent for it
 * @rank: its place, from 1
 *
 * Returns: (transfer full): a record of it
 */
BtyReplyPassage *
bty_reply_passage_new (const char  *message_id,
                       BtyRecalled *recalled,
                       guint        rank)
{
  g_autofree char *id = bty_uuid_new ();
  g_autoptr(JsonNode) factors = bty_recall_factors_to_json (&recalled->factors);
  BtyReplyPassage *self = g_object_new (BTY_TYPE_REPLY_PASSAGE,
                                        "id", id,
                                        "message-id", message_id,
                                        "rank", (gint64) rank,
                                        "kind", recalled->kind,
                                        "subject-id", recalled->id,
                                        "score", recalled->score,
                                        "factors", factors,
                                        "used-at", bty_time_now (),
                                        NULL);

  if (!isnan (recalled->similarity))
    g_object_set (self, "similarity", recalled->similarity, NULL);

  return self;
}
