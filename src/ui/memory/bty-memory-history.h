/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-audit-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_HISTORY (bty_memory_history_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryHistory, bty_memory_history, BTY, MEMORY_HISTORY, AdwBin)

void bty_memory_history_set_memory (BtyMemoryHistory *self,
                                    BtyAuditService  *service,
                                    const char       *memory_id);

G_END_DECLS
