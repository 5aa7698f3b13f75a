/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TRANSITION_PATTERN 3 /* times */

#define BTY_TYPE_TRANSITION (bty_transition_get_type ())

G_DECLARE_FINAL_TYPE (BtyTransition, bty_transition, BTY, TRANSITION, BtyRecord)

struct _BtyTransition
{
  BtyRecord  parent_instance;

  char *id;
  char *scope;
  char *key; /* what kind of habit, "prompt" for instance */
  char *from_state;
  char *to_state;
  gint64 count;
  gint64 first_at;
  gint64 last_at;
};

G_END_DECLS
