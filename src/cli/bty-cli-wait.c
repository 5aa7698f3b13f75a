/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-wait.h"

/**
 * bty_cli_wait_cb:
 * @source: what the call was made on
 * @result: of the call
 * @user_data: a `GAsyncResult **`, %NULL until now
 *
 * The callback to give to an asynchronous call that is then waited for with bty_cli_wait().
 */
void
bty_cli_wait_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

/**
 * bty_cli_wait:
 * @result: where bty_cli_wait_cb() puts the result
 *
 * Runs the main loop until an asynchronous call has ended.
 *
 * Returns: (transfer none): its result, for the finish function
 */
GAsyncResult *
bty_cli_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}
