/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file-hit.h"

/**
 * bty_file_hit_free:
 * @self: (transfer full): what was found
 *
 * Frees it.
 */
void
bty_file_hit_free (BtyFileHit *self)
{
  g_clear_object (&self->file);
  g_clear_object (&self->chunk);
  g_free (self->snippet);
  g_free (self);
}
