/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-profile.h"

G_BEGIN_DECLS

/* The kind of long work. */
#define BTY_JOB_CONVERSATIONS "conversations"

BtyWorkflow *bty_foreign_import_start        (BtyProfile         *profile,
                                              const char         *path,
                                              BtyBot             *bot) G_GNUC_WARN_UNUSED_RESULT;
void         bty_foreign_import_register     (BtyJobService      *jobs,
                                              BtySessionService  *sessions);
char        *bty_foreign_import_describe     (JsonNode           *result) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bty_foreign_import_has_all      (JsonNode           *result);

G_END_DECLS
