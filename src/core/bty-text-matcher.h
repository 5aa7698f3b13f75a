/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-question.h"

G_BEGIN_DECLS

/**
 * BtyTextMatch:
 *
 * What a text has in common with a question.
 */
typedef struct
{
  guint    *terms;        /* how often it has each term of the question */
  double   *related;      /* how often it has words near to each term; a more general one counts less */
  guint    *letters;      /* how often it has each group of letters of the question's words */
  guint     n_words;      /* words that tell something */
  guint     n_letters;    /* groups of letters in them */
  gboolean  is_question;  /* whether it ends by asking */
  gboolean  tells_time;   /* whether it says when something is */
} BtyTextMatch;

/**
 * BtyTextMatcher:
 *
 * Compares many texts with one question. Remembers the words it has seen, for texts share most of theirs.
 */
typedef struct _BtyTextMatcher BtyTextMatcher;

BtyTextMatcher *bty_text_matcher_new           (BtyQuestion         *question,
                                                GHashTable          *names) G_GNUC_WARN_UNUSED_RESULT;
void            bty_text_matcher_free          (BtyTextMatcher      *self);
guint           bty_text_matcher_get_n_letters (BtyTextMatcher      *self);
BtyTextMatch   *bty_text_matcher_match         (BtyTextMatcher      *self,
                                                const char          *text) G_GNUC_WARN_UNUSED_RESULT;
void            bty_text_match_free            (BtyTextMatch        *self);

char           *bty_text_dup_speaker           (const char          *text,
                                                const char         **rest) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyTextMatcher, bty_text_matcher_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyTextMatch, bty_text_match_free)

G_END_DECLS
