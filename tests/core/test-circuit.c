/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-circuit.h"

#define SECOND G_GINT64_CONSTANT (1000000)
#define START (1000 * SECOND)

/* Makes a call that ends at once. */
static void
call (BtyCircuit *circuit,
      gboolean    succeeds,
      gint64      now)
{
  guint ticket;

  g_assert_true (bty_circuit_allows (circuit, now, &ticket));
  g_assert_cmpuint (ticket, !=, 0);
  if (succeeds)
    bty_circuit_record_success (circuit, ticket, now);
  else
    bty_circuit_record_failure (circuit, ticket, now);
}

static void
assert_refused (BtyCircuit *circuit,
                gint64      now)
{
  guint ticket = 77;

  g_assert_false (bty_circuit_allows (circuit, now, &ticket));
  g_assert_cmpuint (ticket, ==, 0);
}

/* Calls one second apart: "+" succeeds, "-" fails, "." passes a minute without a call. */
static const struct
{
  const char      *calls;
  BtyCircuitState  state;
} sequences[] = {
  { "", BTY_CIRCUIT_CLOSED },
  { "--", BTY_CIRCUIT_CLOSED },
  { "---", BTY_CIRCUIT_OPEN },
  { "--+--", BTY_CIRCUIT_CLOSED },
  { "--+---", BTY_CIRCUIT_OPEN },
  { "-.-.-", BTY_CIRCUIT_OPEN },            /* in a row, however slowly */
  { "-+-+-+-+-", BTY_CIRCUIT_CLOSED },      /* nine calls are too few */
  { "-+-+-+-+-+", BTY_CIRCUIT_CLOSED },     /* a success opens nothing */
  { "-+-+-+-+-+-", BTY_CIRCUIT_OPEN },
  { "+-+-+-+-+-", BTY_CIRCUIT_OPEN },       /* exactly half of exactly ten */
  { "++-++-++-++-", BTY_CIRCUIT_CLOSED },   /* a third */
  { "-+-+-+-+-.+-", BTY_CIRCUIT_CLOSED },   /* the old ones no longer count */
};

static void
test_sequences (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sequences); i++)
    {
      BtyCircuit circuit;
      gint64 now = START;

      bty_circuit_init (&circuit);
      for (const char *c = sequences[i].calls; *c != '\0'; c++)
        {
          now += *c == '.' ? 61 * SECOND : SECOND;
          if (*c != '.')
            call (&circuit, *c == '+', now);
        }

      g_test_message ("%s", sequences[i].calls);
      g_assert_cmpint (circuit.state, ==, sequences[i].state);
    }
}

static void
test_opens_longer_each_time (void)
{
  static const int seconds[] = { 30, 60, 120, 240, 300, 300 };
  BtyCircuit circuit;
  gint64 now = START;

  bty_circuit_init (&circuit);
  call (&circuit, FALSE, now);
  call (&circuit, FALSE, now);
  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      call (&circuit, FALSE, now);

      g_assert_cmpint (bty_circuit_get_remaining (&circuit, now), ==, seconds[i] * SECOND);
      assert_refused (&circuit, now + seconds[i] * SECOND - 1);
      g_assert_cmpint (bty_circuit_get_state (&circuit, now + seconds[i] * SECOND - 1), ==, BTY_CIRCUIT_OPEN);
      now += seconds[i] * SECOND;
      g_assert_cmpint (bty_circuit_get_state (&circuit, now), ==, BTY_CIRCUIT_HALF_OPEN);
      g_assert_cmpint (bty_circuit_get_remaining (&circuit, now), ==, 0);
    }

  call (&circuit, TRUE, now);
  g_assert_cmpint (circuit.state, ==, BTY_CIRCUIT_CLOSED);
  for (guint i = 0; i < 3; i++)
    call (&circuit, FALSE, now);
  g_assert_cmpint (bty_circuit_get_remaining (&circuit, now), ==, 30 * SECOND);
}

static void
open_circuit (BtyCircuit *circuit,
              gint64      now)
{
  bty_circuit_init (circuit);
  for (guint i = 0; i < 3; i++)
    call (circuit, FALSE, now);
}

static void
test_lets_one_probe_through (void)
{
  BtyCircuit circuit;
  gint64 now = START + 30 * SECOND;
  guint probe;
  guint next;

  open_circuit (&circuit, START);
  g_assert_true (bty_circuit_allows (&circuit, now, &probe));
  for (guint i = 0; i < 5; i++)
    assert_refused (&circuit, now + i * 1000 * SECOND);

  bty_circuit_record_abandoned (&circuit, probe);
  g_assert_true (bty_circuit_allows (&circuit, now, &next));
  assert_refused (&circuit, now);

  bty_circuit_record_success (&circuit, next, now);
  g_assert_cmpint (circuit.state, ==, BTY_CIRCUIT_CLOSED);
  g_assert_true (bty_circuit_allows (&circuit, now, &probe));
  g_assert_true (bty_circuit_allows (&circuit, now, &next));
}

