/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

/* Locks the default keyring of the session, or with "open" unlocks it, as its owner would with the password of
 * with-keyring. */

static GVariant *
call (GDBusConnection    *bus,
      const char         *interface,
      const char         *method,
      GVariant           *arguments)
{
  g_autoptr(GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                                 interface, method, arguments, NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                                                 NULL, &error);

  g_assert_no_error (error);

  return reply;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  const char *password = "password";
  const char *secret = "org.freedesktop.Secret.Service";
  g_autoptr(GVariant) session = NULL;
  g_autoptr(GVariant) alias = NULL;
  g_autoptr(GVariant) done = NULL;
  const char *session_path;
  const char *collection;

  g_assert_no_error (error);
  alias = call (bus, secret, "ReadAlias", g_variant_new ("(s)", "default"));
  g_variant_get (alias, "(&o)", &collection);
  if (argc < 2)
    {
      done = call (bus, secret, "Lock", g_variant_new_parsed ("([%o],)", collection));
      return 0;
    }

  session = call (bus, secret, "OpenSession", g_variant_new_parsed ("('plain', <''>)"));
  g_variant_get_child (session, 1, "&o", &session_path);
  done = call (bus, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
               g_variant_new_parsed ("(%o, (%o, @ay [], %@ay, 'text/plain'))", collection, session_path,
                                     g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, password, strlen (password), 1)));

  return 0;
}
