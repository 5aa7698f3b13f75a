/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the main loop until @condition is so. What does not come is a failure, and not a test that hangs. */
#define bty_test_wait_until(condition)               \
  G_STMT_START                                       \
  {                                                  \
    guint bty_test_limit = bty_test_set_limit ();    \
                                                     \
    while (!(condition))                             \
      g_main_context_iteration (NULL, TRUE);         \
    g_source_remove (bty_test_limit);                \
  }                                                  \
  G_STMT_END

void          bty_test_result_cb (GObject       *source,
                                  GAsyncResult  *result,
                                  gpointer       user_data);
GAsyncResult *bty_test_wait      (GAsyncResult **result);
guint         bty_test_set_limit (void);
void          bty_test_settle    (void);
char         *bty_test_make_dir  (void) G_GNUC_WARN_UNUSED_RESULT;
void          bty_test_remove    (const char    *path);

G_END_DECLS
