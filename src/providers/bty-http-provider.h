/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider.h"

G_BEGIN_DECLS

#define BTY_TYPE_HTTP_PROVIDER (bty_http_provider_get_type ())

G_DECLARE_FINAL_TYPE (BtyHttpProvider, bty_http_provider, BTY, HTTP_PROVIDER, BtyProvider)

G_END_DECLS
