/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-prompt.h"

#include <math.h>

#include "bty-reply.h"

static BtyPrompt *
create_prompt (void)
{
  BtyPrompt *prompt = bty_prompt_new ("model-1");
  g_autoptr(GBytes) data = g_bytes_new_static ("x", 1);
  g_autoptr(GPtrArray) attachments = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (attachments, bty_attachment_new ("a.txt", "text/plain", data));
  prompt->system = g_strdup ("Be kind.");
  prompt->temperature = 0.25;
  prompt->max_tokens = 77;
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "Hello", NULL);
  bty_prompt_add_turn (prompt, BTY_ROLE_ASSISTANT, "Hi", NULL);
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "Look", attachments);
  g_ptr_array_add (prompt->recalled, bty_recalled_new ("I like tea", "Tea, in May", "m1", 5, 0.5));

  return prompt;
}

static void
test_new (void)
{
  g_autoptr(BtyPrompt) prompt = bty_prompt_new (NULL);

  g_assert_null (prompt->model);
  g_assert_null (prompt->system);
  g_assert_cmpuint (prompt->turns->len, ==, 0);
  g_assert_cmpuint (prompt->recalled->len, ==, 0);
  g_assert_true (isnan (prompt->temperature));
  g_assert_cmpint (prompt->max_tokens, ==, 4096);
}

static void
test_copy (void)
{
  BtyPrompt *prompt = create_prompt ();
  g_autoptr(BtyPrompt) copy = bty_prompt_copy (prompt);
  BtyTurn *turn;
  BtyRecalled *recalled;

  /* The copy owns all it has. */
  bty_prompt_free (prompt);

  g_assert_cmpstr (copy->model, ==, "model-1");
  g_assert_cmpstr (copy->system, ==, "Be kind.");
  g_assert_cmpfloat (copy->temperature, ==, 0.25);
  g_assert_cmpint (copy->max_tokens, ==, 77);
  g_assert_cmpuint (copy->turns->len, ==, 3);
  turn = g_ptr_array_index (copy->turns, 1);
  g_assert_cmpint (turn->role, ==, BTY_ROLE_ASSISTANT);
  g_assert_cmpstr (turn->text, ==, "Hi");
  g_assert_null (turn->attachments);
  turn = g_ptr_array_index (copy->turns, 2);
  g_assert_cmpuint (turn->attachments->len, ==, 1);
  g_assert_cmpstr (((BtyAttachment *) g_ptr_array_index (turn->attachments, 0))->name, ==, "a.txt");
  g_assert_cmpuint (copy->recalled->len, ==, 1);
  recalled = g_ptr_array_index (copy->recalled, 0);
  g_assert_cmpstr (recalled->text, ==, "I like tea");
  g_assert_cmpstr (recalled->source, ==, "Tea, in May");
  g_assert_cmpstr (recalled->id, ==, "m1");
  g_assert_cmpint (recalled->said_at, ==, 5);
  g_assert_cmpfloat (recalled->score, ==, 0.5);
}

static void
test_reply (void)
{
  g_autoptr(BtyReply) reply = bty_reply_new ();

  g_assert_cmpstr (reply->text->str, ==, "");
  g_assert_cmpstr (reply->thinking->str, ==, "");
  g_assert_null (reply->model);
  g_assert_null (reply->stop_reason);
  g_assert_cmpint (reply->input_tokens, ==, -1);
  g_assert_cmpint (reply->output_tokens, ==, -1);
  g_assert_cmpint (reply->cached_tokens, ==, -1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prompt/new", test_new);
  g_test_add_func ("/prompt/copy", test_copy);
  g_test_add_func ("/prompt/reply", test_reply);

  return g_test_run ();
}
