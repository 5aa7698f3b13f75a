/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-provider-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_PROVIDERS_PAGE (bty_providers_page_get_type ())

G_DECLARE_FINAL_TYPE (BtyProvidersPage, bty_providers_page, BTY, PROVIDERS_PAGE, AdwBin)

GtkWidget *bty_providers_page_new           (BtyProviderService *service) G_GNUC_WARN_UNUSED_RESULT;

gboolean   bty_providers_page_show_provider (BtyProvidersPage   *self,
                                             const char         *name);

G_END_DECLS
