/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bench.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <time.h>

struct _BtyBench
{
  char   *name;
  GArray *times;
  GArray *cpu_times;
  double  started;     /* milliseconds, monotonic */
  double  cpu_started; /* milliseconds of this thread */
};

static double
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return time.tv_sec * 1000.0 + time.tv_nsec / 1000000.0;
}

/**
 * bty_bench_new:
 * @name: what is measured
 *
 * Returns: (transfer full): a row without times
 */
BtyBench *
bty_bench_new (const char *name)
{
  BtyBench *self = g_new0 (BtyBench, 1);

  self->name = g_strdup (name);
  self->times = g_array_new (FALSE, FALSE, sizeof (double));
  self->cpu_times = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

/**
 * bty_bench_free:
 * @self: (transfer full): a row
 *
 * Frees it.
 */
void
bty_bench_free (BtyBench *self)
{
  g_array_unref (self->times);
  g_array_unref (self->cpu_times);
  g_free (self->name);
  g_free (self);
}

/**
 * bty_bench_start:
 * @self: a row
 */
void
bty_bench_start (BtyBench *self)
{
  self->started = read_clock (CLOCK_MONOTONIC);
  self->cpu_started = read_clock (CLOCK_THREAD_CPUTIME_ID);
}

/**
 * bty_bench_stop:
 * @self: a row that was started
 *
 * Adds the time since the start.
 *
 * Returns: that time in milliseconds
 */
double
bty_bench_stop (BtyBench *self)
{
  double cpu_time = read_clock (CLOCK_THREAD_CPUTIME_ID) - self->cpu_started;
  double time = read_clock (CLOCK_MONOTONIC) - self->started;

  bty_bench_add (self, time, cpu_time);

  return time;
}

/**
 * bty_bench_add:
 * @self: a row
 * @time: by the clock, in milliseconds
 * @cpu_time: of this thread, in milliseconds; this says more while the machine has other work
 */
void
bty_bench_add (BtyBench *self,
               double    time,
               double    cpu_time)
{
  g_array_append_val (self->times, time);
  g_array_append_val (self->cpu_times, cpu_time);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  double time_a = *(const double *) a;
  double time_b = *(const double *) b;

  return (time_a > time_b) - (time_a < time_b);
}

/* 0 = the shortest, 0.5 = the median, 1 = the longest. */
static double
get_quantile (GArray *times,
              double  quantile)
{
  if (times->len == 0)
    return 0;

  g_array_sort (times, compare_times);

  return g_array_index (times, double, (guint) (quantile * (times->len - 1) + 0.5));
}

/**
 * bty_bench_print:
 * @self: a row
 *
 * Prints a line: the name, how often, median, p95 and the longest by the clock, and median and p95 of
 * the processor's time.
 */
void
bty_bench_print (BtyBench *self)
{
  g_print ("%-44s %5u %9.2f %9.2f %9.2f %9.2f %9.2f\n", self->name, self->times->len,
           get_quantile (self->times, 0.5), get_quantile (self->times, 0.95), get_quantile (self->times, 1),
           get_quantile (self->cpu_times, 0.5), get_quantile (self->cpu_times, 0.95));
}

/**
 * bty_bench_print_head:
 * @title: of the rows that follow
 */
void
bty_bench_print_head (const char *title)
{
  g_print ("\n%-44s %5s %9s %9s %9s %9s %9s\n", title, "times", "p50 ms", "p95 ms", "max ms", "CPU p50", "CPU p95");
}

/**
 * bty_bench_copy:
 * @database: a file that generate-profile made
 *
 * Benchmarks write, so they work on a copy.
 *
 * Returns: (transfer full): a directory with the copy; end with bty_bench_remove()
 */
char *
bty_bench_copy (const char *database)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("boternity-bench-XXXXXX", &error);
  g_autoptr(GFile) source = g_file_new_for_path (database);
  g_autofree char *path = g_build_filename (directory, "boternity.db", NULL);
  g_autoptr(GFile) copy = g_file_new_for_path (path);

  g_assert_no_error (error);
  g_file_copy (source, copy, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&directory);
}

/**
 * bty_bench_remove:
 * @directory: from bty_bench_copy()
 *
 * Removes it and everything in it.
 */
void
bty_bench_remove (const char *directory)
{
  g_autoptr(GDir) files = g_dir_open (directory, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        bty_bench_remove (path);
      else
        g_remove (path);
    }
  g_rmdir (directory);
}
