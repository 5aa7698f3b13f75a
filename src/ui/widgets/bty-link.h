/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *bty_link_dup_target (const char *uri) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_link_is_honest  (const char *text,
                               const char *target);

G_END_DECLS
