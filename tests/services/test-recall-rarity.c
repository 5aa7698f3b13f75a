/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-memory.h"
#include "bty-test-profile.h"
#include "bty-test-wait.h"

#include <math.h>

/* How much a word of a question says of what is asked for is known from what is remembered. */

static double
get_similarity (BtyTestProfile *fixture,
                const char     *question,
                BtyMemory      *memory)
{
  BtyRecallService *service = bty_profile_get_recall (fixture->profile);
  BtyRecallRequest request = { .bot_id = memory->bot_id, .text = question };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = NULL;

  bty_recall_service_recall_async (service, &request, NULL, bty_test_result_cb, &result);
  found = bty_recall_service_recall_finish (service, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      BtyRecalled *recalled = g_ptr_array_index (found, i);

      if (g_str_equal (recalled->id, memory->id))
        return recalled->similarity;
    }
  g_assert_not_reached ();
}

/* The more memories have a word the less it tells, and the more the others. Forgotten ones leave nothing of that. */
static void
test_common (BtyTestProfile *fixture,
             gconstpointer   data)
{
  static const char *const texts[] = {
    "A boat needs a name", "Boat trips in summer", "Mehmet sold his boat", "Never paint a boat in rain",
    "Fuel for the boat: 40 litres", "Boat number seven leaks", "Zoë sleeps in a boat",
  };
  const char *question = "Which cello is on the boat?";
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL);
  g_autoptr(BtyMemory) cello = bty_test_memory_add (fixture->profile, bot, "Lena plays the cello");
  g_autoptr(BtyMemory) boat = bty_test_memory_add (fixture->profile, bot, texts[0]);
  g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  double before = get_similarity (fixture, question, cello);

  for (guint i = 1; i < G_N_ELEMENTS (texts); i++)
    g_ptr_array_add (others, bty_test_memory_add (fixture->profile, bot, texts[i]));
  g_assert_cmpfloat (get_similarity (fixture, question, cello), >, before + 0.01);

  for (guint i = 0; i < others->len; i++)
    bty_test_memory_forget (fixture->profile, ((BtyMemory *) g_ptr_array_index (others, i))->id);
  g_assert_cmpfloat (fabs (get_similarity (fixture, question, cello) - before), <, 0.005);
}

/* Among two memories a name in both is no common word: what else is known of Lena is recalled, too. */
static void
test_few (BtyTestProfile *fixture,
          gconstpointer   data)
{
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL);
  g_autoptr(BtyMemory) allergy = bty_test_memory_add (fixture->profile, bot, "My sister Lena is allergic to peanuts.");
  g_autoptr(BtyMemory) dinner = bty_test_memory_add (fixture->profile, bot,
                                                     "Lena and her family come for dinner on Fridays.");
  const char *question = "What should I cook for Lena on Friday evening?";

  g_assert_cmpfloat (get_similarity (fixture, question, dinner), >, 0);
  g_assert_cmpfloat (get_similarity (fixture, question, allergy), >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/recall-rarity/common", BtyTestProfile, NULL, bty_test_profile_set_up, test_common,
              bty_test_profile_tear_down);
  g_test_add ("/recall-rarity/few", BtyTestProfile, NULL, bty_test_profile_set_up, test_few,
              bty_test_profile_tear_down);

  return bty_test_profile_run ();
}
