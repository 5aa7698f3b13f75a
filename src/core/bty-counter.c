/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-counter.h"

/**
 * BtyCounter:
 *
 * The last number that was given out under a name. It outlives what got the number, so that none is given
 * out twice.
 */

G_DEFINE_FINAL_TYPE (BtyCounter, bty_counter, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyCounter, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyCounter, value, INTEGER, BTY_FIELD_NONE),
};

static void
bty_counter_class_init (BtyCounterClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "counters", fields, G_N_ELEMENTS (fields));
}

static void
bty_counter_init (BtyCounter *self)
{
}
