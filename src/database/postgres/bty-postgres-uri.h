/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean  bty_postgres_uri_parse   (const char   *uri,
                                    const char   *password,
                                    char       ***keys,
                                    char       ***values,
                                    char        **tenant,
                                    GError      **error);

G_END_DECLS
