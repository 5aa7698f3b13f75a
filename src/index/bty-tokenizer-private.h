/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-tokenizer.h"

G_BEGIN_DECLS

/* How a text is made even before it is cut. */
typedef struct
{
  gboolean       lowercase;
  gboolean       strip_accents;
  gboolean       space_ideographs;   /* each Chinese character is a word */
  gboolean       has_form;
  GNormalizeMode form;
} BtyTextRules;

struct _BtyTokenizer
{
  gboolean      is_unigram;
  BtyTextRules  rules;
  gboolean      split_punctuation;   /* into words of their own */
  gboolean      mark_words;          /* "▁" stands for the space before a word */
  GHashTable   *pieces;              /* text -> number + 1 */
  guint         n_pieces;
  guint         longest;             /* bytes of the longest piece */

  /* WordPiece */
  char         *prefix;              /* of pieces that are not at a word's beginning */
  guint         max_word;            /* characters */

  /* Unigram */
  double       *scores;
  double        least_score;
  gint64        unknown;             /* the number of the piece for what is unknown, or -1 */
};

G_END_DECLS
