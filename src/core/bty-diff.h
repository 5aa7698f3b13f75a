/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  BTY_DIFF_SAME,
  BTY_DIFF_ADDED,
  BTY_DIFF_REMOVED,
} BtyDiffKind;

/**
 * BtyDiffLine:
 *
 * One line of the comparison of two texts.
 */
typedef struct
{
  BtyDiffKind  kind;
  char        *text;  /* without the end of the line */
} BtyDiffLine;

GPtrArray *bty_diff_lines (const char *old_text,
                           const char *new_text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
