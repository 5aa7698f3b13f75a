/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-circuit.h"

#define FAILURES_IN_A_ROW 3
#define WINDOW (60 * G_USEC_PER_SEC)
#define WINDOW_MINIMUM 10
#define SHORTEST_OPENING (30 * G_USEC_PER_SEC)
#define LONGEST_OPENING (300 * G_USEC_PER_SEC)

/* Results of calls that began before the change no longer count. */
static void
enter (BtyCircuit      *self,
       BtyCircuitState  state)
{
  self->state = state;
  self->probe_running = FALSE;
  self->n_calls = 0;
  self->ticket++;
}

/* How long it stays open: doubled with each opening in a row. */
static gint64
get_opening (guint openings)
{
  gint64 duration = SHORTEST_OPENING;

  for (guint i = 1; i < openings && duration < LONGEST_OPENING; i++)
    duration *= 2;

  return MIN (duration, LONGEST_OPENING);
}

static void
open_until_later (BtyCircuit *self,
                  gint64      now)
{
  self->openings++;
  self->open_until = now + get_opening (self->openings);
  enter (self, BTY_CIRCUIT_OPEN);
}

static void
remember_call (BtyCircuit *self,
               gboolean    failed,
               gint64      now)
{
  guint i = self->n_calls++ % BTY_CIRCUIT_WINDOW_CALLS;

  self->calls[i].ended_at = now;
  self->calls[i].failed = failed;
}

static gboolean
fails_too_often (const BtyCircuit *self,
                 gint64            now)
{
  guint recent = 0;
  guint failed = 0;

  for (guint i = 0; i < MIN (self->n_calls, BTY_CIRCUIT_WINDOW_CALLS); i++)
    {
      if (now - self->calls[i].ended_at > WINDOW)
        continue;
      recent++;
      failed += self->calls[i].failed ? 1 : 0;
    }

  return recent >= WINDOW_MINIMUM && failed * 2 >= recent;
}

/**
 * bty_circuit_init:
 * @self: (out caller-allocates): the memory for it
 *
 * Makes a closed circuit that has seen nothing.
 */
void
bty_circuit_init (BtyCircuit *self)
{
  *self = (BtyCircuit) { .state = BTY_CIRCUIT_CLOSED, .ticket = 1 };
}

/**
 * bty_circuit_allows:
 * @self: a circuit
 * @now: steady microseconds
 * @ticket: (out): identifies the call when its end is recorded; 0 if it may not be made
 *
 * Asks to make one call. Each call that is allowed must be ended by one of the functions that record.
 * Of a circuit whose time is up exactly one call is allowed, the probe, until its end is recorded.
 *
 * Returns: whether the call may be made
 */
gboolean
bty_circuit_allows (BtyCircuit *self,
                    gint64      now,
                    guint      *ticket)
{
  *ticket = 0;

  if (self->state == BTY_CIRCUIT_OPEN && now >= self->open_until)
    enter (self, BTY_CIRCUIT_HALF_OPEN);
  if (self->state == BTY_CIRCUIT_OPEN || self->probe_running)
    return FALSE;

  self->probe_running = self->state == BTY_CIRCUIT_HALF_OPEN;
  *ticket = self->ticket;

  return TRUE;
}

/**
 * bty_circuit_record_success:
 * @self: a circuit
 * @ticket: from bty_circuit_allows()
 * @now: steady microseconds
 *
 * Ends a call that was answered. The probe's success closes the circuit.
 */
void
bty_circuit_record_success (BtyCircuit *self,
                            guint       ticket,
                            gint64      now)
{
  if (ticket != self->ticket)
    return;

  self->failures = 0;
  if (self->state == BTY_CIRCUIT_HALF_OPEN)
    {
      self->openings = 0;
      enter (self, BTY_CIRCUIT_CLOSED);
    }
  remember_call (self, FALSE, now);
}

/**
 * bty_circuit_record_failure:
 * @self: a circuit
 * @ticket: from bty_circuit_allows()
 * @now: steady microseconds
 *
 * Ends a call with an error for which bty_error_fails_over() holds; other errors say nothing about
 * the provider and are recorded as abandoned.
 */
void
bty_circuit_record_failure (BtyCircuit *self,
                            guint       ticket,
                            gint64      now)
{
  if (ticket != self->ticket)
    return;

  self->failures++;
  remember_call (self, TRUE, now);
  if (self->state == BTY_CIRCUIT_HALF_OPEN
      || self->failures >= FAILURES_IN_A_ROW
      || fails_too_often (self, now))
    open_until_later (self, now);
}

/**
 * bty_circuit_record_abandoned:
 * @self: a circuit
 * @ticket: from bty_circuit_allows()
 *
 * Ends a call that says nothing about the provider, such as one that was cancelled. If it was the
 * probe, the next call may be it.
 */
void
bty_circuit_record_abandoned (BtyCircuit *self,
                              guint       ticket)
{
  if (ticket == self->ticket)
    self->probe_running = FALSE;
}

/**
 * bty_circuit_get_state:
 * @self: a circuit
 * @now: steady microseconds
 *
 * Returns: the state that a call would meet now
 */
BtyCircuitState
bty_circuit_get_state (const BtyCircuit *self,
                       gint64            now)
{
  if (self->state == BTY_CIRCUIT_OPEN && now >= self->open_until)
    return BTY_CIRCUIT_HALF_OPEN;

  return self->state;
}

/**
 * bty_circuit_get_remaining:
 * @self: a circuit
 * @now: steady microseconds
 *
 * Returns: microseconds until an open circuit lets a probe through; 0 if it is not open
 */
gint64
bty_circuit_get_remaining (const BtyCircuit *self,
                           gint64            now)
{
  return self->state == BTY_CIRCUIT_OPEN ? MAX (self->open_until - now, 0) : 0;
}

/**
 * bty_circuit_reset:
 * @self: a circuit
 *
 * Closes it and forgets what it has seen; calls that are still running no longer count.
 */
void
bty_circuit_reset (BtyCircuit *self)
{
  self->failures = 0;
  self->openings = 0;
  enter (self, BTY_CIRCUIT_CLOSED);
}

/**
 * bty_circuit_load:
 * @self: (out caller-allocates): the memory for it
 * @health: what bty_circuit_save() wrote, perhaps in another run of the program
 * @now: steady microseconds
 * @wall_now: microseconds since 1970 UTC
 *
 * Makes the circuit that was saved. Instants of the steady clock do not outlive a run: how long an open circuit has
 * waited already is told by the time of the last error, and never more than its whole time is left. A program that
 * runs for a moment only would else never see it end.
 */
void
bty_circuit_load (BtyCircuit        *self,
                  BtyProviderHealth *health,
                  gint64             now,
                  gint64             wall_now)
{
  bty_circuit_init (self);
  self->state = health->state;
  self->failures = CLAMP (health->failures, 0, G_MAXINT);
  self->openings = CLAMP (health->openings, 0, G_MAXINT);
  if (self->state == BTY_CIRCUIT_OPEN)
    {
      gint64 opening = get_opening (self->openings);
      gint64 waited = health->last_error_at != BTY_UNSET ? wall_now - health->last_error_at : 0;

      self->open_until = now + opening - CLAMP (waited, 0, opening);
    }
}

/**
 * bty_circuit_save:
 * @self: a circuit
 * @health: where its state is kept
 *
 * Writes what bty_circuit_load() reads.
 */
void
bty_circuit_save (const BtyCircuit  *self,
                  BtyProviderHealth *health)
{
  g_object_set (health,
                "state", self->state,
                "failures", (gint64) self->failures,
                "openings", (gint64) self->openings,
                NULL);
}
