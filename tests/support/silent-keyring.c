/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Holds the name of the keyring on the session bus and never answers a call. With "asks", it answers that the person is
 * asked first, and then the person never says anything. With "dies", it ends in the middle of the first call. */

static const char interfaces[] =
  "<node>"
  " <interface name='org.freedesktop.Secret.Service'>"
  "  <method name='OpenSession'><arg type='s' direction='in'/><arg type='v' direction='in'/>"
  "   <arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
  "  <method name='ReadAlias'><arg type='s' direction='in'/><arg type='o' direction='out'/></method>"
  "  <property name='Collections' type='ao' access='read'/>"
  "  <method name='SearchItems'><arg type='a{ss}' direction='in'/><arg type='ao' direction='out'/>"
  "   <arg type='ao' direction='out'/></method>"
  " </interface>"
  " <interface name='org.freedesktop.Secret.Collection'>"
  "  <property name='Locked' type='b' access='read'/>"
  "  <method name='CreateItem'><arg type='a{sv}' direction='in'/><arg type='(oayays)' direction='in'/>"
  "   <arg type='b' direction='in'/><arg type='o' direction='out'/><arg type='o' direction='out'/></method>"
  " </interface>"
  " <interface name='org.freedesktop.Secret.Prompt'>"
  "  <method name='Prompt'><arg type='s' direction='in'/></method>"
  "  <method name='Dismiss'/>"
  "  <signal name='Completed'><arg type='b'/><arg type='v'/></signal>"
  " </interface>"
  "</node>";

static void
called_cb (GDBusConnection       *bus,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *arguments,
           GDBusMethodInvocation *call,
           gpointer               user_data)
{
  const char *algorithm = "";

  if (user_data != NULL)
    _exit (0);
  if (g_str_equal (method, "OpenSession"))
    g_variant_get_child (arguments, 0, "&s", &algorithm);

  if (g_str_equal (method, "OpenSession") && !g_str_equal (algorithm, "plain"))
    g_dbus_method_invocation_return_error_literal (call, G_DBUS_ERROR, G_DBUS_ERROR_NOT_SUPPORTED, "plain alone");
  else if (g_str_equal (method, "OpenSession"))
    g_dbus_method_invocation_return_value (call, g_variant_new ("(vo)", g_variant_new_string (""), "/session"));
  else if (g_str_equal (method, "ReadAlias"))
    g_dbus_method_invocation_return_value (call, g_variant_new ("(o)", "/collection"));
  else if (g_str_equal (method, "CreateItem"))
    g_dbus_method_invocation_return_value (call, g_variant_new ("(oo)", "/", "/prompt"));
  else
    g_dbus_method_invocation_return_value (call, NULL);
}

static GVariant *
get_property_cb (GDBusConnection  *bus,
                 const char       *sender,
                 const char       *path,
                 const char       *interface,
                 const char       *property,
                 GError          **error,
                 gpointer          user_data)
{
  return g_str_equal (property, "Locked") ? g_variant_new_boolean (FALSE) : g_variant_new_objv (NULL, 0);
}

static void
answer (GDBusConnection *bus,
        gboolean         dies)
{
  static const GDBusInterfaceVTable functions = { .method_call = called_cb, .get_property = get_property_cb };
  static const char *const paths[] = {
    "/org/freedesktop/secrets", "/org/freedesktop/secrets/aliases/default", "/prompt", "/collection",
  };
  static const guint interface_of[] = { 0, 1, 2, 1 };
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interfaces, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_dbus_connection_register_object (bus, paths[i], node->interfaces[interface_of[i]], &functions,
                                       dies ? bus : NULL, NULL, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr(GVariant) reply = NULL;
  gboolean dies = argc > 1 && g_str_equal (argv[1], "dies");
  gboolean asks = argc > 1 && !dies;

  /* Stopped as it is, it would outlive a test that fails, and hold its output open. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  g_assert_no_error (error);
  if (asks || dies)
    answer (bus, dies);
  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "RequestName", g_variant_new ("(su)", "org.freedesktop.secrets", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  puts ("holding");
  fflush (stdout);
  if (asks || dies)
    {
      g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

      g_main_loop_run (loop);
    }
  raise (SIGSTOP);

  return 0;
}
