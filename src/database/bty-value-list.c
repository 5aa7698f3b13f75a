/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-value-list.h"

#include <string.h>

/**
 * bty_value_list_new:
 * @keys: (element-type BtyValue): what the list shall hold, all of one type, 1 to %BTY_VALUE_LIST_MAX of them
 * @others: the parameters after it, from $101 on
 *
 * What is left of the list repeats the first key: it finds nothing more, and has the same type.
 *
 * Returns: (transfer container): the values of all parameters, which are borrowed
 */
BtyValue *
bty_value_list_new (GArray         *keys,
                    const BtyValue *others)
{
  guint n_others = 0;
  BtyValue *args;

  g_return_val_if_fail (keys->len >= 1 && keys->len <= BTY_VALUE_LIST_MAX, NULL);

  while (others[n_others].type != BTY_VALUE_END)
    n_others++;
  args = g_new (BtyValue, BTY_VALUE_LIST_MAX + n_others + 1);
  for (guint i = 0; i < BTY_VALUE_LIST_MAX; i++)
    args[i] = g_array_index (keys, BtyValue, i < keys->len ? i : 0);
  memcpy (args + BTY_VALUE_LIST_MAX, others, (n_others + 1) * sizeof *others);

  return args;
}
