/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-ranking.h"

#include <math.h>

#define DAY ((gint64) G_TIME_SPAN_DAY)
#define NOW (1000 * DAY)

static BtyRecalled *
add (GPtrArray  *passages,
     const char *session,
     gint64      seq,
     const char *text)
{
  g_autofree char *id = g_strdup_printf ("%s%" G_GINT64_FORMAT, session, seq);
  BtyRecalled *passage = bty_recalled_new (text, "A talk", id, NOW - 400 * DAY, 0);

  passage->session_id = g_strdup (session);
  passage->seq = seq;
  g_ptr_array_add (passages, passage);

  return passage;
}

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
}

static void
rank (GPtrArray       *passages,
      const char      *text,
      BtyRankingParts  parts)
{
  g_autoptr(BtyQuestion) question = bty_question_new (text, NOW);

  question->n_texts = 100;
  bty_ranking_rank (question, passages, NOW, parts);
}

static void
assert_best (const char *question,
             const char *best,
             const char *other)
{
  /* In either order, so that the order of what comes in cannot help. */
  for (int i = 0; i < 2; i++)
    {
      g_autoptr(GPtrArray) passages = new_list ();

      add (passages, "a", 1, i == 0 ? best : other);
      add (passages, "b", 1, i == 0 ? other : best);
      rank (passages, question, BTY_RANKING_ALL);
      g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (passages, 0))->text, ==, best);
    }
}

/* Of two passages in two conversations, which one answers. */
static void
test_pairs (void)
{
  assert_best ("What is my sister allergic to?", "My sister is allergic to peanuts", "My sister came to dinner");
  assert_best ("Where did I go with Lena?", "I went to Kyoto with Lena", "Lena likes tea");
  assert_best ("What are my allergies?", "I have an allergic reaction to nuts", "I have a reaction to jokes");
  assert_best ("What did Caroline paint?", "Caroline: I painted a sunrise", "Mel: I painted a sunset");
  assert_best ("What did Mel paint?", "Melanie: I painted a sunset", "Caroline: I painted a sunrise");
  assert_best ("When did I paint the wall?", "I painted the wall yesterday", "I painted the wall green");
  assert_best ("the green wall", "The wall is green.", "The wall is green?");
}

/* A near word stands for one that is not there, but says no more than that itself, and the more general it is the
 * less. */
static void
test_related (void)
{
  static const char *const best_first[] = {
    "My pet is old", "My hamster is old", "My old house", NULL,
  };
  g_autoptr(BtyQuestion) question = bty_question_new ("How old is my pet?", NOW);
  g_autoptr(BtyQuestion) related = bty_question_new_related (question);
  g_autoptr(GPtrArray) passages = new_list ();

  for (guint i = 0; best_first[i] != NULL; i++)
    add (passages, "abc" + 2 - i, 1, best_first[i]);
  question->n_texts = 100;
  bty_ranking_rank (question, passages, NOW, BTY_RANKING_ALL);
  for (guint i = 0; best_first[i] != NULL; i++)
    g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (passages, i))->text, ==, best_first[i]);
  g_assert_cmpfloat (((BtyRecalled *) g_ptr_array_index (passages, 0))->factors.related, ==, 0);
  g_assert_cmpfloat (((BtyRecalled *) g_ptr_array_index (passages, 1))->factors.related, >, 0);
}

/* What answers a question often shares no word with it. */
static void
test_answers_follow_questions (void)
{
  g_autoptr(GPtrArray) passages = new_list ();

  add (passages, "a", 1, "I bought a new car");
  add (passages, "a", 2, "Nice. What colour has the car?");
  add (passages, "a", 3, "Bright red, like a fire engine");
  add (passages, "a", 4, "Good choice");
  add (passages, "b", 5, "It rains");
  rank (passages, "the colour of the car", BTY_RANKING_ALL);
  for (guint i = 0; i < 5; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i);

      if (g_str_equal (passage->text, "Bright red, like a fire engine"))
        {
          g_assert_cmpuint (i, <=, 1);
          g_assert_cmpfloat (passage->factors.words, ==, 0);
          g_assert_cmpfloat (passage->factors.answer, >, 0);
          g_assert_cmpfloat (passage->factors.neighbours, >, 0);
          g_assert_cmpfloat (passage->factors.session, >, 0);
        }
      if (g_str_equal (passage->text, "It rains"))
        {
          g_assert_cmpuint (i, ==, 4);
          g_assert_cmpfloat (passage->score, ==, 0);
        }
    }
}

/* Only what stands together in one session is neighbours. */
static void
test_neighbours (void)
{
  static const struct
  {
    const char *session;
    gint64      seq;
    gboolean    gains;
  } table[] = {
    { "a", 11, TRUE }, { "a", 9, TRUE }, { "a", 13, TRUE }, { "a", 14, FALSE }, { "b", 11, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GPtrArray) passages = new_list ();
      BtyRecalled *beside;

      add (passages, "a", 10, "the zebra");
      beside = add (passages, table[i].session, table[i].seq, "nothing of that");
      rank (passages, "zebra", BTY_RANKING_ALL);
      g_assert_cmpint (beside->factors.neighbours > 0, ==, table[i].gains);
    }
}

