/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-exclusion.h"

#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyMemoryExclusion:
 *
 * Says that a memory is never used in one session.
 */

G_DEFINE_FINAL_TYPE (BtyMemoryExclusion, bty_memory_exclusion, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyMemoryExclusion, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyMemoryExclusion, memory_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryExclusion, session_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryExclusion, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_memory_exclusion_class_init (BtyMemoryExclusionClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "memory_exclusions", fields, G_N_ELEMENTS (fields));
}

static void
bty_memory_exclusion_init (BtyMemoryExclusion *self)
{
}

/**
 * bty_memory_exclusion_new:
 * @memory_id: the memory
 * @session_id: where it is not used
 *
 * Returns: (transfer full): that it is not used there
 */
BtyMemoryExclusion *
bty_memory_exclusion_new (const char *memory_id,
                          const char *session_id)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_MEMORY_EXCLUSION,
                       "id", id,
                       "memory-id", memory_id,
                       "session-id", session_id,
                       "created-at", bty_time_now (),
                       NULL);
}
