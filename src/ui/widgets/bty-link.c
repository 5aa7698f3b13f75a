/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-link.h"

#include <string.h>

/**
 * bty_link_dup_target:
 * @uri: what a link says
 *
 * Returns: (transfer full) (nullable): where the link really leads (the host in ASCII, or the mail address), or
 *   %NULL if it must not be opened: only http, https and mailto may
 */
char *
bty_link_dup_target (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *scheme = parsed != NULL ? g_uri_get_scheme (parsed) : NULL;
  const char *host = NULL;

  if (scheme == NULL)
    return NULL;
  if (g_str_equal (scheme, "mailto"))
    return *g_uri_get_path (parsed) != '\0' ? g_strdup (g_uri_get_path (parsed)) : NULL;
  if (!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https"))
    return NULL;

  host = g_uri_get_host (parsed);
  if (host == NULL || *host == '\0')
    return NULL;

  return g_hostname_to_ascii (host);
}

/**
 * bty_link_is_honest:
 * @text: what a link shows
 * @target: from bty_link_dup_target()
 *
 * Returns: whether @text names @target already, as a bare address does
 */
gboolean
bty_link_is_honest (const char *text,
                    const char *target)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *uri = NULL;
  g_autofree char *named = NULL;

  if (g_ascii_strcasecmp (stripped, target) == 0)
    return TRUE;
  if (strpbrk (stripped, " \t\n") != NULL)
    return FALSE;

  uri = strchr (stripped, ':') != NULL ? g_strdup (stripped) : g_strconcat ("https://", stripped, NULL);
  named = bty_link_dup_target (uri);

  return named != NULL && g_ascii_strcasecmp (named, target) == 0;
}
