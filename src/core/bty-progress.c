/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-progress.h"

struct _BtyProgress
{
  GMutex mutex;
  gint64 done;
  gint64 total;
};

static void
clear_progress (gpointer data)
{
  g_mutex_clear (&((BtyProgress *) data)->mutex);
}

/**
 * bty_progress_new:
 *
 * Returns: (transfer full): nothing done, of an unknown total
 */
BtyProgress *
bty_progress_new (void)
{
  BtyProgress *self = g_atomic_rc_box_new0 (BtyProgress);

  g_mutex_init (&self->mutex);

  return self;
}

/**
 * bty_progress_ref:
 * @self: a progress
 *
 * Returns: (transfer full): @self
 */
BtyProgress *
bty_progress_ref (BtyProgress *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * bty_progress_unref:
 * @self: (transfer full): a progress
 *
 * The last one frees it.
 */
void
bty_progress_unref (BtyProgress *self)
{
  g_atomic_rc_box_release_full (self, clear_progress);
}

/**
 * bty_progress_set:
 * @self: (nullable): a progress; %NULL = nobody wants to know
 * @done: how much is done
 * @total: of how much, in the same unit; 0 = not known
 *
 * May be called from any thread.
 */
void
bty_progress_set (BtyProgress *self,
                  gint64       done,
                  gint64       total)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->done = done;
  self->total = total;
  g_mutex_unlock (&self->mutex);
}

/**
 * bty_progress_get:
 * @self: a progress
 * @done: (out): how much is done
 * @total: (out): of how much; 0 = not known
 *
 * May be called from any thread.
 */
void
bty_progress_get (BtyProgress *self,
                  gint64      *done,
                  gint64      *total)
{
  g_mutex_lock (&self->mutex);
  *done = self->done;
  *total = self->total;
  g_mutex_unlock (&self->mutex);
}
