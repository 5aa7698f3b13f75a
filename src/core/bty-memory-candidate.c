/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-candidate.h"

#include "bty-enum-types.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyMemoryCandidate:
 *
 * Something that might be remembered and waits in the inbox for the user to say so.
 */

G_DEFINE_FINAL_TYPE (BtyMemoryCandidate, bty_memory_candidate, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyMemoryCandidate, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyMemoryCandidate, bot_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryCandidate, text, TEXT, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyMemoryCandidate, category, bty_memory_category_get_type),
  BTY_FIELD (BtyMemoryCandidate, importance, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyMemoryCandidate, origin, bty_origin_get_type),
  BTY_FIELD (BtyMemoryCandidate, session_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryCandidate, message_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryCandidate, source, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryCandidate, facts, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryCandidate, event_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryCandidate, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_memory_candidate_class_init (BtyMemoryCandidateClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "memory_candidates", fields, G_N_ELEMENTS (fields));
}

static void
bty_memory_candidate_init (BtyMemoryCandidate *self)
{
}

/**
 * bty_memory_candidate_new:
 * @bot_id: who would remember it
 * @text: what would be remembered
 * @origin: where it comes from
 *
 * Returns: (transfer full): a fact of importance 3
 */
BtyMemoryCandidate *
bty_memory_candidate_new (const char *bot_id,
                          const char *text,
                          BtyOrigin   origin)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_MEMORY_CANDIDATE,
                       "id", id,
                       "bot-id", bot_id,
                       "text", text,
                       "category", BTY_MEMORY_CATEGORY_FACT,
                       "importance", (gint64) 3,
                       "origin", origin,
                       "source", "",
                       "created-at", bty_time_now (),
                       NULL);
}

/**
 * bty_memory_candidate_make_memory:
 * @self: a candidate
 *
 * Returns: (transfer full): the memory that it would become, with the origin of the candidate, and as old
 */
BtyMemory *
bty_memory_candidate_make_memory (BtyMemoryCandidate *self)
{
  BtyMemory *memory = bty_memory_new (self->bot_id, self->text);

  g_object_set (memory,
                "category", self->category,
                "importance", self->importance,
                "origin", self->origin,
                "session-id", self->session_id,
                "message-id", self->message_id,
                "source", self->source,
                "facts", self->facts,
                "event-at", self->event_at,
                "created-at", self->created_at,
                NULL);

  return memory;
}
