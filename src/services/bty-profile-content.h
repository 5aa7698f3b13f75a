/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/**
 * BtyProfileContent:
 *
 * What is read when a profile is opened, in one job.
 */
typedef struct
{
  GPtrArray  *bots;
  GPtrArray  *configs;
  GPtrArray  *healths;
  GPtrArray  *workflows;
  GHashTable *settings;
} BtyProfileContent;

void     bty_profile_content_free       (BtyProfileContent  *content);
gpointer bty_profile_content_read_on_db (BtyDatabase        *database,
                                         gpointer            data,
                                         GCancellable       *cancellable,
                                         GError            **error);

G_END_DECLS
