/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-store.h"

#include "bty-slug.h"

/**
 * bty_bot_store_list:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyBot) (nullable): the bots that are not deleted, by name
 */
GPtrArray *
bty_bot_store_list (BtyDatabase  *database,
                    GError      **error)
{
  return bty_database_select (database, BTY_TYPE_BOT, "WHERE deleted_at IS NULL ORDER BY lower(name), slug",
                              BTY_NO_ARGS, error);
}

typedef struct
{
  BtyDatabase *database;
  GError      *error;
} SlugLookup;

/* Bots whose deletion can still be undone keep theirs. */
static gboolean
is_slug_taken (const char *slug,
               gpointer    user_data)
{
  SlugLookup *lookup = user_data;
  gint64 count = 0;

  bty_database_query_integer (lookup->database, "SELECT count(*) FROM bots WHERE slug = $1",
                              BTY_ARGS (BTY_TEXT (slug)), &count, &lookup->error);

  return count > 0;
}

static char *
find_free_slug (BtyDatabase  *database,
                const char   *name,
                GError      **error)
{
  SlugLookup lookup = { database, NULL };
  g_autofree char *wanted = bty_slug_from_name (name);
  g_autofree char *slug = bty_slug_make_unique (wanted, is_slug_taken, &lookup);

  if (lookup.error != NULL)
    {
      g_propagate_error (error, lookup.error);
      return NULL;
    }

  return g_steal_pointer (&slug);
}

/**
 * bty_bot_store_insert:
 * @database: a connection
 * @bot: a new bot
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores a new bot and gives it a slug that no other has.
 *
 * Returns: whether it was stored
 */
gboolean
bty_bot_store_insert (BtyDatabase  *database,
                      BtyBot       *bot,
                      GError      **error)
{
  g_autofree char *slug = find_free_slug (database, bot->name, error);

  if (slug == NULL)
    return FALSE;
  g_object_set (bot, "slug", slug, NULL);

  return bty_database_insert (database, bot, error);
}

/**
 * bty_bot_store_update:
 * @database: a connection
 * @bot: a stored bot
 * @error: (out) (optional): %BTY_ERROR_EXISTS if its slug is taken, or what else went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_bot_store_update (BtyDatabase  *database,
                      BtyBot       *bot,
                      GError      **error)
{
  return bty_database_update (database, bot, error);
}

/**
 * bty_bot_store_update_deleted:
 * @database: a connection
 * @bot: a stored bot
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Stores whether and when it was deleted; its settings may be others by now, and stay.
 *
 * Returns: whether it was stored
 */
gboolean
bty_bot_store_update_deleted (BtyDatabase  *database,
                              BtyBot       *bot,
                              GError      **error)
{
  static const char *const names[] = { "deleted_at", NULL };

  return bty_database_update_fields (database, bot, names, error);
}

/**
 * bty_bot_store_list_deleted:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyBot) (nullable): the bots that were deleted and can still be brought
 *   back, the last that was deleted first
 */
GPtrArray *
bty_bot_store_list_deleted (BtyDatabase  *database,
                            GError      **error)
{
  return bty_database_select (database, BTY_TYPE_BOT, "WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, slug",
                              BTY_NO_ARGS, error);
}

/**
 * bty_bot_store_purge_deleted:
 * @database: a connection
 * @until: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes for good the bots that were deleted until then, with everything that is theirs.
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_bot_store_purge_deleted (BtyDatabase  *database,
                             gint64        until,
                             GError      **error)
{
  if (!bty_database_execute (database,
                             "DELETE FROM vectors WHERE kind = 'chunk' AND subject_id IN"
                             " (SELECT c.id FROM file_chunks AS c JOIN files AS f ON f.id = c.file_id"
                             " JOIN bots AS b ON b.id = f.bot_id WHERE b.deleted_at <= $1)",
                             BTY_ARGS (BTY_INTEGER (until)), error))
    return -1;

  return bty_database_execute_counted (database, "DELETE FROM bots WHERE deleted_at <= $1",
                                       BTY_ARGS (BTY_INTEGER (until)), error);
}
