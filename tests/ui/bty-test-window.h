/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How many frames something may take: under the sanitizers, on a busy machine, each does less. */
#define BTY_TEST_MAX_FRAMES 500

/* Lets frames pass until @condition holds, and fails if it does not. */
#define bty_test_await(window, condition)                                               \
  G_STMT_START                                                                          \
  {                                                                                     \
    for (guint await_i = 0; await_i < BTY_TEST_MAX_FRAMES && !(condition); await_i++)   \
      bty_test_frames (window, 1);                                                      \
    g_assert_true (condition);                                                          \
  }                                                                                     \
  G_STMT_END

/* A window on a real display, and time for it to settle. */
int        bty_test_run        (int         *argc,
                                char      ***argv,
                                void       (*add_tests) (void));
GtkWidget *bty_test_window_new (GtkWidget   *child,
                                int          width,
                                int          height) G_GNUC_WARN_UNUSED_RESULT;
void       bty_test_resize     (GtkWidget   *window,
                                int          width,
                                int          height);
void       bty_test_settle     (void);
void       bty_test_wait       (guint        milliseconds);
void       bty_test_frames     (GtkWidget   *widget,
                                guint        n_frames);
void       bty_test_close      (GtkWidget   *window);
void       bty_test_screenshot (GtkWidget   *window,
                                const char  *name);
GtkWidget *bty_test_find       (GtkWidget   *widget,
                                GType        type,
                                const char  *css_class);

G_END_DECLS
