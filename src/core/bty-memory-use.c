/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-use.h"

#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyMemoryUse:
 *
 * Says that a memory was read for a reply, by whom, and why it was chosen.
 */

G_DEFINE_FINAL_TYPE (BtyMemoryUse, bty_memory_use, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyMemoryUse, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyMemoryUse, message_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryUse, memory_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryUse, bot_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryUse, rank, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryUse, similarity, REAL, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryUse, score, REAL, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryUse, factors, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryUse, used_at, TIME, BTY_FIELD_NONE),
};

static void
bty_memory_use_class_init (BtyMemoryUseClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "memory_uses", fields, G_N_ELEMENTS (fields));
}

static void
bty_memory_use_init (BtyMemoryUse *self)
{
}

/**
 * bty_memory_use_new:
 * @message_id: the reply
 * @memory_id: what was read
 * @bot_id: who read it
 *
 * Returns: (transfer full): that use of it, without rank and score
 */
BtyMemoryUse *
bty_memory_use_new (const char *message_id,
                    const char *memory_id,
                    const char *bot_id)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_MEMORY_USE,
                       "id", id,
                       "message-id", message_id,
                       "memory-id", memory_id,
                       "bot-id", bot_id,
                       "used-at", bty_time_now (),
                       NULL);
}
