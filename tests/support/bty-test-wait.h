/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void          bty_test_result_cb (GObject       *source,
                                  GAsyncResult  *result,
                                  gpointer       user_data);
GAsyncResult *bty_test_wait      (GAsyncResult **result);
void          bty_test_settle    (void);
char         *bty_test_make_dir  (void) G_GNUC_WARN_UNUSED_RESULT;
void          bty_test_remove    (const char    *path);

G_END_DECLS
