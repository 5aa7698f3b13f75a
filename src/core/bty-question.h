/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyQuestionTerm:
 *
 * A word that an answer should have, in any of its forms.
 */
typedef struct
{
  char   *word;        /* as it was said, folded */
  char   *stem;        /* what all forms have in common */
  char   *forms;       /* separated by blanks: what the full text looks for */
  char  **related;     /* words of bty_related_words_list(); %NULL = none, or they are not asked for */
  guint   n_near;      /* how many of these say as much as itself */
  gint64  n_texts;     /* how many messages have it; the store counts them, up to a limit */
  gint64  n_memories;  /* and how many memories and pieces of files */
} BtyQuestionTerm;

/**
 * BtyQuestionPeriod:
 *
 * A time that the question names.
 */
typedef struct
{
  gint64 from;    /* microseconds since 1970 UTC */
  gint64 to;      /* the first that is not in it */
  double weight;  /* 1 = the time itself; less = shortly after it, when people still tell of it */
} BtyQuestionPeriod;

/**
 * BtyQuestion:
 *
 * What somebody says, as a question to what was said before.
 */
typedef struct
{
  char       *text;        /* as it was said */
  char      **words;       /* all of them, folded, in their order */
  GPtrArray  *terms;       /* of BtyQuestionTerm, each once */
  GArray     *periods;     /* of BtyQuestionPeriod */
  gint64      n_texts;     /* how many messages there are to choose from; the store counts them */
  gint64      n_memories;  /* and how many memories and pieces of files */
  gboolean    asks_when;   /* whether a time is asked for */
  gboolean    about_user;  /* whether the user speaks of themselves: "my", "I" */
  gboolean    only_time;   /* whether a time is named and nothing else: "What did I do last week?" */
} BtyQuestion;

BtyQuestion *bty_question_new          (const char  *text,
                                        gint64       now) G_GNUC_WARN_UNUSED_RESULT;
void         bty_question_free         (BtyQuestion *self);
BtyQuestion *bty_question_new_related  (BtyQuestion *self) G_GNUC_WARN_UNUSED_RESULT;
double       bty_question_match_period (BtyQuestion *self,
                                        gint64       time);
double       bty_question_match_event  (BtyQuestion *self,
                                        gint64       time);
GArray      *bty_question_find_periods (char       **said,
                                        gint64       now) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyQuestion, bty_question_free)

G_END_DECLS
