/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_APPLICATION (bty_application_get_type ())

G_DECLARE_FINAL_TYPE (BtyApplication, bty_application, BTY, APPLICATION, AdwApplication)

BtyApplication *bty_application_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void            bty_application_open_profile  (BtyApplication *self);
GSettings      *bty_application_get_settings  (BtyApplication *self);

/* For what works without the window: opens the profile unless it is open. */
void            bty_application_ensure_profile_async  (BtyApplication       *self,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
BtyProfile     *bty_application_ensure_profile_finish (BtyApplication       *self,
                                                       GAsyncResult         *result,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

const char     *bty_application_get_data_dir  (BtyApplication *self);
const char     *bty_application_get_root_dir  (BtyApplication *self);

G_END_DECLS
