/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

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