/* The score is what fits, multiplied by recency, use and importance; each is shown. */
static void
test_factors (void)
{
  g_autoptr(GPtrArray) passages = new_list ();
  BtyRecalled *old = add (passages, "a", 1, "zebra stripes");
  BtyRecalled *new = add (passages, "b", 1, "zebra stripes");
  BtyRecalled *used = add (passages, "c", 1, "zebra stripes");
  BtyRecalled *minor = add (passages, "d", 1, "zebra stripes");
  BtyRecalled *meant = add (passages, "e", 1, "striped animals of Africa");

  new->said_at = NOW;
  used->access_count = 3;
  minor->importance = 1;
  meant->similarity = 0.6;
  rank (passages, "zebra", BTY_RANKING_ALL);
  g_assert_cmpfloat_with_epsilon (new->score / old->score, 1 / bty_ranking_recency (old->said_at, NOW), 1e-9);
  g_assert_cmpfloat_with_epsilon (used->score / old->score, 1.3, 1e-9);
  g_assert_cmpfloat_with_epsilon (minor->score / old->score, 0.6 / 0.8, 1e-9);
  g_assert_cmpfloat (meant->factors.meaning, >, 0);
  g_assert_cmpfloat (meant->factors.words, ==, 0);
  g_assert_cmpfloat (old->factors.words, ==, new->factors.words);
}

static void
test_multipliers (void)
{
  g_assert_cmpfloat (bty_ranking_recency (NOW, NOW), ==, 1);
  g_assert_cmpfloat (bty_ranking_recency (NOW + DAY, NOW), ==, 1);
  g_assert_cmpfloat_with_epsilon (bty_ranking_recency (NOW - 30 * DAY, NOW) - bty_ranking_recency (0, NOW),
                                  (1 - bty_ranking_recency (0, NOW)) / 2, 1e-9);
  g_assert_cmpfloat (bty_ranking_recency (0, NOW), >=, 0.75);
  g_assert_cmpfloat (bty_ranking_use (0), ==, 1);
  g_assert_cmpfloat (bty_ranking_use (1), ==, 1.1);
  g_assert_cmpfloat (bty_ranking_use (99), ==, 2);
  g_assert_cmpfloat (bty_ranking_importance (1), ==, 0.6);
  g_assert_cmpfloat (bty_ranking_importance (5), ==, 1);
  g_assert_cmpfloat (bty_ranking_importance (99), ==, 1);
}

/* Each part can be left out, and then adds nothing. */
static void
test_parts (void)
{
  g_autoptr(GPtrArray) passages = new_list ();
  BtyRecalled *passage = add (passages, "a", 1, "zebra");

  add (passages, "a", 2, "a zebra today?");
  passage->similarity = 0.5;
  rank (passages, "When did I see a zebra today?", 0);
  for (guint i = 0; i < passages->len; i++)
    g_assert_cmpfloat (((BtyRecalled *) g_ptr_array_index (passages, i))->score, ==, 0);
}

/* Of equal passages a bot's own comes first, then the newest. */
static void
test_ties (void)
{
  g_autoptr(GPtrArray) passages = new_list ();

  add (passages, "a", 1, "zebra")->author = g_strdup ("Bert");
  add (passages, "b", 1, "zebra");
  add (passages, "c", 1, "zebra")->said_at -= DAY;
  for (guint i = 0; i < passages->len; i++)
    ((BtyRecalled *) g_ptr_array_index (passages, i))->said_at -= 100000 * DAY;
  rank (passages, "zebra", BTY_RANKING_ALL);
  g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (passages, 0))->session_id, ==, "b");
  g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (passages, 1))->session_id, ==, "c");
  g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (passages, 2))->session_id, ==, "a");
}

static void
test_nothing (void)
{
  g_autoptr(GPtrArray) passages = new_list ();

  rank (passages, "zebra", BTY_RANKING_ALL);
  g_assert_cmpuint (passages->len, ==, 0);
  add (passages, "a", 1, "");
  rank (passages, "", BTY_RANKING_ALL);
  rank (passages, "zebra", BTY_RANKING_ALL);
  g_assert_cmpfloat (((BtyRecalled *) g_ptr_array_index (passages, 0))->score, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ranking/pairs", test_pairs);
  g_test_add_func ("/ranking/related", test_related);
  g_test_add_func ("/ranking/answers-follow-questions", test_answers_follow_questions);
  g_test_add_func ("/ranking/neighbours", test_neighbours);
  g_test_add_func ("/ranking/factors", test_factors);
  g_test_add_func ("/ranking/multipliers", test_multipliers);
  g_test_add_func ("/ranking/parts", test_parts);
  g_test_add_func ("/ranking/ties", test_ties);
  g_test_add_func ("/ranking/nothing", test_nothing);

  return g_test_run ();
}
