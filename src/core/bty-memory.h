/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_MEMORY_MAX_CHARACTERS 2000
#define BTY_MEMORY_MAX_PER_TURN 3
#define BTY_MEMORY_MAX_SHARED 500 /* of one author */

#define BTY_TYPE_MEMORY (bty_memory_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemory, bty_memory, BTY, MEMORY, BtyRecord)

struct _BtyMemory
{
  BtyRecord  parent_instance;

  char *id;
  char *bot_id; /* whose it is: its author */
  char *text;
  BtyMemoryCategory category;
  gint64 importance; /* 1 to 5 */
  BtyOrigin origin;
  BtyTrust trust; /* who may read it */
  char *session_id; /* where it was said */
  char *message_id;
  char *source; /* where it came from when nobody said it: a file, an address; or empty */
  char **parents; /* ids of the memories it was made of */
  JsonNode *facts; /* what a model found in the text, see bty_fact_read() */
  char *embedding_model; /* of its vector */
  gint64 version; /* counts up from 1 with every change of what it says or who may read it */
  char *sha256; /* of what it says and who may read it, see bty_memory_is_intact() */
  gint64 access_count;
  gint64 last_accessed_at;
  gint64 event_at; /* when that was, or will be, which it tells */
  gint64 expires_at;
  gint64 valid_to; /* it was superseded then */
  char *superseded_by; /* the id of a memory */
  gint64 shared_at;
  gint64 created_at;
  gint64 updated_at; /* of this version */
  gint64 deleted_at; /* deleted, but undo is still offered */
};

BtyMemory *bty_memory_new          (const char *bot_id,
                                    const char *text) G_GNUC_WARN_UNUSED_RESULT;
char      *bty_memory_compute_sha256 (BtyMemory *self) G_GNUC_WARN_UNUSED_RESULT;
char      *bty_memory_compute_state  (BtyMemory *self) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memory_seal         (BtyMemory  *self);
gboolean   bty_memory_is_intact    (BtyMemory  *self);
gboolean   bty_memory_is_live      (BtyMemory  *self,
                                    gint64      now);
void       bty_memory_derive_from  (BtyMemory  *self,
                                    BtyMemory  *parent);

G_END_DECLS
