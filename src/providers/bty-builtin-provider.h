/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider.h"

G_BEGIN_DECLS

#define BTY_TYPE_BUILTIN_PROVIDER (bty_builtin_provider_get_type ())

G_DECLARE_FINAL_TYPE (BtyBuiltinProvider, bty_builtin_provider, BTY, BUILTIN_PROVIDER, BtyProvider)

G_END_DECLS
