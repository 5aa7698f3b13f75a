/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

JsonNode *bty_storage_report_new (BtyDatabase  *database,
                                  GError      **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *bty_storage_report_new_summary
                                 (BtyDatabase  *database,
                                  GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
