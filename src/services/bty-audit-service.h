/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-audit-entry.h"
#include "bty-audit-report.h"
#include "bty-memory-filter.h"

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;
typedef struct _BtyKeyring BtyKeyring;

/**
 * BtyAuditService:
 *
 * The record of what happened to memories: who did what and when, in a chain that shows when it is changed
 * afterwards. A key in the keyring seals its end, and where it ended is kept there too. Properties: "report", the
 * #BtyAuditReport of the last verification or NULL, and "verifying".
 */
#define BTY_TYPE_AUDIT_SERVICE (bty_audit_service_get_type ())

G_DECLARE_FINAL_TYPE (BtyAuditService, bty_audit_service, BTY, AUDIT_SERVICE, GObject)

BtyAuditService *bty_audit_service_new (BtyWorker  *worker,
                                        BtyKeyring *keyring) G_GNUC_WARN_UNUSED_RESULT;

BtyAuditReport *bty_audit_service_get_report (BtyAuditService *self);
gboolean bty_audit_service_get_verifying (BtyAuditService *self);

/* Of BtyAuditEntry, the newest first: the timeline of a memory, a bot, or all. */
void bty_audit_service_list_async (BtyAuditService      *self,
                                   const BtyAuditFilter *filter,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
GPtrArray *bty_audit_service_list_finish (BtyAuditService  *self,
                                          GAsyncResult     *result,
                                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* Checks every entry and every memory. @anchor is what bty_audit_service_export_anchor_async() gave at another time,
 * or NULL. @actor as in BtyMemoryService. An error means that it could not be checked, not that it is broken. */
void bty_audit_service_verify_async (BtyAuditService     *self,
                                     const char          *anchor,
                                     const char          *actor,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
void bty_audit_service_check_async (BtyAuditService     *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
BtyAuditReport *bty_audit_service_verify_finish (BtyAuditService  *self,
                                                 GAsyncResult     *result,
                                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* Verifies in the background, soon; see the property "report" then. */
void bty_audit_service_begin (BtyAuditService *self);
void bty_audit_service_begin_now (BtyAuditService *self);

/* A text to keep elsewhere, which says where the record ends now: bty_audit_service_verify_async() takes it. */
void bty_audit_service_export_anchor_async (BtyAuditService     *self,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
char *bty_audit_service_export_anchor_finish (BtyAuditService  *self,
                                              GAsyncResult     *result,
                                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* After a backup was put in place, when report->restored_at says so and the user does too. */
void bty_audit_service_accept_restore_async (BtyAuditService     *self,
                                             const char          *actor,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gboolean bty_audit_service_accept_restore_finish (BtyAuditService  *self,
                                                  GAsyncResult     *result,
                                                  GError          **error);

/* For the profile: the record grew, and will be sealed soon; seal it now, for it is being closed. */
void bty_audit_service_note_growth (BtyAuditService *self);
gboolean bty_audit_service_flush (BtyAuditService *self);

G_END_DECLS
