/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sharing-wording.h"

#include <glib/gi18n.h>

#include "bty-memory.h"
#include "bty-visible-text.h"

/**
 * bty_sharing_wording_dup_name:
 * @bot: (nullable): a bot; %NULL = one that is gone
 *
 * Returns: (transfer full): what it is called
 */
char *
bty_sharing_wording_dup_name (BtyBot *bot)
{
  return bot != NULL ? bty_visible_line (bot->name) : g_strdup (_("A bot that is gone"));
}

/**
 * bty_sharing_wording_dup_trust:
 * @reader: a bot
 * @author: another one, or the same
 *
 * Returns: (transfer full): that the first trusts the second, a sentence
 */
char *
bty_sharing_wording_dup_trust (BtyBot *reader,
                               BtyBot *author)
{
  g_autofree char *reader_name = bty_sharing_wording_dup_name (reader);
  g_autofree char *author_name = bty_sharing_wording_dup_name (author);

  if (reader == author)
    /* Translators: %s is a bot */
    return g_strdup_printf (_("%s reads its own memories"), reader_name);

  /* Translators: both are bots: the first reads what the second shares as trusted */
  return g_strdup_printf (_("%1$s trusts %2$s"), reader_name, author_name);
}

/**
 * bty_sharing_wording_dup_count:
 * @n_shared: how many memories a bot shares
 *
 * Returns: (transfer full): the same in words, beside how many it may share
 */
char *
bty_sharing_wording_dup_count (guint n_shared)
{
  /* Translators: how many memories a bot shares, and how many it can share at most */
  return g_strdup_printf (ngettext ("%u of %u shared", "%u of %u shared", n_shared), n_shared, BTY_MEMORY_MAX_SHARED);
}
