/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>

/* Holds the name of the keyring on the session bus and never answers a call. */
int
main (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr(GVariant) reply = NULL;

  /* Stopped as it is, it would outlive a test that fails, and hold its output open. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "RequestName", g_variant_new ("(su)", "org.freedesktop.secrets", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  puts ("holding");
  fflush (stdout);
  raise (SIGSTOP);

  return 0;
}
