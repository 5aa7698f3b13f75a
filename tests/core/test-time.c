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

static void
test_parses_spans (void)
{
  static const struct
  {
    const char *text;
    gint64      minutes; /* 0 = it is none */
  } spans[] = {
    { "1m", 1 }, { "90m", 90 }, { "12h", 720 }, { "1d", 1440 }, { "2w", 20160 }, { "36525d", 52596000 },
    { "", 0 }, { "0d", 0 }, { "-1d", 0 }, { "+1d", 0 }, { " 1d", 0 }, { "1", 0 }, { "1 d", 0 }, { "1dd", 0 },
    { "d", 0 }, { "1y", 0 }, { "1.5h", 0 }, { "36526d", 0 }, { "99999999999999999999w", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      gint64 span = 0;

      g_test_message ("“%s”", spans[i].text);
      g_assert_cmpint (bty_time_parse_span (spans[i].text, &span), ==, spans[i].minutes > 0);
      g_assert_cmpint (span, ==, spans[i].minutes * G_TIME_SPAN_MINUTE);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/runs", test_runs);
  g_test_add_func ("/time/pretends", test_pretends);
  g_test_add_func ("/time/parses-spans", test_parses_spans);

  return g_test_run ();
}
