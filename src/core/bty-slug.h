/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtySlugTakenFunc:
 * @slug: a slug
 * @user_data: as given to bty_slug_make_unique()
 *
 * Returns: whether something else has it already
 */
typedef gboolean (*BtySlugTakenFunc) (const char *slug,
                                      gpointer    user_data);

char *bty_slug_from_name    (const char       *name) G_GNUC_WARN_UNUSED_RESULT;
char *bty_slug_make_unique  (const char       *slug,
                             BtySlugTakenFunc  taken_func,
                             gpointer          user_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
