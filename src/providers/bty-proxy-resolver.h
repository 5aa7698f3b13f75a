/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BTY_TYPE_PROXY_RESOLVER (bty_proxy_resolver_get_type ())
G_DECLARE_FINAL_TYPE (BtyProxyResolver, bty_proxy_resolver, BTY, PROXY_RESOLVER, GObject)

GProxyResolver *bty_proxy_resolver_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
