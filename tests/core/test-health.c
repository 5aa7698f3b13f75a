/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-health.h"

#include <gio/gio.h>

#include "bty-error.h"

#define NOW G_GINT64_CONSTANT (1700000000000000)

static BtyProviderHealth *
create_health (void)
{
  return g_object_new (BTY_TYPE_PROVIDER_HEALTH, "id", "provider/model", NULL);
}

static const struct
{
  int      code;
  gint64   retry_after;
  gboolean counts;
  gboolean sets_aside;
} failures[] = {
  { BTY_ERROR_PROVIDER, -1, TRUE, FALSE },
  { BTY_ERROR_STREAM, -1, TRUE, FALSE },
  { BTY_ERROR_RATE_LIMITED, -1, TRUE, FALSE },
  { BTY_ERROR_RATE_LIMITED, 90000, TRUE, FALSE },
  { BTY_ERROR_OVERLOADED, 1500, TRUE, FALSE },
  { BTY_ERROR_TIMEOUT, -1, TRUE, FALSE },
  { BTY_ERROR_OFFLINE, -1, TRUE, FALSE },
  { BTY_ERROR_AUTHENTICATION, -1, FALSE, TRUE },
  { BTY_ERROR_QUOTA, -1, FALSE, TRUE },
  { BTY_ERROR_INVALID_REQUEST, -1, FALSE, FALSE },
  { BTY_ERROR_CONTEXT_LENGTH, -1, FALSE, FALSE },
  { BTY_ERROR_UNREADABLE, -1, FALSE, FALSE },
  { BTY_ERROR_NOT_FOUND, -1, FALSE, FALSE },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(BtyProviderHealth) health = create_health ();
      g_autoptr(GError) error = g_error_new_literal (BTY_ERROR, failures[i].code, "It said no");
      gint64 limit = MAX (failures[i].retry_after, 0);

      if (failures[i].retry_after >= 0)
        bty_error_set_retry_after (error, failures[i].retry_after);
      bty_health_record_failure (health, error, NOW);

      g_test_message ("%s", bty_error_to_nick (error));
      g_assert_cmpint (health->total_failures, ==, failures[i].counts);
      g_assert_cmpint (health->set_aside, ==, failures[i].sets_aside);
      g_assert_cmpint (bty_health_get_rate_limit (health, NOW), ==, limit);
      g_assert_cmpint (bty_health_get_rate_limit (health, NOW + limit * 1000), ==, 0);
      if (failures[i].counts || failures[i].sets_aside)
        {
          g_assert_cmpstr (health->last_error, ==, "It said no");
          g_assert_cmpstr (health->last_error_code, ==, bty_error_to_nick (error));
          g_assert_cmpint (health->last_error_at, ==, NOW);
        }
      else
        {
          g_assert_null (health->last_error);
          g_assert_cmpint (health->last_error_at, ==, BTY_UNSET);
        }
    }
}

static void
test_cancelled_changes_nothing (void)
{
  g_autoptr(BtyProviderHealth) health = create_health ();
  g_autoptr(BtyProviderHealth) before = bty_record_copy (health);
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");

  bty_health_record_failure (health, error, NOW);

  g_assert_true (bty_record_equal (health, before));
}

static void
test_success_and_forgiveness (void)
{
  g_autoptr(BtyProviderHealth) health = create_health ();
  g_autoptr(GError) error = g_error_new_literal (BTY_ERROR, BTY_ERROR_AUTHENTICATION, "The key is wrong");
  g_autoptr(GError) limited = g_error_new_literal (BTY_ERROR, BTY_ERROR_RATE_LIMITED, "Too many");

  bty_error_set_retry_after (limited, 3600000);
  bty_health_record_failure (health, error, NOW);
  bty_health_record_failure (health, limited, NOW);
  g_assert_true (health->set_aside);

  bty_health_forgive (health, NOW + 1);
  g_assert_false (health->set_aside);
  g_assert_null (health->last_error);
  g_assert_null (health->last_error_code);
  g_assert_cmpint (bty_health_get_rate_limit (health, NOW), ==, 0);
  g_assert_cmpint (health->total_failures, ==, 1);

  bty_health_record_failure (health, error, NOW + 2);
  bty_health_record_success (health, 250, NOW + 3);
  g_assert_false (health->set_aside);
  g_assert_cmpint (health->last_success_at, ==, NOW + 3);
  g_assert_cmpint (health->last_latency_ms, ==, 250);
  g_assert_cmpstr (health->last_error, ==, "The key is wrong");
}

static void
test_latencies (void)
{
  g_autoptr(BtyProviderHealth) health = create_health ();

  g_assert_cmpint (bty_health_get_latency (health, 0.5), ==, -1);

  bty_health_record_success (health, 40, NOW);
  g_assert_cmpint (bty_health_get_latency (health, 0.5), ==, 40);
  g_assert_cmpint (bty_health_get_latency (health, 0.95), ==, 40);

  /* Only the newest hundred count: 101 to 200, in no order. */
  for (gint64 i = 0; i < 200; i++)
    bty_health_record_success (health, i < 100 ? 9999 : 101 + (i * 37) % 100, NOW);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (health->latencies)), ==, 100);
  g_assert_cmpint (bty_health_get_latency (health, 0.0), ==, 101);
  g_assert_cmpint (bty_health_get_latency (health, 0.5), ==, 150);
  g_assert_cmpint (bty_health_get_latency (health, 0.95), ==, 195);
  g_assert_cmpint (bty_health_get_latency (health, 1.0), ==, 200);
}

static void
test_latencies_that_make_no_sense (void)
{
  static const char *lists[] = { "null", "{}", "\"x\"", "[\"x\", null, {}, -5]" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr(BtyProviderHealth) health = create_health ();
      g_autoptr(JsonNode) node = json_from_string (lists[i], NULL);

      g_object_set (health, "latencies", node, NULL);
      g_assert_cmpint (bty_health_get_latency (health, 0.5), ==, -1);
      bty_health_record_success (health, 7, NOW);
      g_assert_cmpint (bty_health_get_latency (health, 0.5), ==, 7);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/health/failures", test_failures);
  g_test_add_func ("/health/cancelled-changes-nothing", test_cancelled_changes_nothing);
  g_test_add_func ("/health/success-and-forgiveness", test_success_and_forgiveness);
  g_test_add_func ("/health/latencies", test_latencies);
  g_test_add_func ("/health/latencies-that-make-no-sense", test_latencies_that_make_no_sense);

  return g_test_run ();
}
