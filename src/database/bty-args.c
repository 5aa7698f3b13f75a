/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-args.h"

#include <string.h>

/**
 * bty_args_count:
 * @args: parameters
 *
 * Returns: how many they are
 */
guint
bty_args_count (const BtyValue *args)
{
  guint n = 0;

  while (args[n].type != BTY_VALUE_END)
    n++;

  return n;
}

/**
 * bty_args_append:
 * @args: parameters
 * @more: those that come after them
 *
 * Returns: (transfer container): both, of which the values are borrowed
 */
BtyValue *
bty_args_append (const BtyValue *args,
                 const BtyValue *more)
{
  guint n = bty_args_count (args);
  guint n_more = bty_args_count (more);
  BtyValue *all = g_new (BtyValue, n + n_more + 1);

  memcpy (all, args, n * sizeof *args);
  memcpy (all + n, more, (n_more + 1) * sizeof *more);

  return all;
}
