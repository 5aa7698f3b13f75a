/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-application.h"

G_BEGIN_DECLS

#define BTY_TYPE_SEARCH_PROVIDER (bty_search_provider_get_type ())

G_DECLARE_FINAL_TYPE (BtySearchProvider, bty_search_provider, BTY, SEARCH_PROVIDER, GObject)

BtySearchProvider *bty_search_provider_new      (BtyApplication     *application) G_GNUC_WARN_UNUSED_RESULT;
gboolean           bty_search_provider_export   (BtySearchProvider  *self,
                                                 GDBusConnection    *connection,
                                                 const char         *object_path,
                                                 GError            **error);
void               bty_search_provider_unexport (BtySearchProvider  *self);

G_END_DECLS
