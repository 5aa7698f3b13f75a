/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyMemoryReading:
 *
 * That a bot was sent a memory, and for which reply.
 */
typedef struct
{
  char   *bot_id;      /* who read it */
  char   *message_id;  /* the reply */
  char   *session_id;  /* where that is; NULL = it is gone */
  char   *title;       /* of the session; empty until it has one */
  char   *text;        /* of the reply; NULL = it is gone */
  gint64  read_at;     /* microseconds since 1970 UTC */
} BtyMemoryReading;

void bty_memory_reading_free (BtyMemoryReading *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMemoryReading, bty_memory_reading_free)

G_END_DECLS
