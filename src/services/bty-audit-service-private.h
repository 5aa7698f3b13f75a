/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-audit-jobs.h"
#include "bty-audit-service.h"
#include "bty-keyring.h"
#include "bty-worker.h"

G_BEGIN_DECLS

struct _BtyAuditService
{
  GObject         parent_instance;

  /* Owned */
  BtyWorker      *worker;
  BtyKeyring     *keyring;
  BtyAuditReport *report;

  guint           begin_timer;
  guint           seal_timer;
  gboolean        sealing;
  gboolean        cannot_seal;  /* in this run: the keyring did not answer */
  gboolean        can_seal;     /* in this run: it did */
  gboolean        verifying;
};

BtyAuditJob *bty_audit_service_get_job      (GTask               *task);
void         bty_audit_service_run_on_db    (GTask               *task,
                                             gboolean             writes,
                                             BtyJobFunc           func,
                                             GDestroyNotify       free_result,
                                             GAsyncReadyCallback  callback);
char        *bty_audit_service_dup_key_name (BtyAuditJob         *job) G_GNUC_WARN_UNUSED_RESULT;
char        *bty_audit_service_dup_end_name (BtyAuditJob         *job) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
