/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-exclusion.h"

#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyRecallExclusion:
 *
 * Says that a memory, a message or a piece of a file is never used in one session.
 */

G_DEFINE_FINAL_TYPE (BtyRecallExclusion, bty_recall_exclusion, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyRecallExclusion, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyRecallExclusion, subject_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyRecallExclusion, session_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyRecallExclusion, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_recall_exclusion_class_init (BtyRecallExclusionClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "recall_exclusions", fields, G_N_ELEMENTS (fields));
}

static void
bty_recall_exclusion_init (BtyRecallExclusion *self)
{
}

/**
 * bty_recall_exclusion_new:
 * @subject_id: the memory, message or piece of a file
 * @session_id: where it is not used
 *
 * Returns: (transfer full): that it is not used there
 */
BtyRecallExclusion *
bty_recall_exclusion_new (const char *subject_id,
                          const char *session_id)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_RECALL_EXCLUSION,
                       "id", id,
                       "subject-id", subject_id,
                       "session-id", session_id,
                       "created-at", bty_time_now (),
                       NULL);
}
