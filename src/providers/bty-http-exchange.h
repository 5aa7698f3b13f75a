/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define BTY_HTTP_MAX_BODY (32 * 1024 * 1024)

/**
 * BtyHttpLimits:
 *
 * How long to wait, in milliseconds, for a connection, for the first byte of the answer's body after that, and
 * for each further one. 0 or less = the default.
 */
typedef struct
{
  gint64 connect;
  gint64 first_byte;
  gint64 silence;
} BtyHttpLimits;

/**
 * BtyHttpConsumeFunc:
 * @message: the exchange; its status and its response headers are known
 * @bytes: a part of the body
 * @length: how many bytes
 * @done: (out): set to %TRUE when no more is wanted
 * @user_data: as given to bty_http_exchange_async()
 * @error: (out): why the exchange has failed, of %BTY_ERROR
 *
 * Returns: whether to go on
 */
typedef gboolean (*BtyHttpConsumeFunc) (SoupMessage    *message,
                                        gconstpointer   bytes,
                                        gsize           length,
                                        gboolean       *done,
                                        gpointer        user_data,
                                        GError        **error);

void      bty_http_exchange_async  (SoupSession          *session,
                                    SoupMessage          *message,
                                    const char           *provider,
                                    const BtyHttpLimits  *limits,
                                    BtyHttpConsumeFunc    consume,
                                    gpointer              consume_data,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean  bty_http_exchange_finish (SoupSession          *session,
                                    GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
