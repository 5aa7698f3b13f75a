/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/* The parts of a report, in its order. */
#define BTY_PART_DATABASE "database"
#define BTY_PART_CONTENTS "contents"
#define BTY_PART_FILES "files"
#define BTY_PART_ATTACHMENTS "attachments"
#define BTY_PART_SOULS "souls"
#define BTY_PART_STATES "states"
#define BTY_PART_MEMORIES "memories"
#define BTY_PART_AUDIT "audit"

JsonObject *bty_content_check_add_part (JsonObject    *report,
                                        const char    *name);
void        bty_content_check_add_problem
                                       (JsonObject    *part,
                                        const char    *sentence);
JsonObject *bty_content_check_new      (BtyDatabase   *database,
                                        GCancellable  *cancellable,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
