/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-value-list.h"

#include "bty-args.h"

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
  BtyValue list[BTY_VALUE_LIST_MAX + 1];

  g_return_val_if_fail (keys->len >= 1 && keys->len <= BTY_VALUE_LIST_MAX, NULL);

  for (guint i = 0; i < BTY_VALUE_LIST_MAX; i++)
    list[i] = g_array_index (keys, BtyValue, i < keys->len ? i : 0);
  list[BTY_VALUE_LIST_MAX].type = BTY_VALUE_END;

  return bty_args_append (list, others);
}

/**
 * bty_value_list_take:
 * @keys: (element-type BtyValue): what lists shall hold, one after the other
 * @start: (inout): how many of @keys were taken
 * @limit: how many at most
 *
 * Returns: (transfer full) (element-type BtyValue): the next of @keys, as many as one list holds
 */
GArray *
bty_value_list_take (GArray *keys,
                     guint  *start,
                     guint   limit)
{
  GArray *taken = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  guint n = MIN (MIN (limit, BTY_VALUE_LIST_MAX), keys->len - *start);

  g_array_append_vals (taken, &g_array_index (keys, BtyValue, *start), n);
  *start += n;

  return taken;
}

/**
 * bty_value_list_add:
 * @keys: (element-type BtyValue): what a list shall hold
 * @id: (nullable): borrowed
 *
 * Adds @id, if there is one.
 */
void
bty_value_list_add (GArray     *keys,
                    const char *id)
{
  BtyValue key = BTY_TEXT (id);

  if (id != NULL)
    g_array_append_val (keys, key);
}
