/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-reply.h"

/**
 * bty_reply_new:
 *
 * Returns: (transfer full): an empty reply that reports nothing
 */
BtyReply *
bty_reply_new (void)
{
  BtyReply *self = g_new0 (BtyReply, 1);

  self->text = g_string_new (NULL);
  self->thinking = g_string_new (NULL);
  self->input_tokens = -1;
  self->output_tokens = -1;
  self->cached_tokens = -1;

  return self;
}

/**
 * bty_reply_free:
 * @self: (transfer full): a reply
 */
void
bty_reply_free (BtyReply *self)
{
  g_string_free (self->text, TRUE);
  g_string_free (self->thinking, TRUE);
  g_free (self->model);
  g_free (self->stop_reason);
  g_free (self);
}
