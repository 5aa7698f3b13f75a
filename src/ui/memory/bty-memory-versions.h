/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-memory-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_VERSIONS (bty_memory_versions_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryVersions, bty_memory_versions, BTY, MEMORY_VERSIONS, AdwBin)

void bty_memory_versions_set_memory (BtyMemoryVersions *self,
                                     BtyMemoryService  *service,
                                     BtyMemory         *memory);

G_END_DECLS
