/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BTY_BACKOFF_MAX_RETRIES 2   /* of one provider in a turn */
#define BTY_BACKOFF_MAX_ATTEMPTS 5  /* of all providers in a turn */
#define BTY_BACKOFF_PATIENCE_MS 5000  /* for a stated wait, while another provider could answer */

typedef enum
{
  BTY_BACKOFF_RETRY,    /* the same provider, after waiting */
  BTY_BACKOFF_NEXT,     /* the next provider, at once */
  BTY_BACKOFF_GIVE_UP,  /* tell the user */
} BtyBackoffAction;

/**
 * BtyBackoff:
 *
 * Where a turn stands after an attempt has failed.
 */
typedef struct
{
  const GError *error;
  guint         retries;       /* of this provider so far; 0 after its first attempt */
  guint         attempts;      /* in this turn so far, the failed one included */
  guint         n_next;        /* other providers that could be asked */
  gboolean      text_seen;     /* the user has seen a part of the reply */
  gint64        time_left_ms;  /* of the turn */
  double        random;        /* 0 to 1, drawn anew each time */
} BtyBackoff;

BtyBackoffAction  bty_backoff_decide             (const BtyBackoff *situation,
                                                  gint64           *wait_ms);
gint64            bty_backoff_get_jitter         (guint             retries,
                                                  double            random);
gint64            bty_backoff_parse_retry_after  (const char       *header,
                                                  gint64            now);
gint64            bty_backoff_find_wait          (const char       *sentence);

G_END_DECLS
