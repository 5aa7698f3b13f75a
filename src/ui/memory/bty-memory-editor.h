/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-memory.h"
#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_EDITOR (bty_memory_editor_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryEditor, bty_memory_editor, BTY, MEMORY_EDITOR, AdwWindow)

GtkWindow *bty_memory_editor_new           (BtyProfile         *profile,
                                            const char         *bot_id,
                                            BtyMemory          *memory) G_GNUC_WARN_UNUSED_RESULT;
GtkWindow *bty_memory_editor_new_candidate (BtyProfile         *profile,
                                            BtyMemoryCandidate *candidate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
