/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-http-session.h"

#include "bty-config.h"
#include "bty-proxy-resolver.h"

#define MAX_CONNECTIONS 8

/* The one that lives; it goes with the last who uses it. */
static SoupSession *session;

/**
 * bty_http_session_ref:
 *
 * The one HTTP client: whoever asks a service shares its connections. It decodes nothing, signs in nowhere and waits
 * as long as bty_http_exchange_async() says. On the main thread only.
 *
 * Returns: (transfer full): the client
 */
SoupSession *
bty_http_session_ref (void)
{
  g_autoptr(GProxyResolver) resolver = NULL;

  if (session != NULL)
    return g_object_ref (session);

  resolver = bty_proxy_resolver_new ();
  session = soup_session_new_with_options ("user-agent", "Boternity/" BTY_VERSION,
                                           "max-conns", 2 * MAX_CONNECTIONS,
                                           "max-conns-per-host", MAX_CONNECTIONS,
                                           "timeout", 0,
                                           "proxy-resolver", resolver,
                                           NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);

  return session;
}
