/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-provider-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_FIRST_RUN (bty_first_run_get_type ())

G_DECLARE_FINAL_TYPE (BtyFirstRun, bty_first_run, BTY, FIRST_RUN, AdwWindow)

GtkWidget *bty_first_run_new (BtyProviderService *service) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
