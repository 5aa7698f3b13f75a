/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-proxy-resolver.h"

#include "bty-provider-config.h"

/**
 * BtyProxyResolver:
 *
 * Asks this machine directly, whatever proxy the desktop or the environment names: what a bot that is local only sends
 * would go there. Everything else goes as they say.
 *
 * The resolver that knows of them is asked for no sooner than it is needed: it may read the settings of the desktop on
 * a thread of its own, and the two threads wait for each other for ever if this one is just making the first session.
 */
struct _BtyProxyResolver
{
  GObject parent_instance;
};

static void bty_proxy_resolver_init_interface (GProxyResolverInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BtyProxyResolver, bty_proxy_resolver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, bty_proxy_resolver_init_interface))

/* Returns: (transfer full) (nullable): %NULL = it is not for this machine */
static GStrv
resolve_here (const char *address)
{
  static const char *const direct[] = { "direct://", NULL };
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && bty_provider_config_is_this_machine (g_uri_get_host (uri)) ? g_strdupv ((GStrv) direct) : NULL;
}

static GStrv
bty_proxy_resolver_lookup (GProxyResolver  *resolver,
                           const char      *uri,
                           GCancellable    *cancellable,
                           GError         **error)
{
  GStrv here = resolve_here (uri);

  return here != NULL ? here : g_proxy_resolver_lookup (g_proxy_resolver_get_default (), uri, cancellable, error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GStrv proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies != NULL)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
bty_proxy_resolver_lookup_async (GProxyResolver      *resolver,
                                 const char          *uri,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GStrv here = resolve_here (uri);

  g_task_set_source_tag (task, bty_proxy_resolver_lookup_async);
  if (here != NULL)
    g_task_return_pointer (task, here, (GDestroyNotify) g_strfreev);
  else
    g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), uri, cancellable, looked_up_cb,
                                   g_steal_pointer (&task));
}

static GStrv
bty_proxy_resolver_lookup_finish (GProxyResolver  *resolver,
                                  GAsyncResult    *result,
                                  GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bty_proxy_resolver_class_init (BtyProxyResolverClass *class)
{
}

static void
bty_proxy_resolver_init_interface (GProxyResolverInterface *interface)
{
  interface->lookup = bty_proxy_resolver_lookup;
  interface->lookup_async = bty_proxy_resolver_lookup_async;
  interface->lookup_finish = bty_proxy_resolver_lookup_finish;
}

static void
bty_proxy_resolver_init (BtyProxyResolver *self)
{
}

/**
 * bty_proxy_resolver_new:
 *
 * Returns: (transfer full): the resolver
 */
GProxyResolver *
bty_proxy_resolver_new (void)
{
  return g_object_new (BTY_TYPE_PROXY_RESOLVER, NULL);
}
