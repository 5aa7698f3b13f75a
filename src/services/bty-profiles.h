/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The profile that is there from the beginning; its directory is the data directory itself. */
#define BTY_PROFILES_DEFAULT "default"

char     *bty_profiles_dup_dir    (const char   *data_dir,
                                   const char   *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_profiles_exists     (const char   *data_dir,
                                   const char   *name);
char    **bty_profiles_list       (const char   *data_dir) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_profiles_add        (const char   *data_dir,
                                   const char   *name,
                                   const char   *uri,
                                   GError      **error);
gboolean  bty_profiles_remove     (const char   *data_dir,
                                   const char   *name,
                                   GError      **error);
gboolean  bty_profiles_restore    (const char   *data_dir,
                                   const char   *name,
                                   GError      **error);

char     *bty_profiles_dup_uri    (const char   *profile_dir) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_profiles_check_uri  (const char   *uri,
                                   GError      **error);
gboolean  bty_profiles_set_uri    (const char   *profile_dir,
                                   const char   *uri,
                                   const char   *move,
                                   GError      **error);
gboolean  bty_profiles_undo_move  (const char   *profile_dir,
                                   GError      **error);

gboolean  bty_profiles_has_moved  (const char   *profile_dir,
                                   const char   *move);

/* Whether bty_profiles_undo_move() leads to data that are there. */
gboolean  bty_profiles_was_moved  (const char   *profile_dir);

char     *bty_profiles_dup_previous
                                  (const char   *profile_dir) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_profiles_forget_previous
                                  (const char   *profile_dir,
                                   GError      **error);

G_END_DECLS
