/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-hook-run.h"

G_BEGIN_DECLS

/**
 * BtyHookQuery:
 *
 * Which runs are wanted; what is not set (NULL, 0) does not matter.
 */
typedef struct
{
  const char *hook;
  const char *event;
  gint64      since;   /* microseconds since 1970 UTC; the first that is wanted */
  gint64      until;   /* the first that is not */
  gint64      limit;
} BtyHookQuery;

/**
 * BtyHookFunc:
 * @run: what was run before
 * @context: what it was given
 * @user_data: data for the function
 * @error: where to say what went wrong
 *
 * Runs a hook once more.
 *
 * Returns: whether it was run
 */
typedef gboolean (*BtyHookFunc) (BtyHookRun  *run,
                                 JsonNode    *context,
                                 gpointer     user_data,
                                 GError     **error);

gboolean   bty_hook_store_insert (BtyDatabase         *database,
                                  BtyHookRun          *run,
                                  GError             **error);
GPtrArray *bty_hook_store_list   (BtyDatabase         *database,
                                  const BtyHookQuery  *query,
                                  GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_hook_store_replay (BtyDatabase         *database,
                                  const BtyHookQuery  *query,
                                  BtyHookFunc          func,
                                  gpointer             user_data,
                                  GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gint64     bty_hook_store_purge  (BtyDatabase         *database,
                                  gint64               now,
                                  GError             **error);

G_END_DECLS
