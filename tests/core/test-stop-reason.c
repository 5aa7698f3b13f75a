/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message.h"
#include "bty-stop-reason.h"

/* That a reply which its provider cut off is never taken for a whole one, whatever the provider calls it. */
static const struct
{
  const char *reason;
  BtyStop     stop;
} reasons[] = {
  { NULL, BTY_STOP_SAID_ALL },
  { "", BTY_STOP_SAID_ALL },
  { "end", BTY_STOP_SAID_ALL },
  { "stop", BTY_STOP_SAID_ALL },
  { "end_turn", BTY_STOP_SAID_ALL },
  { "stop_sequence", BTY_STOP_SAID_ALL },
  { "eos", BTY_STOP_SAID_ALL },
  { "length", BTY_STOP_LENGTH },
  { "max_tokens", BTY_STOP_LENGTH },
  { "MAX_TOKENS", BTY_STOP_LENGTH },
  { "model_length", BTY_STOP_LENGTH },
  { "model_context_window_exceeded", BTY_STOP_LENGTH },
  { "content_filter", BTY_STOP_FILTER },
  { "refusal", BTY_STOP_FILTER },
  { "SAFETY", BTY_STOP_FILTER },
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_test_message ("%s", reasons[i].reason);
      g_assert_cmpint (bty_stop_reason_parse (reasons[i].reason), ==, reasons[i].stop);
      g_assert_cmpint (bty_stop_reason_explain (reasons[i].reason) == NULL, ==, reasons[i].stop == BTY_STOP_SAID_ALL);
    }
}

static const struct
{
  BtyMessageStatus  status;
  const char       *content;
  const char       *reason;
  gboolean          was_cut;
  gboolean          can_continue;
} replies[] = {
  { BTY_MESSAGE_STATUS_COMPLETE, "All.", "stop", FALSE, FALSE },
  { BTY_MESSAGE_STATUS_COMPLETE, "So much", "length", TRUE, TRUE },
  { BTY_MESSAGE_STATUS_COMPLETE, "So far", "content_filter", TRUE, TRUE },
  { BTY_MESSAGE_STATUS_COMPLETE, "", "length", TRUE, FALSE },
  { BTY_MESSAGE_STATUS_INTERRUPTED, "Some", NULL, FALSE, TRUE },
  { BTY_MESSAGE_STATUS_INTERRUPTED, "", NULL, FALSE, FALSE },
  { BTY_MESSAGE_STATUS_FAILED, "", NULL, FALSE, FALSE },
  { BTY_MESSAGE_STATUS_STREAMING, "Some", NULL, FALSE, FALSE },
};

static void
test_replies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autoptr(BtyMessage) reply = bty_message_new ("session", NULL, BTY_ROLE_ASSISTANT, replies[i].content);

      g_object_set (reply, "status", replies[i].status, "stop-reason", replies[i].reason, NULL);
      g_test_message ("row %u", i);
      g_assert_cmpint (bty_message_was_cut (reply), ==, replies[i].was_cut);
      g_assert_cmpint (bty_message_can_continue (reply), ==, replies[i].can_continue);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stop-reason/names", test_names);
  g_test_add_func ("/stop-reason/replies", test_replies);

  return g_test_run ();
}
