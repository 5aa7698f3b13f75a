/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_COUNTER (bty_counter_get_type ())

G_DECLARE_FINAL_TYPE (BtyCounter, bty_counter, BTY, COUNTER, BtyRecord)

struct _BtyCounter
{
  BtyRecord  parent_instance;

  char *id; /* what is counted */
  gint64 value;
};

G_END_DECLS
