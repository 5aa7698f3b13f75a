/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-prompt-limits.h"

#include "bty-record.h"

#include <string.h>

static BtyPrompt *
create_prompt (guint n_turns,
               gsize turn_bytes)
{
  BtyPrompt *prompt = bty_prompt_new (NULL);
  g_autofree char *text = g_strnfill (turn_bytes, 'a');

  prompt->max_tokens = 100;
  for (guint i = 0; i < n_turns; i++)
    bty_prompt_add_turn (prompt, i % 2 == 0 ? BTY_ROLE_USER : BTY_ROLE_ASSISTANT, text, NULL);

  return prompt;
}

static void
recall (BtyPrompt *prompt,
        BtyTrust   trust,
        gsize      n_bytes)
{
  g_autofree char *text = g_strnfill (n_bytes, 'a');
  BtyRecalled *recalled = bty_recalled_new (text, NULL, "m", 0, 1);

  recalled->trust = trust;
  g_ptr_array_add (prompt->recalled, recalled);
}

static void
test_estimate (void)
{
  g_assert_cmpint (bty_tokens_estimate (NULL), ==, 0);
  g_assert_cmpint (bty_tokens_estimate (""), ==, 0);
  g_assert_cmpint (bty_tokens_estimate ("four"), ==, 1);
  g_assert_cmpint (bty_tokens_estimate ("fives"), ==, 2);
  g_assert_cmpint (bty_tokens_estimate ("今日は"), ==, 3);
}

/* What a receiver is cleared for is what it gets, and no more. */
static void
test_restrict (void)
{
  static const struct
  {
    BtyTrust clearance;
    guint    n_left;
  } table[] = {
    { BTY_TRUST_PRIVATE, 3 }, { BTY_TRUST_TRUSTED, 2 }, { BTY_TRUST_PUBLIC, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtyPrompt) prompt = create_prompt (1, 4);

      recall (prompt, BTY_TRUST_PRIVATE, 4);
      recall (prompt, BTY_TRUST_PUBLIC, 4);
      recall (prompt, BTY_TRUST_TRUSTED, 4);
      bty_prompt_restrict (prompt, table[i].clearance);
      g_assert_cmpuint (prompt->recalled->len, ==, table[i].n_left);
      for (guint j = 0; j < prompt->recalled->len; j++)
        g_assert_cmpint (((BtyRecalled *) g_ptr_array_index (prompt->recalled, j))->trust, >=, table[i].clearance);
    }
}

/* So it is with replies that were made of what it is not cleared for, and with what sums such up. */
static void
test_withheld (void)
{
  static const struct
  {
    BtyTrust clearance;
    guint    n_turns;
    guint    n_withheld;
    guint    n_summaries;
  } table[] = {
    { BTY_TRUST_PRIVATE, 6, 0, 1 }, { BTY_TRUST_TRUSTED, 6, 1, 0 }, { BTY_TRUST_PUBLIC, 4, 2, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtyPrompt) prompt = bty_prompt_new (NULL);
      g_autoptr(BtyPrompt) copy = NULL;
      g_autoptr(BtySessionSummary) summary = bty_session_summary_new ("s", "m", "In short");
      g_auto(GStrv) notes = NULL;
      guint n_named = 0;

      bty_prompt_add_turn (prompt, BTY_ROLE_USER, "What may Lena not eat?", NULL);
      bty_prompt_add_turn (prompt, BTY_ROLE_ASSISTANT, "Secret peanuts", NULL)->trust = BTY_TRUST_PRIVATE;
      bty_prompt_add_summary (prompt, summary, 2, BTY_TRUST_PRIVATE);
      bty_prompt_add_turn (prompt, BTY_ROLE_ASSISTANT, "Nobody's secret", NULL);
      bty_prompt_add_turn (prompt, BTY_ROLE_USER, "And now?", NULL);
      /* A reply that was cut off, and the request to go on with it. */
      bty_prompt_add_turn (prompt, BTY_ROLE_ASSISTANT, "Lena may", NULL)->trust = BTY_TRUST_TRUSTED;
      bty_prompt_add_turn (prompt, BTY_ROLE_USER, "Go on", NULL)->trust = BTY_TRUST_TRUSTED;

      copy = bty_prompt_copy (prompt);
      bty_prompt_restrict (copy, table[i].clearance);
      g_assert_cmpuint (copy->turns->len, ==, table[i].n_turns);
      g_assert_cmpuint (copy->n_withheld, ==, table[i].n_withheld);
      g_assert_cmpuint (copy->summaries->len, ==, table[i].n_summaries);
      for (guint j = 0; j < copy->turns->len; j++)
        n_named += strstr (((BtyTurn *) g_ptr_array_index (copy->turns, j))->text, "Secret") != NULL;
      g_assert_cmpuint (n_named, ==, table[i].clearance == BTY_TRUST_PRIVATE);
      g_assert_cmpint (((BtyTurn *) g_ptr_array_index (copy->turns, copy->turns->len - 1))->role, ==, BTY_ROLE_USER);
      notes = bty_prompt_describe_left_out (copy, 0);
      g_assert_cmpuint (g_strv_length (notes), ==, table[i].n_withheld > 0);
    }
}

