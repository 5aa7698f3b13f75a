/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_INTEGRITY (bty_memory_integrity_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryIntegrity, bty_memory_integrity, BTY, MEMORY_INTEGRITY, AdwBin)

GtkWidget *bty_memory_integrity_new (BtyProfile *profile) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
