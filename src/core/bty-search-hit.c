/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-search-hit.h"

/**
 * bty_search_hit_free:
 * @self: (transfer full): a hit
 *
 * Frees it.
 */
void
bty_search_hit_free (BtySearchHit *self)
{
  g_free (self->session_id);
  g_free (self->message_id);
  g_free (self->session_title);
  g_free (self->bot_id);
  g_free (self->snippet);
  g_free (self);
}
