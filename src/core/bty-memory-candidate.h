/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-memory.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_CANDIDATE (bty_memory_candidate_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryCandidate, bty_memory_candidate, BTY, MEMORY_CANDIDATE, BtyRecord)

struct _BtyMemoryCandidate
{
  BtyRecord  parent_instance;

  char *id;
  char *bot_id;
  char *text; /* what is stored when it is accepted, byte for byte */
  BtyMemoryCategory category;
  gint64 importance;
  BtyOrigin origin; /* before anybody approved it */
  char *session_id;
  char *message_id;
  char *source; /* a file, an address, another bot; or empty */
  JsonNode *facts; /* what a model found in the text */
  gint64 event_at;
  gint64 created_at;
};

BtyMemoryCandidate *bty_memory_candidate_new         (const char         *bot_id,
                                                      const char         *text,
                                                      BtyOrigin           origin) G_GNUC_WARN_UNUSED_RESULT;
BtyMemory          *bty_memory_candidate_make_memory (BtyMemoryCandidate *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
