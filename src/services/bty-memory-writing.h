/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-audit-entry.h"
#include "bty-bot.h"
#include "bty-memory-job.h"

G_BEGIN_DECLS

/* The only way in and out of memory, for jobs that write: each of these does all that belongs together, the memory,
 * its versions, its vector, its full text and its line in the audit, in the transaction of the job. */

gboolean         bty_memory_note         (BtyDatabase          *database,
                                          const char           *actor,
                                          BtyAuditAction        action,
                                          const char           *bot_id,
                                          BtyMemory            *memory,
                                          JsonObject           *details,
                                          GError              **error);
gboolean         bty_memory_follow       (BtyDatabase          *database,
                                          BtyMemory            *memory,
                                          const char           *actor,
                                          BtyAuditAction        action,
                                          JsonObject           *details,
                                          GError              **error);
gboolean         bty_memory_foresee      (BtyDatabase          *database,
                                          BtyMemory            *memory,
                                          BtyQueryVector       *vectors,
                                          guint                 number,
                                          BtyMemory           **nearest,
                                          BtyMemoryOutcome     *outcome,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
BtyMemoryStored *bty_memory_remember     (BtyDatabase          *database,
                                          BtyMemory            *memory,
                                          BtyQueryVector       *vectors,
                                          guint                 number,
                                          const char           *actor,
                                          BtyAuditAction        action,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
BtyMemoryStored *bty_memory_extend       (BtyDatabase          *database,
                                          BtyMemory            *known,
                                          BtyMemory            *memory,
                                          const char           *actor,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
BtyMemory       *bty_memory_change       (BtyDatabase          *database,
                                          BtyMemory            *changed,
                                          const char           *actor,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         bty_memory_may_share    (BtyDatabase          *database,
                                          const char           *bot_id,
                                          GError              **error);
BtyMemory       *bty_memory_set_trust    (BtyDatabase          *database,
                                          const char           *id,
                                          const char           *author_id,
                                          BtyTrust              trust,
                                          const char           *actor,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         bty_memory_note_trust   (BtyDatabase          *database,
                                          const char           *actor,
                                          const char           *reader_id,
                                          const char           *author_id,
                                          gboolean              trusted,
                                          GError              **error);
gboolean         bty_memory_set_trusted  (BtyDatabase          *database,
                                          const char           *reader_id,
                                          const char           *author_id,
                                          gboolean              trusted,
                                          const char           *actor,
                                          GError              **error);
BtyMemory       *bty_memory_merge        (BtyDatabase          *database,
                                          const char           *id,
                                          const char           *other_id,
                                          const char           *text,
                                          const char           *actor,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gint64           bty_memory_forget       (BtyDatabase          *database,
                                          const char           *id,
                                          const char           *actor,
                                          GError              **error);
gint64           bty_memory_forget_again (BtyDatabase          *database,
                                          GPtrArray            *tombstones,
                                          GError              **error);
gboolean         bty_memory_forget_deleted (BtyDatabase        *database,
                                            gint64              until,
                                            GError            **error);
gboolean         bty_memory_propose      (BtyDatabase          *database,
                                          BtyMemoryCandidate   *candidate,
                                          BtyQueryVector       *vectors,
                                          guint                 number,
                                          gboolean             *proposed,
                                          GError              **error);
gboolean         bty_memory_note_reading (BtyDatabase          *database,
                                          BtyBot               *reader,
                                          const char           *message_id,
                                          GPtrArray            *uses,
                                          GError              **error);

G_END_DECLS
