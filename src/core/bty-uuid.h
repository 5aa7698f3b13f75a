/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bty_uuid_new           (void) G_GNUC_WARN_UNUSED_RESULT;
char *bty_uuid_new_from_name (const char *space,
                              const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
