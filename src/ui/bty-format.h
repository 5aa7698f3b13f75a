/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bty_format_when     (gint64  time) G_GNUC_WARN_UNUSED_RESULT;
char *bty_format_day      (gint64 time);
char *bty_format_event    (gint64  time) G_GNUC_WARN_UNUSED_RESULT;
char *bty_format_age      (gint64  time) G_GNUC_WARN_UNUSED_RESULT;
char *bty_format_moment   (gint64  time) G_GNUC_WARN_UNUSED_RESULT;
char *bty_format_ago      (gint64  time) G_GNUC_WARN_UNUSED_RESULT;
char *bty_format_duration (gint64  milliseconds) G_GNUC_WARN_UNUSED_RESULT;
char *bty_format_choice   (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
