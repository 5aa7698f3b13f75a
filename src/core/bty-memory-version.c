/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-version.h"

#include "bty-enum-types.h"
#include "bty-uuid.h"

/**
 * BtyMemoryVersion:
 *
 * What a memory said, and who could read it, from @changed_at until the next version. The newest is kept too.
 */

G_DEFINE_FINAL_TYPE (BtyMemoryVersion, bty_memory_version, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyMemoryVersion, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyMemoryVersion, memory_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryVersion, version, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryVersion, text, TEXT, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyMemoryVersion, category, bty_memory_category_get_type),
  BTY_FIELD (BtyMemoryVersion, importance, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyMemoryVersion, trust, bty_trust_get_type),
  BTY_FIELD (BtyMemoryVersion, event_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryVersion, expires_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryVersion, parents, STRV, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryVersion, actor, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryVersion, changed_at, TIME, BTY_FIELD_NONE),
};

static void
bty_memory_version_class_init (BtyMemoryVersionClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "memory_versions", fields, G_N_ELEMENTS (fields));
}

static void
bty_memory_version_init (BtyMemoryVersion *self)
{
}

/**
 * bty_memory_version_new:
 * @memory: a memory as it is now
 * @actor: who made it so
 *
 * Returns: (transfer full): that state of it
 */
BtyMemoryVersion *
bty_memory_version_new (BtyMemory  *memory,
                        const char *actor)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_MEMORY_VERSION,
                       "id", id,
                       "memory-id", memory->id,
                       "version", memory->version,
                       "text", memory->text,
                       "category", memory->category,
                       "importance", memory->importance,
                       "trust", memory->trust,
                       "event-at", memory->event_at,
                       "expires-at", memory->expires_at,
                       "parents", memory->parents,
                       "actor", actor,
                       "changed-at", memory->updated_at,
                       NULL);
}

/**
 * bty_memory_version_compute_sha256:
 * @self: a state of a memory
 * @bot_id: whose memory it is
 *
 * Returns: (transfer full): the hash that the memory had, see bty_memory_seal()
 */
char *
bty_memory_version_compute_sha256 (BtyMemoryVersion *self,
                                   const char       *bot_id)
{
  g_autoptr(BtyMemory) memory = g_object_new (BTY_TYPE_MEMORY,
                                              "id", self->memory_id,
                                              "bot-id", bot_id,
                                              "text", self->text,
                                              "category", self->category,
                                              "importance", self->importance,
                                              "trust", self->trust,
                                              "updated-at", self->changed_at,
                                              NULL);

  return bty_memory_compute_sha256 (memory);
}
