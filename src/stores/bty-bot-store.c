/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-store.h"

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

/* Letters and digits of ASCII, and one hyphen for what is between them. */
static char *
create_slug (const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name != NULL ? name : "", "C");
  GString *slug = g_string_new (NULL);

  for (const char *at = ascii; *at != '\0'; at++)
    if (g_ascii_isalnum (*at))
      g_string_append_c (slug, g_ascii_tolower (*at));
    else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
      g_string_append_c (slug, '-');
  if (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  if (slug->len == 0)
    g_string_append (slug, "bot");

  return g_string_free (slug, FALSE);
}

/* Bots whose deletion can still be undone keep theirs. */
static char *
find_free_slug (BtyDatabase  *database,
                const char   *name,
                GError      **error)
{
  g_autofree char *first = create_slug (name);
  g_autofree char *slug = g_strdup (first);
  gint64 is_taken;

  for (int number = 2;; number++)
    {
      if (!bty_database_query_integer (database, "SELECT count(*) FROM bots WHERE slug = $1",
                                       BTY_ARGS (BTY_TEXT (slug)), &is_taken, error))
        return NULL;
      if (!is_taken)
        return g_steal_pointer (&slug);

      g_free (slug);
      slug = g_strdup_printf ("%s-%d", first, number);
    }
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
 * bty_bot_store_purge_deleted:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes deleted bots for good, with everything that is theirs.
 *
 * Returns: whether they are gone
 */
gboolean
bty_bot_store_purge_deleted (BtyDatabase  *database,
                             GError      **error)
{
  return bty_database_execute (database, "DELETE FROM bots WHERE deleted_at IS NOT NULL", BTY_NO_ARGS, error);
}
