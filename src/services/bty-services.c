/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-services.h"

static void
clear_services (gpointer data)
{
  BtyServices *self = data;

  g_clear_object (&self->worker);
  g_clear_object (&self->providers);
  g_clear_object (&self->recall);
  g_clear_object (&self->sessions);
  g_clear_object (&self->settings);
  g_clear_object (&self->capture);
  if (self->summaries != NULL)
    bty_summary_service_close (self->summaries);
  g_clear_object (&self->summaries);
}

/**
 * bty_services_ref:
 * @self: made with g_rc_box_new()
 *
 * Returns: (transfer full): @self
 */
BtyServices *
bty_services_ref (BtyServices *self)
{
  return g_rc_box_acquire (self);
}

/**
 * bty_services_unref:
 * @self: (transfer full): what nobody may need any more
 */
void
bty_services_unref (BtyServices *self)
{
  g_rc_box_release_full (self, clear_services);
}
