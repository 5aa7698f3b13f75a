/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-memory.h"

#include "bty-test-wait.h"

/**
 * bty_test_memory_add_bot:
 * @profile: an open profile
 * @name: what it is called
 *
 * Returns: (transfer full): a new bot
 */
BtyBot *
bty_test_memory_add_bot (BtyProfile *profile,
                         const char *name)
{
  BtyBotService *bots = bty_profile_get_bots (profile);
  g_autoptr(BtyBot) bot = bty_bot_new (name);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_bot_service_add_async (bots, bot, NULL, NULL, bty_test_result_cb, &result);
  bty_bot_service_add_finish (bots, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return g_object_ref (bty_bot_service_find (bots, bot->id));
}

/**
 * bty_test_memory_add:
 * @profile: an open profile
 * @bot: a bot of it
 * @text: what it shall remember
 *
 * Returns: (transfer full): the memory that says it
 */
BtyMemory *
bty_test_memory_add (BtyProfile *profile,
                     BtyBot     *bot,
                     const char *text)
{
  BtyMemoryService *memories = bty_profile_get_memories (profile);
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemory *stored;

  bty_memory_service_add_async (memories, memory, NULL, NULL, bty_test_result_cb, &result);
  stored = bty_memory_service_add_finish (memories, bty_test_wait (&result), NULL, &error);
  g_assert_no_error (error);

  return stored;
}

/**
 * bty_test_memory_list:
 * @profile: an open profile
 * @filter: which memories
 *
 * Returns: (transfer full) (element-type BtyMemory): a page of them
 */
GPtrArray *
bty_test_memory_list (BtyProfile            *profile,
                      const BtyMemoryFilter *filter)
{
  BtyMemoryService *memories = bty_profile_get_memories (profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *list;

  bty_memory_service_list_async (memories, filter, NULL, bty_test_result_cb, &result);
  list = bty_memory_service_list_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return list;
}

/**
 * bty_test_memory_share:
 * @profile: an open profile
 * @memory: a memory of it
 * @trust: who may read it
 *
 * Shares it on behalf of its author.
 */
void
bty_test_memory_share (BtyProfile *profile,
                       BtyMemory  *memory,
                       BtyTrust    trust)
{
  BtyMemoryService *memories = bty_profile_get_memories (profile);
  const char *ids[] = { memory->id, NULL };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_memory_service_share_async (memories, ids, memory->bot_id, trust, NULL, NULL, bty_test_result_cb, &result);
  bty_memory_service_share_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

/**
 * bty_test_memory_forget:
 * @profile: an open profile
 * @id: of a memory
 *
 * Returns: how many are gone
 */
gint64
bty_test_memory_forget (BtyProfile *profile,
                        const char *id)
{
  BtyMemoryService *memories = bty_profile_get_memories (profile);
  const char *ids[] = { id, NULL };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 n;

  bty_memory_service_forget_async (memories, ids, NULL, NULL, bty_test_result_cb, &result);
  n = bty_memory_service_forget_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return n;
}
