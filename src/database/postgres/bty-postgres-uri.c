/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-uri.h"

#include "bty-config.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>
#include <libpq-fe.h>
#include <string.h>

#define CONNECT_TIMEOUT_S "10"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PQconninfoOption, PQconninfoFree)

/* Takes "tenant=…" out of the query, which libpq does not know. Returns the rest. */
static char *
take_tenant (const char  *uri,
             char       **tenant)
{
  g_auto(GStrv) halves = g_strsplit (uri, "?", 2);
  g_auto(GStrv) options = g_strsplit (halves[1] != NULL ? halves[1] : "", "&", -1);
  g_autoptr(GString) rest = g_string_new (halves[0]);
  char sign = '?';

  for (guint i = 0; options[i] != NULL; i++)
    {
      if (g_str_has_prefix (options[i], "tenant="))
        {
          g_free (*tenant);
          *tenant = g_uri_unescape_string (options[i] + strlen ("tenant="), NULL);
        }
      else if (*options[i] != '\0')
        {
          g_string_append_printf (rest, "%c%s", sign, options[i]);
          sign = '&';
        }
    }

  return g_string_free (g_steal_pointer (&rest), FALSE);
}

static gboolean
has_secret (const PQconninfoOption *option)
{
  return option->val != NULL
         && (g_str_equal (option->keyword, "password") || g_str_equal (option->keyword, "sslpassword"));
}

static const char *
find_option (const PQconninfoOption *options,
             const char             *keyword)
{
  for (; options->keyword != NULL; options++)
    if (g_str_equal (options->keyword, keyword))
      return options->val;

  return NULL;
}

static gboolean
check (const PQconninfoOption  *options,
       const char              *tenant,
       GError                 **error)
{
  for (const PQconninfoOption *option = options; option->keyword != NULL; option++)
    if (has_secret (option))
      {
        g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED,
                             _("An address with a password in it is not stored. Leave the password out; it is asked "
                               "for and kept in the keyring."));
        return FALSE;
      }
  if (tenant != NULL && *tenant == '\0')
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("The tenant in this address has no name."));
      return FALSE;
    }

  return TRUE;
}

/**
 * bty_postgres_uri_parse:
 * @uri: "postgresql://[user@]host[:port]/database[?tenant=name&…]"; all that libpq knows may be in it, but no password
 * @password: (nullable): what the server asks for; else libpq looks into ~/.pgpass
 * @keys: (out) (array zero-terminated=1): what libpq is told
 * @values: (out) (array zero-terminated=1): and how
 * @tenant: (out) (nullable): whose rows are meant; %NULL if the URI does not say
 * @error: (out) (optional): %BTY_ERROR_INVALID, or %BTY_ERROR_REFUSED if there is a password in @uri
 *
 * Returns: whether it can be used
 */
gboolean
bty_postgres_uri_parse (const char   *uri,
                        const char   *password,
                        char       ***keys,
                        char       ***values,
                        char        **tenant,
                        GError      **error)
{
  g_autofree char *name = NULL;
  g_autofree char *rest = take_tenant (uri, &name);
  g_autoptr(PQconninfoOption) options = PQconninfoParse (rest, NULL);
  g_autoptr(GStrvBuilder) key_builder = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) value_builder = g_strv_builder_new ();

  if (options == NULL)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("This is not the address of a database."));
      return FALSE;
    }
  if (!check (options, name, error))
    return FALSE;

  for (const PQconninfoOption *option = options; option->keyword != NULL; option++)
    if (option->val != NULL)
      {
        g_strv_builder_add (key_builder, option->keyword);
        g_strv_builder_add (value_builder, option->val);
      }
  if (password != NULL)
    {
      g_strv_builder_add (key_builder, "password");
      g_strv_builder_add (value_builder, password);
    }
  if (find_option (options, "connect_timeout") == NULL)
    {
      g_strv_builder_add (key_builder, "connect_timeout");
      g_strv_builder_add (value_builder, CONNECT_TIMEOUT_S);
    }
  g_strv_builder_add_many (key_builder, "client_encoding", "fallback_application_name", NULL);
  g_strv_builder_add_many (value_builder, "UTF8", "Boternity", NULL);

  *keys = g_strv_builder_end (key_builder);
  *values = g_strv_builder_end (value_builder);
  *tenant = g_steal_pointer (&name);

  return TRUE;
}