static void
test_ignores_late_ends (void)
{
  BtyCircuit circuit;
  guint slow[3];
  guint probe;

  bty_circuit_init (&circuit);
  for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
    g_assert_true (bty_circuit_allows (&circuit, START, &slow[i]));
  for (guint i = 0; i < 3; i++)
    call (&circuit, FALSE, START);

  /* What began before the opening neither closes it, nor lengthens it, nor frees the probe. */
  bty_circuit_record_success (&circuit, slow[0], START + SECOND);
  g_assert_cmpint (circuit.state, ==, BTY_CIRCUIT_OPEN);
  bty_circuit_record_failure (&circuit, slow[1], START + SECOND);
  g_assert_cmpint (bty_circuit_get_remaining (&circuit, START), ==, 30 * SECOND);
  g_assert_true (bty_circuit_allows (&circuit, START + 30 * SECOND, &probe));
  bty_circuit_record_abandoned (&circuit, slow[2]);
  assert_refused (&circuit, START + 30 * SECOND);

  /* And a probe from before a reset says nothing about the circuit after it. */
  bty_circuit_reset (&circuit);
  g_assert_cmpint (circuit.state, ==, BTY_CIRCUIT_CLOSED);
  bty_circuit_record_failure (&circuit, probe, START + 31 * SECOND);
  g_assert_cmpuint (circuit.failures, ==, 0);
}

static void
test_forgets_old_calls (void)
{
  BtyCircuit circuit;
  gint64 now = START;

  bty_circuit_init (&circuit);
  for (guint i = 0; i < 1000; i++)
    call (&circuit, i % 3 != 0, now += SECOND / 100);

  g_assert_cmpint (circuit.state, ==, BTY_CIRCUIT_CLOSED);
}

static void
test_saves_and_loads (void)
{
  g_autoptr(BtyProviderHealth) health = g_object_new (BTY_TYPE_PROVIDER_HEALTH, "id", "a/b", NULL);
  BtyCircuit circuit;
  BtyCircuit loaded;
  guint ticket;

  open_circuit (&circuit, START);
  call (&circuit, FALSE, START + 30 * SECOND);
  bty_circuit_save (&circuit, health);
  g_assert_cmpint (health->state, ==, BTY_CIRCUIT_OPEN);
  g_assert_cmpint (health->openings, ==, 2);

  /* Another run, whose steady clock began anew. */
  bty_circuit_load (&loaded, health, 5 * SECOND, 0);
  g_assert_cmpint (bty_circuit_get_remaining (&loaded, 5 * SECOND), ==, 60 * SECOND);
  assert_refused (&loaded, 64 * SECOND);
  g_assert_true (bty_circuit_allows (&loaded, 65 * SECOND, &ticket));

  /* The program ended during the probe: the next call is it. */
  bty_circuit_save (&loaded, health);
  bty_circuit_load (&loaded, health, SECOND, 0);
  g_assert_cmpint (bty_circuit_get_state (&loaded, SECOND), ==, BTY_CIRCUIT_HALF_OPEN);
  g_assert_true (bty_circuit_allows (&loaded, SECOND, &ticket));
  assert_refused (&loaded, SECOND);
  bty_circuit_record_success (&loaded, ticket, SECOND);

  bty_circuit_save (&loaded, health);
  g_assert_cmpint (health->state, ==, BTY_CIRCUIT_CLOSED);
  g_assert_cmpint (health->failures, ==, 0);
  g_assert_cmpint (health->openings, ==, 0);

  g_object_set (health, "failures", (gint64) 2, NULL);
  bty_circuit_load (&loaded, health, SECOND, 0);
  call (&loaded, FALSE, SECOND);
  g_assert_cmpint (loaded.state, ==, BTY_CIRCUIT_OPEN);
}

/* Time that passes between two runs counts, as far as the clock on the wall can be believed. */
static void
test_waits_between_runs (void)
{
  static const struct
  {
    gint64 last_error_at;
    gint64 wall_now;
    gint64 remaining;
  } runs[] = {
    { BTY_UNSET, 1000 * SECOND, 30 * SECOND },
    { 1000 * SECOND, 1000 * SECOND, 30 * SECOND },
    { 1000 * SECOND, 1012 * SECOND, 18 * SECOND },
    { 1000 * SECOND, 1030 * SECOND, 0 },
    { 1000 * SECOND, 9000 * SECOND, 0 },
    { 1000 * SECOND, 10 * SECOND, 30 * SECOND },
  };
  g_autoptr(BtyProviderHealth) health = g_object_new (BTY_TYPE_PROVIDER_HEALTH, "state", BTY_CIRCUIT_OPEN,
                                                      "openings", (gint64) 1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      BtyCircuit loaded;
      guint ticket;

      g_object_set (health, "last-error-at", runs[i].last_error_at, NULL);
      bty_circuit_load (&loaded, health, 5 * SECOND, runs[i].wall_now);
      g_assert_cmpint (bty_circuit_get_remaining (&loaded, 5 * SECOND), ==, runs[i].remaining);
      g_assert_cmpint (bty_circuit_allows (&loaded, 5 * SECOND, &ticket), ==, runs[i].remaining == 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/circuit/sequences", test_sequences);
  g_test_add_func ("/circuit/waits-between-runs", test_waits_between_runs);
  g_test_add_func ("/circuit/opens-longer-each-time", test_opens_longer_each_time);
  g_test_add_func ("/circuit/lets-one-probe-through", test_lets_one_probe_through);
  g_test_add_func ("/circuit/ignores-late-ends", test_ignores_late_ends);
  g_test_add_func ("/circuit/forgets-old-calls", test_forgets_old_calls);
  g_test_add_func ("/circuit/saves-and-loads", test_saves_and_loads);

  return g_test_run ();
}