/* The oldest turns are left out, some at once, so that the beginning changes seldom; the last stays. */
static void
test_turns (void)
{
  static const struct
  {
    guint  n_turns;
    gsize  turn_bytes;   /* 4 bytes are a token; a turn costs 8 more */
    gint64 context;
    guint  n_left_out;
  } table[] = {
    { 10, 368, 10000, 0 },
    { 56, 368, 10000, 0 },
    { 57, 368, 10000, 8 },
    { 64, 368, 10000, 8 },
    { 65, 368, 10000, 16 },
    { 100, 368, 10000, 48 },
    { 100, 368, BTY_UNSET, 0 },
    { 3, 1000000, 10000, 2 },
    { 1, 1000000, 10000, 0 },
    { 2, 40, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtyPrompt) prompt = create_prompt (table[i].n_turns, table[i].turn_bytes);

      g_assert_cmpuint (bty_prompt_fit (prompt, table[i].context), ==, table[i].n_left_out);
      g_assert_cmpuint (prompt->turns->len, ==, table[i].n_turns - table[i].n_left_out);
    }
}

/* A long soul leaves less for the conversation. */
static void
test_soul (void)
{
  g_autoptr(BtyPrompt) prompt = create_prompt (56, 368);

  prompt->system = g_strnfill (4 * 5000, 'a');
  g_assert_cmpuint (bty_prompt_fit (prompt, 10000), >, 0);
}

/* Recalled passages have a tenth of the window; one that is too long does not stop the next. */
static void
test_recalled (void)
{
  g_autoptr(BtyPrompt) prompt = create_prompt (1, 4);

  recall (prompt, BTY_TRUST_PRIVATE, 4 * 400);
  recall (prompt, BTY_TRUST_PRIVATE, 4 * 900);
  recall (prompt, BTY_TRUST_PRIVATE, 4 * 400);
  recall (prompt, BTY_TRUST_PRIVATE, 4 * 400);
  bty_prompt_fit (prompt, 10000);
  g_assert_cmpuint (prompt->recalled->len, ==, 2);
  bty_prompt_fit (prompt, 100);
  g_assert_cmpuint (prompt->recalled->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prompt-limits/estimate", test_estimate);
  g_test_add_func ("/prompt-limits/restrict", test_restrict);
  g_test_add_func ("/prompt-limits/withheld", test_withheld);
  g_test_add_func ("/prompt-limits/turns", test_turns);
  g_test_add_func ("/prompt-limits/soul", test_soul);
  g_test_add_func ("/prompt-limits/recalled", test_recalled);

  return g_test_run ();
}
