/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-memory-version.h"
#include "bty-memory.h"

G_BEGIN_DECLS

/**
 * BtyAuditNoted:
 *
 * What the record says of a memory.
 */
typedef struct _BtyAuditNoted BtyAuditNoted;

gboolean    bty_audit_noted_matches           (BtyAuditNoted     *self,
                                               BtyMemory         *memory);
gboolean    bty_audit_noted_matches_version   (BtyAuditNoted     *self,
                                               BtyMemoryVersion  *version,
                                               const char        *bot_id);
gboolean    bty_audit_noted_knows             (BtyAuditNoted     *self,
                                               BtyMemory         *memory);

GHashTable *bty_audit_noted_list              (BtyDatabase       *database,
                                               const char        *after,
                                               const char        *until,
                                               GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *bty_audit_noted_list_trust        (BtyDatabase       *database,
                                               const char        *reader_id,
                                               GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bty_audit_noted_trusts            (GHashTable        *trust,
                                               const char        *reader_id,
                                               const char        *author_id);
gboolean    bty_audit_noted_check             (BtyDatabase       *database,
                                               BtyMemory         *memory,
                                               gboolean          *matches,
                                               GError           **error);
gboolean    bty_audit_noted_check_version     (BtyDatabase       *database,
                                               BtyMemoryVersion  *version,
                                               const char        *bot_id,
                                               gboolean          *matches,
                                               GError           **error);
GHashTable *bty_audit_noted_list_sound        (BtyDatabase       *database,
                                               GPtrArray         *memories,
                                               const char        *reader_id,
                                               GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
