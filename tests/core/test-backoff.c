/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-backoff.h"

#include <gio/gio.h>

#include "bty-error.h"

#define NEXT 1
#define ALONE 0
#define UNSEEN FALSE
#define SEEN TRUE
#define PLENTY 300000

static const struct
{
  BtyError         code;
  gint64           retry_after;
  guint            retries;
  guint            attempts;
  guint            n_next;
  gboolean         text_seen;
  gint64           time_left;
  BtyBackoffAction action;
  gint64           wait; /* with a random number of 0 */
} decisions[] = {
  /* The same provider twice more, then the next. */
  { BTY_ERROR_PROVIDER, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 500 },
  { BTY_ERROR_PROVIDER, -1, 1, 2, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 500 },
  { BTY_ERROR_PROVIDER, -1, 2, 3, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_PROVIDER, -1, 2, 3, ALONE, UNSEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_STREAM, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 500 },
  { BTY_ERROR_OVERLOADED, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 500 },
  /* Five attempts are all there are. */
  { BTY_ERROR_PROVIDER, -1, 0, 4, ALONE, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 500 },
  { BTY_ERROR_PROVIDER, -1, 0, 5, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_OFFLINE, -1, 0, 5, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  /* Each of the others keeps its attempt. */
  { BTY_ERROR_PROVIDER, -1, 0, 4, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_PROVIDER, -1, 1, 2, 2, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 500 },
  { BTY_ERROR_PROVIDER, -1, 1, 2, 3, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_PROVIDER, -1, 0, 1, 4, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_RATE_LIMITED, 100, 0, 1, 9, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  /* What does not answer is not asked again while another may. */
  { BTY_ERROR_OFFLINE, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_OFFLINE, -1, 0, 1, ALONE, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 500 },
  { BTY_ERROR_TIMEOUT, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_TIMEOUT, -1, 1, 2, ALONE, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 500 },
  /* Rate limits. */
  { BTY_ERROR_RATE_LIMITED, 0, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 0 },
  { BTY_ERROR_RATE_LIMITED, 5000, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 5000 },
  { BTY_ERROR_RATE_LIMITED, 5001, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_RATE_LIMITED, 5000, 2, 3, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_RATE_LIMITED, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_RATE_LIMITED, -1, 0, 1, ALONE, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 500 },
  { BTY_ERROR_RATE_LIMITED, 60000, 0, 1, ALONE, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 60000 },
  { BTY_ERROR_RATE_LIMITED, 60001, 0, 1, ALONE, UNSEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_OVERLOADED, 30000, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_OVERLOADED, 30000, 0, 1, ALONE, UNSEEN, PLENTY, BTY_BACKOFF_RETRY, 30000 },
  /* The time of the turn. */
  { BTY_ERROR_PROVIDER, -1, 0, 1, NEXT, UNSEEN, 500, BTY_BACKOFF_NEXT, 0 },
  { BTY_ERROR_PROVIDER, -1, 0, 1, ALONE, UNSEEN, 500, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_PROVIDER, -1, 0, 1, ALONE, UNSEEN, 501, BTY_BACKOFF_RETRY, 500 },
  { BTY_ERROR_PROVIDER, -1, 0, 1, NEXT, UNSEEN, 0, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_RATE_LIMITED, 4000, 0, 1, NEXT, UNSEEN, 3000, BTY_BACKOFF_NEXT, 0 },
  /* Never silently after the first visible text. */
  { BTY_ERROR_STREAM, -1, 0, 1, NEXT, SEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_OFFLINE, -1, 0, 1, NEXT, SEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  /* Returned at once. */
  { BTY_ERROR_AUTHENTICATION, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_QUOTA, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_INVALID_REQUEST, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_CONTEXT_LENGTH, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_UNREADABLE, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
  { BTY_ERROR_NOT_FOUND, -1, 0, 1, NEXT, UNSEEN, PLENTY, BTY_BACKOFF_GIVE_UP, 0 },
};

static void
test_decisions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (BTY_ERROR, decisions[i].code, "No");
      BtyBackoff situation = {
        .error = error,
        .retries = decisions[i].retries,
        .attempts = decisions[i].attempts,
        .n_next = decisions[i].n_next,
        .text_seen = decisions[i].text_seen,
        .time_left_ms = decisions[i].time_left,
      };
      gint64 wait = -1;

      if (decisions[i].retry_after >= 0)
        bty_error_set_retry_after (error, decisions[i].retry_after);

      g_test_message ("decision %u", i);
      g_assert_cmpint (bty_backoff_decide (&situation, &wait), ==, decisions[i].action);
      g_assert_cmpint (wait, ==, decisions[i].wait);
    }
}

static void
test_cancelled (void)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
  BtyBackoff situation = { .error = error, .attempts = 1, .n_next = 1, .time_left_ms = PLENTY };
  gint64 wait;

  g_assert_cmpint (bty_backoff_decide (&situation, &wait), ==, BTY_BACKOFF_GIVE_UP);
}

static void
test_jitter (void)
{
  static const gint64 limits[] = { 1000, 2000, 4000, 8000, 8000, 8000 };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_assert_cmpint (bty_backoff_get_jitter (i, 0), ==, 500);
      g_assert_cmpint (bty_backoff_get_jitter (i, 0.5), ==, (500 + limits[i]) / 2);
      g_assert_cmpint (bty_backoff_get_jitter (i, 1), ==, limits[i]);
    }
  g_assert_cmpint (bty_backoff_get_jitter (G_MAXUINT, 7), ==, 8000);
}

