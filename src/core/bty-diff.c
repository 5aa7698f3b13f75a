/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-diff.h"

/* The comparison is the one of E. Myers, "An O(ND) Difference Algorithm and Its Variations", in
 * linear space: the shortest path from the start of both texts is sought together with the one from
 * their ends, and where the two meet the texts are cut. Between texts that differ in more lines than
 * this in a row, some path does instead of the shortest, so that the time stays small. */
#define PATIENCE 256

typedef struct
{
  const guint *old_lines;   /* numbers that stand for the lines */
  const guint *new_lines;
  gboolean    *removed;
  gboolean    *added;
  int         *forward;     /* per diagonal, the furthest old line reached; the middle is at 0 */
  int         *backward;
} Comparison;

/* A part of both texts: the lines from the first to before the last. */
typedef struct
{
  int old_first;
  int old_last;
  int new_first;
  int new_last;
} Range;

typedef struct
{
  int old_line;
  int new_line;
} Cut;

/* Diagonals reached after a number of steps; they have every second number in between. */
typedef struct
{
  int lowest;
  int highest;
} Reach;

/* Takes in one diagonal more on either side, or one less where the range ends; @edge is what the diagonals
 * beyond are taken to have reached. */
static void
widen (Reach *reach,
       int   *furthest,
       int    lowest,
       int    highest,
       int    edge)
{
  if (reach->lowest > lowest)
    furthest[--reach->lowest - 1] = edge;
  else
    reach->lowest++;

  if (reach->highest < highest)
    furthest[++reach->highest + 1] = edge;
  else
    reach->highest--;
}

static int
follow_forward (const Comparison *self,
                const Range      *range,
                int               diagonal)
{
  int below = self->forward[diagonal - 1];
  int above = self->forward[diagonal + 1];
  int i = below < above ? above : below + 1;

  while (i < range->old_last && i - diagonal < range->new_last
         && self->old_lines[i] == self->new_lines[i - diagonal])
    i++;

  return self->forward[diagonal] = i;
}

static int
follow_backward (const Comparison *self,
                 const Range      *range,
                 int               diagonal)
{
  int below = self->backward[diagonal - 1];
  int above = self->backward[diagonal + 1];
  int i = below < above ? below : above - 1;

  while (i > range->old_first && i - diagonal > range->new_first
         && self->old_lines[i - 1] == self->new_lines[i - diagonal - 1])
    i--;

  return self->backward[diagonal] = i;
}

/* The place that the path from the start has come furthest to. */
static Cut
get_furthest (const Comparison *self,
              const Range      *range,
              const Reach      *reach)
{
  Cut best = { range->old_first, range->new_first };

  for (int d = reach->lowest; d <= reach->highest; d += 2)
    {
      int i = MIN (self->forward[d], MIN (range->old_last, range->new_last + d));

      if (i + (i - d) > best.old_line + best.new_line)
        best = (Cut) { i, i - d };
    }

  return best;
}

/* Where to cut a range whose first and last lines differ. */
static Cut
find_cut (const Comparison *self,
          const Range      *range)
{
  int lowest = range->old_first - range->new_last;
  int highest = range->old_last - range->new_first;
  int start = range->old_first - range->new_first;
  int end = range->old_last - range->new_last;
  gboolean odd = (start - end) % 2 != 0;
  Reach from_start = { start, start };
  Reach from_end = { end, end };

  self->forward[start] = range->old_first;
  self->backward[end] = range->old_last;
  for (guint steps = 1;; steps++)
    {
      widen (&from_start, self->forward, lowest, highest, -1);
      for (int d = from_start.highest; d >= from_start.lowest; d -= 2)
        {
          int i = follow_forward (self, range, d);

          if (odd && d >= from_end.lowest && d <= from_end.highest && self->backward[d] <= i)
            return (Cut) { i, i - d };
        }

      widen (&from_end, self->backward, lowest, highest, G_MAXINT);
      for (int d = from_end.highest; d >= from_end.lowest; d -= 2)
        {
          int i = follow_backward (self, range, d);

          if (!odd && d >= from_start.lowest && d <= from_start.highest && i <= self->forward[d])
            return (Cut) { i, i - d };
        }

      if (steps >= PATIENCE)
        return get_furthest (self, range, &from_start);
    }
}

