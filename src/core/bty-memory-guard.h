/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-memory.h"

G_BEGIN_DECLS

char     *bty_memory_guard_mask  (const char  *text,
                                  guint       *n_masked) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_memory_guard_apply (BtyMemory   *memory,
                                  GError     **error);

G_END_DECLS
