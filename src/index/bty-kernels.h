/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows of bit codes lie in blocks of this many, word by word: the first words of all rows, then the second ones … */
#define BTY_CODE_BLOCK 8

/* Rows of int8 codes are filled up with zeros to a multiple of this many bytes. */
#define BTY_INT8_ALIGN 64

/**
 * BtyCodeScan:
 *
 * Blocks of bit codes that are to be compared with one.
 */
typedef struct
{
  const guint64 *codes;      /* @n_blocks times @n_words times %BTY_CODE_BLOCK */
  const guint64 *query;      /* @n_words */
  const guint64 *counted;    /* @n_words: which bits count; a code is as far as it differs in these */
  const guint8  *allowed;    /* a bit for each row, the first one lowest */
  gsize          n_words;    /* of a code */
  gsize          n_blocks;
} BtyCodeScan;

/**
 * BtyKernels:
 *
 * The loops in which the time of a search goes, written for one kind of processor. All kinds give the same results
 * to the bit: whole numbers are exact, and floats are added in one order, in 16 lanes, without fused operations.
 */
typedef struct
{
  const char *name;

  /* The sum of a[i] * b[i]. */
  float   (*dot)       (const float         *a,
                        const float         *b,
                        gsize                n);
  /* The sum of (a[i] - b[i])². */
  float   (*square)    (const float         *a,
                        const float         *b,
                        gsize                n);
  gint32  (*dot_int8)  (const gint8         *a,
                        const gint8         *b,
                        gsize                n);
  /* The products of @query with each of @rows, whose length @stride is a multiple of %BTY_INT8_ALIGN. */
  void    (*dot_rows)  (const gint8         *query,
                        const gint8 * const *rows,
                        gsize                n_rows,
                        gsize                stride,
                        gint32              *products);
  /* Goes on from *@block until the last or until @found, of @capacity, might not have room for the next step; writes
   * distance << 32 | row for the allowed rows nearer than @limit, by row, and returns how many. @capacity is at
   * least %BTY_CODE_BLOCK. */
  gsize   (*scan)      (const BtyCodeScan   *scan,
                        gsize               *block,
                        guint32              limit,
                        guint64             *found,
                        gsize                capacity);
} BtyKernels;

const BtyKernels        *bty_kernels_get           (void);
const BtyKernels *const *bty_kernels_get_available (void);

G_END_DECLS
