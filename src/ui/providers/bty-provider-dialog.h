/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-provider-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_PROVIDER_DIALOG (bty_provider_dialog_get_type ())

G_DECLARE_FINAL_TYPE (BtyProviderDialog, bty_provider_dialog, BTY, PROVIDER_DIALOG, AdwWindow)

GtkWidget *bty_provider_dialog_new (BtyProviderService *service,
                                    BtyProviderStatus  *status) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
