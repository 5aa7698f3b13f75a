/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-question.h"
#include "bty-recalled.h"

G_BEGIN_DECLS

/* What ranking looks at; a benchmark leaves parts out to see what each is worth. */
typedef enum
{
  BTY_RANKING_WORDS      = 1 << 0,
  BTY_RANKING_LETTERS    = 1 << 1,
  BTY_RANKING_SPEAKER    = 1 << 2,
  BTY_RANKING_NEIGHBOURS = 1 << 3,
  BTY_RANKING_ANSWERS    = 1 << 4,
  BTY_RANKING_SESSION    = 1 << 5,
  BTY_RANKING_TIME       = 1 << 6,
  BTY_RANKING_MEANING    = 1 << 7,
  BTY_RANKING_GRAPH      = 1 << 8,
  BTY_RANKING_RELATED    = 1 << 9,
  BTY_RANKING_ALL        = (1 << 10) - 1,
} BtyRankingParts;

void   bty_ranking_rank        (BtyQuestion     *question,
                                GPtrArray       *passages,
                                gint64           now,
                                BtyRankingParts  parts);
double bty_ranking_recency     (gint64           said_at,
                                gint64           now);
double bty_ranking_use         (gint64           access_count);
double bty_ranking_importance  (gint64           importance);

G_END_DECLS
