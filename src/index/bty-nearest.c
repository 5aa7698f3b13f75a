/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-nearest.h"

#include <stdlib.h>

/* So few are sorted by moving each to its place. */
#define FEW 24

static void
swap (guint64 *items,
      gsize    a,
      gsize    b)
{
  guint64 item = items[a];

  items[a] = items[b];
  items[b] = item;
}

static void
sort_few (guint64 *items,
          gsize    n)
{
  for (gsize i = 1; i < n; i++)
    {
      guint64 item = items[i];
      gsize at = i;

      for (; at > 0 && items[at - 1] > item; at--)
        items[at] = items[at - 1];
      items[at] = item;
    }
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  guint64 item_a = *(const guint64 *) a;
  guint64 item_b = *(const guint64 *) b;

  return (item_a > item_b) - (item_a < item_b);
}

/* The middle one of three, at the first place. */
static void
choose_pivot (guint64 *items,
              gsize    n)
{
  gsize middle = n / 2;

  if (items[middle] > items[n - 1])
    swap (items, middle, n - 1);
  if (items[0] > items[n - 1])
    swap (items, 0, n - 1);
  if (items[0] < items[middle])
    swap (items, 0, middle);
}

/**
 * bty_nearest_select:
 * @items: whole numbers
 * @n: how many
 * @k: at most @n
 *
 * Moves the @k smallest to the front, in no order (C. A. R. Hoare, "Find", 1961).
 */
void
bty_nearest_select (guint64 *items,
                    gsize    n,
                    gsize    k)
{
  while (n > FEW && k > 0 && k < n)
    {
      gsize low = 0;
      gsize high = n;
      guint64 pivot;

      choose_pivot (items, n);
      pivot = items[0];
      while (TRUE)
        {
          while (++low < n && items[low] < pivot);
          while (items[--high] > pivot);
          if (low >= high)
            break;
          swap (items, low, high);
        }
      swap (items, 0, high);
      /* The pivot is in its place, @high. */
      if (k <= high)
        {
          n = high;
        }
      else
        {
          items += high + 1;
          n -= high + 1;
          k -= high + 1;
        }
    }

  if (k > 0 && k < n)
    sort_few (items, n);
}

/**
 * bty_nearest_sort:
 * @items: whole numbers
 * @n: how many
 *
 * Sorts them, the smallest first.
 */
void
bty_nearest_sort (guint64 *items,
                  gsize    n)
{
  if (n <= FEW)
    sort_few (items, n);
  else
    qsort (items, n, sizeof (guint64), compare);
}
