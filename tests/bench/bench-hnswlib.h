/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* hnswlib behind C functions, to be measured beside our own index. Vectors are of length 1. */
typedef struct _BenchHnswlib BenchHnswlib;

BenchHnswlib *bench_hnswlib_new       (guint          dimensions,
                                       guint          n_rows,
                                       guint          m,
                                       guint          ef_construction);
BenchHnswlib *bench_hnswlib_load      (const char    *path,
                                       guint          dimensions);
void          bench_hnswlib_free      (BenchHnswlib  *self);
void          bench_hnswlib_build     (BenchHnswlib  *self,
                                       const float   *vectors,
                                       guint          n_rows,
                                       guint          n_threads);
void          bench_hnswlib_save      (BenchHnswlib  *self,
                                       const char    *path);
gsize         bench_hnswlib_get_bytes (BenchHnswlib  *self);
void          bench_hnswlib_search    (BenchHnswlib  *self,
                                       const float   *vector,
                                       guint          k,
                                       guint          ef,
                                       gint64        *keys);

G_END_DECLS
