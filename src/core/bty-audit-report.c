/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-report.h"

G_DEFINE_BOXED_TYPE (BtyAuditReport, bty_audit_report, bty_audit_report_ref, bty_audit_report_unref)

static void
clear_report (gpointer data)
{
  BtyAuditReport *self = data;

  g_free (self->broken_id);
  g_free (self->broken_chain);
  g_free (self->problem);
  g_ptr_array_unref (self->altered);
  g_ptr_array_unref (self->unproven);
}

/**
 * bty_audit_report_new:
 *
 * Returns: (transfer full): that nothing was read and all is well
 */
BtyAuditReport *
bty_audit_report_new (void)
{
  BtyAuditReport *self = g_atomic_rc_box_new0 (BtyAuditReport);

  self->is_intact = TRUE;
  self->altered = g_ptr_array_new_with_free_func (g_free);
  self->unproven = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * bty_audit_report_ref:
 * @self: a report
 *
 * Returns: (transfer full): @self
 */
BtyAuditReport *
bty_audit_report_ref (BtyAuditReport *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * bty_audit_report_unref:
 * @self: (transfer full): a report that is not needed any more
 */
void
bty_audit_report_unref (BtyAuditReport *self)
{
  g_atomic_rc_box_release_full (self, clear_report);
}
