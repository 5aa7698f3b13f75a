/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What became of something that was to be remembered. */
typedef enum
{
  BTY_MEMORY_STORED,      /* it is a new memory */
  BTY_MEMORY_KNOWN,       /* it was known already; nothing changed */
  BTY_MEMORY_MERGED,      /* a memory that said nearly the same says it too now */
  BTY_MEMORY_SUPERSEDES,  /* it is a new memory and ended one that said otherwise */
} BtyMemoryOutcome;

G_END_DECLS
