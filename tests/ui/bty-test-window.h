/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What takes longer has gone wrong, also under the sanitizers on a busy machine. */
#define BTY_TEST_LIMIT (120 * G_USEC_PER_SEC)

/* Lets frames pass until @condition holds, and fails if it does not. */
#define bty_test_await(window, condition)                                               \
  G_STMT_START                                                                          \
  {                                                                                     \
    gint64 await_end = g_get_monotonic_time () + BTY_TEST_LIMIT;                        \
                                                                                        \
    while (!(condition) && g_get_monotonic_time () < await_end)                         \
      bty_test_frames (window, 1);                                                      \
    g_assert_true (condition);                                                          \
  }                                                                                     \
  G_STMT_END

/* The same where there is no window, or none any more. */
#define bty_test_wait_until(condition)                                                  \
  G_STMT_START                                                                          \
  {                                                                                     \
    gint64 wait_end = g_get_monotonic_time () + BTY_TEST_LIMIT;                         \
                                                                                        \
    while (!(condition) && g_get_monotonic_time () < wait_end)                          \
      bty_test_wait (10);                                                               \
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
