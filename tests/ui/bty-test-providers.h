/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-profile.h"
#include "bty-test-window.h"

G_BEGIN_DECLS

BtyProviderStatus *bty_test_status_new    (BtyProviderState   state) G_GNUC_WARN_UNUSED_RESULT;
void               bty_test_put_into      (BtyProviderStatus *status,
                                           BtyProviderState   state);
char              *bty_test_dup_texts     (GtkWidget         *widget) G_GNUC_WARN_UNUSED_RESULT;
char              *bty_test_random_text   (GRand             *random,
                                           guint              n_chars) G_GNUC_WARN_UNUSED_RESULT;

BtyProfile        *bty_test_open_profile  (char             **dir) G_GNUC_WARN_UNUSED_RESULT;
void               bty_test_close_profile (BtyProfile        *profile,
                                           char              *dir);
gboolean           bty_test_says          (GtkWidget         *widget,
                                           const char        *text);
void               bty_test_wait_until_says (GtkWidget       *widget,
                                           const char        *text);
GtkWidget         *bty_test_find_titled   (GtkWidget         *widget,
                                           const char        *title);
void               bty_test_type          (GtkWidget         *widget,
                                           const char        *title,
                                           const char        *text);
void               bty_test_add_provider  (BtyProfile        *profile,
                                           const char        *name,
                                           const char        *preset);

G_END_DECLS