static void
compare (const Comparison *self,
         Range             range)
{
  for (;;)
    {
      Cut cut;

      while (range.old_first < range.old_last && range.new_first < range.new_last
             && self->old_lines[range.old_first] == self->new_lines[range.new_first])
        range.old_first++, range.new_first++;
      while (range.old_first < range.old_last && range.new_first < range.new_last
             && self->old_lines[range.old_last - 1] == self->new_lines[range.new_last - 1])
        range.old_last--, range.new_last--;

      if (range.old_first == range.old_last || range.new_first == range.new_last)
        break;

      cut = find_cut (self, &range);
      compare (self, (Range) { range.old_first, cut.old_line, range.new_first, cut.new_line });
      range.old_first = cut.old_line;
      range.new_first = cut.new_line;
    }

  for (int i = range.old_first; i < range.old_last; i++)
    self->removed[i] = TRUE;
  for (int i = range.new_first; i < range.new_last; i++)
    self->added[i] = TRUE;
}

/* Gives equal lines equal numbers, across both texts. */
static guint *
number_lines (char       **lines,
              GHashTable  *numbers)
{
  guint *numbered = g_new (guint, g_strv_length (lines) + 1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, lines[i]));

      if (number == 0)
        {
          number = g_hash_table_size (numbers) + 1;
          g_hash_table_insert (numbers, lines[i], GUINT_TO_POINTER (number));
        }
      numbered[i] = number;
    }

  return numbered;
}

static void
free_line (BtyDiffLine *line)
{
  g_free (line->text);
  g_free (line);
}

static void
append_line (GPtrArray   *diff,
             BtyDiffKind  kind,
             const char  *text)
{
  BtyDiffLine *line = g_new (BtyDiffLine, 1);

  line->kind = kind;
  line->text = g_strdup (text);
  g_ptr_array_add (diff, line);
}

/**
 * bty_diff_lines:
 * @old_text: a text
 * @new_text: another
 *
 * Compares two texts line by line. A text that ends with a line end has an empty last line.
 *
 * Returns: (transfer full) (element-type BtyDiffLine): all lines of both, in order; what was removed
 *   stands before what was added in its place
 */
GPtrArray *
bty_diff_lines (const char *old_text,
                const char *new_text)
{
  g_auto(GStrv) old_lines = g_strsplit (old_text, "\n", -1);
  g_auto(GStrv) new_lines = g_strsplit (new_text, "\n", -1);
  guint n_old = g_strv_length (old_lines);
  guint n_new = g_strv_length (new_lines);
  g_autoptr(GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint *old_numbers = number_lines (old_lines, numbers);
  g_autofree guint *new_numbers = number_lines (new_lines, numbers);
  g_autofree gboolean *removed = g_new0 (gboolean, n_old + 1);
  g_autofree gboolean *added = g_new0 (gboolean, n_new + 1);
  g_autofree int *forward = g_new (int, n_old + n_new + 3);
  g_autofree int *backward = g_new (int, n_old + n_new + 3);
  Comparison comparison = { old_numbers, new_numbers, removed, added, forward + n_new + 1, backward + n_new + 1 };
  GPtrArray *diff = g_ptr_array_new_with_free_func ((GDestroyNotify) free_line);
  guint i = 0;
  guint j = 0;

  compare (&comparison, (Range) { 0, n_old, 0, n_new });

  while (i < n_old || j < n_new)
    {
      for (; i < n_old && removed[i]; i++)
        append_line (diff, BTY_DIFF_REMOVED, old_lines[i]);
      for (; j < n_new && added[j]; j++)
        append_line (diff, BTY_DIFF_ADDED, new_lines[j]);
      for (; i < n_old && j < n_new && !removed[i] && !added[j]; i++, j++)
        append_line (diff, BTY_DIFF_SAME, old_lines[i]);
    }

  return diff;
}
