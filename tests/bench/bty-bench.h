/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyBench:
 *
 * How long one thing took, each time, by the clock and of the processor.
 */
typedef struct _BtyBench BtyBench;

BtyBench *bty_bench_new        (const char *name) G_GNUC_WARN_UNUSED_RESULT;
void      bty_bench_free       (BtyBench   *self);
void      bty_bench_start      (BtyBench   *self);
double    bty_bench_stop       (BtyBench   *self);
void      bty_bench_add        (BtyBench   *self,
                                double      time,
                                double      cpu_time);
void      bty_bench_print      (BtyBench   *self);
void      bty_bench_print_head (const char *title);

char     *bty_bench_copy       (const char *database);
void      bty_bench_remove     (const char *directory);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyBench, bty_bench_free)

G_END_DECLS
