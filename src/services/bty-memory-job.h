/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-embedder-service.h"
#include "bty-memory-candidate.h"
#include "bty-memory-filter.h"
#include "bty-memory-outcome.h"

G_BEGIN_DECLS

/**
 * BtyMemoryJob:
 *
 * What the database work on memories needs; each job reads what it says it does. Everything is a copy, because
 * a job runs on another thread.
 */
typedef struct
{
  char               *actor;         /* who asked for it */
  char               *id;
  char              **ids;
  char               *bot_id;
  char               *other_id;
  char               *text;
  BtyMemory          *memory;
  GPtrArray          *records;
  BtyQueryVector     *vectors;       /* of what shall be remembered, in its order; NULL = by the built-in embedder */
  BtyEmbedderChoice  *choice;        /* that was chosen; NULL = the built-in embedder is */
  BtyTrust            trust;
  gboolean            flag;
  gint64              number;
  BtyMemoryFilter     filter;
  BtyAuditFilter      audit_filter;
  GPtrArray          *kept;          /* what the filters point to */
} BtyMemoryJob;

/**
 * BtyMemoryStored:
 *
 * What became of something that was to be remembered.
 */
typedef struct
{
  BtyMemory        *memory;      /* the one that says it now */
  BtyMemoryOutcome  outcome;
} BtyMemoryStored;

BtyMemoryJob    *bty_memory_job_new              (const char            *actor) G_GNUC_WARN_UNUSED_RESULT;
void             bty_memory_job_free             (BtyMemoryJob          *job);
void             bty_memory_job_set_filter       (BtyMemoryJob          *job,
                                                  const BtyMemoryFilter *filter);
void             bty_memory_job_set_audit_filter (BtyMemoryJob          *job,
                                                  const BtyAuditFilter  *filter);
void             bty_memory_stored_free          (BtyMemoryStored       *stored);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMemoryStored, bty_memory_stored_free)

G_END_DECLS
