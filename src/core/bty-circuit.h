/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-health.h"

G_BEGIN_DECLS

#define BTY_CIRCUIT_WINDOW_CALLS 64

/**
 * BtyCircuit:
 *
 * A circuit breaker: keeps a provider that fails again and again from being asked, until a single
 * probe shows that it is back. It is a value that reads no clock: every @now is bty_time_steady().
 */
typedef struct
{
  BtyCircuitState state;
  guint           failures;       /* in a row */
  guint           openings;       /* in a row */
  gint64          open_until;     /* steady microseconds; meaningful while open */
  gboolean        probe_running;
  guint           ticket;         /* of the calls that count now; changes with the state */

  /* The newest calls, a ring. */
  struct
  {
    gint64   ended_at;
    gboolean failed;
  } calls[BTY_CIRCUIT_WINDOW_CALLS];
  guint           n_calls;        /* ever recorded in this window */
} BtyCircuit;

void             bty_circuit_init             (BtyCircuit        *self);
gboolean         bty_circuit_allows           (BtyCircuit        *self,
                                               gint64             now,
                                               guint             *ticket);
void             bty_circuit_record_success   (BtyCircuit        *self,
                                               guint              ticket,
                                               gint64             now);
void             bty_circuit_record_failure   (BtyCircuit        *self,
                                               guint              ticket,
                                               gint64             now);
void             bty_circuit_record_abandoned (BtyCircuit        *self,
                                               guint              ticket);
BtyCircuitState  bty_circuit_get_state        (const BtyCircuit  *self,
                                               gint64             now);
gint64           bty_circuit_get_remaining    (const BtyCircuit  *self,
                                               gint64             now);
void             bty_circuit_reset            (BtyCircuit        *self);

void             bty_circuit_load             (BtyCircuit        *self,
                                               BtyProviderHealth *health,
                                               gint64             now,
                                               gint64             wall_now);
void             bty_circuit_save             (const BtyCircuit  *self,
                                               BtyProviderHealth *health);

G_END_DECLS
