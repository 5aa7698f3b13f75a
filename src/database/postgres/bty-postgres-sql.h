/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The tenant whose rows a connection sees; without it, it sees none. */
#define BTY_POSTGRES_TENANT "boternity.tenant"

/* The server's number for the type of texts. */
#define BTY_POSTGRES_TEXT 25

char      *bty_postgres_sql_translate        (const char *sql,
                                              guint      *types,
                                              guint       n_types) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_postgres_sql_translate_script (const char *script) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_postgres_sql_is_about_rows    (const char *statement);

G_END_DECLS
