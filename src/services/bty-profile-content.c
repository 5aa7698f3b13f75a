/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-profile-content.h"

#include <glib/gi18n-lib.h>

#include "bty-audit-store.h"
#include "bty-bot-store.h"
#include "bty-cleaning.h"
#include "bty-config.h"
#include "bty-provider-store.h"
#include "bty-setting-service.h"
#include "bty-setting-store.h"
#include "bty-soul-store.h"
#include "bty-workflow-store.h"

/* What is shown of long work that has ended. */
#define MAX_ENDED_JOBS 100

/**
 * bty_profile_content_free:
 * @content: (transfer full): what was read
 */
void
bty_profile_content_free (BtyProfileContent *content)
{
  g_clear_pointer (&content->bots, g_ptr_array_unref);
  g_clear_pointer (&content->configs, g_ptr_array_unref);
  g_clear_pointer (&content->healths, g_ptr_array_unref);
  g_clear_pointer (&content->workflows, g_ptr_array_unref);
  g_clear_pointer (&content->settings, g_hash_table_unref);
  g_free (content);
}

/* Makes the first bot, so that there is somebody to talk with. */
static gboolean
add_first_bot (BtyDatabase  *database,
               GPtrArray    *bots,
               GError      **error)
{
  g_autoptr(BtyBot) bot = bty_bot_new ("Ada");
  g_autoptr(BtySoul) soul = bty_soul_new (bot->id, 1,
                                          _("You are Ada, a helpful and friendly companion. Answer briefly and "
                                            "plainly, say when you do not know something, and ask when a question "
                                            "is unclear."));

  g_object_set (bot,
                "description", _("A friendly companion for everything"),
                "emoji", "🌱",
                "color", "#2ec27e",
                NULL);
  if (!bty_bot_store_insert (database, bot, error) || !bty_soul_store_append (database, soul, error))
    return FALSE;

  g_ptr_array_add (bots, g_steal_pointer (&bot));
  return TRUE;
}

/* Makes the provider that always answers. */
static gboolean
add_builtin (BtyDatabase  *database,
             GPtrArray    *configs,
             GError      **error)
{
  g_autoptr(BtyProviderConfig) config = NULL;

  /* Translators: the name of the provider that needs no key and no network */
  config = bty_provider_config_new (_("Memory only"), BTY_PROVIDER_TYPE_BUILTIN);
  g_object_set (config, "model", BTY_BUILTIN_MODEL, "priority", (gint64) 1000, NULL);
  if (!bty_provider_store_insert (database, config, error))
    return FALSE;

  g_ptr_array_add (configs, g_steal_pointer (&config));
  return TRUE;
}

/* On the first start of all there is neither a bot nor a provider. What was removed later stays so. */
static gboolean
furnish (BtyDatabase        *database,
         BtyProfileContent  *content,
         GError            **error)
{
  if (g_hash_table_contains (content->settings, BTY_SETTING_FURNISHED))
    return TRUE;

  /* What was imported may have come without the word of it. */
  return (content->bots->len > 0 || add_first_bot (database, content->bots, error))
         && (content->configs->len > 0 || add_builtin (database, content->configs, error))
         && bty_setting_store_set (database, BTY_SETTING_FURNISHED, "1", error);
}

/* Before anything is recorded it is known by what name: a copy of the data from before that is recognised. */
static gboolean
reserve_chain (BtyDatabase        *database,
               BtyProfileContent  *content,
               GError            **error)
{
  return g_hash_table_contains (content->settings, BTY_AUDIT_SETTING_CHAIN)
         || bty_audit_store_reserve_chain (database, error);
}

/**
 * bty_profile_content_read_on_db:
 *
 * A job. Cleans up, and reads what is always in memory; on the first start of all it makes a bot and the built-in
 * provider.
 *
 * Returns: (transfer full) (nullable): a #BtyProfileContent
 */
gpointer
bty_profile_content_read_on_db (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error)
{
  BtyProfileContent *content = g_new0 (BtyProfileContent, 1);

  if (bty_cleaning_start (database, error)
      && (content->bots = bty_bot_store_list (database, error)) != NULL
      && (content->configs = bty_provider_store_list (database, error)) != NULL
      && (content->healths = bty_provider_store_list_health (database, error)) != NULL
      && (content->workflows = bty_workflow_store_list (database, MAX_ENDED_JOBS, error)) != NULL
      && (content->settings = bty_setting_store_list (database, error)) != NULL
      && furnish (database, content, error)
      && reserve_chain (database, content, error))
    return content;

  bty_profile_content_free (content);
  return NULL;
}
