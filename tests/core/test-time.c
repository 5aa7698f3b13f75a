/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-time.h"

#define DAY (86400 * G_GINT64_CONSTANT (1000000))

static void
test_runs (void)
{
  gint64 now = bty_time_now ();
  gint64 steady = bty_time_steady ();

  g_assert_cmpint (now, >, G_GINT64_CONSTANT (1577836800000000)); /* 2020 */
  g_assert_cmpint (ABS (now - g_get_real_time ()), <, DAY);
  g_usleep (2000);
  g_assert_cmpint (bty_time_now (), >, now);
  g_assert_cmpint (bty_time_steady (), >=, steady + 2000);
}

static void
test_pretends (void)
{
  gint64 now = bty_time_now ();
  gint64 steady = bty_time_steady ();

  bty_time_pretend (3 * DAY);
  g_assert_cmpint (bty_time_now () - now, >=, 3 * DAY);
  g_assert_cmpint (bty_time_now () - now, <, 4 * DAY);
  g_assert_cmpint (bty_time_steady () - steady, >=, 3 * DAY);
  g_assert_cmpint (bty_time_steady () - steady, <, 4 * DAY);

  bty_time_pretend (0);
  g_assert_cmpint (bty_time_steady () - steady, <, DAY);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/runs", test_runs);
  g_test_add_func ("/time/pretends", test_pretends);

  return g_test_run ();
}
