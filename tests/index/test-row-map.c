/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-row-map.h"

/* Each key leads to its row and no other key to any, in maps of every size: also where a chain goes over the end. */
static void
test_find (void)
{
  for (guint size = 0; size < 400; size++)
    {
      static const float vector[4] = { 1, 0, 0, 0 };
      BtyVectorTable table;
      BtyRowMap map = { 0 };
      guint row;

      bty_vector_table_init (&table, BTY_METRIC_COSINE, 4);
      bty_row_map_make (&map, &table);
      for (guint i = 0; i < size; i++)
        bty_row_map_add (&map, &table, bty_vector_table_append (&table, (gint64) i * size - 3, vector));
      for (guint i = 0; i < size; i++)
        {
          g_assert_true (bty_row_map_find (&map, &table, (gint64) i * size - 3, &row));
          g_assert_cmpuint (row, ==, i);
        }
      for (gint64 key = -1000; key < -3; key++)
        g_assert_false (bty_row_map_find (&map, &table, key, &row));

      for (guint i = 0; i < size; i += 2)
        bty_vector_table_hide (&table, i);
      for (guint i = 0; i < size; i++)
        g_assert_true (bty_row_map_find (&map, &table, (gint64) i * size - 3, &row) == (i % 2 == 1));
      bty_row_map_clear (&map);
      bty_vector_table_clear (&table);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-map/find", test_find);

  return g_test_run ();
}
