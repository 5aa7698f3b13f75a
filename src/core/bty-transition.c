/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-transition.h"

/**
 * BtyTransition:
 *
 * How often one thing followed another: within a scope and under a key, what came before and what came
 * after. It is a pattern from %BTY_TRANSITION_PATTERN times on.
 */

G_DEFINE_FINAL_TYPE (BtyTransition, bty_transition, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyTransition, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyTransition, scope, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyTransition, key, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyTransition, from_state, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyTransition, to_state, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyTransition, count, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyTransition, first_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyTransition, last_at, TIME, BTY_FIELD_NONE),
};

static void
bty_transition_class_init (BtyTransitionClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "transitions", fields, G_N_ELEMENTS (fields));
}

static void
bty_transition_init (BtyTransition *self)
{
}