/* "Now" is Sun, 06 Nov 1994 08:49:37 GMT. */
#define NOW G_GINT64_CONSTANT (784111777000000)

static const struct
{
  const char *header;
  gint64      milliseconds;
} headers[] = {
  { "0", 0 },
  { "1", 1000 },
  { " 120\t", 120000 },
  { "0.5", 500 },
  { "1.0005", 1001 },
  { "00", 0 },
  { "99999999999999999999", G_MAXINT },
  { "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
  { "Sun, 06 Nov 1994 08:50:00 GMT", 23000 },
  { "Sunday, 06-Nov-94 08:49:47 GMT", 10000 },
  { "Sun Nov  6 08:49:40 1994", 3000 },
  { "Mon Nov 28 08:49:37 1994", 22 * 86400 * G_GINT64_CONSTANT (1000) },
  { "Sat, 05 Nov 1994 08:49:37 GMT", 0 },
  { "Sunday, 06-Nov-45 08:49:37 GMT", 0 },             /* 1945, not 2045 */
  { "Sunday, 06-Nov-44 08:49:37 GMT", G_MAXINT },      /* 2044 */
  { "Tuesday, 06-Nov-01 08:49:37 GMT", G_MAXINT },     /* 2001 */
  { "Sat, 31 Dec 1994 23:59:60 GMT", 4806622000 },
  { NULL, -1 },
  { "", -1 },
  { "soon", -1 },
  { "-1", -1 },
  { "+1", -1 },
  { "1.", -1 },
  { ".5", -1 },
  { "1.5.5", -1 },
  { "1e3", -1 },
  { "0x10", -1 },
  { "inf", -1 },
  { "nan", -1 },
  { "12 seconds", -1 },
  { "\xff\xfe", -1 },
  { "Sun, 06 Nov 1994 08:49:37 CET", -1 },
  { "Sun, 06 Nov 1994 08:49:37 GMT and more", -1 },
  { "Sun, 06 anF 1994 08:49:37 GMT", -1 },
  { "Sun, 31 Feb 1994 08:49:37 GMT", -1 },
  { "Sun, 06 Nov 1994 25:49:37 GMT", -1 },
  { "Sun, 06 Nov 1994 08:49", -1 },
};

static void
test_retry_after (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      gint64 expected = MIN (headers[i].milliseconds, G_MAXINT);

      g_test_message ("header %u", i);
      g_assert_cmpint (bty_backoff_parse_retry_after (headers[i].header, NOW), ==, expected);
    }
}

/* Services that send no header say it in their sentences. */
static void
test_find_wait (void)
{
  static const struct
  {
    const char *sentence;
    gint64      wait;
  } sentences[] = {
    { "Rate limit reached. Limit 30000, Used 29000. Please try again in 2s.", 2000 },
    { "Please try again in 20ms.", 20 },
    { "Please try again in 7.66s. Need more tokens?", 7660 },
    { "Please try again in 1m2.5s.", 62500 },
    { "Please try again in 6m0s.", 360000 },
    { "try again in 1h2m3s", 3723000 },
    { "Please retry after 26 seconds.", 26000 },
    { "Please retry in 38.0001s.", 38001 },
    { "Please try again in 2m", 120000 },
    { "try again in 999999999s", G_MAXINT },
    { "Please try again in a few seconds.", -1 },
    { "try again in 5", -1 },
    { "Please try again later", -1 },
    { "", -1 },
    { NULL, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    g_assert_cmpint (bty_backoff_find_wait (sentences[i].sentence), ==, sentences[i].wait);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backoff/decisions", test_decisions);
  g_test_add_func ("/backoff/cancelled", test_cancelled);
  g_test_add_func ("/backoff/jitter", test_jitter);
  g_test_add_func ("/backoff/retry-after", test_retry_after);
  g_test_add_func ("/backoff/find-wait", test_find_wait);

  return g_test_run ();
}
