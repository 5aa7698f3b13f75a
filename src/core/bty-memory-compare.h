/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Cosine similarity from which two memories say the same: a distance below 0.15. */
#define BTY_MEMORY_DUPLICATE 0.85

/* From here on a person may want to look whether they do. */
#define BTY_MEMORY_SUSPICIOUS 0.7

typedef enum
{
  BTY_MEMORY_UNRELATED,
  BTY_MEMORY_SAME,         /* the new one adds nothing to the old one */
  BTY_MEMORY_ADDS,         /* it says the same and more */
  BTY_MEMORY_CONTRADICTS,  /* both cannot hold */
} BtyMemoryRelation;

double             bty_memory_compare_cover     (const char *text,
                                                 const char *said);
char              *bty_memory_compare_dup_plain (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char              *bty_memory_compare_dup_words (const char *text) G_GNUC_WARN_UNUSED_RESULT;
BtyMemoryRelation  bty_memory_compare           (const char *old_text,
                                                 const char *new_text,
                                                 double      similarity);
char              *bty_memory_compare_join      (const char *old_text,
                                                 const char *new_text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
