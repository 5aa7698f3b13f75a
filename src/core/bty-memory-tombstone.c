/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-tombstone.h"

#include "bty-time.h"

/**
 * BtyMemoryTombstone:
 *
 * Says that there was a memory and that it was forgotten; nothing of what it said.
 */

G_DEFINE_FINAL_TYPE (BtyMemoryTombstone, bty_memory_tombstone, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyMemoryTombstone, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyMemoryTombstone, bot_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryTombstone, actor, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryTombstone, forgotten_at, TIME, BTY_FIELD_NONE),
};

static void
bty_memory_tombstone_class_init (BtyMemoryTombstoneClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "memory_tombstones", fields, G_N_ELEMENTS (fields));
}

static void
bty_memory_tombstone_init (BtyMemoryTombstone *self)
{
}

/**
 * bty_memory_tombstone_new:
 * @memory_id: the memory
 * @bot_id: whose it was
 * @actor: who made it forgotten
 *
 * Returns: (transfer full): what is left of it
 */
BtyMemoryTombstone *
bty_memory_tombstone_new (const char *memory_id,
                          const char *bot_id,
                          const char *actor)
{
  return g_object_new (BTY_TYPE_MEMORY_TOMBSTONE,
                       "id", memory_id,
                       "bot-id", bot_id,
                       "actor", actor,
                       "forgotten-at", bty_time_now (),
                       NULL);
}
