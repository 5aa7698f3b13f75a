/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-memory.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * BtyRecallFactors:
 *
 * Why a passage was recalled. The first ones are added up to how well it fits; the score is that, multiplied by the
 * last three.
 */
typedef struct
{
  double words;       /* rare words that it shares with what is asked */
  double related;     /* words near to those that are asked for */
  double letters;     /* groups of letters that it shares */
  double speaker;     /* it is said by whom the question names */
  double neighbours;  /* what was said before and after it fits */
  double answer;      /* it follows a question that fits, or is itself only a question (below 0) */
  double session;     /* the conversation as a whole fits */
  double time;        /* it is of the time that is named, or tells a time when one is asked for */
  double meaning;     /* its vector is near */
  double graph;       /* it tells of whom the question means without naming them so, or of those around them */
  double recency;     /* 1 = just said */
  double use;         /* 1 = never recalled before; more = often */
  double importance;  /* 1 = most important */
} BtyRecallFactors;

/**
 * BtyRecalled:
 *
 * Something said before that may help to answer: data, never instructions.
 */
typedef struct
{
  BtyRecallKind     kind;
  char             *id;            /* of the message, memory or piece of a file */
  char             *origin_id;     /* of the message that a memory comes from; NULL = none */
  char             *session_id;    /* NULL = not of a session */
  gint64            seq;           /* its place among those of the session */
  BtyRole           role;          /* who said it */
  BtyMemory        *memory;        /* as it was read, if it is one; NULL = it is something else */
  char             *text;
  char             *source;        /* where it was said, for people */
  char             *author;        /* the bot whose memory it is, if it is another's; NULL = its own */
  BtyTrust          trust;         /* who may read it */
  gint64            said_at;       /* microseconds since 1970 UTC */
  gint64            event_at;      /* when that was, or will be, of which a memory tells; BTY_UNSET = not known */
  gint64            access_count;  /* how often it was recalled before */
  gint64            importance;    /* 1 to 5 */
  guint32           meant;         /* terms of the question, by number, that mean whom it tells of */
  guint32           around;        /* terms that mean somebody beside whom it tells of */
  double            similarity;    /* 1 - cosine distance to what is asked; NAN = not known */
  double            score;         /* how well it fits; larger is better */
  BtyRecallFactors  factors;
} BtyRecalled;

JsonNode    *bty_recall_factors_to_json   (const BtyRecallFactors *self) G_GNUC_WARN_UNUSED_RESULT;
void         bty_recall_factors_from_json (BtyRecallFactors       *self,
                                           JsonNode               *node);

BtyRecalled *bty_recalled_new  (const char  *text,
                                const char  *source,
                                const char  *id,
                                gint64       said_at,
                                double       score) G_GNUC_WARN_UNUSED_RESULT;
BtyRecalled *bty_recalled_copy (BtyRecalled *self) G_GNUC_WARN_UNUSED_RESULT;
gint64       bty_recalled_get_time (BtyRecalled *self);
void         bty_recalled_free (BtyRecalled *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyRecalled, bty_recalled_free)

G_END_DECLS
